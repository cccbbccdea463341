import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SaleSummary } from '../../contract/command.ts'
import type { Product } from '../../domain/product.ts'

/** Answers of the core to look-ups: products for the tabs, sales for the list of recent ones. */
export interface Finder {
  /** The favourites, or the products of the chosen category; null before the first answer. */
  readonly shelf: readonly Product[] | null
  /** Products found for the typed words; null when nothing is typed. */
  readonly found: readonly Product[] | null
  /** Newest first; null before the first answer. */
  readonly recent: readonly SaleSummary[] | null
}

export type FinderStore = StoreApi<Finder>

export function createFinder(start: Partial<Finder> = {}): FinderStore {
  return createStore<Finder>(() => ({ shelf: null, found: null, recent: null, ...start }))
}
