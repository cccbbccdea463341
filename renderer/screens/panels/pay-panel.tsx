import { HardDrive, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Keypad } from '../../parts/keypad.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useFormat, useMirror, useProgress } from '../../use-desk.ts'
import { PointsControl } from './points-control.tsx'
import { ProofMark } from './proof-mark.tsx'
import { QuickAmounts } from './quick-amounts.tsx'
import { TenderList } from './tender-list.tsx'

/** How it is paid: tenders, a keypad that never moves, and the amounts a customer is likely to hand over. */
export function PayPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const toPay = useMirror((mirror) => mirror.basket?.toPay ?? 0)
  return (
    <Panel
      title={t('pay.title')}
      testId="pay-panel"
      aside={
        <>
          <ProofMark />
          <span className="font-semibold text-head text-accent">{format.money(toPay)}</span>
        </>
      }
    >
      <div className="flex h-full flex-col gap-4">
        <SavingBand />
        <SlowBand />
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_auto_minmax(140px,176px)] gap-4">
          <div className="flex min-h-0 flex-col gap-2">
            <TenderList />
            <PointsControl />
          </div>
          <div className="w-[264px] wide:w-[340px]">
            <Keypad
              onDigit={(digit) => acts.typeTender(digit as '0')}
              onErase={() => acts.typeTender('back')}
              extra={{ word: '.', testId: 'keypad-point', onPress: () => acts.typeTender('.') }}
            />
          </div>
          <QuickAmounts />
        </div>
      </div>
    </Panel>
  )
}

/** The disk takes its time: what is waited for, and that waiting is all there is to do (quality.md 3). */
function SavingBand() {
  const { t } = useTranslation()
  const long = useProgress((progress) => progress.commit?.state === 'saving_long')
  if (!long) return null
  return (
    <div
      role="status"
      data-testid="payment-saving"
      className="flex items-center gap-4 rounded-till border-2 border-line bg-sunk px-4 py-2"
    >
      <HardDrive aria-hidden="true" className="size-8 shrink-0" />
      <div>
        <p className="font-semibold text-row">{t('pay.savingLong')}</p>
        <p>{t('pay.savingLongTodo')}</p>
      </div>
    </div>
  )
}

/** The core has not answered in time: nobody may be charged twice, and asking again is safe. */
function SlowBand() {
  const { t } = useTranslation()
  const slow = useProgress((progress) => progress.commit?.state === 'slow')
  if (!slow) return null
  return (
    <div
      role="alert"
      data-testid="payment-slow"
      className="flex items-center gap-4 rounded-till border-2 border-warn bg-warn-tint px-4 py-2 text-warn"
    >
      <TriangleAlert aria-hidden="true" className="size-8 shrink-0" />
      <div>
        <p className="font-semibold text-row">{t('pay.slow')}</p>
        <p className="text-ink">{t('pay.slowTodo')}</p>
      </div>
    </div>
  )
}
