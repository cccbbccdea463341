import { dayKey } from '../../domain/time.ts'
import type { BookedEvent } from './bookkeeper.ts'
import { type BookedAct, type Books, survivorOf } from './ledger.ts'

/* Limits of what a till decides alone (sync.md 7 and 10.12), by the bookkeeper's own figures. */

const hour = 3_600_000

/** One act as it is looked at when it was told. */
export interface ActAlone {
  readonly act: BookedAct
  /** Unsecured value of the till after it, as the event says. */
  readonly exposure: number
  readonly approver: string | null
  /** Events of the same journal before it. */
  readonly before: readonly BookedEvent[]
  /** Hashes of events the central has. */
  readonly taken: ReadonlySet<string>
  /** How old the till's list of denials was, in ms. */
  readonly denyAgeMs: number
}

/** What is wrong with an act a till decided alone, knowing `books`; null = nothing. */
export function wrongAlone(books: Books, { act, before, ...of }: ActAlone): string | null {
  const { given, uses } = act
  if (uses.length === 0 && act.burns.length === 0) return null
  const denied = whoIsDenied(books, act)
  if (denied) return `${denied} is honoured although nobody does any more`
  const limits = limitsOf(books, of.denyAgeMs)
  if (!limits) return 'spent with a list of denials too old for anything'
  if (given > limits.boundedMax) return `gave ${given} at once, ${limits.boundedMax} at most`
  const unheard = before.filter(({ hash }) => !of.taken.has(hash))
  const exposed = unheard.reduce((sum, one) => sum + one.act.given, given)
  if (exposed > of.exposure) return `says ${of.exposure} is unsecured, ${exposed} is`
  if (of.exposure > limits.exposureMax) return `has ${of.exposure} unsecured, ${limits.exposureMax} at most`
  if (act.memberId === null || of.approver !== null) return null
  const owner = survivorOf(books, act.memberId)
  const today = before.filter(
    (one) =>
      one.act.memberId !== null &&
      survivorOf(books, one.act.memberId) === owner &&
      dayOf(one.act.time) === dayOf(act.time),
  )
  const used = [...today.map((one) => one.act), act]
  const times = used.reduce((sum, one) => sum + usesOf(one), 0)
  const amount = used.reduce((sum, one) => sum + one.given, 0)
  if (times > limits.usesMax) return `let ${owner} use ${times} times a day, ${limits.usesMax} at most`
  return amount > limits.amountMax ? `let ${owner} use ${amount} a day, ${limits.amountMax} at most` : null
}

function whoIsDenied(books: Books, act: BookedAct): string | null {
  const subjects = [
    ...(act.memberId === null ? [] : [`member:${act.memberId}`]),
    ...(act.memberId === null ? [] : [`frozen:${survivorOf(books, act.memberId)}`]),
    ...act.uses.map(({ couponId }) => `coupon:${couponId}`),
  ]
  return subjects.find((subject) => books.denied.has(subject)) ?? null
}

/** Uses a member's day counts: each of a coupon, and a burn as one. */
function usesOf({ burns, uses }: BookedAct): number {
  return uses.length + (burns.length > 0 ? 1 : 0)
}

/** Half of all after a day without a word, nothing after three. */
function limitsOf({ limits }: Books, ageMs: number) {
  const of = (name: string, standard: number) => limits.get(name) ?? standard
  if (ageMs >= of('boundedDenyAgeMs', 72 * hour)) return null
  const share = ageMs >= of('strictDenyAgeMs', 24 * hour) ? 2 : 1
  const part = (name: string, standard: number) => Math.floor(of(name, standard) / share)
  return {
    boundedMax: part('boundedMax', 5_000),
    usesMax: part('memberUsesMax', 2),
    amountMax: part('memberAmountMax', 10_000),
    exposureMax: part('tillExposureMax', 200_000),
  }
}

function dayOf(time: number): string {
  return dayKey(time, 'Asia/Shanghai')
}
