import type { Figure } from '../figure.ts'
import { measureReconnect } from '../scale/reconnect.ts'
import type { Workbench } from '../workbench.ts'

/** How long a till waits for `POST /v1/authorize` while 200 others that were away drain at once, p99 in ms. */
export async function reconnect200TillsAuthorizeP99Ms(bench: Workbench): Promise<Figure> {
  const { idle, during, drained, tills, eventsEach, ...counts } = await bench.once(measureReconnect)
  return {
    name: 'reconnect_200_tills_authorize_p99_ms',
    value: during.p99,
    ours: {
      what: 'authorize while tills drain, p99',
      value: during.p99,
      unit: 'ms',
      samples: during.samples,
    },
    floor: { what: 'authorize of an idle central, p99', value: idle.p99, unit: 'ms', samples: idle.samples },
    besides: {
      authorizeP50Ms: during.p50,
      authorizeMaxMs: during.max,
      idleP50Ms: idle.p50,
      tills,
      eventsEach,
      eventsPerS: (tills * eventsEach) / drained.max,
      firstTillDrainedS: drained.first,
      medianTillDrainedS: drained.p50,
      lastTillDrainedS: drained.max,
      ...counts,
    },
  }
}
