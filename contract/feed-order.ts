import type { CollectionName } from './wire.ts'

/**
 * When a collection's rows come in an answer of the feed (sync.md 4). The stages before the last stand apart from
 * every till's events: they come first, stage by stage, under the number the till already has, and a line that breaks
 * in the middle has brought what matters most. Erasures (tombstones) of any collection go with `denied`.
 */
export const feedStages = ['denied', 'rules', 'prices', 'people', 'moving'] as const
export type FeedStage = (typeof feedStages)[number]

/** The stage of each collection; a new collection does not compile without one. */
export const stageOf: Readonly<Record<CollectionName, FeedStage>> = {
  erasure: 'denied',
  denial: 'denied',
  policy: 'rules',
  programme: 'rules',
  store: 'rules',
  category: 'prices',
  product: 'prices',
  pair: 'prices',
  staff: 'people',
  member_pin: 'people',
  member: 'moving',
  identifier: 'moving',
  lot: 'moving',
  coupon: 'moving',
  account: 'moving',
  gift_stock: 'moving',
  lottery_pool: 'moving',
  budget: 'moving',
  lease: 'moving',
  applied: 'moving',
}

/** A row of the feed as far as its order goes. */
export interface FeedRow {
  readonly c: string
  readonly v: number
  readonly d: unknown
}

/** Whether a row comes before all rows that events move: an erasure, or a row of an early stage. */
export function isEarly({ c, d }: Pick<FeedRow, 'c' | 'd'>): boolean {
  return d === null || stage(c) < lastStage
}

/**
 * The order of an answer: early rows by stage, then change number by change number, in each the `applied` marks last,
 * so that wherever a till stops between two numbers its marks and its rows agree.
 */
export function compareFeedRows(a: FeedRow, b: FeedRow): number {
  const early = Number(isEarly(b)) - Number(isEarly(a))
  if (early !== 0) return early
  if (isEarly(a)) return earlyStage(a) - earlyStage(b) || a.v - b.v
  return a.v - b.v || Number(a.c === 'applied') - Number(b.c === 'applied')
}

const lastStage = feedStages.length - 1

function stage(collection: string): number {
  const known = Object.hasOwn(stageOf, collection) ? stageOf[collection as CollectionName] : 'moving'
  return feedStages.indexOf(known)
}

function earlyStage({ c, d }: FeedRow): number {
  return d === null ? 0 : stage(c)
}
