import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { noMoney } from '../../../domain/money.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import { recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, type Selling } from '../gate.ts'
import { type ProofOfAct, requireApproval, subjectOf } from '../second-proof.ts'

type Asked = CommandInput<'openDrawer'>

/**
 * Opens the drawer though nobody pays. It is recorded before the pulse goes out, so that no drawer opens that nobody
 * answers for, and only where the printer can send it. Asked again with the same id a pulse that went out does not again,
 * one that did not does; of one before the till started anew nobody knows.
 */
export async function openDrawer(
  counter: Counter,
  asked: Asked,
): Promise<Result<CommandOutput<'openDrawer'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { actId, note, reason } = asked
  if (recordedAct(counter, actId, 'drawer.opened')) {
    const pulse = counter.pulses.get(actId) ?? 'unknown'
    return ok({ pulse: pulse === 'not_ready' ? await pulseFor(counter, actId) : pulse })
  }
  const { printer } = counter.printing.views()
  if (!printer) return refuse('printer_none')
  if (printer.state !== 'ready' && printer.state !== 'unknown') return refuse('printer_not_ready')
  const allowed = allowedBy(counter, selling.value, asked)
  if (!allowed.ok) return allowed
  recordAct(counter, selling.value, {
    actId,
    type: 'drawer.opened',
    now: counter.clock.now(),
    data: { storeId: selling.value.rules.store.storeId, reason, note: note.trim() },
    ...allowed.value,
  })
  return ok({ pulse: await pulseFor(counter, actId) })
}

async function pulseFor({ printing, pulses }: Counter, actId: Asked['actId']): Promise<'sent' | 'not_ready'> {
  const pulse = await printing.pulseDrawer()
  pulses.set(actId, pulse)
  return pulse
}

/** A supervisor, or a cashier where the programme says so; else a second person's word. Refuses `approval_needed`, `approval_stale`. */
function allowedBy(
  counter: Counter,
  { rules, staff }: Selling,
  { actId, note, reason }: Asked,
): Result<ProofOfAct> {
  const mayAlone = mayDo(staff.role, 'open_drawer') || rules.programme.cash.cashiersOpenDrawer
  if (mayAlone) return ok({ proof: 'none', approver: null })
  const subject = subjectOf({ memberId: null, of: ['drawer', reason, note.trim()] })
  return requireApproval(counter, { actId, amount: noMoney, subject })
}
