import type { Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { Transaction } from '../database.ts'
import { eventsAt } from '../tables/event.ts'
import { addStrays, knownStrays } from '../tables/stray.ts'
import type { Examined } from './examine.ts'
import { type PostedFor, postEvents } from './post-events.ts'

/**
 * Takes events that have no place in the chain as it is known here: the other branch of a fork, or what was salvaged
 * behind a hole. They happened all the same (a committed sale is a fact, sync.md 1): each counts once, is kept whole
 * beside the chain, and stands in the list of forks for people. An event that is in the chain, or was told before,
 * is a duplicate.
 */
export async function takeStrays(
  tx: Transaction,
  at: PostedFor,
  batch: readonly Examined[],
): Promise<readonly Verdict[]> {
  const places = batch.map(({ place }) => place)
  const known = [
    ...(await eventsAt(tx, at.terminalId, places)),
    ...(await knownStrays(tx, at.terminalId, places)),
  ]
  const first = new Map<string, Verdict>(
    known.map((event) => [keyOf(event), JSON.parse(event.verdict) as Verdict]),
  )
  const fresh = new Map<string, Examined>()
  for (const examined of batch) {
    const key = keyOf(examined.place)
    if (!first.has(key) && !fresh.has(key)) fresh.set(key, examined)
  }
  const told = [...fresh.values()]
  const { verdicts } = told.length === 0 ? { verdicts: [] } : await postEvents(tx, at, told)
  const ofFresh = new Map([...fresh.keys()].map((key, index) => [key, verdicts[index]]))
  await addStrays(
    tx,
    at,
    told.map((examined, index) => {
      const verdict = verdicts[index]
      assert(verdict, 'a verdict for each new event')
      return { examined, verdict }
    }),
  )
  return batch.map(({ place }) => {
    const key = keyOf(place)
    const verdict = ofFresh.get(key)
    if (verdict && fresh.delete(key)) return verdict
    const before = first.get(key) ?? verdict
    assert(before, 'known or new')
    return { ...before, outcome: 'duplicate' }
  })
}

/** Two branches have the same places: only the hash tells their events apart. */
function keyOf(place: { readonly epoch: number; readonly seq: number; readonly hash: string }): string {
  return `${place.epoch}:${place.seq}:${place.hash}`
}
