import { expect, test } from 'vitest'
import { accountByCode, accountOf, poolOf, stockOf } from '../../db/overlay/accounts.ts'
import { standingOf } from '../../db/overlay/members.ts'
import { putAccount } from '../../db/replica/account-table.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putGiftStock } from '../../db/replica/gift-stock-table.ts'
import { putLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import type { Effect } from '../../domain/effect.ts'
import { money } from '../../domain/money.ts'
import { freshTill, moment } from './overlay-rig.ts'
import { memberOf } from './replica-rows.ts'
import { numberedId as id, noon, terminalId } from './till-files.ts'

test('[OV17] an account has what was topped up and spent here, and says what was spent today', () => {
  const { overlay, heard, didAt } = freshTill()
  const changed = (account: number, member: number | null, principal: number, gift: number): Effect => ({
    kind: 'value_changed',
    accountId: id(account),
    memberId: member === null ? null : id(member),
    principal: money(principal),
    gift: money(gift),
  })
  const card = {
    accountId: id(60),
    code: 'G0000000000017',
    memberId: null,
    status: 'active' as const,
    principal: money(5_000),
    gift: money(1_000),
  }
  heard((tx) => {
    putAccount(tx, card)
    putMember(tx, memberOf(1))
  })
  didAt(1, noon - 1_001, changed(60, null, -1_000, -200))
  didAt(2, noon, changed(60, null, -500, -100), changed(1, 1, 300, 30))
  expect(accountByCode(overlay, card.code, moment)).toEqual({
    account: { ...card, principal: 3_500, gift: 700 },
    spentToday: 600,
  })
  expect(accountOf(overlay, id(60), moment)?.account.principal).toBe(3_500)
  heard((tx) => {
    putAccount(tx, { ...card, principal: money(4_000), gift: money(800) })
    putApplied(tx, { terminalId, epoch: 1, seq: 1 })
  })
  expect(accountOf(overlay, id(60), moment)).toEqual({
    account: { ...card, principal: 3_500, gift: 700 },
    spentToday: 600,
  })
  expect(standingOf(overlay, id(1), moment)?.account).toEqual({
    accountId: id(1),
    code: null,
    memberId: id(1),
    status: 'active',
    principal: 300,
    gift: 30,
  })
  didAt(3, noon, changed(1, 1, -400, -10))
  expect(standingOf(overlay, id(1), moment)).toMatchObject({
    account: { principal: 0, gift: 20 },
    day: { valueSpent: 410 },
  })
  expect([accountOf(overlay, id(61), moment), accountByCode(overlay, 'G9', moment)]).toEqual([null, null])
})

test('[OV18] stock and pools count down here, and no ticket is drawn twice whatever the chain says', () => {
  const { overlay, heard, did } = freshTill()
  const pool = (number: number, drawn: number) => ({
    poolId: id(number),
    terminalId,
    storeId: id(1),
    lotteryId: 'spring',
    root: 'a'.repeat(64),
    seed: 'b'.repeat(64),
    tickets: ['nothing', 'coupon', 'nothing'],
    drawn,
  })
  const drew = (number: number, index: number): Effect => ({
    kind: 'ticket_drawn',
    poolId: id(number),
    memberId: id(5),
    index,
  })
  heard((tx) => {
    putGiftStock(tx, { storeId: id(1), giftId: 'mug', left: 2 })
    putGiftStock(tx, { storeId: id(1), giftId: 'bag', left: 9 })
    for (const number of [70, 71]) putLotteryPool(tx, pool(number, 0))
  })
  const taken = (giftId: string): Effect => ({ kind: 'stock_taken', storeId: id(1), giftId, amount: 1 })
  did(1, taken('mug'), drew(70, 0))
  did(2, taken('mug'), taken('bag'), drew(70, 1))
  did(3, taken('mug'))
  expect(stockOf(overlay, id(1))).toEqual([
    { storeId: id(1), giftId: 'bag', left: 8 },
    { storeId: id(1), giftId: 'mug', left: 0 },
  ])
  expect(poolOf(overlay, 'spring')).toEqual(pool(70, 2))
  // A central put back forgot the draws and is already fed past them: they stay drawn.
  heard((tx) => putApplied(tx, { terminalId, epoch: 1, seq: 3 }))
  expect(poolOf(overlay, 'spring')?.drawn).toBe(2)
  expect(stockOf(overlay, id(1)).map(({ left }) => left)).toEqual([9, 2])
  did(4, drew(70, 2))
  expect(poolOf(overlay, 'spring')).toEqual(pool(71, 0))
  heard((tx) => putLotteryPool(tx, pool(71, 3)))
  expect(poolOf(overlay, 'spring')).toEqual(pool(71, 3))
  expect(poolOf(overlay, 'autumn')).toBeNull()
})
