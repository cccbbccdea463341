import type { PrivacyRules } from '../../domain/privacy.ts'
import { memberCode } from '../../domain/scan.ts'
import { type Contact, centralInContact } from './contact.ts'
import { coupons, idOf, wang } from './demo-chain.ts'

/* A member of another area, and a central that knows them. */

export const privacy: PrivacyRules = { days: 400, areas: [] }
const path = '/v1/members/find'
export const stranger = { ...wang, memberId: idOf(7_777), code: memberCode(4_444), maskedName: '赵*' }
export const gift = {
  ...coupons.good,
  couponId: idOf(7_778),
  code: 'C0000000077785',
  memberId: stranger.memberId,
}
/** A member code nobody has. */
export const nobodys = memberCode(5_555)
const rows = [
  { c: 'member', k: stranger.memberId, d: stranger },
  {
    c: 'identifier',
    k: `member_code:${stranger.code}`,
    d: { kind: 'member_code', value: stranger.code, memberId: stranger.memberId },
  },
  { c: 'coupon', k: gift.couponId, d: gift },
].map((row, place) => ({ ...row, v: 2 + place }))

/** A central that knows the stranger, by whatever they are looked for, and sends their rows once it was asked for them. */
export async function knowing(
  how: { readonly sends?: () => boolean; readonly knows?: (value: string) => boolean } = {},
) {
  const { sends = () => true, knows = () => true } = how
  const told: { asked: boolean } = { asked: false }
  return centralInContact(
    (asked, body) => {
      if (asked !== path) return null
      const { value, onlyNamed } = body as { value: string; onlyNamed?: boolean }
      if (value === nobodys || !knows(value))
        return { status: 404, body: { code: 'member_unknown', message: 'nobody' } }
      told.asked ||= onlyNamed !== true
      return { status: 200, body: { memberId: stranger.memberId } }
    },
    () => (told.asked && sends() ? rows : []),
  )
}

/** Who it was asked for. */
export const asks = ({ asked }: Pick<Contact, 'asked'>) =>
  asked.filter(({ what }) => what === `POST ${path}`).map(({ body }) => body)
