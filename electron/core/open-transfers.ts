import { type OpenTransfer, readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openTransfersMax } from '../../domain/limits.ts'
import type { Counter } from './counter.ts'

/*
 * Transfers that left for the central and were not answered: points may have moved. They outlive the process, and the
 * same wish again is the same transfer until the central has answered it.
 */

type Wish = Pick<OpenTransfer, 'fromMemberId' | 'to' | 'points'>

/** The same wish as it was sent before, still without an answer. */
export function openTransfer({ books }: Pick<Counter, 'books'>, wish: Wish): OpenTransfer | null {
  const open = readSetting(books.read(), 'openTransfers') ?? []
  return open.find((one) => wishOf(one) === wishOf(wish)) ?? null
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

function wishOf({ fromMemberId, to, points }: Wish): string {
  return `${fromMemberId}:${to.kind}:${to.value}:${points}`
}
