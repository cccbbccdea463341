import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { savePinTries } from '../../../db/journal/pin-tries-table.ts'
import { judgeApprover } from '../../../domain/approval.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { noTries } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { noteDenial, noteEvent } from '../note-event.ts'
import { shownAct } from '../sale-proof.ts'
import { provenStaff } from './sign-in.ts'

/**
 * A second person's word for one act and what it is worth (quality.md 4). It holds for the programme's time, for this
 * act and this amount alone, and never comes from whoever acts.
 */
export async function approveAct(
  counter: Counter,
  { actId, amount, code, pin, reason }: CommandInput<'approveAct'>,
): Promise<Result<CommandOutput<'approveAct'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  const { identity } = selling.value
  // What was shown when the word was given, whatever changes while the PIN is looked at.
  const subject = shownAct(counter, actId)?.subject ?? null
  const known = await provenStaff(counter, identity, { code, pin })
  if (!known.ok) return known
  const approver = known.value
  // Whoever is signed in may have changed while the PIN was looked at.
  const actorId = counter.session.staff()?.staffId
  if (actorId === undefined) return refuse('signed_out')
  const judged = judgeApprover({ actorId, approver, reason })
  if (!judged.ok) {
    noteDenial(counter, identity, { staffId: approver.staffId, what: judged.refusal.code })
    return judged
  }
  const given = { approverId: approver.staffId, actId, amount, reason: reason.trim() }
  noteEvent(counter, identity, {
    type: 'approval.given',
    actor: actorId,
    data: given,
    beside: (tx) => savePinTries(tx, approver.staffId, noTries),
  })
  counter.proofs.approve({ ...given, subject, at: counter.clock.now() })
  counter.notices.touch('basket_changed')
  return ok({ approver: approver.name })
}
