import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { VerifyInput, VerifyOutput } from './verify-process.ts'

const rounds = 3

/** Checks a journal of as many sales as a queue of the drain has. */
export async function measureVerify(bench: Workbench): Promise<VerifyOutput & { readonly events: number }> {
  const events = bench.sizes.queuedEvents
  bench.say(`verify: ${events} sales of a till's file, ${rounds} times`)
  const input: VerifyInput = { folder: bench.folder, events, rounds }
  const output = await runChild<VerifyOutput>('verify/verify-process.ts', input, { limitMs: 600_000 })
  return { ...output, events }
}
