import { Banknote, Keyboard, Nfc, Printer, PrinterCheck, ScanBarcode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DevicesSlice } from '../../../contract/notice.ts'
import { scannerStateOf } from '../../store/mirror.ts'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'
import { Badge, type BadgeTone } from './badge.tsx'

type PrinterState = NonNullable<DevicesSlice['printer']>['state']

const printerTones: Readonly<Record<PrinterState, BadgeTone>> = {
  ready: 'good',
  unknown: 'none',
  unreachable: 'warn',
  paper_out: 'stop',
  cover_open: 'stop',
  faulted: 'stop',
}

/** How the printer is and what waits for it or for a person; pressed, it shows each receipt. */
export function PrinterBadge() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const devices = useMirror((mirror) => mirror.devices)
  if (!devices) return null
  const { printer, prints } = devices
  if (printer === null) {
    return (
      <Badge icon={Printer} tone="none" testId="printer-badge" state="none" onPress={acts.openPrints}>
        {t('printer.none')}
      </Badge>
    )
  }
  const paperLow = printer.state === 'ready' && printer.paperNearEnd
  return (
    <Badge
      icon={printer.state === 'ready' && !paperLow ? PrinterCheck : Printer}
      tone={
        paperLow || (printer.state === 'ready' && prints.doubtful > 0) ? 'warn' : printerTones[printer.state]
      }
      testId="printer-badge"
      state={printer.state}
      waiting={prints.waiting}
      onPress={acts.openPrints}
    >
      <span>
        {paperLow
          ? t('printer.nearEnd')
          : printer.state === 'ready'
            ? t('printer.label')
            : t(`printer.${printer.state}`)}
      </span>
      {prints.waiting > 0 ? (
        <span>{t('printer.waiting', { number: format.count(prints.waiting) })}</span>
      ) : null}
      {prints.doubtful > 0 ? (
        <span>{t('printer.doubtful', { number: format.count(prints.doubtful) })}</span>
      ) : null}
    </Badge>
  )
}

/** Quiet while the customer is given change; once the next goods are in the basket it says that it was left open. */
export function DrawerBadge() {
  const { t } = useTranslation()
  const isOpen = useMirror((mirror) => mirror.devices?.printer?.drawer === 'open')
  const isSelling = useMirror((mirror) => (mirror.basket?.lines.length ?? 0) > 0)
  if (!isOpen) return null
  return (
    <Badge
      icon={Banknote}
      tone={isSelling ? 'warn' : 'none'}
      testId="drawer-badge"
      state={isSelling ? 'left' : 'open'}
    >
      {t(isSelling ? 'shift.drawerLeft' : 'shift.drawerIsOpen')}
    </Badge>
  )
}

const readerTones: Readonly<Record<DevicesSlice['scanners'][number]['state'] | 'partly', BadgeTone>> = {
  ready: 'good',
  partly: 'warn',
  absent: 'warn',
  faulted: 'stop',
}

export function ScannerBadge() {
  const { t } = useTranslation()
  const state = useMirror(scannerStateOf)
  if (state === null) return null
  if (state === 'keyboard') {
    return (
      <Badge icon={Keyboard} tone="good" testId="scanner-badge" state="keyboard">
        {t('scanner.keyboard')}
      </Badge>
    )
  }
  return (
    <Badge icon={ScanBarcode} tone={readerTones[state]} testId="scanner-badge" state={state}>
      {t(`scanner.${state}`)}
    </Badge>
  )
}

/** Only tills with a reader for cards have this badge; of several, the first that is not ready speaks. */
export function CardReaderBadge() {
  const { t } = useTranslation()
  const state = useMirror(({ devices }) => {
    const states = devices?.cardReaders.map((reader) => reader.state) ?? []
    return states.find((one) => one !== 'ready') ?? states[0] ?? null
  })
  if (state === null) return null
  return (
    <Badge icon={Nfc} tone={readerTones[state]} testId="card-reader-badge" state={state}>
      {t(`cardReader.${state}`)}
    </Badge>
  )
}
