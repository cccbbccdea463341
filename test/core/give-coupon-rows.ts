import { child, coupons, frozen, idOf, poor, programme, wang } from './demo-chain.ts'
import { approve, begin, programmeWith, type Row, withMember } from './refusal-row.ts'
import type { Answer, Furniture, Page } from './till-parts.ts'

/* What giving a coupon away refuses. */

/** Every template may be given away. */
export const openHanded = {
  templates: programme.templates.map((template) => ({ ...template, transferable: true })),
}
const furniture = programmeWith(openHanded)
const { stepUp } = programme
const strict = programmeWith({ ...openHanded, stepUp: { ...stepUp, redemptionOfDay: 1 } })
const blocking = programmeWith({
  ...openHanded,
  anomalies: [{ kind: 'member_redemptions', count: 1, withinMs: 3_600_000, action: 'block' }],
})

const give = async (page: Page, couponId = coupons.good.couponId, to: string = poor.code) =>
  page.call('transferCoupon', { actId: await begin(page), couponId, to })

function row(code: string, act: Row['act'], of: Furniture = furniture): Row {
  return { command: 'transferCoupon', code, furniture: of, act }
}

const ofCoupon = (
  [
    ['coupon_unknown', idOf(8)],
    ['coupon_bearer', coupons.bearer.couponId],
    ['coupon_not_yours', coupons.others.couponId],
    ['coupon_revoked', coupons.revoked.couponId],
    ['coupon_reserved', coupons.reserved.couponId],
    ['coupon_used', coupons.used.couponId],
    ['coupon_expired', coupons.expired.couponId],
  ] as const
).map(([code, couponId]) => row(code, async (rig) => give(await withMember(rig), couponId)))

const toWhom = (
  [
    ['transfer_to_self', wang.code],
    ['member_unknown', 'nobody at all'],
    ['online_only', child.code],
  ] as const
).map(([code, to]) =>
  // Not the one that counts in the basket by itself.
  row(code, async (rig) => give(await withMember(rig), coupons.early.couponId, to)),
)

export const giveCouponRows: Row[] = [
  ...ofCoupon,
  ...toWhom,
  row('member_missing', ({ page }) => give(page)),
  row('member_frozen', async (rig) => give(await withMember(rig, frozen.code), coupons.others.couponId)),
  row('coupon_not_transferable', async (rig) => give(await withMember(rig)), {}),
  row('coupon_in_basket', async (rig) => {
    const page = await withMember(rig)
    await page.call('redeemCoupon', { couponId: coupons.good.couponId })
    return give(page)
  }),
  row('step_up_needed', async (rig) => give(await withMember(rig), coupons.early.couponId), strict),
  row('anomaly_blocked', async (rig) => give(await withMember(rig), coupons.early.couponId), blocking),
  row(
    'approval_stale',
    async (rig) => {
      const page = await withMember(rig)
      const wish = { actId: await begin(page), couponId: coupons.early.couponId, to: poor.code }
      const again = (): Promise<Answer<'transferCoupon'>> => page.call('transferCoupon', wish)
      await approve(page, await again())
      rig.clock.move(60_001)
      return again()
    },
    strict,
  ),
]

export const giveCouponElsewhere: Readonly<Record<string, string>> = {
  'transferCoupon outcome_unknown': 'in give-coupon.test.ts, with a central',
  'transferCoupon transfer_open': 'in give-coupon.test.ts, with a central',
  'transferCoupon coupon_disputed': 'the central’s to say, in suites/central-online.ts',
  'transferCoupon coupon_template_unknown':
    'the central’s to say: a coupon without its rules is unknown here',
}
