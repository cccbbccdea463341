import { type Uuid, uuidV7 } from '../../domain/ids.ts'

const kinds = ['store', 'staff', 'template', 'member', 'lot', 'coupon', 'account'] as const

/** Ids of the demo chain begin here: 2026-01-01 UTC, epoch ms. */
const idsFrom = 1_767_225_600_000

/** The id of the n-th thing of a kind in every demo chain: tests and demo name it without asking. */
export function demoId(kind: (typeof kinds)[number], n: number): Uuid {
  const bytes = new Uint8Array(10)
  const view = new DataView(bytes.buffer)
  bytes[1] = kinds.indexOf(kind) + 1
  view.setUint32(6, n)
  return uuidV7(idsFrom + n, bytes)
}
