import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { coupons, idOf, wang } from './demo-chain.ts'
import { begin, openSale, type Row, withMember, withOil } from './refusal-row.ts'
import { scan } from './till-parts.ts'

/* What a till refuses that head office has not admitted: all that spends (class F, sync.md 7). */

const furniture = { restricted: true }
const code = 'till_restricted'

export const restrictedRows: readonly Row[] = [
  {
    command: 'takeScan',
    code,
    furniture,
    act: async (rig) => scan(await withMember(rig), coupons.good.code),
  },
  {
    command: 'redeemCoupon',
    code,
    furniture,
    act: async (rig) => (await withMember(rig)).call('redeemCoupon', { couponId: coupons.good.couponId }),
  },
  {
    command: 'burnPoints',
    code,
    furniture,
    act: async (rig) => (await withMember(rig)).call('burnPoints', { points: points(100) }),
  },
  {
    command: 'chooseCoupons',
    code,
    furniture,
    act: async (rig) => (await withMember(rig)).call('chooseCoupons', { choice: 'best' }),
  },
  {
    command: 'commitSale',
    code,
    furniture,
    act: async (rig) => {
      const page = await withOil(rig)
      const { toPay } = page.slice('basket_changed')
      const tender = { kind: 'stored_value', amount: money(toPay), accountId: idOf(8) } as const
      return page.call('commitSale', { saleId: openSale(page), toPay, tenders: [tender] })
    },
  },
  {
    command: 'exchangeGift',
    code,
    furniture,
    act: async (rig) => {
      const page = await withMember(rig)
      return page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' })
    },
  },
  {
    command: 'drawLottery',
    code,
    furniture,
    act: async (rig) => {
      const page = await withMember(rig)
      return page.call('drawLottery', { actId: await begin(page) })
    },
  },
  {
    command: 'donatePoints',
    code,
    furniture,
    act: async (rig) => {
      const page = await withMember(rig)
      return page.call('donatePoints', {
        actId: await begin(page),
        projectId: 'school',
        points: points(1_000),
      })
    },
  },
  {
    command: 'transferPoints',
    code,
    furniture,
    act: async (rig) => {
      const page = await withMember(rig)
      return page.call('transferPoints', { actId: await begin(page), to: wang.code, points: points(1) })
    },
  },
  {
    command: 'transferCoupon',
    code,
    furniture,
    act: async (rig) => {
      const page = await withMember(rig)
      const wish = { couponId: coupons.good.couponId, to: wang.code }
      return page.call('transferCoupon', { actId: await begin(page), ...wish })
    },
  },
  {
    command: 'redeemAlone',
    code,
    furniture,
    act: async ({ page }) =>
      page.call('redeemAlone', {
        actId: await begin(page),
        couponId: coupons.good.couponId,
        uses: 1,
      }),
  },
  {
    command: 'undoRedemption',
    code,
    furniture,
    act: ({ page }) => page.call('undoRedemption', { redemptionId: idOf(8) }),
  },
]
