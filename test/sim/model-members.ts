import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Dispute } from './model-apply.ts'
import { type ModelState, putRow, rowOf } from './model-state.ts'

/** The id what belongs to a member is posted under: whom it was merged into, or itself. */
export function survivorId(state: ModelState, memberId: Uuid): Uuid {
  const into = rowOf(state, 'member', memberId)?.['mergedInto']
  return typeof into === 'string' ? survivorId(state, into as Uuid) : memberId
}

/** Takes a member a till enrolled; one whose phone is known is merged into whom it belongs to. */
export function enrolMember(
  state: ModelState,
  { member, identifiers }: Extract<Effect, { kind: 'member_enrolled' }>,
  eventId: Uuid,
): Dispute[] {
  const { memberId } = member
  if (rowOf(state, 'member', memberId)) return [{ kind: 'member_taken', subject: memberId, other: eventId }]
  const phone = identifiers.find(({ kind }) => kind === 'phone_hash')
  const owner = phone && rowOf(state, 'identifier', `phone_hash:${phone.value}`)?.['memberId']
  const known = typeof owner === 'string' ? survivorId(state, owner as Uuid) : null
  const merged = known === null ? {} : { status: 'merged', mergedInto: known }
  putRow(state, { c: 'member', k: memberId, d: { ...member, ...merged }, storeId: null })
  const disputes: Dispute[] = []
  for (const identifier of identifiers) {
    const key = `${identifier.kind}:${identifier.value}`
    const taken = rowOf(state, 'identifier', key)?.['memberId']
    if (typeof taken !== 'string') {
      const d = { ...identifier, memberId: known ?? memberId }
      putRow(state, { c: 'identifier', k: key, d, storeId: null })
      continue
    }
    const theirs = survivorId(state, taken as Uuid)
    if (theirs === (known ?? memberId)) continue
    disputes.push({ kind: 'identifier_taken', subject: `${identifier.kind}:${theirs}`, other: eventId })
  }
  return disputes
}
