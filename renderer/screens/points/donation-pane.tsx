import { HandHeart } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { money } from '../../../domain/money.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'

type Donation = NonNullable<CommandOutput<'pointsDesk'>['donation']>

const quickYuan = [1, 2, 5, 10] as const

/** Points for a project: which, and how many by one press or by figure. */
export function DonationPane({ donation }: { readonly donation: Donation | null }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const row = useEntry((entry) => entry.row)
  if (!donation)
    return (
      <Empty icon={HandHeart} says={t('points.donation.closed')} todo={t('points.donation.closedTodo')} />
    )
  const { pointsPerYuan } = donation
  return (
    <div
      data-testid="donation"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]"
    >
      <div className="flex min-h-0 flex-col gap-2 overflow-y-auto">
        <p className="text-small text-soft">
          {t('points.donation.project')} ·{' '}
          {t('points.donation.rate', { number: format.count(pointsPerYuan) })}
        </p>
        {donation.projects.map((project, index) => (
          <button
            key={project.projectId}
            type="button"
            data-testid="project"
            data-project={project.projectId}
            aria-pressed={index === row}
            onClick={() => acts.chooseProject(index)}
            className={`flex min-h-14 shrink-0 items-center gap-3 rounded-till border-2 px-4 text-left font-medium text-row ${index === row ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
          >
            <HandHeart aria-hidden="true" className="size-6 shrink-0 text-accent" />
            {local(project.name)}
          </button>
        ))}
        <Wish pointsPerYuan={pointsPerYuan} />
        <div className="grid grid-cols-2 gap-2">
          {quickYuan.map((yuan) => (
            <Button
              key={yuan}
              tone="tint"
              testId="quick-points"
              className="h-14"
              onPress={() => acts.setWish(yuan * pointsPerYuan)}
            >
              {t('points.cost', { number: format.count(yuan * pointsPerYuan) })}
            </Button>
          ))}
        </div>
      </div>
      <Keypad onDigit={acts.typePointsKey} onErase={acts.erasePointsKey} />
    </div>
  )
}

function Wish({ pointsPerYuan }: { readonly pointsPerYuan: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const wish = useEntry((entry) => entry.service.points.wish)
  // Only whole yuan are given on; the core refuses what is between them.
  const whole = Number(wish || '0')
  const fen = money(((whole - (whole % pointsPerYuan)) / pointsPerYuan) * 100)
  return (
    <p
      data-testid="wish"
      data-points={whole}
      className="flex h-18 shrink-0 items-center gap-3 rounded-till border-2 border-accent bg-raised px-4"
    >
      <span className="text-soft">{t('points.donation.howMany')}</span>
      <span className="ml-auto font-semibold text-sum">{format.count(whole)}</span>
      <span className="whitespace-nowrap text-soft">
        {t('points.donation.worth', { amount: format.money(fen) })}
      </span>
    </p>
  )
}
