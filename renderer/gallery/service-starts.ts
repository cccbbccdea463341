import type { Entry, Panel } from '../store/entry.ts'
import type { Mirror } from '../store/mirror.ts'
import { noService, type ServiceEntry } from '../store/service-entry.ts'
import { noServiceFound, type ServiceFound } from '../store/service-found.ts'
import { guestBasket, memberBasket, noBasket, offline, selling, silverMember } from './fixtures.ts'

/* What the states of the services begin with. */

export const member: Mirror = { ...selling, basket: memberBasket }
export const guest: Mirror = { ...selling, basket: guestBasket }
export const away: Mirror = { ...member, sync: offline }
export const served: Mirror = { ...selling, basket: { ...noBasket, member: silverMember } }

export function typed(
  panel: Panel,
  over: Partial<ServiceEntry> = {},
  more: Partial<Entry> = {},
): Partial<Entry> {
  return { panel, service: { ...noService, ...over }, ...more }
}

export function found(over: Partial<ServiceFound>) {
  return { service: { ...noServiceFound, ...over } }
}
