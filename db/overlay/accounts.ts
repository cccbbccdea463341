import type { GiftStock } from '../../domain/gift.ts'
import { movedStock } from '../../domain/gift-stock.ts'
import type { Uuid } from '../../domain/ids.ts'
import { poolsOfLotteryMax } from '../../domain/limits.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import { type Money, maxMoney, money, noMoney, sumMoney } from '../../domain/money.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { effectsOnSubject, wholeEffect } from '../journal/effect-table.ts'
import { valueSpentBetween } from '../journal/member-day.ts'
import { beforeAll } from '../journal/place.ts'
import { findAccountRow, findAccountRowByCode } from '../replica/account-table.ts'
import { stockRowsOf } from '../replica/gift-stock-table.ts'
import { poolRowsOf } from '../replica/lottery-pool-table.ts'
import { findMember } from '../replica/member-table.ts'
import { type Joined, joined, type Moment, type Overlay } from './files.ts'
import { idsOf, survivor } from './merges.ts'

/** A value account with what this till spent of it today, heard of by the chain or not. */
export interface AccountAtHand {
  readonly account: ValueAccount
  readonly spentToday: Money
}

/** The account of an id, this till's own top-ups and spending included; null when there never was one. */
export function accountOf(overlay: Overlay, accountId: Uuid, moment: Moment): AccountAtHand | null {
  return joined(overlay, (files) => atHand(files, idsOfAccount(files, accountId), moment))
}

/** The account of a gift card's code. */
export function accountByCode(overlay: Overlay, code: string, moment: Moment): AccountAtHand | null {
  return joined(overlay, (files) => {
    const row = findAccountRowByCode(files.replica, code)
    return row && atHand(files, idsOfAccount(files, row.accountId), moment)
  })
}

/** A store's stock of gifts as the chain counted it, with what this till gave out and moved since; never below 0. */
export function stockOf(overlay: Overlay, storeId: Uuid): readonly GiftStock[] {
  const stock = joined(overlay, (files) => {
    const rows = stockRowsOf(files.replica, storeId)
    if (!files.anyUnheard) return rows
    const left = new Map(rows.map((row) => [row.giftId, row.left]))
    for (const row of effectsOnSubject(files.journal, storeId, files.heard)) {
      if (row.kind === 'stock_taken') {
        const { giftId, amount } = wholeEffect(row, 'stock_taken')
        left.set(giftId, Math.max(0, (left.get(giftId) ?? 0) - amount))
      }
      if (row.kind === 'stock_moved') {
        const move = wholeEffect(row, 'stock_moved')
        left.set(move.giftId, movedStock(left.get(move.giftId) ?? 0, move))
      }
    }
    return [...left].map(([giftId, pieces]) => ({ storeId, giftId, left: pieces }))
  })
  return stock ?? []
}

/**
 * The pool this till draws from next: the first of the lottery's with a ticket left, `drawn` with every draw ever made
 * here, so that no ticket is drawn twice whatever the chain says. The last one when all are empty; null without any.
 */
export function poolOf(overlay: Overlay, lotteryId: string): LotteryPool | null {
  return joined(overlay, (files) => {
    const pools = poolRowsOf(files.replica, files.terminalId, lotteryId, poolsOfLotteryMax).map((pool) => {
      const own = effectsOnSubject(files.journal, pool.poolId, beforeAll)
      const drawnHere = own.reduce(
        (most, { kind, amount }) => (kind === 'ticket_drawn' ? Math.max(most, amount + 1) : most),
        0,
      )
      return { ...pool, drawn: Math.max(pool.drawn, drawnHere) }
    })
    return pools.find(({ drawn, tickets }) => drawn < tickets.length) ?? pools.at(-1) ?? null
  })
}

/** A member's account is the survivor's, with what was done under ids merged into theirs; a card's is its own. */
function idsOfAccount(files: Joined, accountId: Uuid): readonly Uuid[] {
  const owner = survivor(files, accountId)
  return owner ? idsOf(files, owner.memberId) : [accountId]
}

/**
 * The account of the first id with what this till did to it and to those of the other ids, merged into the first; one
 * that only this till has topped up is known too.
 */
export function accountNow(files: Joined, accountIds: readonly Uuid[]): ValueAccount | null {
  const accountId = accountIds[0] as Uuid
  const row = findAccountRow(files.replica, accountId)
  const changes = files.anyUnheard
    ? accountIds
        .flatMap((id) => effectsOnSubject(files.journal, id, files.heard))
        .filter(({ kind }) => kind === 'value_changed')
        .sort((a, b) => a.place - b.place)
    : []
  if (changes.length === 0) return row
  const memberId = changes[0]?.memberId ? accountId : null
  const begun: ValueAccount | null =
    row ??
    (memberId && findMember(files.replica, memberId)?.status !== 'erased'
      ? { accountId, code: null, memberId, status: 'active', principal: noMoney, gift: noMoney }
      : null)
  if (!begun) return null
  // Step by step as the chain will post them: what was spent beyond a part is a loss, not a debt of the account.
  const after = (start: Money, part: 'amount' | 'value') =>
    changes.reduce((left, change) => maxMoney(noMoney, money(left + change[part])), start)
  return { ...begun, principal: after(begun.principal, 'amount'), gift: after(begun.gift, 'value') }
}

function atHand(files: Joined, accountIds: readonly Uuid[], moment: Moment): AccountAtHand | null {
  const account = accountNow(files, accountIds)
  if (!account) return null
  const between = { from: moment.dayFrom, until: moment.dayUntil }
  const spent = accountIds.map((id) => valueSpentBetween(files.journal, id, between))
  return { account, spentToday: sumMoney(spent) }
}
