import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The usual checkout over the same one on files without encryption, in turns in one process. */
export async function encryptedOverPlainCheckout(bench: Workbench): Promise<Figure> {
  const { idle } = await bench.once(measureCheckout)
  const ours = spreadOf(idle.encrypted)
  const plain = spreadOf(idle.plain)
  return {
    name: 'encrypted_over_plain_checkout',
    value: ours.p50 / plain.p50,
    ours: { what: 'checkout p50', value: ours.p50, unit: 'ms', samples: ours.samples },
    floor: { what: 'plain p50', value: plain.p50, unit: 'ms', samples: plain.samples },
    besides: { encrypted_p99_ms: ours.p99, plain_p99_ms: plain.p99 },
  }
}
