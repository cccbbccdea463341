import type { CommandOutput } from '../../contract/command.ts'
import { refuse } from '../../domain/refusal.ts'
import type { Result } from '../../domain/result.ts'
import { attachCard, memberOfCard, takeScan } from './commands/take-scan.ts'
import type { Counter } from './counter.ts'
import { requireSelling } from './gate.ts'

/** A card laid on a reader: its number in hex, and the text it carries. `tag`: no chip that may be a payment card. */
export interface CardIdentity {
  readonly uid: string
  readonly text: string | null
  readonly tag: boolean
}

/**
 * A card on a reader of the till. A number that is some member's names that member; else what a tag carries is taken as
 * if scanned. Refuses `card_foreign` for a chip that is nobody's here, `card_unknown` for a tag. No number that is
 * nobody's is kept or written anywhere.
 */
export function takeCard(
  counter: Counter,
  { uid, text, tag }: CardIdentity,
): Result<CommandOutput<'takeScan'>> | Promise<Result<CommandOutput<'takeScan'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const member = memberOfCard(counter, uid)
  if (member) return attachCard(counter, member)
  if (text !== null) return takeScan(counter, { text, source: 'device' })
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  return refuse(tag ? 'card_unknown' : 'card_foreign')
}
