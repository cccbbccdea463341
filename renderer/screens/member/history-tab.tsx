import { Lock, Square, SquareCheckBig, Store } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import { useActs, useFormat } from '../../use-desk.ts'

const purposes = ['service', 'marketing', 'profiling'] as const

/** When they were here, and what they agreed to: each purpose can be turned at the counter. */
export function HistoryTab({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="grid grid-cols-2 gap-5">
      <section>
        <p className="mb-2 text-small text-soft">
          {t('profile.code')} <span className="font-semibold text-ink">{profile.code}</span>
        </p>
        <h3 className="font-semibold">{t('profile.visits')}</h3>
        {profile.visits.length === 0 ? <p className="text-soft">{t('profile.visitsNone')}</p> : null}
        <ul>
          {profile.visits.map((visit) => (
            <li key={visit.at} className="flex min-h-11 items-center gap-3 border-line border-b">
              <Store aria-hidden="true" className="size-5 shrink-0 text-soft" />
              <span className="flex-1">
                {format.date(visit.at)} {format.time(visit.at)}
              </span>
              <span className="text-small text-soft">
                {t('profile.visitAt', { store: visit.storeNumber })}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">{t('profile.consents')}</h3>
        {purposes.map((purpose) => (
          <ConsentSwitch key={purpose} purpose={purpose} profile={profile} />
        ))}
        <p className="text-small text-soft">{t('profile.serviceStays')}</p>
      </section>
    </div>
  )
}

function ConsentSwitch(props: {
  readonly purpose: (typeof purposes)[number]
  readonly profile: MemberProfile
}) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const { purpose, profile } = props
  const consent = profile.consents.find((one) => one.purpose === purpose)
  const given = consent?.given === true
  const Box = purpose === 'service' ? Lock : given ? SquareCheckBig : Square
  return (
    <button
      type="button"
      role="switch"
      aria-checked={given}
      disabled={purpose === 'service'}
      data-testid={`consent-${purpose}`}
      onClick={() => purpose !== 'service' && void acts.toggleConsent(purpose)}
      className={`flex min-h-14 items-center gap-3 rounded-till border-2 px-3 py-2 text-left focus-visible:-outline-offset-3 ${given ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <Box aria-hidden="true" className={`size-6 shrink-0 ${given ? 'text-accent' : 'text-soft'}`} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{t(`join.purpose.${purpose}`)}</span>
        <span className="block truncate text-small text-soft">
          {given ? t('profile.given') : t('profile.notGiven')}
          {consent
            ? ` · ${t('profile.consentAt', { date: format.date(consent.at), version: consent.version })}`
            : ''}
        </span>
      </span>
    </button>
  )
}
