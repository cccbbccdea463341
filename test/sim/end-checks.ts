import { countWaiting, lastCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { listVerdicts } from '../../db/journal/verdict-table.ts'
import { findAccountRow } from '../../db/replica/account-table.ts'
import { findCouponRow } from '../../db/replica/coupon-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { stockRowsOf } from '../../db/replica/gift-stock-table.ts'
import { lotsOf } from '../../db/replica/lot-table.ts'
import { findMember } from '../../db/replica/member-table.ts'
import { findProduct } from '../../db/replica/product-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { Broken } from './broken.ts'
import { unreadableSku } from './head-office.ts'
import type { ModelState } from './model-state.ts'
import type { World } from './simulate.ts'
import type { SimTill } from './till-shape.ts'

/** Whether every till is up, has sent all it has and heard all there is. */
export function hasConverged({ tills, central }: World): boolean {
  const state = central.state()
  return tills.every((till) => {
    const journal = till.journal()
    const replica = till.overlay()?.replica
    const cursor = replica && readCursor(replica)
    const heard = cursor?.change === state.change && cursor.feed === state.feeds.at(-1)?.name
    // Strays that are untold wait too.
    return heard && journal !== null && countWaiting(journal) === 0 && till.status()?.state === 'online'
  })
}

/** At rest: nothing is lost, doubled or different anywhere. */
export function checkEnd(world: World, eventsOf: (till: SimTill) => TillEvent[]): void {
  const state = world.central.state()
  for (const till of world.tills) {
    checkChain(world, till, eventsOf(till), state)
    checkReplica(till, state)
    checkVerdicts(world, till)
  }
  checkDisputes(world, state)
  world.bookkeeper.checkCentral(state)
  for (const _merged of world.bookkeeper.books().merged) world.tally.count('member_merged')
}

/**
 * The till's journal and the books have the very same events in the same order, and the central has each of them: in
 * its chain, or, where two journals went by one name, beside it.
 */
function checkChain(
  { bookkeeper }: World,
  till: SimTill,
  events: readonly TillEvent[],
  state: ModelState,
): void {
  const source = sourceOf(till)
  const booked = bookkeeper.journalOf(till.name)
  const hashesOf = (from: readonly { readonly hash: string }[]) => from.map(({ hash }) => hash)
  same(hashesOf(events), hashesOf(booked), `${till.name} against the books`)
  const terminal = state.terminals.get(source)
  const taken = [...(terminal?.events ?? []), ...(terminal?.strays ?? [])].map(({ event }) => event.hash)
  const all = hashesOf(bookkeeper.surviving(source))
  // What was told beside the chain and follows in it later stands in both.
  same([...new Set(taken)].sort(), [...all].sort(), `the central’s events of ${till.name}`)
  if (bookkeeper.isForked(source)) return
  same(taken, hashesOf(booked), `the order of the central’s events of ${till.name}`)
  const journal = till.journal()
  const checkpoint = journal && lastCheckpoint(journal)
  const last = booked.at(-1)
  same([checkpoint?.seq, checkpoint?.head], [last?.seq, last?.hash], `checkpoint of ${till.name}`)
}

/** The replica’s rows are the central’s. */
function checkReplica(till: SimTill, state: ModelState): void {
  const replica = till.overlay()?.replica
  if (!replica) throw new Broken(`${till.name} has no replica`)
  const rows = (collection: string) => [...(state.rows.get(collection)?.entries() ?? [])]
  for (const [memberId, row] of rows('member')) {
    if (row.d === null) continue
    same(findMember(replica, memberId as Uuid), row.d, `member ${memberId} at ${till.name}`)
    const lots = rows('lot')
      .map(([, lot]) => lot.d)
      .filter((lot) => lot?.['memberId'] === memberId)
    same(byLot(lotsOf(replica, memberId as Uuid)), byLot(lots), `lots of ${memberId} at ${till.name}`)
  }
  for (const [couponId, row] of rows('coupon')) {
    same(findCouponRow(replica, couponId as Uuid), row.d, `coupon ${couponId} at ${till.name}`)
  }
  for (const [accountId, row] of rows('account')) {
    same(findAccountRow(replica, accountId as Uuid), row.d, `account ${accountId} at ${till.name}`)
  }
  const storeId = till.identity()?.terminal.storeId
  const stock = rows('gift_stock').filter(([, row]) => row.storeId === storeId)
  same(
    storeId && stockRowsOf(replica, storeId),
    stock.map(([, row]) => row.d),
    `stock at ${till.name}`,
  )
  for (const [sku, row] of rows('product')) {
    if (sku === unreadableSku) continue
    const price = row.d?.['unitPrice']
    same(findProduct(replica, sku)?.unitPrice, price, `price of ${sku} at ${till.name}`)
  }
}

/** Of every event the central took: each use that came second and each return of too much names both, and no other does. */
function checkDisputes({ bookkeeper, tally }: World, state: ModelState): void {
  const { losers, over } = bookkeeper.books()
  for (const { events, strays } of state.terminals.values()) {
    for (const { event, verdict } of [...events, ...strays]) {
      const found = (...kinds: readonly string[]) =>
        (verdict.disputes ?? [])
          .filter(({ kind }) => kinds.includes(kind))
          .map(({ subject, other }) => ({ subject, other }))
      const lost = losers.get(event.id) ?? []
      const uses = lost.map(({ use: subject, winner: other }) => ({ subject, other }))
      same(found('coupon_use'), uses, `disputed uses of ${event.id}`)
      const returned = over.get(event.id)
      same(found('return_over', 'sale_unknown'), returned ? [returned] : [], `disputed return ${event.id}`)
      if (returned) tally.count('return_disputed')
    }
  }
}

/** Each till knows which of its uses came second, and to whom; and nothing else of its uses is disputed. */
function checkVerdicts({ bookkeeper, tally }: World, till: SimTill): void {
  const journal = till.journal()
  if (!journal) throw new Broken(`${till.name} has no journal`)
  // Of two journals by one name each hears what became of the events it told.
  if (bookkeeper.isForked(sourceOf(till))) return
  const told = new Map(listVerdicts(journal, 10_000).map((verdict) => [verdict.eventId as string, verdict]))
  const { losers } = bookkeeper.books()
  for (const { id } of bookkeeper.journalOf(till.name)) {
    const lost = (losers.get(id) ?? []).map(({ use, winner }) => `${use} ${winner}`)
    const disputes = told.get(id)?.disputes.filter(({ kind }) => kind === 'coupon_use') ?? []
    same(
      disputes.map(({ subject, other }) => `${subject} ${other}`),
      lost,
      `disputes of ${id} at ${till.name}`,
    )
    if (lost.length > 0) tally.count('coupon_disputed')
    if (told.get(id)?.disputes.some(({ kind }) => kind === 'points_overdraft'))
      tally.count('points_overdrawn')
    if (told.get(id)?.outcome === 'parked') tally.count('event_parked')
  }
}

function sourceOf(till: SimTill): Uuid {
  const identity = till.identity()
  if (!identity) throw new Broken(`${till.name} has no name`)
  return identity.terminal.terminalId
}

function byLot(lots: readonly (object | null)[]): unknown[] {
  const idOf = (lot: object | null) => String((lot as { lotId?: unknown } | null)?.lotId)
  return [...lots].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
}

function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [settled(found), settled(wanted)]
  if (a !== b) throw new Broken(`${what}: ${a} instead of ${b}`)
}

/** A value as text that does not depend on the order of its fields; absent and null are the same. */
function settled(value: unknown): string {
  return JSON.stringify(value ?? null, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  )
}
