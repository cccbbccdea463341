import type { DevicesSlice, StaffSlice, TillSlice } from '../../contract/notice.ts'
import { backUpJournal } from '../../db/backup.ts'
import type { KeyedFile } from '../../db/open.ts'
import { encodeReceipt } from '../devices/codec/receipt-encoder.ts'
import { createBasketKeeper } from './basket-keeper.ts'
import { basketSliceOf } from './basket-slice.ts'
import { createBooks, type StopReason } from './books.ts'
import { createChain } from './chain.ts'
import { takeScan } from './commands/take-scan.ts'
import type { Counter } from './counter.ts'
import type { TillDeps } from './deps.ts'
import { NotRecorded, TillStopped } from './faults.ts'
import { handlersOf } from './handlers.ts'
import { createLastSale } from './last-sale.ts'
import { faultFields } from './log.ts'
import { createNotices } from './notices.ts'
import { hasJournalAside, journalFile, openTillJournal, openTillReplica } from './open-files.ts'
import { createPrintQueue, type PrinterSetup } from './print-queue.ts'
import { createRouter, type Router } from './router.ts'
import { createScanners } from './scanners.ts'
import { createSession } from './session.ts'
import { createSyncLink } from './sync-link.ts'

export interface Till extends Router {
  /** Devices first, then sync, then the files. */
  readonly stop: () => Promise<void>
}

/** Builds the till from its parts, opens its files and devices and starts to sell as far as it can. */
export function createTill(deps: TillDeps): Till {
  const { chance, clock, config, log, start } = deps
  const { folder, keys, mode } = start
  const strict = mode === 'development'
  const journalKey = hexBytes(keys?.journal)
  const replicaKey = hexBytes(keys?.replica)
  const pepper = hexBytes(keys?.pepper)
  const journalAt: KeyedFile = { file: journalFile(folder), key: journalKey }
  const opening = keys
    ? openTillJournal({ folder, key: journalKey, now: clock.now(), log, openJournal: deps.openJournal })
    : { stopped: start.keyTrouble ?? 'key_wrong' }
  let stopped: StopReason | null = 'stopped' in opening ? opening.stopped : null
  const checkpoints = stopped ? null : deps.openCheckpoints(journalAt)

  const notices = createNotices(
    {
      till_changed: tillSlice,
      staff_changed: staffSlice,
      basket_changed: () => basketSliceOf({ basket, chain, clock }),
      sync_changed: () => sync.slice(),
      devices_changed: devicesSlice,
      last_sale_changed: () => lastSale.slice(),
    },
    { strict, onBug: deps.onBug },
  )
  const books = createBooks({
    journal: 'journal' in opening ? opening.journal : null,
    reopen: () => deps.reopenJournal(journalAt),
    onWritten: () => checkpoints?.nudge(),
    onStopped,
    log,
  })
  const session = createSession({
    books,
    standardLanguage: config.language,
    onChanged: () => notices.touch('staff_changed', 'till_changed'),
  })
  const chain = createChain({
    books,
    session,
    log,
    onChanged: () => notices.touch('till_changed', 'basket_changed'),
    onReplicaLost: () => {
      notices.touch('till_changed', 'basket_changed')
      sync.rebuildReplica()
    },
  })
  const lastSale = createLastSale({ books, onChanged: () => notices.touch('last_sale_changed') })
  const basket = createBasketKeeper({
    books,
    newSaleId: () => chance.newId(clock.now()),
    onBegin: lastSale.seenIn,
    onChanged: () => notices.touch('basket_changed'),
  })
  const printing = createPrintQueue({
    books,
    clock,
    log,
    printer: printerSetup(deps),
    onChanged: () => notices.touch('devices_changed', 'last_sale_changed'),
    onBug: deps.onBug,
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
    onStatus: () => notices.touch('sync_changed'),
    onProgress: () => notices.touch('till_changed'),
    onEnrolled: () => {
      session.reload()
      chain.refresh()
    },
    onBug: deps.onBug,
  })
  const scanners = createScanners({
    config: config.scanners,
    open: deps.openScanner,
    onScan: takeDeviceScan,
    onChanged: () => notices.touch('devices_changed'),
    log,
  })
  const counter: Counter = {
    clock,
    chance,
    log,
    pepper,
    books,
    session,
    chain,
    basket,
    lastSale,
    notices,
    printing,
    sync,
  }
  const router = createRouter({
    handlers: handlersOf(counter),
    notices,
    clock,
    log,
    strict,
    checkTrading: () => {
      if (stopped) throw new TillStopped()
    },
    onBug: deps.onBug,
  })

  function onStopped(reason: StopReason): void {
    stopped = reason
    notices.touch('till_changed')
    if (reason === 'disk') clock.after(0, copyJournalAway)
  }

  /** A disk that fails may soon fail altogether: what can still be read is kept twice (quality.md 3). */
  function copyJournalAway(): void {
    try {
      backUpJournal({ ...journalAt, target: `${journalAt.file}.rescue-${clock.now()}` })
      log.write('info', 'journal_copied_away')
    } catch (thrown) {
      log.write('error', 'journal_not_copied', faultFields(thrown))
    }
  }

  function takeDeviceScan(text: string): void {
    if (stopped) return
    try {
      const taken = takeScan(counter, { text })
      notices.tell({
        kind: 'scan_taken',
        outcome: taken.ok ? taken.value : null,
        refusal: taken.ok ? null : taken.refusal,
      })
    } catch (thrown) {
      log.write('error', 'scan_faulted', faultFields(thrown))
      if (!(thrown instanceof NotRecorded) && !(thrown instanceof TillStopped)) deps.onBug(thrown)
    }
  }

  function tillSlice(): TillSlice {
    const identity = session.identity()
    const rules = chain.rules()
    const isLost = !identity && !stopped && hasJournalAside(folder)
    return {
      phase: stopped ? 'stopped' : !identity ? 'not_enrolled' : chain.isLoaded() ? 'selling' : 'loading',
      loadedBps: sync.loadedBps(),
      stopped: stopped ?? (isLost ? 'journal_broken' : null),
      mode,
      store: rules && {
        number: rules.store.number,
        name: rules.store.name,
        timeZone: rules.store.timeZone,
      },
      terminalNumber: identity?.terminal.number ?? null,
      language: session.language(),
      categories: [...chain.categories()],
      appVersion: start.appVersion,
    }
  }

  function staffSlice(): StaffSlice {
    const staff = session.staff()
    return staff && { staffId: staff.staffId, name: staff.name, role: staff.role }
  }

  function devicesSlice(): DevicesSlice {
    return { scanners: scanners.views(), printer: printing.printerView() }
  }

  if (books.isOpen()) {
    session.reload()
    chain.attach(openTillReplica({ folder, key: replicaKey, now: clock.now(), log }))
    lastSale.reload()
    basket.reload()
    printing.start()
    scanners.start()
    sync.start()
  }
  log.write('info', 'till_started', {
    version: start.appVersion,
    mode,
    restarts: start.restarts,
    ...(stopped ? { reason: stopped } : {}),
  })

  return {
    connectPage: router.connectPage,
    stop: async () => {
      await Promise.all([scanners.close(), printing.close()])
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

function printerSetup({ config, openPrinter }: TillDeps): PrinterSetup | null {
  const { printer } = config
  if (!printer) return null
  const { columns, host, port } = printer
  return {
    name: `${host}:${port}`,
    encode: (receipt) => encodeReceipt(receipt, { columns }),
    open: (onState) => openPrinter({ host, port, onState }),
  }
}

function hexBytes(hex: string | undefined): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex ?? '', 'hex'))
}
