import { createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import { argon2id, hash } from 'argon2'
import { memberTagOf, signCoupon } from '../../codes/coupon.ts'
import { rawPublicKey } from '../../codes/keys.ts'
import { issueMemberCertificate } from '../../codes/member-certificate.ts'
import { signMemberCode } from '../../codes/member-code.ts'
import { phoneHash, sealPersonal } from '../../codes/personal.ts'
import type { Tx } from '../../db/handle.ts'
import { putBudget } from '../../db/replica/budget-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putMemberPin } from '../../db/replica/member-pin-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { putProgramme } from '../../db/replica/programme-table.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import type { Programme } from '../../domain/programme.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import type { SignedCoupon } from '../../domain/signed-code.ts'
import { coupons, frozen, giftTemplate, idOf, noon, programme, staff, wang } from './demo-chain.ts'

/* What members, their codes and coupons without a sale need besides the demo chain. */

const day = 86_400_000

/** What personal data go by in this chain: what `furnish` gives each till. */
export const memberKeys = {
  phone: Buffer.alloc(32, 4).toString('base64'),
  personal: Buffer.alloc(32, 5).toString('base64'),
}

/** An Ed25519 key that is the same at every run (RFC 8410 around 32 bytes). */
function signingKey(filling: number): KeyObject {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  const der = Buffer.concat([head, Buffer.alloc(32, filling)])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

const couponKey = { keyId: 'c0'.repeat(8), privateKey: signingKey(3) }
const certifierKey = { keyId: 'ce'.repeat(8), privateKey: signingKey(4) }
/** A key this chain knows nothing of. */
export const strangerKey = { keyId: couponKey.keyId, privateKey: signingKey(6) }
const phoneKey = signingKey(7)
export const memberTagKey = Buffer.alloc(32, 8).toString('base64')

const publicOf = (key: KeyObject) => Buffer.from(rawPublicKey(key)).toString('base64')
const wide = { from: noon - 1_000 * day, until: noon + 1_000 * day }

const alone: Partial<CouponTemplate> = { minimumSpend: money(0), stackingGroup: null }

function templateOf(number: number, changed: Partial<CouponTemplate>): CouponTemplate {
  return { ...giftTemplate, templateId: idOf(2_000 + number), ...alone, ...changed }
}

/** Templates of what is redeemed without goods, and one that belongs beside them. */
export const templates = {
  washes: templateOf(40, { name: { zh: '洗车卡', en: 'Car washes' }, faceValue: money(1_500), usesMax: 5 }),
  /** ¥150: dear. */
  voucher: templateOf(41, {
    name: { zh: '代金券', en: 'Voucher' },
    benefit: { kind: 'cash_voucher', amount: money(15_000) },
  }),
  onlineOnly: templateOf(42, {
    name: { zh: '联网券', en: 'Online only' },
    benefit: { kind: 'exchange', pieces: 1 },
    offlinePolicy: 'online_only',
  }),
  welcome: templateOf(43, {
    name: { zh: '迎新券', en: 'Welcome' },
    benefit: { kind: 'amount_off', amount: money(1_000) },
  }),
  daily: templateOf(44, { name: { zh: '停车券', en: 'Parking' }, dayLimit: 2, usesMax: 5 }),
  otherChannel: templateOf(46, { channels: ['app'] }),
  tagged: templateOf(47, { memberTags: ['vip'] }),
  onceEver: templateOf(48, { memberLimit: 1, usesMax: 5 }),
  /** All of its ¥10 and the fifth on top of it are given. */
  spent: templateOf(49, { budget: money(1_000) }),
  highValue: templateOf(45, { name: { zh: '贵宾服务', en: 'Salon' }, highValue: true }),
} as const

function couponOf(number: number, template: CouponTemplate, changed: Partial<Coupon> = {}): Coupon {
  return {
    ...coupons.good,
    couponId: idOf(3_000 + number),
    code: couponCode(number),
    templateId: template.templateId,
    ...changed,
  }
}

/** Wang's unless they say otherwise. */
export const aloneCoupons = {
  washes: couponOf(40, templates.washes, { usesMax: 5 }),
  bearerWash: couponOf(41, templates.washes, { memberId: null }),
  voucher: couponOf(42, templates.voucher),
  onlineOnly: couponOf(43, templates.onlineOnly),
  noTemplate: couponOf(44, templates.washes, { templateId: idOf(2_999) }),
  daily: couponOf(45, templates.daily, { usesMax: 5 }),
  ofFrozen: couponOf(46, templates.washes, { memberId: frozen.memberId }),
  highValue: couponOf(47, templates.highValue),
  reserved: couponOf(48, templates.washes, { status: 'reserved' }),
  otherChannel: couponOf(49, templates.otherChannel),
  tagged: couponOf(50, templates.tagged),
  onceEver: couponOf(51, templates.onceEver, { usesMax: 5 }),
  spent: couponOf(52, templates.spent),
} as const

/** Wang's phone, card and NFC identity, and the PIN they chose. */
export const wangs = {
  name: '王小明',
  phone: '13812345678',
  card: '801000000001',
  nfc: '04A224B1C83480',
  pin: '135246',
} as const

/** Is at the same time the cashier. */
export const cashierAsMember: Member = {
  ...wang,
  memberId: idOf(1_050),
  code: memberCode(50),
  maskedName: '林**',
  maskedPhone: '139****0050',
  initials: 'lxy',
  staffId: staff.cashier.staffId,
}

/** The programme of these tests; `changed` says what differs. */
export function memberProgramme(changed: Partial<Programme> = {}): Programme {
  return {
    ...programme,
    templates: [...programme.templates, ...Object.values(templates)],
    enrolment: {
      tierId: 'bronze',
      welcomeTemplateIds: [templates.welcome.templateId],
      consents: [
        { purpose: 'service', version: 'v1', text: { zh: '会员服务', en: 'Membership' } },
        { purpose: 'marketing', version: 'v2', text: { zh: '短信', en: 'Messages' } },
        { purpose: 'profiling', version: 'v3', text: { zh: '画像', en: 'Profiling' } },
      ],
    },
    codeKeys: {
      couponSeries: [
        { keyId: couponKey.keyId, publicKey: publicOf(couponKey.privateKey), memberTagKey, ...wide },
      ],
      memberCertificates: [
        { keyId: certifierKey.keyId, publicKey: publicOf(certifierKey.privateKey), ...wide },
      ],
    },
    ...changed,
  }
}

/** The PIN of Wang as the central sends it, sealed with a pepper. */
export async function sealedMemberPin(pepper: Uint8Array) {
  const pinSalt = Buffer.alloc(16, 8)
  const pinHash = await hash(wangs.pin, {
    type: argon2id,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    hashLength: 32,
    salt: pinSalt,
    raw: true,
  })
  const pinSeal = createHmac('sha256', pepper).update(pinHash).digest()
  return { memberId: wang.memberId, pinSalt, pinSeal }
}

/** Writes it all over the demo chain. */
export function putMemberChain(
  tx: Tx,
  pin: Awaited<ReturnType<typeof sealedMemberPin>>,
  changed: Partial<Programme> = {},
): void {
  putProgramme(tx, memberProgramme(changed))
  const personal = { name: wangs.name, phone: wangs.phone }
  putMember(tx, { ...wang, sealed: sealPersonal(personal, memberKeys.personal, Buffer.alloc(12, 9)) })
  putMember(tx, cashierAsMember)
  const { memberId } = cashierAsMember
  putIdentifier(tx, { kind: 'member_code', value: cashierAsMember.code, memberId })
  for (const [kind, value] of [
    ['phone_hash', phoneHash(wangs.phone, memberKeys.phone)],
    ['card_number', wangs.card],
    ['nfc_uid', wangs.nfc],
  ] as const) {
    putIdentifier(tx, { kind, value, memberId: wang.memberId })
  }
  putMemberPin(tx, pin)
  for (const coupon of Object.values(aloneCoupons)) putCoupon(tx, coupon)
  putBudget(tx, { templateId: templates.spent.templateId, spent: money(1_200) })
}

/** A signed coupon of five washes for whoever bears it, never seen by the till's copy; `changed` says what differs. */
export function signedCoupon(
  changed: Partial<Omit<SignedCoupon, 'keyId'>> = {},
  key: { readonly keyId: string; readonly privateKey: KeyObject } = couponKey,
): string {
  return signCoupon(
    {
      couponId: idOf(9_001),
      templateId: templates.washes.templateId,
      face: null,
      issuedAt: noon - day,
      notBefore: noon - day,
      expiresAt: noon + 10 * day,
      homeStoreId: null,
      usesMax: 5,
      memberTag: null,
      ...changed,
    },
    key,
  )
}

/** The tag that binds a signed coupon to a member. */
export function tagOf(memberId: Uuid): string {
  return memberTagOf(memberId, memberTagKey)
}

/** What a member's phone shows at an instant: another nonce is another code. */
export function dynamicCode(
  memberId: Uuid,
  time: number,
  nonce = '0102030405060708',
  certifier: { readonly keyId: string } = certifierKey,
): string {
  const certificate = issueMemberCertificate(
    { memberId, deviceKey: rawPublicKey(phoneKey), notBefore: noon - day, expiresAt: noon + day },
    { ...certifierKey, ...certifier },
  )
  return signMemberCode({ time, nonce }, certificate, phoneKey)
}
