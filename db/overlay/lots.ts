import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { points } from '../../domain/points.ts'
import { type EffectRow, effectsOfMember, effectsOnSubject } from '../journal/effect-table.ts'
import { beforeAll } from '../journal/place.ts'
import { findLot, lotsOf } from '../replica/lot-table.ts'
import type { Joined, Overlay } from './files.ts'

/**
 * The lots of a member that count at `now`, those still pending included. `memberIds`: the member and those merged into
 * them; `unheard`: what this till did by these ids and the rows do not contain.
 */
export function lotsNow(
  files: Joined,
  memberIds: readonly Uuid[],
  at: { readonly unheard: readonly EffectRow[]; readonly now: number },
): Lot[] {
  const { replica } = files
  const owner = memberIds[0] as Uuid
  const known = new Map<Uuid, Lot>()
  for (const memberId of memberIds) {
    for (const lot of lotsOf(replica, memberId)) known.set(lot.lotId, lot)
  }
  for (const row of at.unheard) {
    if (row.kind === 'points_earned' && row.subjectId) known.set(row.subjectId, ownLot(row, row.subjectId))
  }
  // Points that came back to a lot the rows have no more: it lives again with the end it was given.
  for (const row of at.unheard) {
    if (row.kind !== 'points_given_back' || !row.subjectId || known.has(row.subjectId)) continue
    const lot = findLot(replica, row.subjectId) ?? emptyLot(row, row.subjectId)
    if (lot) known.set(row.subjectId, lot)
  }
  return [...known.values()]
    .map((lot) =>
      files.anyUnheard ? moved(files, { ...lot, memberId: owner }) : { ...lot, memberId: owner },
    )
    .filter((lot) => lot.points > 0 && lot.expiresAt > at.now)
}

/**
 * Lots as they were made, whatever is left of them: of the chain's rows, else as this till earned them, heard of or not.
 * One that neither knows is left out.
 */
export function lotsMade(
  { journal, replica }: Overlay,
  asked: readonly Pick<Lot, 'lotId' | 'memberId'>[],
): Lot[] {
  return asked.flatMap(({ lotId, memberId }) => {
    const heard = replica && findLot(replica, lotId)
    if (heard) return [heard]
    const own = effectsOfMember(journal, memberId, beforeAll).find(
      ({ kind, subjectId }) => kind === 'points_earned' && subjectId === lotId,
    )
    return own ? [ownLot(own, lotId)] : []
  })
}

/** What this till did by some member ids that the rows do not contain, in order. */
export function unheardOf(files: Joined, memberIds: readonly Uuid[]): EffectRow[] {
  if (!files.anyUnheard) return []
  const found = memberIds.flatMap((memberId) => effectsOfMember(files.journal, memberId, files.heard))
  return memberIds.length === 1 ? found : found.sort((a, b) => a.place - b.place)
}

function ownLot(row: EffectRow, lotId: Uuid): Lot {
  const earnedAt = row.earnedAt ?? row.happenedAt
  return {
    lotId,
    memberId: row.memberId as Uuid,
    earnedAt,
    spendableFrom: row.spendableFrom ?? earnedAt,
    expiresAt: row.expiresAt ?? earnedAt,
    points: points(row.amount),
  }
}

function emptyLot(row: EffectRow, lotId: Uuid): Lot | null {
  if (row.expiresAt === null) return null
  const { happenedAt, expiresAt } = row
  const memberId = row.memberId as Uuid
  return {
    lotId,
    memberId,
    earnedAt: happenedAt,
    spendableFrom: happenedAt,
    expiresAt,
    points: points(0),
  }
}

/**
 * A lot with what is left after own burns and takings back, and with what came back, whoever owned it then: members
 * merge. Step by step as the chain will post them: never negative, also when the chain took some of it meanwhile, and
 * what was left in a lot when it expired stays expired.
 */
function moved({ journal, heard }: Joined, lot: Lot): Lot {
  let left: number = lot.points
  let { expiresAt } = lot
  for (const row of effectsOnSubject(journal, lot.lotId, heard)) {
    const { kind, amount, happenedAt } = row
    if (kind === 'points_burned' || kind === 'points_taken_back') left = Math.max(0, left - amount)
    if (kind === 'points_given_back') {
      const hadExpired = row.expiresAt !== null && expiresAt <= happenedAt
      left = (hadExpired ? 0 : left) + amount
      expiresAt = Math.max(expiresAt, row.expiresAt ?? 0)
    }
  }
  return { ...lot, expiresAt, points: points(left) }
}
