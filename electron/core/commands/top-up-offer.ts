import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

/** What is given on top of an amount, by steps, and the most that may be topped up at once. */
export function topUpOffer(counter: Counter): Result<CommandOutput<'topUpOffer'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { topUpMax, topUpSteps } = selling.value.rules.programme.storedValue
  return ok({ steps: topUpSteps.map(({ from, gift }) => ({ from, gift })), max: topUpMax })
}
