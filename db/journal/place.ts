import { assert } from '../../domain/assert.ts'

/** Where an event stands in its till's chain. Ordered by epoch, then seq; `{epoch: 0, seq: 0}` is before all. */
export interface Place {
  readonly epoch: number
  readonly seq: number
}

export const beforeAll: Place = { epoch: 0, seq: 0 }

/** Whether `place` stands behind `other` in the chain. */
export function isAfter(place: Place, other: Place): boolean {
  return place.epoch !== other.epoch ? place.epoch > other.epoch : place.seq > other.seq
}

const seqMax = 2 ** 32
/** Keeps a place within a number's exact whole values; a till begins a new epoch once in years. */
const epochMax = 2 ** 21

/** A place as the one number the journal keeps: epoch × 2³² + seq. */
export function placeNumber({ epoch, seq }: Place): number {
  assert(epoch < epochMax && seq < seqMax, 'a place within the chain')
  return epoch * seqMax + seq
}

export function placeFrom(number: number): Place {
  return { epoch: Math.floor(number / seqMax), seq: number % seqMax }
}
