import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { child, codeOfOil, frozen, idOf, poor, programme, wang } from './demo-chain.ts'
import { approve, begin, openSale, programmeWith, type Row, withMember, withOil } from './refusal-row.ts'
import { generous } from './risk-rows.ts'
import { type Answer, cash, type Page, payCash, scan } from './till-parts.ts'

/* What the basket's coupons, points and the points desk refuse. */

type DeskCommand = 'exchangeGift' | 'drawLottery' | 'donatePoints' | 'transferPoints'

/** Each act at the desk as it would be done, of a member with 1 100 points. */
const acts: { readonly [N in DeskCommand]: (page: Page) => Promise<Answer<N>> } = {
  exchangeGift: async (page) => page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' }),
  drawLottery: async (page) => page.call('drawLottery', { actId: await begin(page) }),
  donatePoints: async (page) =>
    page.call('donatePoints', { actId: await begin(page), projectId: 'school', points: points(1_000) }),
  transferPoints: async (page) =>
    page.call('transferPoints', { actId: await begin(page), to: child.code, points: points(200) }),
}

const strict = programmeWith({ stepUp: { ...programme.stepUp, burnFrom: points(100) } })
const blocking = programmeWith({
  anomalies: [{ kind: 'member_redemptions', count: 1, withinMs: 3_600_000, action: 'block' }],
})

async function desk(page: Page, code: string = wang.code): Promise<Page> {
  await scan(page, code)
  return page
}

const sharedRows: Row[] = (Object.keys(acts) as DeskCommand[]).flatMap((command) => [
  { command, code: 'member_missing', act: ({ page }) => acts[command](page) },
  { command, code: 'member_frozen', act: async ({ page }) => acts[command](await desk(page, frozen.code)) },
  { command, code: 'points_not_enough', act: async ({ page }) => acts[command](await desk(page, poor.code)) },
  {
    command,
    code: 'step_up_needed',
    furniture: strict,
    act: async ({ page }) => acts[command](await desk(page)),
  },
  {
    command,
    code: 'anomaly_blocked',
    furniture: blocking,
    act: async ({ page }) => acts[command](await desk(page)),
  },
])

/** The same act asked again under an approval that is too old by then. */
function staleRow<N extends DeskCommand>(
  command: N,
  again: (page: Page, actId: ReturnType<typeof idOf>) => Promise<Answer<N>>,
): Row {
  return {
    command,
    code: 'approval_stale',
    furniture: strict,
    act: async ({ clock, page }) => {
      await desk(page)
      const actId = await begin(page)
      await approve(page, await again(page, actId))
      clock.move(60_001)
      return again(page, actId)
    },
  }
}

const giftRows: Row[] = (
  [
    ['gift_unknown', 'nothing'],
    ['gift_out_of_stock', 'gone'],
    ['gift_wrong_tier', 'gold'],
    ['coupon_template_unknown', 'lost'],
  ] as const
).map(([code, giftId]) => ({
  command: 'exchangeGift',
  code,
  act: async ({ page }) => (await desk(page)).call('exchangeGift', { actId: await begin(page), giftId }),
}))

/** Inputs that would be right on a till that can sell. */
export const pointsPlain = {
  pointsDesk: {},
  moveStock: { actId: idOf(8), giftId: 'cup', way: 'counted', amount: 3 },
  exchangeGift: { actId: idOf(8), giftId: 'cup' },
  drawLottery: { actId: idOf(8) },
  donatePoints: { actId: idOf(8), projectId: 'school', points: points(1_000) },
} as const

const stockRows: Row[] = [
  {
    command: 'moveStock',
    code: 'role_not_allowed',
    act: ({ page }) => page.call('moveStock', pointsPlain.moveStock),
  },
  ...(
    [
      ['gift_unknown', { giftId: 'wash', way: 'counted', amount: 3 }],
      ['quantity_invalid', { giftId: 'cup', way: 'written_off', amount: 4 }],
    ] as const
  ).map(
    ([code, wish]): Row => ({
      command: 'moveStock',
      code,
      furniture: { signedIn: 'supervisor' },
      act: ({ page }) => page.call('moveStock', { actId: idOf(8), ...wish }),
    }),
  ),
]

const lotteryRows: Row[] = [
  {
    command: 'drawLottery',
    code: 'lottery_closed',
    furniture: programmeWith({ lottery: null }),
    act: async ({ page }) => acts.drawLottery(await desk(page)),
  },
  {
    command: 'drawLottery',
    code: 'lottery_day_limit',
    furniture: programmeWith({ lottery: programme.lottery && { ...programme.lottery, dayLimit: 1 } }),
    act: async ({ page }) => {
      await acts.drawLottery(await desk(page))
      return acts.drawLottery(page)
    },
  },
  {
    command: 'drawLottery',
    code: 'pool_empty',
    furniture: {
      ...programmeWith({
        lottery: programme.lottery && { ...programme.lottery, dayLimit: 9, points: points(100) },
      }),
      policy: generous,
    },
    act: async ({ page }) => {
      await desk(page)
      for (let drawn = 0; drawn < 4; drawn++) await acts.drawLottery(page)
      return acts.drawLottery(page)
    },
  },
  {
    command: 'drawLottery',
    code: 'coupon_template_unknown',
    furniture: programmeWith({ templates: [] }),
    act: async ({ page }) => {
      await acts.drawLottery(await desk(page))
      return acts.drawLottery(page)
    },
  },
]

const otherDeskRows: Row[] = [
  {
    command: 'donatePoints',
    code: 'points_invalid',
    act: async ({ page }) =>
      (await desk(page)).call('donatePoints', {
        actId: await begin(page),
        projectId: 'school',
        points: points(0),
      }),
  },
  {
    command: 'donatePoints',
    code: 'points_not_multiple',
    act: async ({ page }) =>
      (await desk(page)).call('donatePoints', {
        actId: await begin(page),
        projectId: 'school',
        points: points(500),
      }),
  },
  {
    command: 'donatePoints',
    code: 'project_unknown',
    act: async ({ page }) =>
      (await desk(page)).call('donatePoints', {
        actId: await begin(page),
        projectId: 'moon',
        points: points(1_000),
      }),
  },
  {
    command: 'donatePoints',
    code: 'donation_closed',
    furniture: programmeWith({ donation: null }),
    act: async ({ page }) => acts.donatePoints(await desk(page)),
  },
  ...(
    [
      ['points_invalid', poor.code, 0],
      ['transfer_to_self', wang.code, 100],
      ['transfer_over_share', poor.code, 300],
      ['member_unknown', 'nobody at all', 100],
      ['online_only', poor.code, 100],
    ] as const
  ).map(
    ([code, to, wish]): Row => ({
      command: 'transferPoints',
      code,
      act: async ({ page }) =>
        (await desk(page)).call('transferPoints', { actId: await begin(page), to, points: points(wish) }),
    }),
  ),
  {
    command: 'transferPoints',
    code: 'transfer_over_month',
    furniture: programmeWith({
      transfer: programme.transfer && { ...programme.transfer, monthMax: points(50) },
    }),
    act: async ({ page }) => acts.transferPoints(await desk(page)),
  },
  {
    command: 'transferPoints',
    code: 'transfer_closed',
    furniture: programmeWith({ transfer: null }),
    act: async ({ page }) => acts.transferPoints(await desk(page)),
  },
]

const basketRows: Row[] = [
  {
    command: 'chooseCoupons',
    code: 'basket_empty',
    act: ({ page }) => page.call('chooseCoupons', { choice: 'best' }),
  },
  {
    command: 'takeSuggestion',
    code: 'product_unknown',
    act: ({ page }) => page.call('takeSuggestion', { sku: 'NOTHING' }),
  },
  {
    command: 'takeSuggestion',
    code: 'quantity_invalid',
    act: async ({ page }) => {
      await scan(page, codeOfOil(1))
      await page.call('setQuantity', { lineId: 1, amount: 9_999 })
      return page.call('takeSuggestion', { sku: 'SKU1' })
    },
  },
  {
    command: 'burnPoints',
    code: 'points_day_cap',
    furniture: programmeWith({ burn: { ...programme.burn, capPerDay: points(200) } }),
    act: async (rig) => (await withMember(rig)).call('burnPoints', { points: points(300) }),
  },
  ...(
    [
      ['member_missing', null],
      ['member_frozen', frozen.code],
    ] as const
  ).map(
    ([code, member]): Row => ({
      command: 'commitSale',
      code,
      act: async ({ page }) => {
        await page.call('addProduct', { sku: 'PLUS', amount: 1 })
        if (member) await scan(page, member)
        return payCash(page)
      },
    }),
  ),
  {
    command: 'commitSale',
    code: 'step_up_needed',
    furniture: strict,
    act: async (rig) => {
      const page = await withMember(rig)
      await page.call('burnPoints', { points: points(200) })
      return payCash(page)
    },
  },
  {
    command: 'commitSale',
    code: 'approval_stale',
    furniture: strict,
    act: async (rig) => {
      const page = await withMember(rig)
      await page.call('burnPoints', { points: points(200) })
      await approve(page, await payCash(page))
      rig.clock.move(60_001)
      return payCash(page)
    },
  },
  {
    command: 'commitSale',
    code: 'anomaly_blocked',
    furniture: blocking,
    act: async (rig) => {
      const page = await withMember(rig, child.code)
      await page.call('burnPoints', { points: points(200) })
      return payCash(page)
    },
  },
  {
    command: 'commitSale',
    code: 'account_unknown',
    act: async (rig) => {
      const page = await withOil(rig)
      return page.call('commitSale', {
        saleId: openSale(page),
        toPay: money(5_000),
        tenders: [cash(4_000), { kind: 'stored_value', amount: money(1_000), accountId: idOf(8) }],
      })
    },
  },
]

export const pointsRows: Row[] = [
  ...sharedRows,
  staleRow('exchangeGift', (page, actId) => page.call('exchangeGift', { actId, giftId: 'cup' })),
  staleRow('drawLottery', (page, actId) => page.call('drawLottery', { actId })),
  staleRow('donatePoints', (page, actId) =>
    page.call('donatePoints', { actId, projectId: 'school', points: points(1_000) }),
  ),
  staleRow('transferPoints', (page, actId) =>
    page.call('transferPoints', { actId, to: poor.code, points: points(200) }),
  ),
  ...giftRows,
  ...stockRows,
  ...lotteryRows,
  ...otherDeskRows,
  ...basketRows,
]

export const pointsElsewhere: Readonly<Record<string, string>> = {
  'takeSuggestion basket_full': 'as takeScan',
  'transferPoints outcome_unknown': 'in points-desk.test.ts, with a central',
  'transferPoints transfer_open': 'in points-desk.test.ts, with a central',
  'exchangeGift points_invalid': 'what a gift costs is the programme’s, not the cashier’s',
  'drawLottery points_invalid': 'as exchangeGift',
}
