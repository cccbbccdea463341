import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { ok, type Result } from '../../domain/result.ts'
import { type Spend, usesOfSpend, worthOfSpend } from '../../domain/spend.ts'
import type { Decided } from '../../electron/core/decide-act.ts'
import { decideNow } from '../../electron/core/risk.ts'
import type { Chance } from './counter.ts'
import type { SimTill } from './till-shape.ts'

/** How often a second person stands by and says yes. */
const approvedShare = 0.3

/**
 * Whether a till may spend without asking anybody, by its own rules; what one member may use a day a second person lifts.
 * Null: it lies down.
 */
export function decideAlone(
  till: SimTill,
  spend: Spend,
  approverId: Uuid,
  chance: Chance,
): Result<Decided> | null {
  const knows = till.knows()
  if (!knows) return null
  const { random, tally } = chance
  const alone = decideNow(knows, spend, { central: { kind: 'none' }, approved: false })
  if (alone.ok) return ok({ ...alone.value, spend, proof: { proof: 'none', approver: null } })
  const { code } = alone.refusal
  tally.count(`alone_refused_${code}`)
  // Put in on purpose: the limits, or whom nobody honours, are passed over.
  const isPassedOver =
    (till.spoiler === 'ignore_limits' && code.startsWith('offline_')) ||
    (till.spoiler === 'ignore_denials' && code === 'denied')
  if (isPassedOver) {
    const unsecured = money(worthOfSpend(spend))
    const decision = { mode: 'isolated' as const, unsecured, uses: usesOfSpend(spend), leases: [] }
    return ok({ ...decision, spend, proof: { proof: 'none', approver: null } })
  }
  if (!code.startsWith('offline_member_') || !random.chance(approvedShare)) return alone
  const lifted = decideNow(knows, spend, { central: { kind: 'none' }, approved: true })
  if (!lifted.ok) return lifted
  tally.count('second_person_lifted_a_limit')
  return ok({ ...lifted.value, spend, proof: { proof: 'supervisor', approver: approverId } })
}
