import type { Figure } from '../figure.ts'
import { measureVerify } from '../verify/verify.ts'
import type { Workbench } from '../workbench.ts'

/** Seconds in which the check walks a till's file of 100 000 sales, the slowest round; of fewer, as many times longer. */
export async function verify100kEventsS(bench: Workbench): Promise<Figure> {
  const { seconds, cpuSeconds, events } = await bench.once(measureVerify)
  const slowest = Math.max(...seconds)
  return {
    name: 'verify_100k_events_s',
    value: (slowest / events) * 100_000,
    ours: { what: 'events checked', value: events / slowest, unit: 'events/s', samples: seconds.length },
    floor: null,
    // Beside the wall's time: what the check itself costs, whoever else is on the machine.
    besides: { events, cpuSecondsPer100k: (Math.max(...cpuSeconds) / events) * 100_000 },
  }
}
