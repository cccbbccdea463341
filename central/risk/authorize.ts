import { isCouponFor, verifyCoupon } from '../../codes/coupon.ts'
import type { AuthorizeAnswer, AuthorizeRequest, CancelAnswer } from '../../contract/risk.ts'
import type { Verdict } from '../../contract/wire.ts'
import { type DeclineCode, judgeAuthority } from '../../domain/authority.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { reservationMs } from '../limits.ts'
import { RequestRefused } from '../problem.ts'
import { newestProgramme } from '../programmes.ts'
import { type SigningKey, sha256Hex, signed } from '../signing.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { readStanding, type Vouched } from './standing.ts'
import { idsMergedInto, lockSubjects, survivorsOf } from './subjects.ts'

const decidedSql = 'SELECT "terminalId", "asked", "code", "expiresAt" FROM decision WHERE "eventId" = $1'
const postedSql = 'SELECT "terminalId", "verdict" FROM event WHERE "id" = $1 AND NOT "idTaken"'
const decideSql = `INSERT INTO decision ("eventId", "terminalId", "asked", "code", "decidedAt", "expiresAt")
  VALUES ($1, $2, $3, $4, $5, $6)`
/** Two wishes of one event for the same subject are one. */
const reserveSql = `INSERT INTO reservation ("eventId", "kind", "subjectId", "part", "amount", "expiresAt")
  SELECT $1, r."kind", r."subjectId", r."part", sum(r."amount"), $3
  FROM jsonb_populate_recordset(NULL::reservation, $2::jsonb) r GROUP BY r."kind", r."subjectId", r."part"`
const cancelSql = `WITH cancelled AS (
    UPDATE decision SET "expiresAt" = least("expiresAt", $3) WHERE "eventId" = $1 AND "terminalId" = $2
    RETURNING "eventId"
  ) DELETE FROM reservation r USING cancelled WHERE r."eventId" = cancelled."eventId"`
const sweepSql = 'DELETE FROM reservation WHERE "expiresAt" <= $1'

const consumeSql = 'DELETE FROM reservation WHERE "eventId" = ANY($1::uuid[])'

interface Decision {
  readonly code: DeclineCode | null
  readonly expiresAt: number
}

/**
 * Decides whether an event that has not happened yet may spend what it is about to, and sets that aside (sync.md 5). The
 * first answer to an id stands for ever; each is signed anew, over the nonce. Refuses `id_taken`. Waits for nobody but who
 * decides about the same coupon, member or account right now.
 */
export async function authorizeEvent(
  central: { readonly database: Database; readonly clock: Clock; readonly signingKey: SigningKey },
  { terminalId }: Pick<TerminalRow, 'terminalId'>,
  request: AuthorizeRequest,
): Promise<AuthorizeAnswer> {
  const { nonce, ...question } = request
  const asked = sha256Hex(canonicalJson(question))
  const now = central.clock()
  const { code, expiresAt } = await central.database.transaction((tx) =>
    decideOnce(tx, { terminalId, now }, question, asked),
  )
  return signed(central.signingKey, {
    id: request.id,
    nonce,
    decision: code === null ? 'approved' : 'declined',
    code,
    serverTime: now,
    expiresAt,
  })
}

/** Gives back what was set aside for an event of the till; without any it does nothing. */
export async function cancelReservations(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { terminalId }: Pick<TerminalRow, 'terminalId'>,
  id: Uuid,
): Promise<CancelAnswer> {
  await database.transaction(async (tx) => {
    await lockSubjects(tx, [id])
    await tx.query(cancelSql, [id, terminalId, clock()])
  })
  return { id, cancelled: true }
}

/** Drops reservations that have lapsed: they have not counted since. */
export async function sweepReservations(database: Database, now: number): Promise<void> {
  await database.query(sweepSql, [now])
}

/** The events came: what was set aside for them is theirs or not needed. */
export async function consumeReservations(tx: Transaction, eventIds: readonly Uuid[]): Promise<void> {
  await tx.query(consumeSql, [eventIds])
}

type Question = Omit<AuthorizeRequest, 'nonce'>

interface At {
  readonly terminalId: Uuid
  readonly now: number
}

async function decideOnce(tx: Transaction, at: At, question: Question, asked: string): Promise<Decision> {
  const { id: eventId } = question
  const wishes = await resolve(tx, question)
  await lockSubjects(tx, [eventId, ...wishes.coupons, ...wishes.members, ...wishes.accounts])
  const [known] = await tx.query<Decision & { terminalId: Uuid; asked: string }>(decidedSql, [eventId])
  if (known) {
    if (known.terminalId !== at.terminalId || known.asked !== asked) throw idTaken()
    return known
  }
  const code = (await postedCode(tx, at, eventId)) ?? (await judge(tx, at, question, wishes))
  const isSetAside = code === null
  const decision = {
    code: code === 'posted' ? null : code,
    expiresAt: at.now + (isSetAside ? reservationMs : 0),
  }
  await tx.query(decideSql, [eventId, at.terminalId, asked, decision.code, at.now, decision.expiresAt])
  const rows = isSetAside ? reservationsOf(question, wishes.survivor) : []
  if (rows.length > 0) await tx.query(reserveSql, [eventId, JSON.stringify(rows), decision.expiresAt])
  return decision
}

interface Wishes {
  readonly survivor: (id: Uuid) => Uuid
  readonly coupons: readonly Uuid[]
  readonly members: readonly Uuid[]
  readonly accounts: readonly Uuid[]
}

async function resolve(tx: Transaction, { memberId, uses, points, value }: Question): Promise<Wishes> {
  const members = [...(memberId === null ? [] : [memberId]), ...points.map((one) => one.memberId)]
  const accounts = value.map(({ accountId }) => accountId)
  const survivor = await survivorsOf(tx, [...members, ...accounts])
  return {
    survivor,
    coupons: uses.map(({ couponId }) => couponId),
    members: members.map(survivor),
    accounts: accounts.map(survivor),
  }
}

/** The event was faster than the question: what became of it is the answer, and nothing is left to set aside. */
async function postedCode(tx: Transaction, at: At, eventId: Uuid): Promise<DeclineCode | 'posted' | null> {
  const [posted] = await tx.query<{ terminalId: Uuid; verdict: string }>(postedSql, [eventId])
  if (!posted) return null
  if (posted.terminalId !== at.terminalId) throw idTaken()
  const { disputes = [] } = JSON.parse(posted.verdict) as Verdict
  const codes = disputes.flatMap(({ kind }) => declinedAs[kind] ?? [])
  return codes[0] ?? 'posted'
}

const declinedAs: Readonly<Record<string, DeclineCode>> = {
  coupon_use: 'coupon_used',
  coupon_overused: 'coupon_used',
  coupon_unknown: 'coupon_unknown',
  coupon_revoked: 'coupon_revoked',
  coupon_not_yours: 'coupon_not_yours',
  points_overdraft: 'points_not_enough',
  value_overdraft: 'value_not_enough',
}

async function judge(
  tx: Transaction,
  { terminalId, now }: At,
  { id: eventId, memberId: asked, uses, points, value }: Question,
  wishes: Wishes,
): Promise<DeclineCode | null> {
  const { survivor } = wishes
  const memberId = asked === null ? null : survivor(asked)
  const standing = await readStanding(tx, wishes, { terminalId, eventId, now, lotsEndAfter: now })
  const vouched = await vouchedFor(tx, { uses, memberId, now })
  const { isTillDenied, isDenied, isMemberFrozen } = standing
  return judgeAuthority({
    isTillDenied,
    isDenied,
    isMemberFrozen,
    memberId,
    uses: uses.map(({ couponId, useNumber }) => ({
      useNumber,
      coupon: standing.coupon(couponId, vouched.get(couponId)),
    })),
    points: summed(points.map((one) => [survivor(one.memberId), one.points])).map(([memberId, wish]) => ({
      wish,
      standing: standing.points(memberId),
    })),
    value: summed(value.map((one) => [survivor(one.accountId), one.amount])).map(([accountId, wish]) => ({
      wish,
      standing: standing.value(accountId),
    })),
  })
}

/** What texts of signed coupons say of themselves, where they are genuine and in time. One for another is nobody's here. */
async function vouchedFor(
  tx: Transaction,
  { uses, memberId, now }: Pick<Question, 'uses' | 'memberId'> & { readonly now: number },
): Promise<Map<Uuid, Vouched>> {
  const vouched = new Map<Uuid, Vouched>()
  const texts = uses.flatMap(({ couponId, code }) => (code === undefined ? [] : [{ couponId, code }]))
  const programme = texts.length > 0 ? await newestProgramme(tx) : null
  if (!programme) return vouched
  const ids =
    memberId === null ? [] : [memberId, ...((await idsMergedInto(tx, [memberId])).get(memberId) ?? [])]
  for (const { couponId, code } of texts) {
    const read = verifyCoupon(code, programme.codeKeys, now)
    if (!read.ok || read.value.couponId !== couponId) continue
    const { memberTag, usesMax } = read.value
    const isTheirs = ids.some((id) => isCouponFor(read.value, id, programme.codeKeys))
    // No member has a coupon's id.
    vouched.set(couponId, { usesMax, memberId: memberTag === null ? null : isTheirs ? memberId : couponId })
  }
  return vouched
}

/** Wishes for one subject together. */
function summed(wishes: readonly (readonly [Uuid, number])[]): readonly (readonly [Uuid, number])[] {
  const sums = new Map<Uuid, number>()
  for (const [id, wish] of wishes) sums.set(id, (sums.get(id) ?? 0) + wish)
  return [...sums]
}

function reservationsOf({ uses, points, value }: Question, survivor: (id: Uuid) => Uuid): readonly object[] {
  return [
    ...uses.map(({ couponId, useNumber }) => ({
      kind: 'coupon',
      subjectId: couponId,
      part: useNumber,
      amount: 1,
    })),
    ...points.map((one) => ({
      kind: 'points',
      subjectId: survivor(one.memberId),
      part: 0,
      amount: one.points,
    })),
    ...value.map((one) => ({
      kind: 'value',
      subjectId: survivor(one.accountId),
      part: 0,
      amount: one.amount,
    })),
  ].filter(({ amount }) => amount > 0)
}

function idTaken(): RequestRefused {
  return new RequestRefused(409, 'id_taken', 'another till or another question has this id')
}
