import { Check, Nfc, Plus, ScanBarcode, Usb } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FoundDevice } from '../../../contract/device-commands.ts'
import { isSetUp } from '../../acts/device-acts.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import type { DevicesFound } from '../../store/device-found.ts'
import { useActs } from '../../use-desk.ts'

/** What is plugged in, and what is set up and away: each to be taken or left by one press. */
export function FoundList({ devices }: { readonly devices: DevicesFound }) {
  const { t } = useTranslation()
  const { found, setup } = devices
  const away: FoundDevice[] = [...setup.scanners, ...setup.cardReaders]
    .map((one) => ({ name: 'path' in one ? one.path : '', setup: one }))
    .filter((one) => !found.some((other) => isSetUp({ scanners: [other.setup], cardReaders: [] }, one)))
  const all = [...found, ...away]
  return (
    <section aria-label={t('devices.found')} className="flex min-h-0 flex-col gap-2">
      <h3 className="font-semibold">{t('devices.found')}</h3>
      {all.length === 0 ? (
        <Empty icon={Usb} says={t('devices.none')} todo={t('devices.noneTodo')} />
      ) : (
        <ul className="flex min-h-0 flex-col gap-2 overflow-y-auto">
          {all.map((device) => (
            <Row key={JSON.stringify(device.setup)} device={device} isOn={isSetUp(setup, device)} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Row({ device, isOn }: { readonly device: FoundDevice; readonly isOn: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const { kind } = device.setup
  const Icon = kind === 'pcsc' || kind === 'pn532' ? Nfc : ScanBarcode
  return (
    <li
      data-testid="found-device"
      data-on={isOn}
      className={`flex items-center gap-3 rounded-till border px-3 py-2 ${isOn ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <Icon aria-hidden="true" className="size-7 shrink-0 text-accent" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{t(`devices.kind.${kind}`)}</span>
        <span className="block truncate text-small text-soft">{device.name}</span>
      </span>
      <Button
        tone={isOn ? 'tint' : 'plain'}
        icon={isOn ? Check : Plus}
        testId="turn-device"
        onPress={() => acts.turnDevice(device)}
      >
        {t(isOn ? 'devices.used' : 'devices.use')}
      </Button>
    </li>
  )
}
