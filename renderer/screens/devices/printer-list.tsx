import { Check, Plus, Printer } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PrinterSetup } from '../../../contract/config.ts'
import { isSamePrinter, printerPlaces } from '../../acts/device-acts.ts'
import { Button } from '../../parts/button.tsx'
import type { DevicesFound } from '../../store/device-found.ts'
import { useActs } from '../../use-desk.ts'

/** Paper by its characters on a line: 58 mm, and 80 mm as printers of two kinds have it. */
const papers = [32, 42, 48] as const

/** Printers that are plugged in or set up, each to be the one for receipts or the second; and the address of another. */
export function PrinterList({ devices }: { readonly devices: DevicesFound }) {
  const { t } = useTranslation()
  const acts = useActs()
  const address = useRef<HTMLInputElement>(null)
  const { printers, setup } = devices
  const set = printerPlaces.flatMap((place) => setup[place] ?? [])
  const away = set.filter((one) => !printers.some((found) => isSamePrinter(one, found.setup)))
  const all = [...printers, ...away.map((one) => ({ name: nameOf(one), setup: one }))]
  return (
    <section aria-label={t('devices.printers')} className="flex shrink-0 flex-col gap-2">
      <h3 className="font-semibold">{t('devices.printers')}</h3>
      <ul className="flex flex-col gap-2">
        {all.map((found) => (
          <Row key={nameOf(found.setup)} name={found.name} found={found.setup} devices={devices} />
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <input
          ref={address}
          aria-label={t('devices.printerHost')}
          placeholder={t('devices.printerHost')}
          data-testid="printer-host"
          className="h-12 min-w-0 flex-1 rounded-till border border-edge bg-raised px-3"
        />
        <Button
          icon={Plus}
          testId="add-printer"
          onPress={() => {
            const host = address.current?.value.trim().slice(0, 253) ?? ''
            if (host !== '') acts.choosePrinter('printer', { kind: 'tcp', host, port: 9_100, columns: 48 })
          }}
        >
          {t('devices.use')}
        </Button>
      </div>
    </section>
  )
}

function Row(props: { readonly name: string; readonly found: PrinterSetup; readonly devices: DevicesFound }) {
  const { t } = useTranslation()
  const acts = useActs()
  const { setup } = props.devices
  const place = printerPlaces.find((one) => isSamePrinter(setup[one], props.found))
  const chosen = place && setup[place]
  return (
    <li
      data-testid="found-printer"
      data-on={place ?? ''}
      className={`flex flex-wrap items-center gap-2 rounded-till border px-3 py-2 ${place ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <Printer aria-hidden="true" className="size-7 shrink-0 text-accent" />
      <span className="w-[calc(100%-3rem)] truncate font-medium">{props.name}</span>
      {printerPlaces.map((one) => (
        <Button
          key={one}
          tone={one === place ? 'tint' : 'plain'}
          icon={one === place ? Check : Plus}
          testId={`use-as-${one}`}
          onPress={() => acts.choosePrinter(one, chosen ?? props.found)}
        >
          {t(one === 'printer' ? 'prints.main' : 'prints.backup')}
        </Button>
      ))}
      {place && chosen ? (
        <span className="flex basis-full flex-wrap items-center gap-2 whitespace-nowrap">
          {papers.map((columns) => (
            <Button
              key={columns}
              tone={columns === chosen.columns ? 'tint' : 'plain'}
              testId={`paper-${columns}`}
              onPress={() => acts.setPaper(place, columns)}
            >
              {t(`devices.paper.c${columns}`)}
            </Button>
          ))}
          {place === 'backupPrinter' ? (
            <Button icon={Printer} testId="test-backup" onPress={() => void acts.printTestPage('backup')}>
              {t('devices.testPage')}
            </Button>
          ) : null}
        </span>
      ) : null}
    </li>
  )
}

function nameOf(printer: PrinterSetup): string {
  return printer.kind === 'tcp' ? `${printer.host}:${printer.port}` : printer.path
}
