import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { CodesInput, CodeTimes } from './codes-process.ts'

export function measureCodes(bench: Workbench): Promise<CodeTimes> {
  const { codeRounds, codesPerRound } = bench.sizes
  bench.say(`signed codes: ${codesPerRound} coupons and as many members' codes, ${codeRounds} times`)
  const input: CodesInput = { rounds: codeRounds, codesPerRound }
  return runChild<CodeTimes>('codes/codes-process.ts', input, { limitMs: 120_000 })
}
