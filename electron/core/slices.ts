import type { CoreStart } from '../../contract/control.ts'
import type { StaffSlice, TillSlice } from '../../contract/notice.ts'
import type { Staff } from '../../domain/staff.ts'
import type { StopReason } from './books.ts'
import type { Counter } from './counter.ts'
import { hasJournalAside } from './open-files.ts'

/** The till itself: who it is and what it can do right now. */
export function tillSliceOf(
  { chain, session, sync }: Pick<Counter, 'chain' | 'session' | 'sync'>,
  of: { readonly start: Omit<CoreStart, 'kind'>; readonly stopped: StopReason | null },
): TillSlice {
  const { start, stopped } = of
  const identity = session.identity()
  const store = chain.rules()?.store
  // A fresh journal beside one that was set aside: the page says what happened until the till is enrolled again.
  const wasLost = !identity && !stopped && hasJournalAside(start.folder)
  return {
    phase: stopped ? 'stopped' : !identity ? 'not_enrolled' : chain.isLoaded() ? 'selling' : 'loading',
    loadedBps: sync.loadedBps(),
    stopped: stopped ?? (wasLost ? 'journal_broken' : null),
    mode: start.mode,
    store: store ? { number: store.number, name: store.name, timeZone: store.timeZone } : null,
    terminalNumber: identity?.terminal.number ?? null,
    language: session.language(),
    categories: [...chain.categories()],
    appVersion: start.appVersion,
  }
}

export function staffSliceOf(staff: Staff | null): StaffSlice {
  return staff && { staffId: staff.staffId, name: staff.name, role: staff.role }
}
