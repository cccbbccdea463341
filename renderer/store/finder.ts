import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CommandOutput, SaleSummary } from '../../contract/command.ts'
import type { MemberCandidate, MemberProfile } from '../../contract/member-commands.ts'
import type { ValueAccountView } from '../../contract/points-commands.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Product } from '../../domain/product.ts'
import { noServiceFound, type ServiceFound } from './service-found.ts'

/** Name and phone in clear, for as long as they may be seen. */
export interface Revealed {
  readonly memberId: Uuid
  readonly name: string
  readonly phone: string | null
}

/** Answers of the core to look-ups: products, sales, members, an account, why a price is what it is. */
export interface Finder {
  /** The favourites, or the products of the chosen category; null before the first answer. */
  readonly shelf: readonly Product[] | null
  /** Products found for the typed words; null when nothing is typed. */
  readonly found: readonly Product[] | null
  /** Newest first; null before the first answer. */
  readonly recent: readonly SaleSummary[] | null
  /** Members found for the typed words; null when nothing is typed or it is too little. */
  readonly members: { readonly found: readonly MemberCandidate[]; readonly more: boolean } | null
  /** The profile card of the basket's member; null before the answer. */
  readonly profile: MemberProfile | null
  readonly revealed: Revealed | null
  /** The member just enrolled, with the welcome pack. */
  readonly joined: CommandOutput<'enrolMember'> | null
  readonly explanation: CommandOutput<'explainPrice'> | null
  /** The account that pays: the member's or a gift card. */
  readonly account: ValueAccountView | null
  /** Where a one-time code went. */
  readonly sent: CommandOutput<'requestOneTimeCode'> | null
  /** What the services were answered. */
  readonly service: ServiceFound
}

export type FinderStore = StoreApi<Finder>

/** What was found out about a customer: nothing of it outlives them. */
export const nobodyFound = {
  members: null,
  profile: null,
  revealed: null,
  joined: null,
  explanation: null,
  account: null,
  sent: null,
} as const satisfies Partial<Finder>

const nothingFound: Finder = {
  shelf: null,
  found: null,
  recent: null,
  service: noServiceFound,
  ...nobodyFound,
}

export function createFinder(start: Partial<Finder> = {}): FinderStore {
  return createStore<Finder>(() => ({ ...nothingFound, ...start }))
}
