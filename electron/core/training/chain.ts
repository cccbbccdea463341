import { demoCampaigns } from '../../../central/seed/campaigns.ts'
import { demoChainKeys } from '../../../central/seed/chain-keys.ts'
import { createChance } from '../../../central/seed/chance.ts'
import { demoId } from '../../../central/seed/demo-ids.ts'
import { demoAccounts, demoPairs, demoStocks } from '../../../central/seed/goods-and-value.ts'
import {
  lotMonths,
  notableCount,
  type SeededMember,
  seededCoupon,
  seededMember,
} from '../../../central/seed/members.ts'
import { notableCoupons, notableProducts } from '../../../central/seed/notable.ts'
import { demoCategories, demoProducts } from '../../../central/seed/products.ts'
import { demoProgramme } from '../../../central/seed/programme.ts'
import { demoStaff, demoStores, hashedPin } from '../../../central/seed/stores.ts'
import { demoTemplates } from '../../../central/seed/templates.ts'
import type { Tx } from '../../../db/handle.ts'
import { putAccount } from '../../../db/replica/account-table.ts'
import { putCategory } from '../../../db/replica/category-table.ts'
import { putCoupon } from '../../../db/replica/coupon-table.ts'
import { saveCursor } from '../../../db/replica/cursor-table.ts'
import { putGiftStock } from '../../../db/replica/gift-stock-table.ts'
import { putIdentifier } from '../../../db/replica/identifier-table.ts'
import { putLot } from '../../../db/replica/lot-table.ts'
import { putMember } from '../../../db/replica/member-table.ts'
import { putPair } from '../../../db/replica/pair-table.ts'
import { putPolicy, type SignedPolicy } from '../../../db/replica/policy-table.ts'
import { putProduct } from '../../../db/replica/product-table.ts'
import { putProgramme } from '../../../db/replica/programme-table.ts'
import { putStaff, type SealedStaff } from '../../../db/replica/staff-table.ts'
import { putStore } from '../../../db/replica/store-table.ts'
import type { Coupon } from '../../../domain/coupon.ts'
import { points } from '../../../domain/points.ts'
import { couponCode, memberCode } from '../../../domain/scan.ts'
import type { Store } from '../../../domain/store.ts'
import { dayMs } from '../../../domain/time.ts'
import type { Props } from '../../../domain/training.ts'
import { sealPinHash } from '../../../sync/pin-seal.ts'

/*
 * The chain of the training shop: the demo's goods, programme and people (central/seed), and customers of its own, one
 * for each time a lesson is begun, so that no lesson finds the points and coupons of another one spent.
 */

const seed = 20_261
const productCount = 240
/** Lessons that may be begun before the first customer comes again. */
const customerCount = 60
const customerPoints = points(12_000)
/** Coupons of the training customers begin here; the demo's own lie before. */
const couponsFrom = 50_000

/** What personal data of the training shop's members go by. */
export const trainingChainKeys = demoChainKeys

const [demoStore] = demoStores

/** The demo's first store by another name: it stands on every screen and paper. */
export const trainingStore: Store = {
  ...(demoStore as Store),
  name: { zh: '训练店', en: 'Training shop' },
}

/** Staff who may sign in here, PINs hashed and sealed; the first is the learner. */
export function trainingStaff(pepper: Uint8Array): Promise<SealedStaff[]> {
  return Promise.all(
    demoStaff.map(async ({ code, pin, role, names }, index) => {
      const { pinHash, pinSalt } = await hashedPin(pin, Buffer.alloc(16, `training ${index} `))
      return {
        staffId: demoId('staff', index + 1),
        code,
        name: role === 'cashier' ? '学员 Trainee' : names[0],
        role,
        storeId: trainingStore.storeId,
        pinSalt: Buffer.from(pinSalt, 'base64'),
        pinSeal: sealPinHash(pepper, Buffer.from(pinHash, 'base64')),
      }
    }),
  )
}

/** Writes the whole chain into a replica. Answers what each run of a lesson hands out, in turn. */
export function putTrainingChain(
  tx: Tx,
  of: { readonly now: number; readonly staff: readonly SealedStaff[]; readonly policy: SignedPolicy },
): readonly Props[] {
  const today = of.now - (of.now % dayMs)
  const products = demoProducts(productCount, createChance(seed))
  putProgramme(tx, { ...demoProgramme(today), campaigns: demoCampaigns(today), anomalies: [] })
  putPolicy(tx, of.policy)
  putStore(tx, trainingStore)
  for (const category of demoCategories) putCategory(tx, category)
  for (const product of products) putProduct(tx, product)
  for (const pair of demoPairs(products, createChance(seed + 3))) putPair(tx, pair)
  for (const member of of.staff) putStaff(tx, member)
  for (const account of demoAccounts()) putAccount(tx, account)
  for (const stock of demoStocks()) putGiftStock(tx, stock)
  const props = putMembers(tx, today)
  for (let n = 1; n <= Object.keys(notableCoupons).length; n++)
    putCoupon(tx, seededCoupon(n, notableCount, createChance(seed + 2), today))
  saveCursor(tx, { feed: 'training', change: 1, serverTime: of.now })
  return props
}

/** The demo's notable members for whoever tries things out, then the customers of the lessons. */
function putMembers(tx: Tx, today: number): Props[] {
  const about = { chance: createChance(seed + 1), today, months: lotMonths(today), keys: demoChainKeys }
  const props: Props[] = []
  let lotCount = 0
  for (let n = 1; n <= notableCount || props.length < customerCount; n++) {
    const seeded = seededMember(n, lotCount, about)
    lotCount += Math.max(seeded.lots.length, 1)
    const { maskedPhone } = seeded.member
    if (n <= notableCount) putMemberRows(tx, seeded)
    else if (maskedPhone !== null) {
      const customer = customerOf(seeded, lotCount, today)
      putMemberRows(tx, customer)
      const coupons = customerCoupons(props.length, customer.member.memberId, today)
      for (const coupon of coupons) putCoupon(tx, coupon)
      props.push({
        ...goods,
        member_card: customer.member.code,
        phone_tail: maskedPhone.slice(-4),
        coupon: coupons.at(-1)?.code ?? '',
        unknown_card: memberCode(9_000_000 + n),
      })
    }
  }
  return props
}

function putMemberRows(tx: Tx, { member, identifiers, lots }: SeededMember): void {
  putMember(tx, member)
  for (const identifier of identifiers) putIdentifier(tx, identifier)
  for (const lot of lots) putLot(tx, lot)
}

/** A gold member in good standing with points to spend. */
function customerOf({ member, identifiers }: SeededMember, lotNumber: number, today: number): SeededMember {
  const earnedAt = today - 30 * dayMs
  const lot = {
    lotId: demoId('lot', lotNumber),
    memberId: member.memberId,
    earnedAt,
    spendableFrom: earnedAt,
    expiresAt: today + 300 * dayMs,
    points: customerPoints,
  }
  return {
    member: { ...member, tierId: 'gold', growth: 9_000, status: 'active', birthday: null },
    identifiers,
    lots: [lot],
  }
}

/** Three for the basket, and last one of nobody's for the verification screen. */
function customerCoupons(place: number, memberId: Coupon['memberId'], today: number): Coupon[] {
  const { eightTenths, fiftyOff200, knifeSharpening, tenVoucher } = demoTemplates
  return [fiftyOff200, eightTenths, tenVoucher, knifeSharpening].map((template, index) => {
    const n = couponsFrom + place * 10 + index
    return {
      couponId: demoId('coupon', n),
      code: couponCode(n),
      templateId: template.templateId,
      memberId: template === knifeSharpening ? null : memberId,
      status: 'issued',
      validFrom: today - 10 * dayMs,
      validTo: today + 60 * dayMs,
      usesMax: 1,
      usesDone: 0,
      usesRestored: 0,
      issuedAt: today - 10 * dayMs,
    }
  })
}

/** What the scanner reads on the lessons' goods: their EAN-13. */
const goods: Props = {
  rice: barcodeOf(notableProducts.rice),
  milk: barcodeOf(notableProducts.milk),
  toast: barcodeOf(notableProducts.toast),
  formula: barcodeOf(notableProducts.formula),
  oil: barcodeOf(notableProducts.peanutOil),
}

function barcodeOf({ gtin }: { readonly gtin: string | null }): string {
  return (gtin ?? '').slice(1)
}
