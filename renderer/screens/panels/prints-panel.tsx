import { Check, Clock, Eye, Printer, PrinterCheck, Receipt, RotateCw } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { DevicesSlice } from '../../../contract/notice.ts'
import type { PrintView } from '../../../contract/print-commands.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useFinder, useFormat, useMirror } from '../../use-desk.ts'

/** Every receipt and slip on its way to paper: how the printers are, what waits, and what somebody has to look at. */
export function PrintsPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const devices = useMirror((mirror) => mirror.devices)
  const prints = useFinder((finder) => finder.service.prints)
  const { loadPrints } = acts
  // Any change of a printer or a job comes with a new slice.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the slice is why to look again
  useEffect(() => void loadPrints(), [devices, loadPrints])
  if (!devices) return null
  return (
    <Panel title={t('prints.title')} testId="prints-panel">
      <div className="flex h-full min-h-0 flex-col gap-3">
        <Printers devices={devices} />
        <div className="grid min-h-0 flex-1 grid-cols-[3fr_2fr] gap-4">
          <ul className="flex min-h-0 flex-col gap-2 overflow-y-auto">
            {prints?.list.length === 0 ? <Empty icon={Receipt} says={t('prints.none')} /> : null}
            {(prints?.list ?? []).map((print) => (
              <PrintRow key={print.jobId} print={print} />
            ))}
          </ul>
          <Preview svg={prints?.preview?.svg ?? null} />
        </div>
      </div>
    </Panel>
  )
}

/** Both printers, and where what waits can go. */
function Printers({ devices }: { readonly devices: DevicesSlice }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const { printer, backupPrinter, prints } = devices
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2">
      <PrinterLine name={t('prints.main')} printer={printer} testId="main-printer" />
      {backupPrinter ? (
        <PrinterLine name={t('prints.backup')} printer={backupPrinter} testId="backup-printer" />
      ) : null}
      <span className="flex-1" />
      {prints.later > 0 ? (
        <>
          <span className="text-small text-soft">
            {t('prints.kept', { number: format.count(prints.later) })}
          </span>
          <Button
            tone="tint"
            icon={PrinterCheck}
            testId="prints-now"
            onPress={() => void acts.routePrints({ place: 'main', later: false })}
          >
            {t('prints.now')}
          </Button>
        </>
      ) : null}
      {prints.waiting > 0 ? (
        <>
          {backupPrinter ? (
            <Button
              tone="tint"
              icon={Printer}
              testId="prints-to-backup"
              onPress={() => void acts.routePrints({ place: 'backup', later: false })}
            >
              {t('prints.toBackup')}
            </Button>
          ) : null}
          <Button
            icon={Clock}
            testId="prints-later"
            onPress={() => void acts.routePrints({ place: 'main', later: true })}
          >
            {t('prints.later')}
          </Button>
        </>
      ) : null}
    </div>
  )
}

function PrinterLine(props: {
  readonly name: string
  readonly printer: DevicesSlice['printer']
  readonly testId: string
}) {
  const { t } = useTranslation()
  const { printer } = props
  const isWell = printer?.state === 'ready' && !printer.paperNearEnd
  const says = !printer
    ? t('printer.none')
    : printer.state === 'ready' && printer.paperNearEnd
      ? t('printer.nearEnd')
      : t(`printer.${printer.state}`)
  return (
    <p
      data-testid={props.testId}
      data-state={printer?.state ?? 'none'}
      className={`rounded-till px-3 py-2 text-small ${isWell ? 'bg-good-tint text-good' : 'bg-warn-tint text-warn'}`}
    >
      <span className="font-semibold">{props.name}</span> {printer?.name ?? ''} · {says}
    </p>
  )
}

function PrintRow({ print }: { readonly print: PrintView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const { jobId } = print
  const isDoubtful = (print.state === 'unknown' && print.note === null) || print.state === 'failed'
  const state =
    print.note === 'later'
      ? t('prints.keptState')
      : print.note === 'sent'
        ? t('prints.sentState')
        : t(`print.${print.state}`)
  return (
    <li
      data-testid="print"
      data-state={print.state}
      data-note={print.note ?? ''}
      className={`flex min-h-14 flex-wrap items-center gap-2 rounded-till border px-3 py-1.5 ${isDoubtful ? 'border-warn bg-warn-tint' : 'border-line bg-raised'}`}
    >
      <span className="w-14 font-semibold">{format.time(print.createdAt)}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{print.receiptNumber ?? t('prints.slip')}</span>
        <span className={`block truncate text-small ${isDoubtful ? 'font-semibold text-warn' : 'text-soft'}`}>
          {state}
          {print.copy > 0 ? ` · ${t('prints.copy', { number: format.count(print.copy) })}` : ''}
          {print.place === 'backup' ? ` · ${t('prints.backup')}` : ''}
          {isDoubtful ? ` · ${t('prints.ask')}` : ''}
        </span>
      </span>
      <Button
        tone="quiet"
        icon={Eye}
        label={t('prints.look')}
        testId="look-at-print"
        onPress={() => void acts.lookAtPrint(jobId)}
      />
      {isDoubtful ? (
        <span className="flex basis-full justify-end gap-2">
          <Button
            icon={Check}
            testId="on-paper"
            onPress={() => void acts.settlePrint({ jobId, onPaper: true })}
          >
            {t('prints.onPaper')}
          </Button>
          <Button
            icon={RotateCw}
            testId="print-again"
            onPress={() => void acts.settlePrint({ jobId, onPaper: false })}
          >
            {t('prints.again')}
          </Button>
        </span>
      ) : null}
    </li>
  )
}

/** The same layout the printer gets, as a picture: an image runs nothing, whatever a name in it says. */
function Preview({ svg }: { readonly svg: string | null }) {
  const { t } = useTranslation()
  return (
    <div className="min-h-0 overflow-auto rounded-till border border-line bg-raised p-3">
      {svg === null ? (
        <p className="text-soft">{t('prints.previewNone')}</p>
      ) : (
        <img
          data-testid="print-preview"
          className="w-full"
          alt={t('prints.preview')}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
        />
      )}
    </div>
  )
}
