import { useTranslation } from 'react-i18next'
import {
  type CashReason,
  cashMoveKinds,
  cashReasons,
  drawerReasons,
  needsNote,
} from '../../../domain/shift.ts'
import { amountOf } from '../../tender-entry.ts'
import { useActs, useEntry, useFormat } from '../../use-desk.ts'
import { Choices, Note, ShiftKeys } from './shift-parts.tsx'

/** Cash in or out that is no sale's: which way, why, and how much. */
export function MovePane() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const { amount, kind, reason } = useEntry((entry) => entry.service.shift)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto">
        <Choices
          of={cashMoveKinds}
          chosen={kind}
          label={t('shift.tabs.move')}
          testId="cash-way"
          says={(way) => t(`shift.kinds.${way}`)}
          onChoose={acts.chooseMove}
        />
        <Choices
          of={cashReasons[kind] as readonly CashReason[]}
          chosen={reason}
          label={t('back.reason')}
          testId="cash-reason"
          says={(why) => t(`shift.reasons.${why}`)}
          onChoose={acts.chooseCashReason}
        />
        <Note label={t(reason !== null && needsNote(reason) ? 'shift.noteNeeded' : 'shift.note')} />
        <p className="text-small text-soft">{t('shift.amount')}</p>
        <p data-testid="cash-amount" className="font-bold text-accent text-pay">
          {format.money(amountOf(amount))}
        </p>
      </div>
      <ShiftKeys />
    </div>
  )
}

/** The drawer without a sale: why, and a supervisor where the role asks for one. */
export function DrawerPane() {
  const { t } = useTranslation()
  const acts = useActs()
  const why = useEntry((entry) => entry.service.shift.why)
  return (
    <div className="flex h-full flex-col gap-3">
      <p className="text-soft">{t('shift.drawerTodo')}</p>
      <Choices
        of={drawerReasons}
        chosen={why}
        label={t('back.reason')}
        testId="drawer-reason"
        says={(reason) => t(`shift.why.${reason}`)}
        onChoose={acts.chooseDrawerReason}
      />
      <Note label={t('shift.note')} />
    </div>
  )
}
