import { CalendarClock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import { useFormat } from '../../use-desk.ts'
import { Box } from './boxes.tsx'

/** Points to the last one: to spend, to come, owed, of the family, and when which end. */
export function PointsTab({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { points } = profile
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4">
      <div className="grid auto-rows-min grid-cols-2 gap-3">
        <Box word={t('profile.spendable')} figure={format.count(points.spendable)} accent />
        <Box word={t('profile.pending')} figure={format.count(points.pending)} testId="profile-pending" />
        <Box
          word={t('member.expiring', { days: points.expiringSoonDays })}
          figure={format.count(points.expiringSoon)}
        />
        {points.debt > 0 ? (
          <Box word={t('profile.debt')} figure={format.count(-points.debt)} testId="profile-debt" />
        ) : null}
        {points.family === null ? null : (
          <Box word={t('profile.family')} figure={format.count(points.family)} testId="profile-family" />
        )}
      </div>
      <section>
        <h3 className="mb-2 font-semibold">{t('profile.ends')}</h3>
        {points.ends.length === 0 ? <p className="text-soft">{t('profile.endsNone')}</p> : null}
        <ul>
          {points.ends.map((end) => (
            <li key={end.at} className="flex min-h-12 items-center gap-3 border-line border-b">
              <CalendarClock aria-hidden="true" className="size-5 shrink-0 text-soft" />
              {t('profile.endsAt', { date: format.date(end.at), number: format.count(end.points) })}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
