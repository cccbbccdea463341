import { expect, test } from 'vitest'
import { type CommandInput, type CommandName, commands } from '../../contract/command.ts'
import { basketLinesMax, heldBasketsMax, piecesMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { blacklisted, coupons, eanOf, frozen, idOf, staff, wang } from './demo-chain.ts'
import { giveCouponRows } from './give-coupon-rows.ts'
import { leasePlain, leaseRows } from './lease-rows.ts'
import { memberPlain, memberRefusalRows } from './member-rows.ts'
import { pointsPlain, pointsRows } from './points-rows.ts'
import { printPlain, printRows } from './print-rows.ts'
import { oil, openSale, type Row, toldElsewhere, withMember, withOil } from './refusal-row.ts'
import { elsewhere } from './refusals-elsewhere.ts'
import { restrictedRows } from './restricted-rows.ts'
import { returnRows } from './return-rows.ts'
import { shiftPlain, shiftRows } from './shift-rows.ts'
import { cash, type Page, payCash, scan } from './till-parts.ts'
import { newTill, type Rig } from './till-rig.ts'
import { trainingRows } from './training-rows.ts'
import { valueRows } from './value-rows.ts'
import { verifyPlain, verifyRows } from './verify-rows.ts'

/* One row per refusal of every command, on a real till. What a row refuses changes nothing in the basket. */

const pin = { code: staff.cashier.code, pin: staff.cashier.pin }
const anySale = { saleId: idOf(8), toPay: money(1), tenders: [cash(1)] }

/** Inputs that would be right on a till that can sell. */
const plain: { readonly [N in CommandName]?: CommandInput<N> } = {
  takeScan: { text: oil, source: 'wedge' },
  addProduct: { sku: 'SKU1', amount: null },
  setQuantity: { lineId: 1, amount: 1 },
  removeLine: { lineId: 1 },
  undoChange: {},
  clearBasket: {},
  holdBasket: {},
  recallBasket: { saleId: idOf(8) },
  detachMember: {},
  redeemCoupon: { couponId: coupons.good.couponId },
  removeCoupon: { couponId: coupons.good.couponId },
  burnPoints: { points: points(100) },
  commitSale: anySale,
  searchProducts: { query: '', categoryId: null },
  recentSales: {},
  reprintReceipt: { saleId: idOf(8) },
  syncNow: {},
  signIn: pin,
  chooseCoupons: { choice: 'best' },
  explainPrice: {},
  takeSuggestion: { sku: 'SKU1' },
  ...pointsPlain,
  transferPoints: { actId: idOf(8), to: wang.code, points: points(1) },
  transferCoupon: { actId: idOf(8), couponId: coupons.good.couponId, to: wang.code },
  findAccount: { code: null },
  topUpOffer: {},
  topUpValue: { actId: idOf(8), accountId: idOf(8), amount: money(1), tenders: [cash(1)] },
  findSale: { receipt: 'S01-T1-1-000001' },
  quoteReturn: { saleId: idOf(8), lines: [] },
  returnSale: { actId: idOf(8), saleId: idOf(8), lines: [], reason: 'other' },
  returnWithoutSale: {
    actId: idOf(8),
    lines: [{ sku: 'SKU1', amount: 1, refund: money(1) }],
    reason: 'other',
  },
  ...memberPlain,
  ...verifyPlain,
  ...leasePlain,
  ...shiftPlain,
  ...printPlain,
  dayReport: { day: null },
  exportDayReport: { day: null },
}

const furnitureOf = {
  not_enrolled: { enrolled: false, loaded: false },
  replica_loading: { loaded: false },
  signed_out: { signedIn: false },
} as const

/** The states in which a till cannot sell, for every command that says so. */
const gateRows: Row[] = Object.entries(plain).flatMap(([name, input]) => {
  const command = name as CommandName
  return Object.entries(furnitureOf)
    .filter(([code]) => (commands[command].refusals as readonly string[]).includes(code))
    .map(([code, furniture]) => ({
      command,
      code,
      furniture,
      act: ({ page }: Rig) => page.call(command, input as never),
    }))
})

const roleRows: Row[] = (
  [
    'takeScan',
    'commitSale',
    'reprintReceipt',
    'exchangeGift',
    'topUpValue',
    'returnSale',
    'transferCoupon',
  ] as const
).map((command) => ({
  command,
  code: 'role_not_allowed',
  act: async ({ page }) => {
    await page.call('signIn', { code: staff.storeIt.code, pin: staff.storeIt.pin })
    return page.call(command, plain[command] as never)
  },
}))

const couponCodes = {
  coupon_used: coupons.used,
  coupon_expired: coupons.expired,
  coupon_not_yet_valid: coupons.early,
  coupon_revoked: coupons.revoked,
  coupon_not_yours: coupons.others,
  coupon_wrong_store: coupons.otherStore,
  coupon_wrong_tier: coupons.otherTier,
  coupon_wrong_time: coupons.otherDay,
  coupon_no_goods: coupons.otherGoods,
  coupon_spend_more: coupons.spendMore,
  coupon_reserved: coupons.reserved,
  coupon_wrong_channel: coupons.otherChannel,
  coupon_wrong_member: coupons.otherMember,
  coupon_member_limit: coupons.usedUp,
  coupon_budget_spent: coupons.overBudget,
  coupon_online_only: coupons.onlineOnly,
  coupon_not_for_goods: coupons.parking,
} as const

const couponRows: Row[] = Object.entries(couponCodes).flatMap(([code, coupon]) => [
  // One that is not for goods is verified when scanned, and refused nothing.
  ...(code === 'coupon_not_for_goods'
    ? []
    : [
        {
          command: 'takeScan' as const,
          code,
          act: async (rig: Rig) => scan(await withMember(rig), coupon.code),
        },
      ]),
  {
    command: 'redeemCoupon' as const,
    code,
    act: async (rig: Rig) => (await withMember(rig)).call('redeemCoupon', { couponId: coupon.couponId }),
  },
])

const otherRows: Row[] = [
  {
    command: 'signIn',
    code: 'staff_unknown',
    act: ({ page }) => page.call('signIn', { code: '999', pin: '123456' }),
  },
  {
    command: 'signIn',
    code: 'pin_wrong',
    act: ({ page }) => page.call('signIn', { ...pin, pin: '000000' }),
  },
  {
    command: 'enrolTill',
    code: 'already_enrolled',
    act: ({ page }) => page.call('enrolTill', { centralUrl: 'https://127.0.0.1:1', code: 'ABCDEFGH12' }),
  },
  {
    command: 'enrolTill',
    code: 'central_unreachable',
    furniture: { enrolled: false, loaded: false },
    act: ({ page }) => page.call('enrolTill', { centralUrl: 'https://127.0.0.1:1', code: 'ABCDEFGH12' }),
  },
  {
    command: 'takeScan',
    code: 'code_damaged',
    act: ({ page }) => scan(page, `${oil.slice(0, 12)}${(Number(oil[12]) + 1) % 10}`),
  },
  { command: 'takeScan', code: 'code_too_long', act: ({ page }) => scan(page, '1'.repeat(5_000)) },
  { command: 'takeScan', code: 'code_unknown', act: ({ page }) => scan(page, 'HELLO') },
  { command: 'takeScan', code: 'product_unknown', act: ({ page }) => scan(page, eanOf('690999900001')) },
  {
    command: 'takeScan',
    code: 'member_unknown',
    act: ({ page }) => scan(page, `M${eanOf('000000000999')}`),
  },
  { command: 'takeScan', code: 'member_blacklisted', act: ({ page }) => scan(page, blacklisted.code) },
  {
    command: 'takeScan',
    code: 'coupon_unknown',
    act: ({ page }) => scan(page, `C${eanOf('000000000999')}`),
  },
  {
    command: 'takeScan',
    code: 'basket_full',
    act: async ({ page }) => {
      const weighed = eanOf('220005000750')
      for (let line = 0; line < basketLinesMax; line++) await scan(page, weighed)
      return scan(page, weighed)
    },
  },
  {
    command: 'takeScan',
    code: 'quantity_invalid',
    act: async (rig) => {
      const page = await withOil(rig)
      await page.call('setQuantity', { lineId: 1, amount: piecesMax })
      return scan(page, oil)
    },
  },
  {
    command: 'redeemCoupon',
    code: 'coupon_unknown',
    act: ({ page }) => page.call('redeemCoupon', { couponId: idOf(9_999) }),
  },
  {
    command: 'redeemCoupon',
    code: 'coupon_already_in_basket',
    act: async (rig) => {
      const page = await withMember(rig)
      await scan(page, coupons.good.code)
      return page.call('redeemCoupon', { couponId: coupons.good.couponId })
    },
  },
  {
    command: 'redeemCoupon',
    code: 'coupon_not_combinable',
    act: async (rig) => {
      const page = await withMember(rig)
      await scan(page, coupons.good.code)
      return page.call('redeemCoupon', { couponId: coupons.sameGroup.couponId })
    },
  },
  {
    command: 'redeemCoupon',
    code: 'coupon_day_limit',
    act: async (rig) => {
      const page = await withMember(rig)
      await scan(page, coupons.dayFirst.code)
      await payCash(page)
      await withMember(rig)
      return page.call('redeemCoupon', { couponId: coupons.daySecond.couponId })
    },
  },
  {
    command: 'redeemCoupon',
    code: 'member_frozen',
    act: async (rig) =>
      (await withMember(rig, frozen.code)).call('redeemCoupon', { couponId: coupons.others.couponId }),
  },
  {
    command: 'removeCoupon',
    code: 'coupon_unknown',
    act: async (rig) => (await withOil(rig)).call('removeCoupon', { couponId: coupons.good.couponId }),
  },
  {
    command: 'addProduct',
    code: 'product_unknown',
    act: ({ page }) => page.call('addProduct', { sku: 'NOBODY', amount: null }),
  },
  {
    command: 'addProduct',
    code: 'quantity_invalid',
    act: ({ page }) => page.call('addProduct', { sku: 'PORK', amount: null }),
  },
  {
    command: 'setQuantity',
    code: 'line_unknown',
    act: async (rig) => (await withOil(rig)).call('setQuantity', { lineId: 7, amount: 1 }),
  },
  {
    command: 'setQuantity',
    code: 'quantity_invalid',
    act: async (rig) => (await withOil(rig)).call('setQuantity', { lineId: 1, amount: piecesMax + 1 }),
  },
  {
    command: 'removeLine',
    code: 'line_unknown',
    act: async (rig) => (await withOil(rig)).call('removeLine', { lineId: 7 }),
  },
  { command: 'undoChange', code: 'nothing_to_undo', act: ({ page }) => page.call('undoChange', {}) },
  { command: 'holdBasket', code: 'basket_empty', act: ({ page }) => page.call('holdBasket', {}) },
  {
    command: 'holdBasket',
    code: 'held_too_many',
    act: async (rig) => {
      for (let held = 0; held < heldBasketsMax; held++) await (await withOil(rig)).call('holdBasket', {})
      return (await withOil(rig)).call('holdBasket', {})
    },
  },
  {
    command: 'recallBasket',
    code: 'held_none',
    act: ({ page }) => page.call('recallBasket', { saleId: idOf(8) }),
  },
  { command: 'detachMember', code: 'member_missing', act: ({ page }) => page.call('detachMember', {}) },
  {
    command: 'burnPoints',
    code: 'member_missing',
    act: async (rig) => (await withOil(rig)).call('burnPoints', { points: points(100) }),
  },
  {
    command: 'burnPoints',
    code: 'member_frozen',
    act: async (rig) => (await withMember(rig, frozen.code)).call('burnPoints', { points: points(100) }),
  },
  {
    command: 'burnPoints',
    code: 'points_not_multiple',
    act: async (rig) => (await withMember(rig)).call('burnPoints', { points: points(150) }),
  },
  {
    command: 'burnPoints',
    code: 'points_not_enough',
    act: async (rig) => (await withMember(rig)).call('burnPoints', { points: points(1_200) }),
  },
  {
    command: 'burnPoints',
    code: 'points_over_share',
    act: async ({ page }) => {
      await scan(page, eanOf('210005100500'))
      await scan(page, wang.code)
      return page.call('burnPoints', { points: points(400) })
    },
  },
  { command: 'commitSale', code: 'basket_empty', act: ({ page }) => page.call('commitSale', anySale) },
  {
    command: 'commitSale',
    code: 'basket_changed',
    act: async (rig) => (await withOil(rig)).call('commitSale', anySale),
  },
  ...(
    [
      ['tender_short', [cash(4_999)]],
      ['tender_over', [{ kind: 'card', amount: money(5_001), accountId: null }]],
      ['tender_invalid', [cash(5_000), cash(0)]],
    ] as const
  ).map(
    ([code, tenders]): Row => ({
      command: 'commitSale',
      code,
      act: async (rig) => {
        const page = await withOil(rig)
        return page.call('commitSale', { saleId: openSale(page), toPay: money(5_000), tenders: [...tenders] })
      },
    }),
  ),
  {
    command: 'reprintReceipt',
    code: 'sale_unknown',
    act: ({ page }) => page.call('reprintReceipt', { saleId: idOf(8) }),
  },
]

const rows = [
  ...gateRows,
  ...roleRows,
  ...couponRows,
  ...otherRows,
  ...pointsRows,
  ...giveCouponRows,
  ...valueRows,
  ...returnRows,
  ...memberRefusalRows,
  ...verifyRows,
  ...restrictedRows,
  ...leaseRows,
  ...printRows,
  ...trainingRows,
  ...shiftRows,
]

test.each(rows)('[CO15] $command refuses $code and changes nothing', async (row) => {
  const rig = await newTill({}, row.furniture)
  let before: unknown = null
  const call: Page['call'] = (command, input) => {
    before = rig.page.slice('basket_changed')
    return rig.page.call(command, input)
  }
  const answer = await row.act({ ...rig, page: { ...rig.page, call } })
  expect(answer).toMatchObject({ refusal: { code: row.code } })
  expect(rig.page.slice('basket_changed')).toEqual(before)
  expect(rig.bugs).toEqual([])
})

test('[CO16] every refusal a command can answer with is brought about here or has its reason', () => {
  const covered = new Set(rows.map(({ command, code }) => `${command} ${code}`))
  const missing = Object.entries(commands).flatMap(([command, { refusals }]) =>
    refusals
      .filter((code) => !toldElsewhere.has(code))
      .map((code) => `${command} ${code}`)
      .filter((pair) => !covered.has(pair) && !(pair in elsewhere)),
  )
  // A scanned coupon goes the way of one chosen on the strip, so what only the strip shows is shown there.
  expect(
    missing.filter((pair) => !pair.startsWith('takeScan coupon_') && pair !== 'takeScan member_frozen'),
  ).toEqual([])
})
