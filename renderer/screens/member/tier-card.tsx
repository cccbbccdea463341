import { Cake, Eye, EyeOff, Gem, Pencil } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import { Button } from '../../parts/button.tsx'
import { metalOf } from '../../parts/tier-badge.tsx'
import type { MemberView } from '../../parts/views.ts'
import { useActs, useFinder, useFormat, useLocal } from '../../use-desk.ts'

/** The member's card in the metal of its tier; the name in clear only while it may be seen. */
export function TierCard(props: { readonly member: MemberView; readonly profile: MemberProfile | null }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const { member, profile } = props
  const shown = useFinder((finder) => finder.revealed)
  const revealed = shown?.memberId === member.memberId ? shown : null
  return (
    <div className={`flex shrink-0 items-center gap-4 rounded-till px-5 py-3 ${metalOf(member.tier.tone)}`}>
      <Gem aria-hidden="true" className="size-11 shrink-0" strokeWidth={1.3} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-3">
          <span data-testid="profile-name" className="truncate font-semibold text-head">
            {revealed ? revealed.name : member.maskedName}
          </span>
          {member.birthdayToday || profile?.birthday === 'week' ? (
            <span className="flex items-center gap-1 whitespace-nowrap text-small">
              <Cake aria-hidden="true" className="size-5" />
              {member.birthdayToday ? t('member.birthday') : t('member.birthdayWeek')}
            </span>
          ) : null}
        </p>
        <p data-testid="profile-phone" className="truncate">
          {revealed ? revealed.phone : member.maskedPhone}
          {revealed ? <span className="block truncate text-small">{t('profile.revealed')}</span> : null}
        </p>
      </div>
      {profile?.canCorrect ? (
        <Button icon={Pencil} testId="correct-member" className="shrink-0" onPress={acts.openCorrect}>
          <span className="text-small">{t('profile.correct')}</span>
        </Button>
      ) : null}
      {profile?.canReveal ? <RevealButton revealed={revealed !== null} /> : null}
      <div className="text-right">
        <p className="whitespace-nowrap font-semibold text-row">{local(member.tier.name)}</p>
        <p className="whitespace-nowrap text-small">{local(member.tier.honorific)}</p>
        <p className="whitespace-nowrap text-small">
          {t('member.since', { date: format.date(member.memberSince) })}
        </p>
      </div>
    </div>
  )
}

function RevealButton({ revealed }: { readonly revealed: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <Button
      icon={revealed ? EyeOff : Eye}
      testId="reveal-member"
      className="shrink-0"
      onPress={revealed ? acts.hideRevealed : acts.reveal}
    >
      <span className="text-small">{revealed ? t('profile.hide') : t('profile.reveal')}</span>
    </Button>
  )
}
