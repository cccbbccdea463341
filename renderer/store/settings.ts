import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Language } from '../../domain/text.ts'

/** What this screen remembers by itself. */
export interface Settings {
  /** Loudness of the screen's sounds, 0 to 10. */
  readonly volume: number
  /** The language just chosen, shown at once while the core is still being told; null = the till's own. */
  readonly languageEcho: Language | null
}

export type SettingsStore = StoreApi<Settings>

export const volumeMax = 10
const volumeKey = 'evertill.volume'
const volumeDefault = 6

/** `memory` is the page's local storage; what it holds is a stranger's and is checked. */
export function createSettings(memory: Pick<Storage, 'getItem' | 'setItem'>): SettingsStore {
  const kept = Number(memory.getItem(volumeKey) ?? Number.NaN)
  const volume = Number.isInteger(kept) && kept >= 0 && kept <= volumeMax ? kept : volumeDefault
  const store = createStore<Settings>(() => ({ volume, languageEcho: null }))
  store.subscribe((now, before) => {
    if (now.volume !== before.volume) memory.setItem(volumeKey, String(now.volume))
  })
  return store
}
