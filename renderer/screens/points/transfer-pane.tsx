import { Send, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { bps } from '../../../domain/money.ts'
import { points } from '../../../domain/points.ts'
import { transferFee } from '../../../domain/transfer.ts'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFormat } from '../../use-desk.ts'

type Desk = CommandOutput<'pointsDesk'>
type Transfer = NonNullable<Desk['transfer']>

/** Points to another member, with the fee told before. Only head office can move them. */
export function TransferPane({
  transfer,
  open,
  online,
}: {
  readonly transfer: Transfer | null
  readonly open: Desk['openTransfer']
  readonly online: boolean
}) {
  const { t } = useTranslation()
  const acts = useActs()
  const { to, wish, field } = useEntry((entry) => entry.service.points)
  if (open && online) return <OpenTransfer open={open} />
  if (!transfer)
    return <Empty icon={Send} says={t('points.transfer.closed')} todo={t('points.transfer.closedTodo')} />
  if (!online)
    return (
      <Empty icon={WifiOff} says={t('points.transfer.offline')} todo={t('points.transfer.offlineTodo')} />
    )
  return (
    <div
      data-testid="transfer"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]"
    >
      <div className="flex min-w-0 flex-col gap-3">
        <Field
          label={t('points.transfer.to')}
          testId="transfer-to"
          value={to}
          active={field === 'to'}
          lengthMax={40}
          onFocus={() => acts.focusTransfer('to')}
          onType={acts.typeReceiver}
        />
        <Field
          label={t('points.transfer.points')}
          testId="transfer-points"
          value={wish}
          active={field === 'wish'}
          digits
          onFocus={() => acts.focusTransfer('wish')}
          onType={acts.typeWish}
        />
        <Figures transfer={transfer} wish={Number(wish || '0')} />
      </div>
      <Keypad onDigit={acts.typePointsKey} onErase={acts.erasePointsKey} />
    </div>
  )
}

/** What was sent and not answered, as it is asked for again. */
function OpenTransfer({ open }: { readonly open: NonNullable<Desk['openTransfer']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div data-testid="open-transfer" className="flex flex-col gap-2 rounded-till bg-limit-tint px-4 py-3">
      <p className="font-semibold text-head">
        {t('points.transfer.open', { number: format.count(open.points) })}
      </p>
      <p className="text-row">
        {open.to === null ? t('points.transfer.openPhone') : t('points.transfer.openTo', { code: open.to })}
      </p>
      <p className="text-soft">{t('points.transfer.openTodo')}</p>
    </div>
  )
}

function Figures({ transfer, wish }: { readonly transfer: Transfer; readonly wish: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { max, feeBps } = transfer
  const fee = transferFee(points(wish), { feeBps: bps(feeBps) })
  return (
    <div className="flex flex-col gap-1 rounded-till bg-counter px-4 py-3">
      <p className="text-small text-soft">
        {t('points.transfer.max', { number: format.count(max) })} ·{' '}
        {t('points.transfer.fee', { rate: format.times(feeBps * 100) })}
      </p>
      <p data-testid="transfer-fee" data-fee={fee} className="text-row">
        {t('points.transfer.feePoints', { number: format.count(fee) })}
      </p>
      <p className="font-semibold text-head">
        {t('points.transfer.received', { number: format.count(wish - fee) })}
      </p>
    </div>
  )
}
