import type { SyncSlice } from '../../contract/notice.ts'

/**
 * Whether the central answered lately: what a customer owns is then not held to the limits of a till alone. A till that
 * never reached it, or lost it, is without contact.
 */
export function isInContact({ state, lastContactAt }: SyncSlice): boolean {
  return state === 'online' || (state === 'syncing' && lastContactAt !== null)
}
