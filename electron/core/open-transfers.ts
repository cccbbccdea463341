import { type OpenTransfer, readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { openTransfersMax } from '../../domain/limits.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'

/*
 * Transfers that left for the central and were not answered: points or a coupon may have moved. They outlive the process.
 * Until the central has answered one, nothing else of its kind leaves its sender: a receiver has more than one name (a
 * code, a phone), so that another wish may be the same one in other words.
 */

/** What is asked for now: the open transfer itself by its id, or by being the same wish. */
type Wish<T extends OpenTransfer> = Pick<T, 'actId'> & {
  readonly what: unknown
  readonly to: OpenTransfer['to'] | null
}

/** The points this member sent without an answer. */
export function openPoints(counter: Pick<Counter, 'books'>, fromMemberId: Uuid | undefined) {
  const found = openOf(counter, fromMemberId).find((one) => 'points' in one)
  return found && 'points' in found ? found : null
}

/** This coupon as the member gave it away without an answer. */
export function openCoupon(counter: Pick<Counter, 'books'>, fromMemberId: Uuid | undefined, couponId: Uuid) {
  const found = openOf(counter, fromMemberId).find((one) => 'couponId' in one && one.couponId === couponId)
  return found && 'couponId' in found ? found : null
}

/** The open transfer where it is what is asked for; null when none is open. Refuses `transfer_open` for another wish. */
export function sameTransfer<T extends OpenTransfer>(open: T | null, wish: Wish<T>): Result<T | null> {
  if (!open || open.actId === wish.actId) return ok(open)
  const { kind, value } = open.to
  const isSame = wish.to?.kind === kind && wish.to.value === value && wish.what === whatOf(open)
  return isSame ? ok(open) : refuse('transfer_open')
}

/** The receiver as they can be shown: a phone left as its hash alone. */
export function shownReceiver({ to }: OpenTransfer): string | null {
  return to.kind === 'member_code' ? to.value : null
}

/** Before it is sent. */
export function keepTransferOpen(counter: Pick<Counter, 'books'>, transfer: OpenTransfer): void {
  save(counter, (others) => [...others, transfer].slice(-openTransfersMax), transfer)
}

/** The central said yes or no. */
export function closeTransfer(counter: Pick<Counter, 'books'>, transfer: OpenTransfer): void {
  save(counter, (others) => others, transfer)
}

function openOf({ books }: Pick<Counter, 'books'>, fromMemberId: Uuid | undefined): readonly OpenTransfer[] {
  const open = readSetting(books.read(), 'openTransfers') ?? []
  return open.filter((one) => one.fromMemberId === fromMemberId)
}

function save(
  { books }: Pick<Counter, 'books'>,
  change: (others: readonly OpenTransfer[]) => readonly OpenTransfer[],
  { actId }: OpenTransfer,
): void {
  const open = readSetting(books.read(), 'openTransfers') ?? []
  const next = change(open.filter((one) => one.actId !== actId))
  books.write(
    (tx) => saveSetting(tx, 'openTransfers', next),
    (db) => JSON.stringify(readSetting(db, 'openTransfers')) === JSON.stringify(next),
  )
}

function whatOf(transfer: OpenTransfer): unknown {
  return 'points' in transfer ? transfer.points : transfer.couponId
}
