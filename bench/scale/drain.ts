import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import { startCentralOnPostgres } from './central-on-postgres.ts'
import type { DrainInput, DrainOutput } from './drain-process.ts'

const members = 10_000

/** One till with a month's sales drains them to a central on PostgreSQL. */
export async function measureDrain(bench: Workbench): Promise<DrainOutput & { readonly events: number }> {
  const events = bench.sizes.queuedEvents
  bench.say(`drain: ${events} queued events to a central on PostgreSQL`)
  const central = await startCentralOnPostgres(members)
  try {
    const enrolmentCode = await central.enrolmentCode()
    const input: DrainInput = {
      folder: bench.folder,
      url: central.url,
      ca: central.ca,
      enrolmentCode,
      events,
      members,
    }
    const output = await runChild<DrainOutput>('scale/drain-process.ts', input, { limitMs: 1_200_000 })
    return { ...output, events }
  } finally {
    await central.stop()
  }
}
