import type { Uuid } from './ids.ts'

/**
 * Which members a store's tills copy (loyalty.md 7): those bought, enrolled or spent in one of the stores of its area
 * within so many days. A programme without it copies everybody everywhere.
 */
export interface PrivacyRules {
  readonly days: number
  /** Stores that share their members; one that stands in none is an area of its own. */
  readonly areas: readonly { readonly areaId: string; readonly storeIds: readonly Uuid[] }[]
}

/** The name of a store's area: that of the list, else the store's own id. */
export function areaOfStore({ areas }: PrivacyRules, storeId: Uuid): string {
  return areas.find(({ storeIds }) => storeIds.includes(storeId))?.areaId ?? storeId
}
