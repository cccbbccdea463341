import { CircleUserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useActs, useLocal, useMirror } from '../../use-desk.ts'
import { Logo } from '../logo.tsx'
import { ClockFace } from './clock-face.tsx'
import { CardReaderBadge, DrawerBadge, PrinterBadge, ScannerBadge } from './device-badges.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { RestrictedBadge } from './restricted-badge.tsx'
import { SyncBadge } from './sync-badge.tsx'

/** Where we are, who sells, what time it is, and whether everything around the till works. */
export function TopBar() {
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 overflow-hidden bg-brand pr-2 pl-3 text-on-brand">
      <Logo className="size-7 shrink-0" />
      <span className="mr-1 ml-1 font-bold text-row tracking-tight tall:hidden">Evertill</span>
      <TillName />
      <Cashier />
      <span className="flex-1" />
      <ClockFace />
      <LanguageSwitch />
      <RestrictedBadge />
      <SyncBadge />
      <DrawerBadge />
      <PrinterBadge />
      <ScannerBadge />
      <CardReaderBadge />
    </header>
  )
}

function TillName() {
  const { t } = useTranslation()
  const local = useLocal()
  const till = useMirror((mirror) => mirror.till)
  if (!till) return null
  return (
    <span className="flex min-w-0 items-center gap-2 border-brand-soft/40 border-l pl-3 text-small">
      {till.store ? <span className="truncate">{local(till.store.name)}</span> : null}
      {till.terminalNumber ? (
        <span className="whitespace-nowrap text-brand-soft">
          {t('bar.till', { number: till.terminalNumber })}
        </span>
      ) : null}
      {till.mode === 'production' ? null : (
        <span className="whitespace-nowrap rounded-small border border-brand-soft px-1.5 text-brand-soft text-tiny">
          {t(`bar.${till.mode}`)}
        </span>
      )}
    </span>
  )
}

function Cashier() {
  const acts = useActs()
  const staff = useMirror((mirror) => mirror.staff)
  if (!staff) return null
  return (
    <button
      type="button"
      data-testid="cashier"
      onClick={() => acts.openPanel({ kind: 'staff' })}
      className="flex h-12 items-center gap-1.5 whitespace-nowrap rounded-till px-2.5 text-small focus-visible:-outline-offset-3 focus-visible:outline-on-brand"
    >
      <CircleUserRound aria-hidden="true" className="size-[18px]" />
      {staff.name}
    </button>
  )
}
