import { ShoppingBasket, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { TopBar } from '../../parts/bar/top-bar.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { useActs, useEntry, useFormat, useMirror } from '../../use-desk.ts'
import { StepUpPanel } from '../panels/step-up-panel.tsx'
import { CoreLostVeil } from '../sale/core-lost-veil.tsx'
import { FloatingMessage } from '../sale/floating-message.tsx'
import { PrimaryButton } from '../sale/primary-button.tsx'
import { VerifyBand } from './verify-band.tsx'
import { VerifyDesk } from './verify-desk.tsx'
import { VerifySide } from './verify-side.tsx'

/**
 * 核销: coupons without goods. One band over the whole width answers before anything is read; what it says stands
 * under it, what was redeemed today beside it.
 */
export function VerifyScreen() {
  const panel = useEntry((entry) => entry.panel)
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <main
        data-testid="verify-screen"
        className="relative grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(480px,38%)] grid-rows-[auto_minmax(0,1fr)_72px] gap-2 p-2 tall:grid-cols-1 tall:grid-rows-[auto_minmax(0,3fr)_minmax(0,2fr)_72px_72px]"
      >
        <div className="col-span-full">
          <VerifyBand />
        </div>
        <div className="relative min-h-0">
          {panel.kind === 'step_up' ? <StepUpPanel ask={panel.ask} /> : <VerifyDesk />}
          <FloatingMessage />
        </div>
        <VerifySide />
        <Foot />
        <div className="grid">
          <PrimaryButton />
        </div>
        <CoreLostVeil />
      </main>
    </div>
  )
}

/** The way back to selling; a basket that waits there is told with its sum. */
function Foot() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const lines = useMirror((mirror) => mirror.basket?.lines)
  const toPay = useMirror((mirror) => mirror.basket?.toPay ?? 0)
  const items = lines?.reduce((sum, line) => sum + (line.unit === 'piece' ? line.amount : 1), 0) ?? 0
  return (
    <nav className="flex gap-2">
      <button
        type="button"
        data-testid="to-sale"
        onClick={acts.leaveVerify}
        className="flex h-[72px] items-center gap-3 rounded-till border border-line bg-paper px-6 font-medium text-row active:bg-sunk"
      >
        <Undo2 aria-hidden="true" className="size-6" />
        {t('services.toSale')}
        <KeyCap cap={keyCaps.back} />
      </button>
      {items === 0 ? null : (
        <span className="flex h-[72px] min-w-0 flex-1 items-center gap-3 rounded-till border border-line bg-paper px-5">
          <ShoppingBasket aria-hidden="true" className="size-6 shrink-0 text-soft" />
          <span className="truncate text-soft">{t('services.basket', { number: format.count(items) })}</span>
          <span className="ml-auto whitespace-nowrap text-soft">{t('totals.toPay')}</span>
          <span
            data-testid="to-pay"
            data-fen={toPay}
            className="whitespace-nowrap font-bold text-accent text-sum"
          >
            {format.money(toPay)}
          </span>
        </span>
      )}
    </nav>
  )
}
