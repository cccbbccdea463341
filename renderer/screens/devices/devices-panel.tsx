import { CircleCheck, Lock, Printer, RefreshCw, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { mayDo } from '../../../domain/staff.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useFinder, useMirror } from '../../use-desk.ts'
import { FoundList } from './found-list.tsx'
import { HeardList } from './heard-list.tsx'
import { PrinterList } from './printer-list.tsx'

/** What is plugged in, what it sends, and what is kept: for store IT, in minutes. */
export function DevicesPanel() {
  const { t } = useTranslation()
  const role = useMirror((mirror) => mirror.staff?.role ?? null)
  const may = role !== null && mayDo(role, 'set_devices')
  return (
    <Panel title={t('devices.title')} testId="devices-panel">
      {may ? <Setup /> : <Empty icon={Lock} says={t('devices.refused')} todo={t('devices.refusedTodo')} />}
    </Panel>
  )
}

function Setup() {
  const { t } = useTranslation()
  const devices = useFinder((finder) => finder.service.devices)
  if (!devices) return <Skeleton />
  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <p className="shrink-0 text-soft">{t('devices.intro')}</p>
      <div className="grid min-h-0 flex-1 grid-cols-2 gap-4">
        <div className="flex min-h-0 flex-col gap-3 overflow-y-auto">
          <div className="shrink-0">
            <FoundList devices={devices} />
          </div>
          <PrinterList devices={devices} />
        </div>
        <HeardList heard={devices.heard} />
      </div>
      {devices.saved ? <Done says={t('devices.saved')} testId="devices-saved" /> : null}
      {devices.printed ? <Done says={t(`devices.printed.${devices.printed}`)} testId="test-page" /> : null}
      <Tools />
    </div>
  )
}

function Tools() {
  const { t } = useTranslation()
  const acts = useActs()
  const file = useRef<HTMLInputElement>(null)
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2">
      <Button icon={RefreshCw} testId="devices-again" onPress={() => void acts.findDevices()}>
        {t('devices.again')}
      </Button>
      <Button icon={Printer} testId="devices-print" onPress={() => void acts.printTestPage('main')}>
        {t('devices.testPage')}
      </Button>
      <Button icon={Upload} testId="devices-import" onPress={() => file.current?.click()}>
        {t('devices.file')}
      </Button>
      <span className="min-w-0 flex-1 text-small text-soft">{t('devices.fileTodo')}</span>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label={t('devices.file')}
        data-testid="devices-file"
        className="hidden"
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          // The same file again is another import.
          event.target.value = ''
          if (chosen) void chosen.text().then(acts.importDevices)
        }}
      />
    </div>
  )
}

function Done({ says, testId }: { readonly says: string; readonly testId: string }) {
  return (
    <p
      role="status"
      data-testid={testId}
      className="flex shrink-0 items-center gap-3 rounded-till bg-good-tint px-4 py-2 text-good"
    >
      <CircleCheck aria-hidden="true" className="size-6 shrink-0" />
      {says}
    </p>
  )
}

function Skeleton() {
  return (
    <div className="grid animate-late grid-cols-2 gap-4">
      {['a', 'b', 'c', 'd'].map((place) => (
        <div key={place} className="h-20 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
