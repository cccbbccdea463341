import type { Basket, BasketLine } from './basket.ts'
import { lineGross } from './basket.ts'
import type { CouponAtHand } from './coupon.ts'
import type { Uuid } from './ids.ts'
import { basketLinesMax, gramsMax, moneyMax, piecesMax, pointsMax } from './limits.ts'
import type { Lot } from './lot.ts'
import { type Member, newMemberDefaults } from './member.ts'
import { noMoney, sumMoney } from './money.ts'
import { noPoints, sumPoints } from './points.ts'
import { type PriceInput, quietDay, type Standing } from './price.ts'
import { type Programme, templateOf } from './programme.ts'
import { type SaleCompleted, type SaleLine, type SaleMember, settleSale } from './sale.ts'
import { templateAsSigned } from './signed-code.ts'
import type { Store } from './store.ts'
import type { TenderWish } from './tender.ts'
import type { ValueAccount } from './value-account.ts'

/** A figure of a sale that the rules do not bear out. */
export interface RuleDifference {
  /** Where in the sale, such as `lines.0.net`. */
  readonly path: string
  /** What the till said and what the rules say, as JSON; `absent` where one of them has nothing there. */
  readonly said: string
  readonly computed: string
}

/**
 * Computes a sale again from what it says it was fed with, by the very functions the till used, and tells every figure that
 * comes out differently; empty = none. What only the till knew is taken as said: the lots at hand (and so `pointsAfter`), uses
 * and windows of coupons, day figures, balances, whether the member had bought before. `programme` is the version of the
 * event's `rules`. Never throws on what a schema has let through.
 */
export function recomputeSale(
  sale: SaleCompleted,
  time: number,
  programme: Programme,
  store: Store,
): RuleDifference[] {
  if (sale.storeId !== store.storeId) return [different('storeId', sale.storeId, store.storeId)]
  const unfit = unfitOf(sale, time)
  if (unfit) return [different(unfit, 'within limits', 'beyond limits')]
  const { coupons, unknown } = couponsOf(sale, programme)
  const settled = settleSale({
    price: { ...inputOf(sale, time, programme, store), coupons },
    tenders: sale.tenders.map(
      (tender): TenderWish => ({
        kind: tender.kind,
        amount: tender.amount,
        accountId: tender.kind === 'stored_value' ? tender.accountId : null,
      }),
    ),
    accounts: accountsOf(sale),
    // The limit without contact was the till's to keep: what it had spent before is not part of the sale.
    offline: false,
    spentToday: {},
    lotId: sale.earned?.lotId ?? sale.saleId,
    receiptNumber: sale.receiptNumber,
  })
  if (!settled.ok) return [...unknown, different('', 'completed', settled.refusal.code)]
  return [...unknown, ...differences('', comparable(sale), comparable(settled.value.sale))]
}

/** Latest instant rules are asked about: the year 2200. Later ones are a broken clock, and calendars end some time. */
const instantsMax = 7_258_118_400_000

/** The first figure a basket of ours cannot have, or null. Rules assert what a till's commands checked before. */
function unfitOf({ lines, member, burned, coupons, earned }: SaleCompleted, time: number): string | null {
  if (!Number.isSafeInteger(time) || time < 0 || time > instantsMax) return 'time'
  if (member?.subscription && member.subscription.until > instantsMax) return 'member.subscription.until'
  if (lines.length > basketLinesMax) return 'lines'
  for (const [place, { quantity, labelPrice, unitPrice }] of lines.entries()) {
    const max = quantity.unit === 'piece' ? piecesMax : gramsMax
    if (quantity.amount < 1 || quantity.amount > max) return `lines.${place}.quantity`
    if (
      labelPrice !== null &&
      (labelPrice > moneyMax || quantity.unit !== 'piece' || quantity.amount !== 1)
    ) {
      return `lines.${place}.labelPrice`
    }
    if (unitPrice > moneyMax) return `lines.${place}.unitPrice`
  }
  if (basketLines(lines).reduce((sum, line) => sum + lineGross(line), 0) > moneyMax) return 'subtotal'
  if ((burned?.lots ?? []).reduce((sum, lot) => sum + lot.points, 0) > pointsMax) return 'burned.lots'
  if (new Set(coupons.map(({ couponId }) => couponId)).size !== coupons.length) return 'coupons'
  if (coupons.some(({ useNumber }) => !Number.isSafeInteger(useNumber))) return 'coupons'
  return earned && earned.gross > pointsMax ? 'earned.gross' : null
}

function basketLines(lines: readonly SaleLine[]): BasketLine[] {
  return lines.map((line, place) => ({
    lineId: place + 1,
    product: {
      sku: line.sku,
      name: line.name,
      gtin: null,
      plu: null,
      categoryId: line.categoryId,
      brandId: line.brandId,
      tags: line.tags,
      unit: line.quantity.unit,
      unitPrice: line.unitPrice,
      favourite: null,
    },
    quantity: line.quantity,
    labelPrice: line.labelPrice,
  }))
}

function inputOf(
  sale: SaleCompleted,
  now: number,
  programme: Programme,
  store: Store,
): Omit<PriceInput, 'coupons'> {
  const lines = basketLines(sale.lines)
  const basket: Basket = {
    saleId: sale.saleId,
    startedAt: now,
    lines,
    nextLineId: lines.length + 1,
    memberId: sale.member?.memberId ?? null,
    couponIds: sale.coupons.map(({ couponId }) => couponId),
    couponChoice: 'own',
    pointsToBurn: sale.burned?.points ?? noPoints,
    memberProof: 'none',
    suggestionsShown: sale.suggestions.shown,
    suggestionsTaken: sale.suggestions.taken,
  }
  return { basket, standing: sale.member && standingOf(sale, sale.member, now), programme, store, now }
}

/** A member with exactly the lots the sale burned: enough to burn again what was burned, and no more. */
function standingOf(sale: SaleCompleted, said: SaleMember, now: number): Standing {
  const lots = (sale.burned?.lots ?? []).map(
    ({ lotId, memberId, points }, place): Lot => ({
      lotId,
      memberId,
      points,
      earnedAt: now,
      spendableFrom: now,
      // They burn in the order the sale says it burned them.
      expiresAt: now + 1 + place,
    }),
  )
  const ofOthers = lots.filter(({ memberId }) => memberId !== said.memberId)
  const owner = ofOthers[0]
  const member: Member = {
    ...newMemberDefaults,
    memberId: said.memberId,
    code: '',
    maskedName: '',
    maskedPhone: null,
    initials: '',
    sealed: null,
    tierId: said.tierId,
    status: said.status,
    subscription: said.subscription,
    birthday: said.birthday,
    tags: said.tags,
    repeatCategoryIds: said.repeatCategoryIds,
    debt: said.debt,
    joinedAt: 0,
    referrerId: null,
    consents: [],
    hasBought: !sale.firstPurchase,
  }
  return {
    member,
    lots: lots.filter(({ memberId }) => memberId === said.memberId),
    day: {
      ...quietDay,
      earned: said.earnedToday,
      burned: said.burnedToday,
      inflated: said.inflatedToday,
    },
    account: null,
    family: owner
      ? { ownerId: owner.memberId, lots: ofOthers, left: sumPoints(ofOthers.map(({ points }) => points)) }
      : null,
  }
}

/** The coupons as good as their sale needs them; those of templates the programme does not have are told. */
function couponsOf(
  sale: SaleCompleted,
  programme: Programme,
): { readonly coupons: CouponAtHand[]; readonly unknown: RuleDifference[] } {
  const coupons: CouponAtHand[] = []
  const unknown: RuleDifference[] = []
  sale.coupons.forEach(({ couponId, templateId, useNumber, signed }, place) => {
    const known = templateOf(programme, templateId)
    const template = known && signed ? templateAsSigned(known, { ...signed, homeStoreId: null }) : known
    if (!template) {
      unknown.push(different(`coupons.${place}.templateId`, templateId, undefined))
      return
    }
    coupons.push({
      coupon: {
        couponId,
        code: '',
        templateId,
        memberId: null,
        status: 'issued',
        validFrom: 0,
        validTo: Number.MAX_SAFE_INTEGER,
        usesMax: useNumber,
        usesDone: useNumber - 1,
        usesRestored: 0,
        issuedAt: 0,
      },
      template,
      usedToday: 0,
      usedByMember: 0,
      spentOfBudget: noMoney,
      ...(signed ? { signed } : {}),
    })
  })
  return { coupons, unknown }
}

/** Accounts with exactly what was taken from them: the split is then borne out only in the programme's order. */
function accountsOf({ tenders, member }: SaleCompleted): ValueAccount[] {
  const accounts = new Map<Uuid, ValueAccount>()
  for (const tender of tenders) {
    if (tender.kind !== 'stored_value') continue
    const { accountId } = tender
    const before = accounts.get(accountId)
    accounts.set(accountId, {
      accountId,
      code: null,
      memberId: accountId === member?.memberId ? accountId : null,
      status: 'active',
      principal: sumMoney([before?.principal ?? noMoney, tender.principal]),
      gift: sumMoney([before?.gift ?? noMoney, tender.gift]),
    })
  }
  return [...accounts.values()]
}

/** What is compared: all but the balance, which rests on lots the sale does not name. */
function comparable(sale: SaleCompleted): unknown {
  return { ...sale, member: sale.member && { ...sale.member, pointsAfter: null } }
}

/** Where two values of plain records, lists, texts and numbers differ. */
function differences(path: string, said: unknown, computed: unknown): RuleDifference[] {
  if (said === computed) return []
  if (!isRecord(said) || !isRecord(computed)) return [different(path, said, computed)]
  const keys = new Set([...Object.keys(said), ...Object.keys(computed)])
  return [...keys].flatMap((key) =>
    differences(path === '' ? key : `${path}.${key}`, fieldOf(said, key), fieldOf(computed, key)),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function fieldOf(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

function different(path: string, said: unknown, computed: unknown): RuleDifference {
  return { path, said: textOf(said), computed: textOf(computed) }
}

function textOf(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value)
}
