import { Dices, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { decimalText } from '../../format.ts'
import { Empty } from '../../parts/empty.tsx'
import { useFormat, useLocal } from '../../use-desk.ts'

type Lottery = NonNullable<CommandOutput<'pointsDesk'>['lottery']>

/** What can be drawn, with its published odds. The draw itself is the primary button; its result shows at once. */
export function LotteryPane({ lottery }: { readonly lottery: Lottery | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  if (!lottery)
    return <Empty icon={Dices} says={t('points.lottery.closed')} todo={t('points.lottery.closedTodo')} />
  return (
    <div data-testid="lottery" className="flex h-full min-h-0 flex-col gap-3">
      <div className="flex shrink-0 items-baseline gap-4">
        <h3 className="min-w-0 flex-1 truncate font-semibold text-head">{local(lottery.name)}</h3>
        <span className="whitespace-nowrap font-semibold text-accent text-head">
          {t('points.lottery.each', { number: format.count(lottery.points) })}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto rounded-till border border-line bg-raised px-4">
        <table className="w-full">
          <caption className="sr-only">{t('points.lottery.odds')}</caption>
          <thead>
            <tr className="h-11 text-left text-small text-soft">
              <th className="font-normal">{t('points.lottery.prize')}</th>
              <th className="text-right font-normal">
                {t('points.lottery.odds')} · {t('points.lottery.chance')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lottery.prizes.map((prize) => (
              <tr
                key={prize.name.zh}
                data-testid="prize"
                data-ppm={prize.oddsPpm}
                className="h-14 border-line border-t text-row"
              >
                <td>{local(prize.name)}</td>
                <td className="text-right font-medium">{odds(prize.oddsPpm)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="flex shrink-0 flex-wrap gap-x-6 gap-y-1 text-row">
        <span className={lottery.drawsLeftToday === 0 ? 'font-semibold text-warn' : ''}>
          {t('points.lottery.today', { number: format.count(lottery.drawsLeftToday) })}
        </span>
        <span className={lottery.ticketsLeft === 0 ? 'font-semibold text-warn' : ''}>
          {t('points.lottery.tickets', { number: format.count(lottery.ticketsLeft) })}
        </span>
      </p>
      <p className="flex shrink-0 items-center gap-2 text-small text-soft">
        <ShieldCheck aria-hidden="true" className="size-5 shrink-0" />
        {t('points.lottery.fair')}
      </p>
    </div>
  )
}

/** Parts per million as per cent, without zeros that say nothing: 1 000 is 0.1 %. */
function odds(ppm: number): string {
  return `${decimalText(ppm, 4).replace(/\.?0+$/, '')}%`
}
