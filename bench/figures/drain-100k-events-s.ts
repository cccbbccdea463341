import type { Figure } from '../figure.ts'
import { measureDrain } from '../scale/drain.ts'
import type { Workbench } from '../workbench.ts'

/** Seconds in which one till drains 100 000 queued sales to a central on PostgreSQL; of fewer, as many times longer. */
export async function drain100kEventsS(bench: Workbench): Promise<Figure> {
  const { seconds, events, disputed, parked } = await bench.once(measureDrain)
  const value = (seconds / events) * 100_000
  return {
    name: 'drain_100k_events_s',
    value,
    ours: { what: 'events pushed and applied', value: events / seconds, unit: 'events/s', samples: events },
    floor: null,
    besides: { events, disputed, parked },
  }
}
