import {
  BadgeCheck,
  Banknote,
  ChartColumn,
  Dices,
  Gift,
  HandHeart,
  type LucideIcon,
  PackageOpen,
  Scale,
  Send,
  ShieldCheck,
  WalletCards,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Panel } from '../../parts/panel.tsx'
import { type ServiceName, serviceNames } from '../../store/service-entry.ts'
import { useActs } from '../../use-desk.ts'

const icons: Readonly<Record<ServiceName, LucideIcon>> = {
  verify: BadgeCheck,
  gifts: Gift,
  lottery: Dices,
  donation: HandHeart,
  transfer: Send,
  value: WalletCards,
  return: PackageOpen,
  report: ChartColumn,
  lease: ShieldCheck,
  disputes: Scale,
  shift: Banknote,
}

/** What else is done at a counter, each with its number. */
export function ServicesPanel() {
  const { t } = useTranslation()
  return (
    <Panel title={t('services.title')} testId="services-panel">
      <div className="flex h-full flex-col gap-3">
        <ul className="grid min-h-0 flex-1 auto-rows-fr grid-cols-2 gap-3">
          {serviceNames.map((name, index) => (
            <Service
              key={name}
              name={name}
              cap={name === 'shift' ? keyCaps.shift : String((index + 1) % 10)}
            />
          ))}
        </ul>
        <p className="text-center text-small text-soft">{t('services.hint')}</p>
      </div>
    </Panel>
  )
}

function Service({ name, cap }: { readonly name: ServiceName; readonly cap: string }) {
  const { t } = useTranslation()
  const acts = useActs()
  const Icon = icons[name]
  return (
    <li className="grid">
      <button
        type="button"
        data-testid={`service-${name}`}
        onClick={() => acts.openService(name)}
        className="flex min-h-16 items-center gap-4 rounded-till border border-line bg-raised px-5 text-left active:bg-tint"
      >
        <Icon aria-hidden="true" className="size-9 shrink-0 text-accent" strokeWidth={1.7} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold text-row">{t(`services.name.${name}`)}</span>
          <span className="block text-small text-soft">{t(`services.about.${name}`)}</span>
        </span>
        <kbd className="flex h-8 min-w-8 shrink-0 items-center justify-center rounded-small border border-edge/60 px-1 font-sans text-soft">
          {cap}
        </kbd>
      </button>
    </li>
  )
}
