import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { judgeSecondPerson } from '../../../domain/approval.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { noteDenial } from '../note-event.ts'
import { provenStaff } from './sign-in.ts'

/**
 * What a count that did not fit came to, for the second person who is asked to let it pass: whoever counted blind learns
 * it from them or when the shift is closed. Nothing is recorded of a look.
 */
export async function lookAtCount(
  counter: Counter,
  { actId, code, pin }: CommandInput<'lookAtCount'>,
): Promise<Result<CommandOutput<'lookAtCount'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { identity } = selling.value
  const known = await provenStaff(counter, identity, { code, pin })
  if (!known.ok) return known
  // Whoever is signed in may have changed while the PIN was looked at.
  const actorId = counter.session.staff()?.staffId
  if (actorId === undefined) return refuse('signed_out')
  const judged = judgeSecondPerson({ actorId, approver: known.value })
  if (!judged.ok) {
    noteDenial(counter, identity, { staffId: known.value.staffId, what: judged.refusal.code })
    return judged
  }
  const waiting = counter.proofs.waiting()
  return waiting?.actId === actId && waiting.count ? ok(waiting.count) : refuse('shift_missing')
}
