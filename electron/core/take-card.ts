import type { CommandOutput } from '../../contract/command.ts'
import { refuse } from '../../domain/refusal.ts'
import type { Result } from '../../domain/result.ts'
import { attachCard, attachElsewhere, isNobodys, memberOfCard, takeScan } from './commands/take-scan.ts'
import { isInContact } from './contact.ts'
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
 * if scanned, and a tag may yet be a member's of another area. Refuses `card_foreign` for a chip that is nobody's here,
 * `card_unknown` for a tag, `member_not_here` for one that may be another area's while nobody can be asked. No number that
 * is nobody's is kept or written anywhere, and that of a chip that may be a payment card goes to nobody.
 */
export function takeCard(counter: Counter, { uid, text, tag }: CardIdentity): Taken | Promise<Taken> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const member = memberOfCard(counter, uid)
  if (member) return attachCard(counter, member)
  const { chain, sync } = counter
  if (text !== null) {
    const taken = takeScan(counter, { text, source: 'device' })
    return taken instanceof Promise ? taken.then(orByNumber) : orByNumber(taken)
  }
  if (!chain.isLoaded()) return refuse('replica_loading')
  if (!tag) return refuse('card_foreign')
  const mayBeAnothers = selling.value.rules.programme.privacy && !isInContact(sync.slice())
  return attachElsewhere(counter, uid, 'scanned', refuse(mayBeAnothers ? 'member_not_here' : 'card_unknown'))

  function orByNumber(taken: Taken): Taken | Promise<Taken> {
    const isNamed = taken.ok || !isNobodys(taken.refusal.code)
    return isNamed ? taken : attachElsewhere(counter, uid, 'scanned', taken)
  }
}

type Taken = Result<CommandOutput<'takeScan'>>
