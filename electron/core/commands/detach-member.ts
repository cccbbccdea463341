import type { CommandOutput } from '../../../contract/command.ts'
import { withoutMember } from '../../../domain/basket.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

export function detachMember(counter: Counter): Result<CommandOutput<'detachMember'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const basket = counter.basket.open()
  if (!basket?.memberId) return refuse('member_missing')
  counter.basket.put(withoutMember(basket))
  return ok({})
}
