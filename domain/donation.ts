import { planBurn } from './burn.ts'
import type { Uuid } from './ids.ts'
import { spendablePoints } from './lot.ts'
import { type Money, money, timesMoney } from './money.ts'
import type { Points } from './points.ts'
import type { Standing } from './price.ts'
import type { Programme } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { PointsBurned } from './sale.ts'
import type { Store } from './store.ts'
import type { LocalText } from './text.ts'

/** The data of `points.donated`. */
export interface PointsDonated {
  readonly donationId: Uuid
  readonly storeId: Uuid
  readonly memberId: Uuid
  readonly projectId: string
  readonly name: LocalText
  readonly burned: PointsBurned
  /** What the project gets. */
  readonly amount: Money
  /** On the receipt with a QR code. */
  readonly certificateNumber: string
}

const yuan = money(100)

/** What a project gets for so many points: whole yuan, as the wish is a multiple of the points of one. */
export function donationValue(wish: Points, pointsPerYuan: Points): Money {
  return timesMoney(yuan, Math.floor(wish / pointsPerYuan))
}

/** `<slip number>-D`: unique in the chain as the slip's number is. */
export function certificateNumberOf(slipNumber: string): string {
  return `${slipNumber}-D`
}

/**
 * What a scan of a certificate says: its number, the project, fen and points. Whoever has the chain's records can check it
 * against them.
 */
export function certificatePayload(donated: PointsDonated): string {
  const { certificateNumber, projectId, amount, burned } = donated
  return `ED1:${certificateNumber}:${projectId}:${amount}:${burned.points}`
}

/**
 * Whether a member may give so many points to a project. Refuses, in this order: `donation_closed`, `project_unknown`,
 * `member_missing`, `member_frozen`, `points_invalid`, `points_not_multiple` {step}, `points_not_enough` {points}.
 */
export function judgeDonation({
  wish,
  projectId,
  standing,
  programme,
  now,
}: {
  readonly wish: Points
  readonly projectId: string
  readonly standing: Standing | null
  readonly programme: Programme
  readonly now: number
}): Result<true> {
  const rules = programme.donation
  if (!rules) return refuse('donation_closed')
  if (!rules.projects.some((project) => project.projectId === projectId)) return refuse('project_unknown')
  if (!standing) return refuse('member_missing')
  if (standing.member.status !== 'active') return refuse('member_frozen')
  if (!Number.isSafeInteger(wish) || wish <= 0) return refuse('points_invalid')
  const step = rules.pointsPerYuan
  if (wish % step !== 0) return refuse('points_not_multiple', { step })
  const spendable = spendablePoints(standing.lots, now)
  if (wish > spendable) return refuse('points_not_enough', { points: spendable })
  return ok(true)
}

/** Gives points to a project. Refuses as `judgeDonation`. */
export function settleDonation({
  donationId,
  slipNumber,
  wish,
  projectId,
  standing,
  programme,
  store,
  now,
}: {
  readonly donationId: Uuid
  readonly slipNumber: string
  readonly wish: Points
  readonly projectId: string
  readonly standing: Standing | null
  readonly programme: Programme
  readonly store: Store
  readonly now: number
}): Result<PointsDonated> {
  const judged = judgeDonation({ wish, projectId, standing, programme, now })
  if (!judged.ok) return judged
  const rules = programme.donation
  const project = rules?.projects.find((one) => one.projectId === projectId)
  if (!rules || !project) return refuse('project_unknown')
  if (!standing) return refuse('member_missing')
  const burned = planBurn(standing.lots, wish, now)
  if (!burned.ok) return burned
  return ok({
    donationId,
    storeId: store.storeId,
    memberId: standing.member.memberId,
    projectId,
    name: project.name,
    burned: { points: wish, lots: burned.value },
    amount: donationValue(wish, rules.pointsPerYuan),
    certificateNumber: certificateNumberOf(slipNumber),
  })
}
