import type { Tx } from '../../db/handle.ts'
import { removeIntent } from '../../db/journal/intent-table.ts'
import { addUnsecured } from '../../db/journal/unsecured-table.ts'
import type { EventDraft, TillEvent } from '../../domain/event.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { CentralWord, RiskDecision } from '../../domain/risk-decision.ts'
import { nullifierOf, type Spend, worthOfSpend } from '../../domain/spend.ts'
import type { AuthorizeQuestion } from '../../sync/authorize.ts'
import type { Counter } from './counter.ts'
import { decideNow, policyInForce, spendToAsk } from './risk.ts'
import { sha256 } from './sealing.ts'
import { approvalOf, type ProofOfAct } from './second-proof.ts'
import type { ActToProve } from './step-up.ts'

/** An act that the rules allow, with what it would spend and the proof it has. */
export interface Prepared {
  readonly act: ActToProve
  readonly spend: Spend
  readonly proof: ProofOfAct
  /** Texts of signed coupons, by coupon. */
  readonly codes: Readonly<Record<string, string>>
}

/** Who decided an act and by what proof it goes down. */
export interface Decided extends RiskDecision {
  readonly proof: ProofOfAct
  readonly spend: Spend
}

/**
 * Judges an act, asks the one authority where it spends something, decides, and records in one turn (sync.md 7, "Flow").
 * What spends nothing waits for nobody. `prepare` is run again after the wait: what was waited for may have changed
 * anything, and the central's word counts for the very act it was asked about alone.
 */
export function decideThenRecord<P extends Prepared, T>(
  counter: Counter,
  prepare: () => Result<P>,
  record: (prepared: P, decided: Decided) => Result<T>,
): Result<T> | Promise<Result<T>> {
  const { asking } = counter
  const first = prepare()
  if (!first.ok) return first
  const finish = (prepared: P, central: CentralWord): Result<T> => {
    const decided = decide(counter, prepared, central)
    return decided.ok ? record(prepared, decided.value) : decided
  }
  const { spend, act } = first.value
  // The cheap questions first: most sales spend nothing, and look up no lease.
  if (worthNothing(spend) || !asking.isWorthIt() || worthNothing(spendToAsk(counter, spend)))
    return finish(first.value, { kind: 'none' })
  // What no word of the central could change is said at once.
  const hopeless = decideNow(counter, spend, { central: { kind: 'approved' }, approved: true })
  if (!hopeless.ok) return hopeless
  return asking.during(act.actId, async () => {
    const question = questionOf(counter, first.value)
    const word = await asking.ask(question, policyInForce(counter).authorizeMs)
    if (word === 'id_spent' || word.kind === 'declined') {
      giveUp(counter, act.actId)
      return word === 'id_spent' ? refuse('ask_again') : { ok: false, refusal: word.refusal }
    }
    const again = prepare()
    if (!again.ok) return again
    const isSame = JSON.stringify(questionOf(counter, again.value)) === JSON.stringify(question)
    if (!isSame && word.kind === 'approved') return refuse('basket_changed')
    return finish(again.value, isSame ? word : { kind: 'none' })
  })
}

/** Nothing will happen under this id any more: what was set aside is given back, and a basket gets another one. */
function giveUp(counter: Counter, actId: Prepared['act']['actId']): void {
  counter.asking.drop(actId)
  if (counter.basket.open()?.saleId === actId) counter.basket.renew()
}

/**
 * Decides by the table. What one member may use a day is the one limit a second person lifts: refused with
 * `step_up_needed` {reasons: offline_limit, amount, actId} while nobody did.
 */
function decide(counter: Counter, { act, proof, spend }: Prepared, central: CentralWord): Result<Decided> {
  const alone = decideNow(counter, spend, { central, approved: false })
  if (alone.ok) return ok({ ...alone.value, proof, spend })
  if (!alone.refusal.code.startsWith('offline_member_')) return alone
  const lifted = decideNow(counter, spend, { central, approved: true })
  if (!lifted.ok) return alone
  const approval = approvalOf(counter, act)
  if (approval.ok)
    return ok({ ...lifted.value, proof: { proof: 'supervisor', approver: approval.value }, spend })
  const { actId, amount, memberId, subject } = act
  const isSale = counter.basket.open()?.saleId === actId
  counter.proofs.waitFor({ actId, amount, memberId, subject, isSale, at: counter.clock.now() })
  if (approval.refusal.code === 'approval_stale') {
    counter.proofs.forgetApproval(actId)
    return approval
  }
  return refuse('step_up_needed', { reasons: 'offline_limit', amount, actId })
}

/** The question the central is asked, the same for the same act: about what no lease held here covers. */
function questionOf(counter: Counter, { act, codes, proof, spend: whole }: Prepared): AuthorizeQuestion {
  const spend = spendToAsk(counter, whole)
  return {
    id: act.actId,
    memberId: spend.memberId,
    proof: proof.proof,
    amount: worthOfSpend(spend),
    uses: spend.coupons.flatMap(({ couponId, useNumbers }) =>
      useNumbers.map((useNumber) => ({
        couponId,
        useNumber,
        nullifier: nullifierOf(couponId, useNumber, sha256),
        ...(codes[couponId] === undefined ? {} : { code: codes[couponId] }),
      })),
    ),
    points: spend.points.map(({ memberId, points }) => ({ memberId, points })),
    value: spend.value.map(({ accountId, amount }) => ({ accountId, amount })),
  }
}

function worthNothing({ coupons, points, value }: Spend): boolean {
  return coupons.length === 0 && points.length === 0 && value.length === 0
}

/** What an event says of who decided it. */
export function saidOf({
  leases,
  mode,
  proof,
}: Decided): Pick<EventDraft, 'leases' | 'mode' | 'proof' | 'approver'> {
  return { mode, leases, ...proof }
}

/** What belongs to a decision in the event's own transaction: the exposure it adds, and the end of the intent. */
export function keepDecision(tx: Tx, event: TillEvent, { spend, unsecured, uses }: Decided): void {
  removeIntent(tx, event.id)
  if (uses > 0) addUnsecured(tx, event, { memberId: spend.memberId, uses, amount: unsecured })
}
