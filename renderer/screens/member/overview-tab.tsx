import {
  AlarmClock,
  Award,
  BadgePercent,
  Crown,
  HeartHandshake,
  Hourglass,
  Shield,
  Tag,
  Target,
  Undo2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import { fullBps } from '../../../domain/money.ts'
import { Mark } from '../../parts/mark.tsx'
import { useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { TierProgress } from '../sale/tier-progress.tsx'
import { Box } from './boxes.tsx'

/** In one glance: what they have, where they stand, what to do for them. */
export function OverviewTab({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { points, value } = profile
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-3 gap-3">
        <Box
          word={t('profile.spendable')}
          figure={format.count(points.spendable)}
          testId="profile-points"
          accent
        >
          <p className={points.expiringSoon > 0 ? 'text-warn' : ''}>
            {t('member.expiring', { days: points.expiringSoonDays })} {format.count(points.expiringSoon)}
          </p>
        </Box>
        <Box word={t('member.growth')} figure={format.count(profile.growth)} testId="profile-growth">
          <TierProgress nextTier={profile.nextTier} wide />
        </Box>
        <Box
          word={t('profile.value')}
          figure={value ? format.money(value.principal + value.gift) : '–'}
          testId="profile-value"
        >
          <p className="truncate">
            {value
              ? t('profile.valueParts', {
                  principal: format.money(value.principal),
                  gift: format.money(value.gift),
                })
              : t('profile.valueNone')}
          </p>
        </Box>
      </div>
      <Lifecycle profile={profile} />
      <Marks profile={profile} />
    </div>
  )
}

/** What to say to this customer today. */
function Lifecycle({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  return (
    <div
      data-testid="profile-lifecycle"
      data-lifecycle={profile.lifecycle}
      className="flex items-center gap-4 rounded-till bg-tint px-4 py-3 text-on-tint"
    >
      <HeartHandshake aria-hidden="true" className="size-7 shrink-0" />
      <p className="min-w-0 flex-1">
        <span className="block text-small">
          {t('profile.lifecycleLabel')} <b>{t(`profile.lifecycle.${profile.lifecycle}`)}</b>
          {profile.valueClass ? (
            <>
              {' · '}
              {t('profile.valueClassLabel')} <b>{t(`profile.valueClass.${profile.valueClass}`)}</b>
            </>
          ) : null}
        </span>
        <span className="block font-medium">
          {t('profile.suggested', { action: t(`profile.action.${profile.lifecycle}`) })}
        </span>
      </p>
    </div>
  )
}

/** Everything that is so and takes no action, each with its symbol and word. */
function Marks({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const { challenge } = profile
  const pays =
    profile.payBps < fullBps
      ? t('profile.pays', { rate: t('best.discount', { rate: format.discount(profile.payBps) }) })
      : t('profile.fullPrice')
  return (
    <div data-testid="profile-marks" className="flex flex-wrap gap-2">
      <Mark icon={BadgePercent} tone="good" word={pays} />
      <Mark
        icon={BadgePercent}
        tone="good"
        word={t('profile.earns', { rate: format.times(profile.earnBps) })}
      />
      {profile.returnDays === null ? null : (
        <Mark
          icon={Undo2}
          tone="good"
          word={t('profile.returnDays', { days: format.count(profile.returnDays) })}
        />
      )}
      {profile.presaleHours === null ? null : (
        <Mark
          icon={AlarmClock}
          tone="good"
          word={t('profile.presale', { hours: format.count(profile.presaleHours) })}
        />
      )}
      <PlanMark profile={profile} />
      {profile.lifetime ? <Mark icon={Crown} tone="calm" word={t('profile.lifetime')} /> : null}
      {profile.graceUntil === null ? null : (
        <Mark
          icon={Hourglass}
          tone="warn"
          word={t('profile.grace', { date: format.date(profile.graceUntil) })}
        />
      )}
      {profile.protectionCards > 0 ? (
        <Mark
          icon={Shield}
          tone="calm"
          word={t('profile.protection', { number: format.count(profile.protectionCards) })}
        />
      ) : null}
      {challenge ? (
        <Mark
          icon={Target}
          tone="limit"
          word={t('profile.challenge', {
            name: local(challenge.name),
            spent: format.money(challenge.spent),
            spend: format.money(challenge.spend),
            date: format.day(challenge.until),
          })}
        />
      ) : null}
      {profile.badges.map((badge) => (
        <Mark
          key={badge.name.zh}
          icon={Award}
          tone="calm"
          word={t('profile.badge', { name: local(badge.name), date: format.day(badge.until) })}
        />
      ))}
      {profile.tags.map((tag) => (
        <Mark key={tag} icon={Tag} tone="plain" word={tag} />
      ))}
    </div>
  )
}

/** The paid membership, also one bought in this very basket. */
function PlanMark({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const fresh = useMirror((mirror) => mirror.basket?.member?.plan ?? null)
  const plan = profile.plan ?? fresh
  if (!plan) return null
  const { until } = plan
  const name = local(plan.name)
  return (
    <Mark
      icon={Crown}
      tone="limit"
      word={
        until === null
          ? t('profile.planNew', { name })
          : t('profile.planUntil', { name, date: format.date(until) })
      }
    />
  )
}
