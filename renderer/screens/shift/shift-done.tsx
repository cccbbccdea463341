import { useTranslation } from 'react-i18next'
import type { ClosedShift } from '../../../contract/shift-commands.ts'
import { subtractMoney } from '../../../domain/money.ts'
import { DoneWords } from '../../parts/done-words.tsx'
import type { ShiftDone } from '../../store/shift-entry.ts'
import { useFormat } from '../../use-desk.ts'

/** What was just done at the drawer. */
export function ShiftDoneWords({ done }: { readonly done: ShiftDone }) {
  const { t } = useTranslation()
  const format = useFormat()
  switch (done.kind) {
    case 'closed':
      return <Closed shift={done.shift} />
    case 'moved':
      return (
        <DoneWords
          title={t(`shift.kinds.${done.way}`)}
          testId="cash-moved"
          main={format.money(done.amount)}
          slip={done.slipNumber}
        >
          <p className="text-row text-soft">{t('shift.moved')}</p>
        </DoneWords>
      )
    case 'drawer':
      return (
        <DoneWords
          title={t(`shift.pulse.${done.pulse}`)}
          testId="drawer-done"
          main=""
          slip={null}
          calm={done.pulse !== 'sent'}
        >
          {done.pulse === 'sent' ? null : (
            <p className="max-w-lg text-row text-soft">{t(`shift.pulseTodo.${done.pulse}`)}</p>
          )}
        </DoneWords>
      )
  }
}

function Closed({ shift }: { readonly shift: ClosedShift }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counted, difference, expected, left, slipNumber } = shift
  const rows = [
    [t('shift.expected'), expected],
    [t('shift.counted'), counted],
    [t('shift.left'), left],
    [t('shift.handIn'), subtractMoney(counted, left)],
  ] as const
  return (
    <DoneWords
      title={t('shift.closed')}
      testId="shift-closed"
      main={difference === 0 ? t('shift.even') : format.money(difference)}
      slip={slipNumber}
      calm={difference !== 0}
    >
      <dl className="min-w-72 text-row">
        {rows.map(([name, amount]) => (
          <div key={name} className="flex justify-between gap-8 py-1">
            <dt className="text-soft">{name}</dt>
            <dd className="font-medium">{format.money(amount)}</dd>
          </div>
        ))}
      </dl>
    </DoneWords>
  )
}
