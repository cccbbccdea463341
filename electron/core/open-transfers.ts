import { type OpenTransfer, readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openTransfersMax } from '../../domain/limits.ts'
import type { Counter } from './counter.ts'

/*
 * Transfers that left for the central and were not answered: points or a coupon may have moved. They outlive the process,
 * and the same wish again is the same transfer until the central has answered it.
 */

type Wish<T extends OpenTransfer> = Omit<T, 'actId' | 'staffId'>

/** The same wish as it was sent before, still without an answer. */
export function openTransfer<T extends OpenTransfer>(
  { books }: Pick<Counter, 'books'>,
  wish: Wish<T>,
): T | null {
  const open = readSetting(books.read(), 'openTransfers') ?? []
  const found = open.find((one) => wishOf(one) === wishOf(wish))
  // The same wish is of the same kind.
  return (found as T | undefined) ?? null
}

/** Before it is sent. */
export function keepTransferOpen(counter: Pick<Counter, 'books'>, transfer: OpenTransfer): void {
  save(counter, (others) => [...others, transfer].slice(-openTransfersMax), transfer)
}

/** The central said yes or no. */
export function closeTransfer(counter: Pick<Counter, 'books'>, transfer: OpenTransfer): void {
  save(counter, (others) => others, transfer)
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

function wishOf(wish: Wish<OpenTransfer>): string {
  const what = 'couponId' in wish ? `coupon:${String(wish.couponId)}` : (wish as { points?: number }).points
  return `${wish.fromMemberId}:${wish.to.kind}:${wish.to.value}:${what}`
}
