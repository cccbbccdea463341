import { phoneHash } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { type FoundMember, searchMembers as searchOverlay } from '../../../db/overlay/members.ts'
import { parsePhone } from '../../../domain/enrolment.ts'
import { initialsOf } from '../../../domain/initials.ts'
import { memberSearchMax } from '../../../domain/limits.ts'
import type { Member } from '../../../domain/member.ts'
import type { Programme } from '../../../domain/programme.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { bringMember } from '../bring-member.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { candidateOf, isProvisionalMember } from '../member-view.ts'

/** Members by the last four digits of a phone, a whole phone, the initials of a name, or initials and digits; masked. */
export function searchMembers(
  counter: Counter,
  { query }: CommandInput<'searchMembers'>,
): Answer | Promise<Answer> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  const { programme } = selling.value.rules
  const phone = parsePhone(query)
  if (phone.ok) return byPhone(counter, phone.value, programme)
  const found = bySearch(counter, query)
  return found ? shown(found, programme) : refuse('query_too_short')
}

type Answer = Result<CommandOutput<'searchMembers'>>

function shown({ members, more }: Found, programme: Programme): Answer {
  return ok({
    members: members.map(({ member, provisional }) => candidateOf(member, programme, provisional)),
    more,
  })
}

interface Found {
  readonly members: readonly FoundMember[]
  readonly more: boolean
}

/** The member of a whole phone number, found by its hash; one the copy here lacks is asked for. */
function byPhone(counter: Counter, phone: string, programme: Programme): Answer | Promise<Answer> {
  const { books, chain } = counter
  const value = phoneHash(phone, memberKeys(books).phone)
  const member = chain.memberByIdentifier('phone_hash', value)
  const found = (one: Member | null): Answer => {
    if (!one || one.status === 'erased') return shown({ members: [], more: false }, programme)
    const provisional = isProvisionalMember(chain, one.memberId)
    return shown({ members: [{ member: one, provisional }], more: false }, programme)
  }
  if (member) return found(member)
  const settled = (brought: Result<Member>): Answer => {
    if (brought.ok) return found(brought.value)
    const isNobody = brought.refusal.code === 'member_unknown' || brought.refusal.code === 'member_nowhere'
    return isNobody ? found(null) : brought
  }
  const brought = bringMember(counter, { kind: 'phone_hash', value })
  return brought instanceof Promise ? brought.then(settled) : settled(brought)
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
