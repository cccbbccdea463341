import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { quietDay } from '../../domain/price.ts'
import type { Programme } from '../../domain/programme.ts'
import { settleSale } from '../../domain/sale.ts'
import type { TenderWish } from '../../domain/tender.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { id, line, member, priceInput, product, programme, settleInput, wish as tender } from './shop.ts'

const rice = product({ unitPrice: money(2_000) })

const account: ValueAccount = {
  accountId: id(100),
  code: null,
  memberId: id(100),
  status: 'active',
  principal: money(1_000),
  gift: money(600),
}
const gold = member({ tierId: 'bronze' })

/** A sale of ¥20 to a member with stored value. */
function settleStored(
  tenders: readonly TenderWish[],
  given: {
    readonly account?: Partial<ValueAccount>
    readonly rules?: Partial<Programme>
    readonly offline?: boolean
    readonly spent?: number
  } = {},
) {
  const price = priceInput([line(1, rice)], {
    member: gold,
    programme: { ...programme, ...given.rules },
    standing: { day: { ...quietDay, valueSpent: money(given.spent ?? 0) } },
  })
  return settleSale(
    settleInput(price, tenders, {
      accounts: [{ ...account, ...given.account }],
      offline: given.offline ?? false,
    }),
  )
}

const stored = (amount: number, accountId = id(100)) => tender('stored_value', amount, accountId)
const giftFirst = { storedValue: { ...programme.storedValue, spendFirst: 'gift' as const } }

test.each<[string, number[], Partial<Programme>, [number, number][]]>([
  ['the principal first', [900], {}, [[900, 0]]],
  ['then the gift', [1_500], {}, [[1_000, 500]]],
  ['the gift first where the programme says so', [900], giftFirst, [[300, 600]]],
  [
    'two tenders of one account, each after the other',
    [900, 700],
    {},
    [
      [900, 0],
      [100, 600],
    ],
  ],
])('[SA9] stored value takes %s', (_, amounts, rules, parts) => {
  const settled = settleStored([...amounts.map((amount) => stored(amount)), tender('cash', 2_000)], { rules })
  const tenders = settled.ok ? settled.value.sale.tenders : []
  expect(tenders.slice(0, -1)).toEqual(
    parts.map(([principal, gift]) => ({
      kind: 'stored_value',
      amount: principal + gift,
      accountId: id(100),
      principal,
      gift,
    })),
  )
})

test.each<[string, TenderWish[], Parameters<typeof settleStored>[1], string | null, object?]>([
  ['all there is', [stored(1_600), tender('cash', 400)], {}, null],
  ['an account nobody knows', [stored(100, id(9))], {}, 'account_unknown'],
  ['an account of somebody else', [stored(100)], { account: { memberId: id(9) } }, 'account_unknown'],
  ['a card of whoever holds it', [stored(100), tender('cash', 1_900)], { account: { memberId: null } }, null],
  ['a frozen account', [stored(100)], { account: { status: 'frozen' } }, 'account_frozen'],
  ['more than there is', [stored(1_601)], {}, 'value_not_enough', { left: 1_600 }],
  ['more than there is in two', [stored(1_000), stored(601)], {}, 'value_not_enough', { left: 600 }],
  ['no account', [{ ...stored(100), accountId: null }], {}, 'tender_invalid'],
  ['an account for cash', [{ ...tender('cash', 2_000), accountId: id(100) }], {}, 'tender_invalid'],
  [
    'within the limit without contact',
    [stored(300), tender('cash', 1_700)],
    { offline: true, spent: 49_700 },
    null,
  ],
  [
    'over the limit without contact',
    [stored(301)],
    { offline: true, spent: 49_700 },
    'value_over_limit',
    { left: 300 },
  ],
  [
    'over the limit in two',
    [stored(200), stored(101)],
    { offline: true, spent: 49_700 },
    'value_over_limit',
    { left: 100 },
  ],
  [
    'nothing left of the limit',
    [stored(1)],
    { offline: true, spent: 60_000 },
    'value_over_limit',
    { left: 0 },
  ],
  ['over it in contact', [stored(301), tender('cash', 1_699)], { spent: 49_700 }, null],
  ['more than is to be paid', [tender('card', 1_000), stored(1_001)], {}, 'tender_over', { over: 1 }],
  ['too little', [stored(1_000)], {}, 'tender_short', { missing: 1_000 }],
])('[SA10] stored value: %s', (_, tenders, given, code, figures) => {
  const settled = settleStored(tenders, given)
  expect(settled.ok ? null : settled.refusal).toEqual(
    code === null ? null : figures ? { code, figures } : { code },
  )
})

test('[SA10] a card’s spending of the day is told by who asks', () => {
  const price = priceInput([line(1, rice)])
  const card = { ...account, accountId: id(800), memberId: null }
  const input = settleInput(price, [stored(500, id(800)), tender('cash', 1_500)], {
    accounts: [card],
    offline: true,
  })
  expect(settleSale({ ...input, spentToday: { [id(800)]: money(49_500) } }).ok).toBe(true)
  expect(settleSale({ ...input, spentToday: { [id(800)]: money(49_501) } })).toEqual({
    ok: false,
    refusal: { code: 'value_over_limit', figures: { left: 499 } },
  })
})

test.each<[string, TenderWish[], Programme['earn']['excludedTenders'], number, number]>([
  ['nothing but money', [tender('cash', 5_000)], [], 0, 20],
  ['the gift part earns nothing', [stored(1_500), tender('card', 500)], [], 500, 15],
  ['an excluded tender', [tender('card', 1_200), tender('mobile', 800)], ['card'], 1_200, 8],
  ['stored value as a whole', [stored(1_500), tender('card', 500)], ['stored_value'], 1_500, 5],
  ['cash, without its change', [tender('card', 500), tender('cash', 9_000)], ['cash'], 1_500, 5],
  ['all of it', [tender('cash', 2_000)], ['cash'], 2_000, 0],
])('[SA11] what was paid with what earns nothing: %s', (_, tenders, excludedTenders, share, earned) => {
  const settled = settleStored(tenders, { rules: { earn: { ...programme.earn, excludedTenders } } })
  if (!settled.ok) throw new Error(settled.refusal.code)
  const { sale } = settled.value
  expect(sale.lines[0]).toMatchObject({ unearningShare: share, earned })
  expect(sale.earned?.gross ?? 0).toBe(earned)
  expect(sale.growth).toBe(20)
})
