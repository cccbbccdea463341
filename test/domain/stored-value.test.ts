import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import {
  accountValue,
  judgeTopUp,
  newMemberAccount,
  settleTopUp,
  topUpGift,
} from '../../domain/stored-value.ts'
import type { TenderWish } from '../../domain/tender.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { granted, id, programme, store } from './act-shop.ts'

const rules = programme.storedValue

function account(changes: Partial<ValueAccount> = {}): ValueAccount {
  return { ...newMemberAccount(id(100)), principal: money(10_000), gift: money(500), ...changes }
}

const cash = (amount: number): TenderWish => ({ kind: 'cash', amount: money(amount), accountId: null })

test.each([
  [19_999, 0],
  [20_000, 1_000],
  [49_999, 1_000],
  [50_000, 4_000],
  [500_000, 4_000],
])('[SV1] %i fen topped up get %i on top: the highest step reached', (amount, gift) => {
  expect(topUpGift(money(amount), rules)).toBe(gift)
  expect(topUpGift(money(amount), { ...rules, topUpSteps: rules.topUpSteps.toReversed() })).toBe(gift)
})

test('[SV1] without steps nothing is given', () => {
  expect(topUpGift(money(500_000), { ...rules, topUpSteps: [] })).toBe(0)
})

test.each<[string, ValueAccount | null, number, object]>([
  ['no account', null, 100, { code: 'account_unknown' }],
  ['a frozen one', account({ status: 'frozen' }), 100, { code: 'account_frozen' }],
  ['nothing', account(), 0, { code: 'tender_invalid' }],
  ['less than nothing', account(), -100, { code: 'tender_invalid' }],
  ['too much at once', account(), 500_001, { code: 'top_up_over', figures: { max: 500_000 } }],
  [
    'more than an account may hold',
    account({ principal: money(999_999_900) }),
    100,
    { code: 'top_up_over', figures: { max: 500_000 } },
  ],
])('[SV2] a top-up is refused: %s', (_, of, amount, refusal) => {
  expect(judgeTopUp({ account: of, amount: money(amount), programme })).toEqual({ ok: false, refusal })
})

function topUp(amount: number, tenders: readonly TenderWish[], of: ValueAccount = account()) {
  return settleTopUp({
    topUpId: id(830),
    receiptNumber: 'S01-T1-1-000030',
    account: of,
    amount: money(amount),
    tenders,
    programme,
    store,
  })
}

test('[SV3] principal and what is given on top are kept apart, change is cash', () => {
  const toppedUp = granted(
    topUp(20_000, [{ kind: 'card', amount: money(15_000), accountId: null }, cash(10_000)]),
  )
  expect(toppedUp).toEqual({
    topUpId: id(830),
    receiptNumber: 'S01-T1-1-000030',
    storeId: id(1),
    accountId: id(100),
    memberId: id(100),
    principal: 20_000,
    gift: 1_000,
    tenders: [
      { kind: 'card', amount: 15_000 },
      { kind: 'cash', amount: 10_000 },
    ],
    change: 5_000,
    principalAfter: 30_000,
    giftAfter: 1_500,
  })
})

test('[SV3] a gift card of nobody is topped up alike', () => {
  const card = account({ accountId: id(950), code: 'G0000000000019', memberId: null })
  expect(granted(topUp(100, [cash(100)], card))).toMatchObject({
    accountId: id(950),
    memberId: null,
    gift: 0,
  })
})

test.each<[string, TenderWish[], object]>([
  [
    'by stored value itself',
    [{ kind: 'stored_value', amount: money(20_000), accountId: id(100) }],
    { code: 'tender_invalid' },
  ],
  ['with nothing', [], { code: 'tender_short', figures: { missing: 20_000 } }],
  ['with too little', [cash(19_999)], { code: 'tender_short', figures: { missing: 1 } }],
  [
    'by a card for more',
    [{ kind: 'card', amount: money(20_001), accountId: null }],
    { code: 'tender_over', figures: { over: 1 } },
  ],
  ['with no amount', [cash(0)], { code: 'tender_invalid' }],
])('[SV4] a top-up paid %s is refused', (_, tenders, refusal) => {
  expect(topUp(20_000, tenders)).toEqual({ ok: false, refusal })
})

test('[SV5] an account of who never had one is their own and empty', () => {
  expect(newMemberAccount(id(100))).toEqual({
    accountId: id(100),
    code: null,
    memberId: id(100),
    status: 'active',
    principal: 0,
    gift: 0,
  })
})

test('[SV5] what an account holds after is what it held, what was paid and what was given', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500_000 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      (amount, principal, gift) => {
        const before = account({ principal: money(principal), gift: money(gift) })
        const toppedUp = granted(topUp(amount, [cash(amount)], before))
        const after = { principal: toppedUp.principalAfter, gift: toppedUp.giftAfter }
        expect(accountValue(after)).toBe(accountValue(before) + amount + toppedUp.gift)
        expect(toppedUp.principalAfter - principal).toBe(amount)
      },
    ),
  )
})
