import { phoneHash } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { type FoundMember, searchMembers as searchOverlay } from '../../../db/overlay/members.ts'
import { parsePhone } from '../../../domain/enrolment.ts'
import { initialsOf } from '../../../domain/initials.ts'
import { memberSearchMax } from '../../../domain/limits.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { candidateOf, isProvisionalMember } from '../member-view.ts'

/** Members by the last four digits of a phone, a whole phone, the initials of a name, or initials and digits; masked. */
export function searchMembers(
  counter: Counter,
  { query }: CommandInput<'searchMembers'>,
): Result<CommandOutput<'searchMembers'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  const found = byPhone(counter, query) ?? bySearch(counter, query)
  if (!found) return refuse('query_too_short')
  const { programme } = selling.value.rules
  return ok({
    members: found.members.map(({ member, provisional }) => candidateOf(member, programme, provisional)),
    more: found.more,
  })
}

interface Found {
  readonly members: readonly FoundMember[]
  readonly more: boolean
}

/** The member of a whole phone number, found by its hash; null when the query is no such number. */
function byPhone({ books, chain }: Counter, query: string): Found | null {
  const phone = parsePhone(query)
  if (!phone.ok) return null
  const hash = phoneHash(phone.value, memberKeys(books).phone)
  const member = chain.memberByIdentifier('phone_hash', hash)
  if (!member || member.status === 'erased') return { members: [], more: false }
  return { members: [{ member, provisional: isProvisionalMember(chain, member.memberId) }], more: false }
}

const hanPattern = /\p{Script=Han}/u

/** Null for a query that says too little, or what nobody is found by. */
function bySearch({ chain }: Counter, query: string): Found | null {
  const plain = query.normalize('NFKC').trim()
  const digits = /\d+$/.exec(plain)?.[0] ?? ''
  const name = plain.slice(0, plain.length - digits.length)
  // A name typed in Chinese is looked for by its initials: only those are kept in clear.
  const letters = hanPattern.test(name) ? initialsOf(name) : name.replace(/\s/g, '').toLowerCase()
  if (letters.length < initialsAlone && digits === '') return null
  const none: Found = { members: [], more: false }
  return chain.ask<Found | null>(none, (overlay) =>
    searchOverlay(overlay, `${letters}${digits}`, memberSearchMax),
  )
}

/** One letter alone is a tenth of all members. */
const initialsAlone = 2
