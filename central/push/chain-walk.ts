import { noHash } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Examined } from './examine.ts'

/** The last event known of one epoch of a terminal; seq 0 before its first. */
export interface KnownHead {
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

/** An event that has its place already. */
export interface KnownEvent {
  readonly terminalId: Uuid
  readonly epoch: number
  readonly seq: number
  readonly id: Uuid
  readonly hash: string
  /** The first answer, JSON. */
  readonly verdict: string
}

export type Step =
  | { readonly kind: 'duplicate'; readonly of: KnownEvent | Examined }
  | { readonly kind: 'new'; readonly examined: Examined }

export type Walk =
  /** `head`: of the last event's epoch, after the batch. */
  | { readonly kind: 'in_order'; readonly steps: readonly Step[]; readonly head: KnownHead }
  /** `head`: of the epoch with the gap; null when nothing of that epoch is known. */
  | { readonly kind: 'gap'; readonly epoch: number; readonly head: KnownHead | null }
  /** `others`: the events of the batch that are on another branch than the one known, or behind one that is. */
  | { readonly kind: 'fork'; readonly head: KnownHead; readonly others: readonly Examined[] }

export function placeKey(place: { readonly epoch: number; readonly seq: number }): string {
  return `${place.epoch}:${place.seq}`
}

/**
 * Finds each event of a batch its place. Every epoch is a chain of its own, so that of two tills by one name each goes
 * on in its epoch (sync.md 3). A batch is taken whole or not at all: at the first event that leaves a gap or stands
 * where another one is, the walk ends. `heads`: of the epochs in the batch, as far as they are known.
 */
export function walkChain(
  heads: ReadonlyMap<number, KnownHead>,
  batch: readonly Examined[],
  known: ReadonlyMap<string, KnownEvent>,
): Walk {
  const steps: Step[] = []
  const taken = new Map<string, Examined>()
  const at = new Map(heads)
  let last: KnownHead = beginningOf(batch[0]?.place.epoch ?? 1)
  for (const examined of batch) {
    const { place } = examined
    const head = at.get(place.epoch) ?? beginningOf(place.epoch)
    const before = known.get(placeKey(place)) ?? taken.get(placeKey(place))
    if (before) {
      const hash = 'place' in before ? before.place.hash : before.hash
      if (hash !== place.hash) return forkOf(heads, examined, { batch, known })
      steps.push({ kind: 'duplicate', of: before })
      last = head
      continue
    }
    if (place.seq !== head.seq + 1) {
      return { kind: 'gap', epoch: place.epoch, head: heads.get(place.epoch) ?? null }
    }
    const follows = place.prev === head.hash
    if (!follows && head.seq > 0) return forkOf(heads, examined, { batch, known })
    const fresh: Examined = follows ? examined : { ...examined, content: { parked: 'prev_wrong' } }
    steps.push({ kind: 'new', examined: fresh })
    taken.set(placeKey(place), examined)
    last = { epoch: place.epoch, seq: place.seq, hash: place.hash }
    at.set(place.epoch, last)
  }
  return { kind: 'in_order', steps, head: last }
}

function beginningOf(epoch: number): KnownHead {
  return { epoch, seq: 0, hash: noHash }
}

function forkOf(
  heads: ReadonlyMap<number, KnownHead>,
  { place }: Examined,
  { batch, known }: { readonly batch: readonly Examined[]; readonly known: ReadonlyMap<string, KnownEvent> },
): Walk {
  const head = heads.get(place.epoch) ?? beginningOf(place.epoch)
  const others = batch.filter((examined) => known.get(placeKey(examined.place))?.hash !== examined.place.hash)
  return { kind: 'fork', head, others }
}
