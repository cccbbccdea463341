import type { CoreStart } from '../../contract/control.ts'
import type { StaffSlice, TillSlice } from '../../contract/notice.ts'
import { journalFile } from '../../db/journal/file.ts'
import { namesAside } from '../../db/set-aside.ts'
import { type Campaign, isRunning } from '../../domain/campaign.ts'
import type { Staff } from '../../domain/staff.ts'
import type { Store } from '../../domain/store.ts'
import type { StopReason } from './books.ts'
import type { Counter } from './counter.ts'
import type { TimeView } from './trusted-clock.ts'

/** The till itself: who it is and what it can do right now. */
export function tillSliceOf(
  { chain, clock, room, session, sync }: Pick<Counter, 'chain' | 'clock' | 'room' | 'session' | 'sync'>,
  of: {
    readonly start: Omit<CoreStart, 'kind'>
    readonly stopped: StopReason | null
    readonly time: TimeView
    readonly trainingFailed: boolean
  },
): TillSlice {
  const { start, stopped, time, trainingFailed } = of
  const identity = session.identity()
  const store = chain.rules()?.store
  // A fresh journal beside one that was set aside: the page says what happened until the till is enrolled again.
  const wasLost = !identity && !stopped && namesAside(journalFile(start.folder)).length > 0
  return {
    phase: stopped ? 'stopped' : !identity ? 'not_enrolled' : chain.isLoaded() ? 'selling' : 'loading',
    loadedBps: sync.loadedBps(),
    room: room.level(),
    stopped: stopped ?? (wasLost ? 'journal_broken' : null),
    mode: start.mode,
    store: store ? { number: store.number, name: store.name, timeZone: store.timeZone } : null,
    terminalNumber: identity?.terminal.number ?? null,
    restricted: session.restriction(),
    language: session.language(),
    categories: [...chain.categories()],
    appVersion: start.appVersion,
    time,
    programme: programmeView(chain, clock.now()),
    trainingFailed,
  }
}

/** The rules in force, what could not be taken of newer ones, and what the welcome state and an enrolment say of them. */
function programmeView(chain: Counter['chain'], now: number): TillSlice['programme'] {
  const rules = chain.rules()
  if (!rules) return null
  const { programme, store } = rules
  const { campaigns, enrolment, version } = programme
  return {
    version,
    refused: chain.programmeRefused(),
    consents: enrolment.consents.map(({ purpose, text }) => ({ purpose, text })),
    campaigns: campaigns
      .filter((campaign) => isTodays(campaign, store, now))
      .map(({ name, effect }) => ({ name, kind: effect.kind })),
  }
}

/** Whether a campaign runs here and now for some customer; birthdays are a matter between the shop and one of them. */
function isTodays(campaign: Campaign, store: Store, now: number): boolean {
  if (campaign.time.birthday !== null) return false
  const forAnybody = { ...campaign, tierIds: [], membersOnly: false }
  return isRunning(forAnybody, { member: null, tierId: null, presaleHours: 0, store, now })
}

export function staffSliceOf(staff: Staff | null): StaffSlice {
  return staff && { staffId: staff.staffId, name: staff.name, role: staff.role }
}
