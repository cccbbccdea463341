import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import { startCentralOnPostgres } from './central-on-postgres.ts'
import type { ReconnectInput, ReconnectOutput } from './reconnect-process.ts'

/** Sales that wait are of the first half of them, questions about the other: in a chain of a million both seldom meet. */
const members = 2_000
const tills = 200
/** Tills that are online all along and ask before each redemption. */
const askers = 20

export type Reconnected = ReconnectOutput & { readonly tills: number; readonly eventsEach: number }

/** 200 tills that were away come back at once, to one node of the central on PostgreSQL, while others ask it. */
export async function measureReconnect(bench: Workbench): Promise<Reconnected> {
  const eventsEach = bench.sizes.reconnectEvents
  bench.say(`reconnect: ${tills} tills with ${eventsEach} events each, and ${askers} that ask meanwhile`)
  const central = await startCentralOnPostgres(members)
  try {
    const { url, ca, databaseUrl } = central
    const input: ReconnectInput = { url, ca, databaseUrl, tills, askers, eventsEach, members }
    const output = await runChild<ReconnectOutput>('scale/reconnect-process.ts', input, {
      limitMs: 1_800_000,
    })
    return { ...output, tills, eventsEach }
  } finally {
    await central.stop()
  }
}
