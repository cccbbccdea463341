import { journalFile } from '../../db/journal/file.ts'
import type { KeyedFile } from '../../db/open.ts'
import type { Basket } from '../../domain/basket.ts'
import type { Uuid } from '../../domain/ids.ts'
import { createAsking } from './asking.ts'
import { createBasketKeeper } from './basket-keeper.ts'
import { basketSliceOf } from './basket-slice.ts'
import { createCouponChooser } from './best-coupons.ts'
import { createBooks, type StopReason, stopReasonOf } from './books.ts'
import { createCardReaders } from './card-readers.ts'
import { createChain } from './chain.ts'
import { createCodeMemory } from './code-memory.ts'
import { isInContact } from './contact.ts'
import type { Counter } from './counter.ts'
import type { TillDeps } from './deps.ts'
import { createDeviceInput } from './device-input.ts'
import { createDeviceSetup } from './device-setup.ts'
import { beginEpochDue, type EpochDeps } from './epoch.ts'
import { createErasures } from './erasures.ts'
import { isJournalLost, TillStopped } from './faults.ts'
import { followingMerge } from './follow-merge.ts'
import { handlersOf } from './handlers.ts'
import { keepTime, keptTime } from './kept-time.ts'
import { createLastSale } from './last-sale.ts'
import { createLeases } from './leases.ts'
import { faultFields } from './log.ts'
import { createNotices } from './notices.ts'
import { copyJournalAway, keyBytes, openTillJournal, openTillReplica } from './open-files.ts'
import { createPrintQueue } from './print-queue.ts'
import { printerSetups } from './printer-setup.ts'
import { createProofMemory } from './proof-memory.ts'
import { riskSliceOf } from './risk.ts'
import { createRouter, type Router } from './router.ts'
import { createSalvage } from './salvage.ts'
import { createScanRoute } from './scan-route.ts'
import { createScanners } from './scanners.ts'
import { createSession } from './session.ts'
import { shiftSliceOf } from './shifts.ts'
import { staffSliceOf, tillSliceOf } from './slices.ts'
import { createSoldMemory } from './sold.ts'
import { withSuggestionsShown } from './suggestions.ts'
import { createSyncLink } from './sync-link.ts'
import { createCoach } from './training/coach.ts'
import { screenPrinter } from './training/screen-printer.ts'
import { ownsTraining } from './training/seat.ts'
import { endTraining, removeTrainingStore } from './training/store.ts'
import { createTrustedClock } from './trusted-clock.ts'
import { settleTrust } from './witnesses.ts'

export interface Till extends Router {
  /** The training till beside this one is gone: the scanners come back. `failure`: why it ended by itself. */
  readonly trainingOver: (failure: string | null) => void
  /** Devices first, then sync, then the files. */
  readonly stop: () => Promise<void>
}

/** Builds the till from its parts, opens its files and devices and starts to sell as far as it can. */
export function createTill(deps: TillDeps): Till {
  const { chance, config, log, start } = deps
  const { folder, keys, mode } = start
  const strict = mode === 'development'
  const journalKey = keyBytes(keys?.journal)
  const replicaKey = keyBytes(keys?.replica)
  const pepper = keyBytes(keys?.pepper)
  const journalAt: KeyedFile = { file: journalFile(folder), key: journalKey }
  const opening = keys
    ? openTillJournal({ folder, key: journalKey, now: deps.clock.now(), log, openJournal: deps.openJournal })
    : { stopped: start.keyTrouble ?? 'key_wrong' }
  const { trainingProps } = deps
  const coach = trainingProps ? createCoach({ props: trainingProps, counter: () => counter }) : null
  let inContact = false
  let trainingFailed = false
  let stopped: StopReason | null = 'stopped' in opening ? opening.stopped : null
  const clock = createTrustedClock({
    clock: deps.clock,
    kept: 'journal' in opening ? keptTime(opening.journal) : { notBefore: 0, offset: 0 },
    keep: (time) => keepTime(books, time),
    onChanged: () => notices.touch('till_changed'),
  })
  const checkpoints = stopped ? null : deps.openCheckpoints(journalAt)

  const notices = createNotices(
    {
      till_changed: () =>
        tillSliceOf(
          { session, chain, clock, room, sync },
          { start, stopped, trainingFailed, time: clock.view() },
        ),
      staff_changed: () => staffSliceOf(session.staff()),
      basket_changed: () => basketSliceOf(counter),
      sync_changed: () => sync.slice(),
      risk_changed: () => riskSliceOf(counter),
      devices_changed: () => ({
        scanners: scanners.views(),
        keyboardScanner: deviceSetup.current().keyboardScanner,
        cardReaders: cardReaders.views(),
        ...printing.views(),
      }),
      shift_changed: () => shiftSliceOf(counter),
      last_sale_changed: () => lastSale.slice(),
      training_changed: () => coach?.slice() ?? null,
    },
    { strict, onThrown },
  )
  const room = deps.watchRoom({ folder, clock, log, onChanged: () => notices.touch('till_changed') })
  const books = createBooks({
    journal: 'journal' in opening ? opening.journal : null,
    reopen: () => deps.reopenJournal(journalAt),
    room,
    onWritten: () => checkpoints?.nudge(),
    onStopped,
    log,
  })
  const session = createSession({
    books,
    standardLanguage: config.language,
    onChanged: () => notices.touch('staff_changed', 'till_changed', 'basket_changed'),
  })
  const codes = createCodeMemory({ books })
  const chain = createChain({
    books,
    session,
    log,
    brought: codes.brought,
    onChanged: () => notices.touch('till_changed', 'basket_changed'),
    onReplicaLost: () => {
      notices.touch('till_changed', 'basket_changed')
      sync.rebuildReplica()
    },
  })
  const chooser = createCouponChooser({ chain, clock, session })
  const lastSale = createLastSale({ books, onChanged: () => notices.touch('last_sale_changed') })
  const basket = createBasketKeeper({
    books,
    room,
    newSaleId: () => chance.newId(clock.now()),
    complete: (changed) => {
      const { memberId } = changed
      const standing = memberId ? chain.standing(memberId, clock.now()) : null
      return withSuggestionsShown(chain, chooser.applied(followingMerge(asAsked(changed), standing)))
    },
    onBegin: lastSale.seenIn,
    onChanged: () => notices.touch('basket_changed'),
  })
  const printing = createPrintQueue({
    books,
    clock,
    log,
    printers: coach ? screenPrinter(coach.showPaper) : printerSetups(config, { ...deps, folder }),
    onChanged: () => notices.touch('devices_changed', 'last_sale_changed'),
    onThrown,
  })
  const sync = createSyncLink({
    folder,
    appVersion: start.appVersion,
    config,
    replicaKey,
    pepper,
    books,
    session,
    chain,
    clock,
    chance,
    log,
    openWriter: deps.openWriter,
    onStatus,
    onServerTime: clock.hear,
    onChanged: () => {
      chain.refresh()
      leases.refresh()
      erasures.run()
    },
    onProgress: () => notices.touch('till_changed'),
    onEnrolled: () => {
      session.reload()
      chain.refresh()
    },
    onTrust,
    onThrown,
  })
  const erasures = createErasures({
    folder,
    journalKey,
    books,
    session,
    chain,
    codes,
    clock,
    chance,
    log,
    emptyWal: () => checkpoints?.empty(),
    onRecorded: () => sync.nudge(),
  })
  const asking = createAsking({
    books,
    clock,
    log,
    sync,
    onChanged: () => notices.touch('risk_changed', 'last_sale_changed'),
    onThrown,
  })
  const leases = createLeases({ books, chain, clock, sync, onThrown })
  const scanners = createScanners({
    config: config.scanners,
    open: deps.openScanner,
    onScan: (scan) => input.onScan(scan),
    onChanged: () => notices.touch('devices_changed'),
    clock,
    log,
  })
  const cardReaders = createCardReaders({
    config: config.cardReaders,
    open: deps.openCardReader,
    onCard: (reading, device) => input.onCard(reading, device),
    onChanged: () => notices.touch('devices_changed'),
    log,
  })
  const deviceSetup = createDeviceSetup({
    folder,
    config,
    scanners,
    cardReaders,
    printing,
    openPrinter: deps.openPrinter,
    onChanged: () => notices.touch('devices_changed'),
    log,
  })
  const readers = {
    start: () => {
      scanners.start()
      cardReaders.start()
    },
    close: async () => {
      await Promise.all([scanners.close(), cardReaders.close()])
    },
  }
  const counter: Counter = {
    clock,
    chance,
    log,
    folder,
    pepper,
    books,
    room,
    session,
    chain,
    basket,
    chooser,
    lastSale,
    notices,
    printing,
    sync,
    asking,
    leases,
    proofs: createProofMemory(),
    pulses: new Map(),
    codes,
    scanRoute: createScanRoute(),
    deviceSetup,
    findDevices: deps.findDevices,
    findPrinters: deps.findPrinters,
    sold: createSoldMemory(),
    training: {
      coach,
      change: () => {
        trainingFailed = false
        notices.touch('till_changed')
        deps.changeTill?.(session.language())
      },
      rest: readers.close,
      wake: readers.start,
    },
  }
  const input = createDeviceInput(counter, {
    isStopped: () => stopped !== null,
    onTaken: (taken) => coach?.took('takeScan', taken),
    onThrown,
  })
  const epochs: EpochDeps = { folder, journalKey, books, clock, chance, log }
  const salvage = createSalvage({
    ...epochs,
    onChanged: () => {
      chain.refresh()
      sync.nudge()
    },
    onThrown,
  })
  const handlers = handlersOf(counter)
  const router = createRouter({
    handlers: coach ? coach.watching(handlers) : handlers,
    notices,
    clock,
    log,
    strict,
    checkTrading: (command) => {
      // Whoever trains on a store that broke still leaves it.
      if (stopped && !(coach && command === 'leaveTraining')) throw new TillStopped()
    },
    onThrown,
  })

  /** Begins the epoch sync found to be due, and looks at what the central admits. */
  function onTrust(): void {
    const before = session.restriction()
    const began = beginEpochDue(epochs)
    if (!began && !session.isStale()) return
    session.reload()
    if (session.restriction() === before) return
    log.write('info', 'trust_changed', { reason: session.restriction() ?? 'admitted' })
    notices.touch('till_changed', 'basket_changed')
  }

  /** A basket that changed after the central was asked about it needs an id of its own: the answer was for what it was. */
  function asAsked(changed: Basket): Basket {
    if (!asking.isAsked(changed.saleId)) return changed
    asking.drop(changed.saleId)
    return { ...changed, saleId: chance.newId(clock.now()) }
  }

  /** What may be spent and redeemed changes with contact, not with every event that waits. */
  function onStatus(): void {
    const isNow = isInContact(sync.slice())
    if (isNow) {
      asking.giveBack()
      leases.giveBack()
    }
    notices.touch(
      'sync_changed',
      'risk_changed',
      ...(isNow === inContact ? [] : (['basket_changed'] as const)),
    )
    inContact = isNow
  }

  function onStopped(reason: StopReason): void {
    stopped = reason
    notices.touch('till_changed')
    if (reason === 'disk') clock.after(0, () => copyJournalAway(journalAt, clock.now(), log))
  }

  /** What no caller can deal with: a journal that is no good ends trading here, all else is our bug. */
  function onThrown(thrown: unknown): void {
    if (!isJournalLost(thrown)) deps.onBug(thrown)
    else if (!stopped) {
      log.write('error', 'journal_lost', faultFields(thrown))
      books.close()
      onStopped(stopReasonOf(thrown))
    }
  }

  if (ownsTraining(start)) removeTrainingStore(folder, log)
  if (books.isOpen()) {
    settleTrust(epochs, { copied: 'journal' in opening ? opening.copied : null })
    session.reload()
    salvage.start()
    chain.attach(openTillReplica({ folder, key: replicaKey, now: clock.now(), log }))
    lastSale.reload()
    basket.reload()
    if (asking.reload().includes(basket.open()?.saleId as Uuid)) basket.renew()
    printing.start()
    if (!start.resting) readers.start()
    sync.start()
    erasures.run()
  }
  log.write('info', 'till_started', {
    version: start.appVersion,
    mode,
    restarts: start.restarts,
    ...(stopped ? { reason: stopped } : {}),
  })

  return {
    connectPage: (port) => {
      counter.scanRoute.turn('basket')
      router.connectPage(port)
    },
    connectDisplay: router.connectDisplay,
    trainingOver: (failure) => {
      endTraining(folder, log, failure)
      trainingFailed = failure !== null
      notices.touch('till_changed')
      if (books.isOpen()) readers.start()
    },
    stop: async () => {
      salvage.stop()
      await Promise.all([readers.close(), printing.close()])
      clock.stop()
      room.stop()
      await sync.stop()
      // Closed in good order: whoever closed it saw what the screen said of the last sale.
      if (!stopped) lastSale.acknowledge()
      await checkpoints?.close()
      chain.close()
      books.close()
      log.write('info', 'till_stopped_in_order')
    },
  }
}
