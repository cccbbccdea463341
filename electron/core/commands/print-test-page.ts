import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutTestPage } from '../../../domain/test-page.ts'
import type { Counter } from '../counter.ts'
import { requireSettingUp } from '../gate.ts'

/** Prints a test page. Refuses as `requireSettingUp` does, `printer_none`, and `printer_not_ready`. */
export async function printTestPage(
  counter: Counter,
  { place }: CommandInput<'printTestPage'>,
): Promise<Result<CommandOutput<'printTestPage'>>> {
  const may = requireSettingUp(counter)
  if (!may.ok) return may
  const { identity, rules } = may.value
  if (!counter.printing.hasPrinter(place)) return refuse('printer_none')
  const page = layoutTestPage({
    store: rules.store,
    terminalNumber: identity.terminal.number,
    at: counter.clock.now(),
    language: counter.session.language(),
  })
  const outcome = await counter.printing.printAside(page, place)
  if (outcome === 'printed') return ok({ outcome: 'printed' })
  return outcome === 'sent' ? ok({ outcome: 'sent' }) : refuse('printer_not_ready')
}
