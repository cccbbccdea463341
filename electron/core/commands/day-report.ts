import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { reportOfDay } from '../day-events.ts'
import { requireStaff } from '../gate.ts'

/** The till's own day: what it sold, gave, took and saw, from its own events, heard of by the chain or not. */
export function dayReport(
  counter: Counter,
  { day }: CommandInput<'dayReport'>,
): Result<CommandOutput<'dayReport'>> {
  const at = requireStaff(counter)
  if (!at.ok) return at
  const { rules, staff } = at.value
  if (!mayDo(staff.role, 'report')) return refuse('role_not_allowed')
  const { redemptions, campaigns, hours, suggestions, ...figures } = reportOfDay(counter, rules, day)
  return ok({
    ...figures,
    redemptions: redemptions.map(({ name, uses, amount }) => ({ name, uses, amount })),
    campaigns: campaigns.map(({ name, sales, amount }) => ({ name, sales, amount })),
    hours: [...hours],
    suggestions,
  })
}
