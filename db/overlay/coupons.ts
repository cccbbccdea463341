import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponsPerMemberMax } from '../../domain/limits.ts'
import { type Money, maxMoney, money, noMoney } from '../../domain/money.ts'
import {
  couponUsesOfMember,
  type EffectRow,
  effectsOnSubject,
  ownByCode,
  usesOfTemplateAfter,
  wholeEffect,
} from '../journal/effect-table.ts'
import { beforeAll, type Place, placeNumber } from '../journal/place.ts'
import { budgetSpent } from '../replica/budget-table.ts'
import {
  findCouponRow,
  findCouponRowByCode,
  isCouponOf,
  liveCouponRows,
  templateUseRows,
} from '../replica/coupon-table.ts'
import { readCursor } from '../replica/cursor-table.ts'
import { type Joined, joined, type Moment, type Overlay } from './files.ts'
import { unheardOf } from './lots.ts'
import { idsOf, survivor } from './merges.ts'

/** The moment a coupon is asked for, with the programme's templates. */
export interface CouponMoment extends Moment {
  readonly templates: (templateId: Uuid) => CouponTemplate | null
  /** The member in the basket: whose uses a bearer coupon counts. */
  readonly buyerId?: Uuid | null
}

/**
 * A member's coupons that are issued (disputed or not), not expired and not used up, those issued by this till and its own uses
 * included. A coupon whose template the programme does not have cannot be judged and is left out.
 */
export function couponsOf(overlay: Overlay, memberId: Uuid, moment: CouponMoment): CouponAtHand[] {
  const found = joined(overlay, (files) => {
    const owner = survivor(files, memberId)?.memberId ?? memberId
    const memberIds = idsOf(files, owner)
    const rows = memberIds.flatMap((id) => liveCouponRows(files.replica, id, moment.now, couponsPerMemberMax))
    const live = [...rows, ...backHere(files, memberIds, rows)]
      .map((row) => withOwnUses(row, usesOf(files, row.couponId), files.heard))
      .filter((coupon) => coupon.validTo > moment.now && hasUsesLeft(coupon))
    if (live.length === 0) return []
    const uses = usesBy(files, memberIds)
    return live.flatMap((coupon) => {
      const template = moment.templates(coupon.templateId)
      return template
        ? [atHand(files, { coupon: ownedBy(coupon, owner, memberIds), template, uses }, moment)]
        : []
    })
  })
  return found ?? []
}

/** The coupon with a code, whatever its state: the rule says why it is not taken. Null also without its template. */
export function findCoupon(overlay: Overlay, code: string, moment: CouponMoment): CouponAtHand | null {
  return joined(overlay, (files) => {
    const row = findCouponRowByCode(files.replica, code)
    const ownId = row ? null : ownByCode(files.journal, 'coupon', code, files.heard)
    const coupon = row ?? (ownId && issued(files, ownId))
    return coupon && completed(files, coupon, moment)
  })
}

/** The coupon with an id, whatever its state. */
export function couponAtHand(overlay: Overlay, couponId: Uuid, moment: CouponMoment): CouponAtHand | null {
  return joined(overlay, (files) => {
    const coupon = knownCoupon(files, couponId)
    return coupon && completed(files, coupon, moment)
  })
}

/**
 * A coupon told from elsewhere (a signed code, the central's answer) that the chain's copy here may not have. Where it
 * has it, the copy says whose it is and how it stands, unless the central told of it later (`toldAt`, its place in the
 * feed); never fewer uses count than were told. Where it has not, every use this till ever made of it does. Uses given
 * back are those told or those known here, whichever are more: which of this till's were told is not known, and adding
 * them would give a use out twice.
 */
export function couponAsTold(
  overlay: Overlay,
  { coupon: told, toldAt }: { readonly coupon: Coupon; readonly toldAt?: number | undefined },
  moment: CouponMoment,
): CouponAtHand | null {
  return joined(overlay, (files) => {
    const known = knownCoupon(files, told.couponId)
    const isNews = toldAt !== undefined && toldAt > (readCursor(files.replica)?.change ?? 0)
    const at = known
      ? completed(
          files,
          {
            ...(isNews ? told : known),
            usesDone: Math.max(known.usesDone, told.usesDone),
            usesRestored: known.usesRestored,
          },
          moment,
        )
      : completed(files, { ...told, usesRestored: 0 }, moment, beforeAll)
    if (!at) return null
    const usesRestored = Math.max(at.coupon.usesRestored, told.usesRestored)
    return { ...at, coupon: { ...at.coupon, usesRestored } }
  })
}

/** What is known here of a coupon's past. */
export interface OwnCouponHistory {
  readonly coupon: Coupon
  /** What this till did, and its issue, in order of time. */
  readonly steps: readonly {
    readonly at: number
    readonly what: 'issued' | 'redeemed' | 'restored'
    readonly useNumber: number | null
  }[]
  /** Uses the chain knows that this till did not make. */
  readonly usesElsewhere: number
}

/**
 * A coupon's past as far as this till knows it; null for a coupon nobody here has heard of. `told`: the coupon as a
 * signed code or the central told of it, where the chain's copy here may not have it.
 */
export function couponHistory(
  overlay: Overlay,
  couponId: Uuid,
  told: Coupon | null = null,
): OwnCouponHistory | null {
  return joined(overlay, (files) => {
    const row = knownCoupon(files, couponId) ?? told
    if (!row) return null
    const ever = usesOf(files, couponId)
    const own = new Set(ever.filter(({ kind }) => kind === 'coupon_used').map(({ amount }) => amount))
    const steps = ever.map(({ kind, happenedAt, amount }) => ({
      at: happenedAt,
      what: kind === 'coupon_used' ? ('redeemed' as const) : ('restored' as const),
      useNumber: amount,
    }))
    const coupon = withOwnUses(row, ever, files.heard)
    return {
      coupon,
      steps: [{ at: row.issuedAt, what: 'issued' as const, useNumber: null }, ...steps],
      usesElsewhere: Math.max(0, coupon.usesDone - own.size),
    }
  })
}

/** The chain's row, or the coupon this till issued and the chain has not heard of. */
function knownCoupon(files: Joined, couponId: Uuid): Coupon | null {
  return findCouponRow(files.replica, couponId) ?? issued(files, couponId)
}

function issued({ journal, heard, anyUnheard }: Joined, couponId: Uuid): Coupon | null {
  if (!anyUnheard) return null
  const row = effectsOnSubject(journal, couponId, heard).find(({ kind }) => kind === 'coupon_issued')
  return row ? wholeEffect(row, 'coupon_issued').coupon : null
}

/** What the chain's live rows of a member lack: coupons this till issued, and used up ones it gave a use back of. */
function backHere(files: Joined, memberIds: readonly Uuid[], rows: readonly Coupon[]): Coupon[] {
  const known = new Set(rows.map(({ couponId }) => couponId))
  return unheardOf(files, memberIds).flatMap((row): Coupon[] => {
    if (row.subjectId === null || known.has(row.subjectId)) return []
    if (row.kind !== 'coupon_issued' && row.kind !== 'coupon_restored') return []
    known.add(row.subjectId)
    const coupon = knownCoupon(files, row.subjectId)
    const isTheirs = coupon?.memberId != null && memberIds.includes(coupon.memberId)
    return isTheirs && (coupon.status === 'issued' || coupon.status === 'disputed') ? [coupon] : []
  })
}

/** A coupon bound to an id that was merged is the survivor's. */
function ownedBy(coupon: Coupon, owner: Uuid, memberIds: readonly Uuid[]): Coupon {
  const isTheirs = coupon.memberId !== null && memberIds.includes(coupon.memberId)
  return isTheirs && coupon.memberId !== owner ? { ...coupon, memberId: owner } : coupon
}

/** Own uses of a coupon and those given back, ever. */
function usesOf({ journal }: Joined, couponId: Uuid): EffectRow[] {
  return effectsOnSubject(journal, couponId, beforeAll).filter(
    ({ kind }) => kind === 'coupon_used' || kind === 'coupon_restored',
  )
}

/**
 * Uses go by their numbers, not by their count: a number used here may since have come back as used elsewhere, and
 * counting both would pass over the next number and give it out twice once the chain has judged. A number this till ever
 * used it gives out no more, heard of or not: beside a twin the feed's mark covers events the rows do not contain. Of
 * what it gave back, `heard` is in the row.
 */
function withOwnUses(coupon: Coupon, own: readonly EffectRow[], heard: Place): Coupon {
  if (own.length === 0) return coupon
  const heardUpTo = placeNumber(heard)
  const numbers = own.filter(({ kind }) => kind === 'coupon_used').map(({ amount }) => amount)
  const restored = own.filter(({ kind, place }) => kind === 'coupon_restored' && place > heardUpTo).length
  return {
    ...coupon,
    usesDone: Math.max(coupon.usesDone, ...numbers),
    usesRestored: coupon.usesRestored + restored,
  }
}

function hasUsesLeft({ usesMax, usesDone, usesRestored }: Coupon): boolean {
  return usesDone < usesMax + usesRestored
}

/** A member's uses of coupons at this till ever, and by template as the chain has heard of their own coupons. */
interface UsesByMember {
  readonly own: readonly EffectRow[]
  /** Of `own`, those the chain's count does not contain. */
  readonly beside: readonly EffectRow[]
  readonly heard: ReadonlyMap<Uuid, number>
}

function usesBy(files: Joined, memberIds: readonly Uuid[]): UsesByMember {
  const own = memberIds.flatMap((memberId) => couponUsesOfMember(files.journal, memberId))
  const heardUpTo = placeNumber(files.heard)
  const isOwnCoupon = (row: EffectRow) =>
    row.subjectId !== null && memberIds.some((id) => isCouponOf(files.replica, id, row.subjectId as Uuid))
  const heard = new Map<Uuid, number>()
  for (const memberId of memberIds) {
    for (const [templateId, uses] of templateUseRows(files.replica, memberId)) {
      heard.set(templateId, (heard.get(templateId) ?? 0) + uses)
    }
  }
  return { own, beside: own.filter((row) => row.place > heardUpTo || !isOwnCoupon(row)), heard }
}

const nobodysUses: UsesByMember = { own: [], beside: [], heard: new Map() }

function completed(
  files: Joined,
  row: Coupon,
  moment: CouponMoment,
  after: Place = files.heard,
): CouponAtHand | null {
  const template = moment.templates(row.templateId)
  // A coupon whose template has not arrived cannot be judged: to the till it does not exist yet.
  if (!template) return null
  const coupon = withOwnUses(row, usesOf(files, row.couponId), after)
  const userId = row.memberId ?? moment.buyerId ?? null
  if (!userId) return atHand(files, { coupon, template, uses: nobodysUses }, moment)
  const owner = survivor(files, userId)?.memberId ?? userId
  const memberIds = idsOf(files, owner)
  return atHand(
    files,
    { coupon: ownedBy(coupon, owner, memberIds), template, uses: usesBy(files, memberIds) },
    moment,
  )
}

function atHand(
  files: Joined,
  known: { readonly coupon: Coupon; readonly template: CouponTemplate; readonly uses: UsesByMember },
  moment: Moment,
): CouponAtHand {
  const { coupon, template, uses } = known
  const { templateId } = template
  const ofTemplate = (rows: readonly EffectRow[]) => rows.filter((row) => row.templateId === templateId)
  const today = ofTemplate(uses.own).filter(
    ({ happenedAt }) => happenedAt >= moment.dayFrom && happenedAt < moment.dayUntil,
  )
  return {
    coupon,
    template,
    usedToday: Math.max(0, usesLessRestored(today)),
    usedByMember: Math.max(0, (uses.heard.get(templateId) ?? 0) + usesLessRestored(ofTemplate(uses.beside))),
    spentOfBudget: template.budget === null ? noMoney : spentOf(files, templateId),
  }
}

function usesLessRestored(rows: readonly EffectRow[]): number {
  return rows.reduce((sum, { kind }) => sum + (kind === 'coupon_used' ? 1 : -1), 0)
}

/** What the chain gave with a template and what this till gave since, less what came back. */
function spentOf(files: Joined, templateId: Uuid): Money {
  const heard = budgetSpent(files.replica, templateId)
  if (!files.anyUnheard) return heard
  const own = usesOfTemplateAfter(files.journal, templateId, files.heard).reduce(
    (sum, row) => sum + (row.kind === 'coupon_used' ? row.value : -valueOfUse(files, row)),
    0,
  )
  return maxMoney(noMoney, money(heard + own))
}

/** What the use that was given back had given, where this till made it. */
function valueOfUse(files: Joined, { subjectId, amount }: EffectRow): number {
  if (!subjectId) return 0
  const use = usesOf(files, subjectId).find((row) => row.kind === 'coupon_used' && row.amount === amount)
  return use?.value ?? 0
}
