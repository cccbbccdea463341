import type { i18n } from 'i18next'
import type { CommandInput } from '../contract/command.ts'
import type { Acts } from './acts/acts.ts'
import type { Desk } from './acts/desk.ts'
import type { BridgeListener } from './bridge.ts'
import { performKey } from './keys/perform.ts'
import { hasNextBegun } from './keys/primary.ts'
import type { WindowKeys } from './keys/window-keys.ts'
import type { Panel } from './store/entry.ts'
import { nobodyFound } from './store/finder.ts'
import { notJoining } from './store/joining.ts'
import { type MirrorStore, withConnection, withNotice } from './store/mirror.ts'
import { wedgeDefaults, wedgeOptionsFor } from './wedge/detector.ts'

/* What happens by itself when the core speaks or a key is pressed: wired once, outside every component. */

/** Notices and the connection write the mirror; what devices bring is no slice and goes to `hears`. */
export function mirrorListener(
  mirror: MirrorStore,
  hears: Pick<Acts, 'onScanTaken' | 'hearDevice'>,
): BridgeListener {
  return {
    onNotice: (notice) => {
      mirror.setState((before) => withNotice(before, notice))
      if (notice.kind === 'scan_taken' || notice.kind === 'scan_read') hears.onScanTaken(notice)
      if (notice.kind === 'device_heard') hears.hearDevice(notice)
    },
    onConnected: () => mirror.setState((before) => withConnection(before, 'connected')),
    onLost: () => mirror.setState((before) => withConnection(before, 'lost')),
  }
}

/** Follows the mirror with what only this screen knows: a payment's fate, the end of "done", the shelf. */
export function followMirror(desk: Desk, acts: Acts): void {
  followScanRoute(desk)
  desk.mirror.subscribe((now, before) => {
    acts.resolveCommit()
    const { done } = desk.progress.getState()
    if (done !== null && hasNextBegun(now, done.saleId)) acts.closeDone()
    const sells = now.till?.phase === 'selling' && now.connection === 'connected'
    const news = now.till !== before.till || now.connection !== before.connection
    if (sells && news) void acts.loadShelf()
    if (now.staff === null && before.staff !== null) desk.progress.setState({ done: null, message: null })
    if (now.till?.trainingFailed && !before.till?.trainingFailed) {
      desk.progress.setState({ message: { place: 'basket', refusal: { code: 'training_failed' } } })
    }
    dropStaleSelection(desk)
    if (now.sync?.lastContactAt !== before.sync?.lastContactAt || now.sync?.state !== before.sync?.state) {
      acts.followAtLease()
      acts.followContactAtPoints()
    }
    const { lastSale } = now
    // One told after a restart is an old one: its customer may still stand here.
    const isNew = lastSale !== null && lastSale.sale.saleId !== before.lastSale?.sale.saleId
    if (isNew && !lastSale.recovered) acts.followSale()
    if (now.basket?.member?.memberId !== before.basket?.member?.memberId) {
      forgetMember(desk)
      acts.followMember()
    }
  })
}

/** While a service or an enrolment asks for a code, scans of the core's devices come here too instead of going into the basket. */
function followScanRoute(desk: Desk): void {
  let told: ScanTarget = 'basket'
  const follow = () => {
    const { connection, staff } = desk.mirror.getState()
    if (connection !== 'connected') {
      // A core that comes back begins with the basket.
      told = 'basket'
      return
    }
    const to = staff === null ? 'basket' : targetOf(desk.entry.getState().panel)
    if (to === told) return
    told = to
    void desk.bridge.call('routeScans', { to })
  }
  desk.entry.subscribe(follow)
  desk.mirror.subscribe(follow)
}

type ScanTarget = CommandInput<'routeScans'>['to']

/** Where scans of the core's devices go while a panel is open. */
function targetOf(panel: Panel): ScanTarget {
  if (panel.kind === 'devices') return 'setup'
  return takesScans(panel) ? 'page' : 'basket'
}

/** Whether a panel takes scans for itself; a second proof for what such a panel does, too. */
function takesScans(panel: Panel): boolean {
  const { kind } = panel
  if (panel.kind === 'step_up') return takesScans(panel.ask.back)
  // While somebody joins, a member's code is the referrer's.
  if (kind === 'join') return true
  return kind === 'verify' || kind === 'points_desk' || kind === 'value' || kind === 'return'
}

/** A selected line that left the basket is selected no more. */
function dropStaleSelection(desk: Desk): void {
  const { selectedLineId, panel } = desk.entry.getState()
  const { basket } = desk.mirror.getState()
  if (selectedLineId !== null && !basket?.lines.some((line) => line.lineId === selectedLineId))
    desk.entry.setState({ selectedLineId: null })
  if (panel.kind === 'member' && basket && !basket.member) desk.entry.setState({ panel: { kind: 'none' } })
}

/** Another customer: what was found out about the last one is gone, their name in clear before all. */
function forgetMember(desk: Desk): void {
  const { joined, members } = desk.finder.getState()
  desk.finder.setState({ ...nobodyFound, joined, members })
  const { joining, panel, tenders } = desk.entry.getState()
  desk.entry.setState({ tenders: { ...tenders, stored_value: '' } })
  const { basket } = desk.mirror.getState()
  // What was being put right is of someone else, whoever comes now.
  if (panel.kind === 'join' && joining.step === 'correct')
    desk.entry.setState({ panel: { kind: 'none' }, joining: notJoining })
  // The card was of someone else; the search has found, by whatever scanner.
  const isDone = panel.kind === 'member' || panel.kind === 'find'
  if (isDone && basket?.member) desk.entry.setState({ panel: { kind: 'none' }, memberQuery: '' })
}

/** The shown language is the one just chosen, else the till's. */
export function followLanguage(desk: Desk, acts: Acts, translator: i18n, page: Document): void {
  const follow = () => {
    const language = acts.language()
    page.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    if (translator.language !== language) void translator.changeLanguage(language)
  }
  desk.mirror.subscribe(follow)
  desk.settings.subscribe(follow)
  follow()
}

/** The widest a keyboard scanner is listened to. */
const learning = wedgeOptionsFor({ prefix: '', suffix: '', end: 'quiet', averageMsMax: 80 })

/** Keys and wedge scans lead to acts; what a scan typed before it was known as one is put back. */
export function windowKeys(desk: Desk, acts: Acts): WindowKeys {
  return {
    remember: () => {
      const typed = desk.entry.getState()
      return () => {
        const { query } = desk.entry.getState()
        desk.entry.setState(typed, true)
        if (query !== typed.query) void acts.search(typed.query)
      }
    },
    scanner: () => {
      // While devices are set up any pace will do, to be learned.
      if (desk.entry.getState().panel.kind === 'devices') return learning
      const set = desk.mirror.getState().devices?.keyboardScanner
      return set ? wedgeOptionsFor(set) : wedgeDefaults
    },
    onScan: (text, typed) => {
      if (desk.entry.getState().panel.kind === 'devices') acts.hearKeyboard(text, typed)
      else void acts.takeWedgeScan(text)
    },
    onKey: (meaning, inSearch) => performKey(desk, acts, meaning, inSearch),
  }
}
