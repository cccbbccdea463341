import { noHash } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Examined } from './examine.ts'

/** The last event known of a terminal: the epoch under way, 0 before its first event. */
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
  | { readonly kind: 'in_order'; readonly steps: readonly Step[]; readonly head: KnownHead }
  | { readonly kind: 'gap' }
  /** `others`: the events of the batch that are on another branch than the one known, or behind one that is. */
  | { readonly kind: 'fork'; readonly others: readonly Examined[] }

export function placeKey(place: { readonly epoch: number; readonly seq: number }): string {
  return `${place.epoch}:${place.seq}`
}

/**
 * Finds each event of a batch its place after `head`. A batch is taken whole or not at all: at the first event that
 * leaves a gap or stands where another one is, the walk ends.
 */
export function walkChain(
  head: KnownHead,
  batch: readonly Examined[],
  known: ReadonlyMap<string, KnownEvent>,
): Walk {
  const steps: Step[] = []
  const taken = new Map<string, Examined>()
  let at = head
  for (const examined of batch) {
    const { place } = examined
    const before = known.get(placeKey(place)) ?? taken.get(placeKey(place))
    if (before) {
      const hash = 'place' in before ? before.place.hash : before.hash
      if (hash !== place.hash) return forkOf(batch, known)
      steps.push({ kind: 'duplicate', of: before })
      continue
    }
    const step = stepAfter(at, examined)
    if (step === 'gap') return { kind: 'gap' }
    if (step === 'fork') return forkOf(batch, known)
    steps.push({ kind: 'new', examined: step })
    taken.set(placeKey(place), examined)
    at = { epoch: place.epoch, seq: place.seq, hash: place.hash }
  }
  return { kind: 'in_order', steps, head: at }
}

function stepAfter(head: KnownHead, examined: Examined): Examined | 'gap' | 'fork' {
  const { place } = examined
  if (place.epoch === head.epoch && place.seq === head.seq + 1) {
    return place.prev === head.hash ? examined : 'fork'
  }
  if (place.epoch > head.epoch && place.seq === 1) {
    return place.prev === noHash ? examined : { ...examined, content: { parked: 'prev_wrong' } }
  }
  // An earlier epoch ended where its successor began: what comes of it now is another branch.
  return place.epoch < head.epoch ? 'fork' : 'gap'
}

function forkOf(batch: readonly Examined[], known: ReadonlyMap<string, KnownEvent>): Walk {
  const others = batch.filter((examined) => known.get(placeKey(examined.place))?.hash !== examined.place.hash)
  return { kind: 'fork', others }
}
