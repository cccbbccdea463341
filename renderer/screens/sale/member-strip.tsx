import { Cake, ChevronRight, ScanFace } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import { TierBadge } from '../../parts/tier-badge.tsx'
import type { MemberView } from '../../parts/views.ts'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'

/** One line about who is being served; opened it becomes the profile card. */
export function MemberStrip() {
  const { t } = useTranslation()
  const acts = useActs()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  return (
    <button
      type="button"
      data-testid="member-strip"
      aria-label={member ? t('member.open') : t('member.noneHint')}
      onClick={() => acts.openPanel(member ? { kind: 'member' } : { kind: 'code', of: 'member' })}
      className="flex h-15 w-full shrink-0 items-center gap-3 rounded-till border border-line bg-paper px-4 text-left active:bg-sunk"
    >
      {member ? <MemberLine member={member} /> : <NoMember />}
      <KeyCap cap={keyCaps.member} />
      <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-soft" />
    </button>
  )
}

function NoMember() {
  const { t } = useTranslation()
  return (
    <>
      <ScanFace aria-hidden="true" className="size-7 shrink-0 text-soft" strokeWidth={1.6} />
      <span className="font-medium">{t('member.none')}</span>
      <span className="flex-1 truncate text-soft">{t('member.noneHint')}</span>
    </>
  )
}

function MemberLine({ member }: { readonly member: MemberView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <>
      <TierBadge tone={member.tier.tone} name={local(member.tier.name)} />
      <span className="whitespace-nowrap font-semibold text-row">{member.maskedName}</span>
      <span className="whitespace-nowrap text-soft">{member.maskedPhone}</span>
      {member.birthdayToday ? (
        <Cake aria-label={t('member.birthday')} className="size-6 shrink-0 text-limit" />
      ) : null}
      {member.status === 'active' ? null : (
        <span className="whitespace-nowrap rounded-small bg-stop-tint px-2 font-semibold text-small text-stop">
          {t(`member.status.${member.status}`)}
        </span>
      )}
      <span className="min-w-0 flex-1" />
      <TierProgress member={member} />
      <span
        data-testid="member-points"
        data-points={member.points}
        className="whitespace-nowrap font-semibold text-accent text-row"
      >
        {t('member.pointsValue', { number: format.count(member.points) })}
      </span>
    </>
  )
}

/** The way to the next tier, as far as the line has room. */
export function TierProgress({
  member,
  wide = false,
}: {
  readonly member: MemberView
  readonly wide?: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  if (!member.nextTier) return <span className="text-small text-soft">{t('member.top')}</span>
  return (
    <span className={`flex min-w-0 items-center gap-2 text-small text-soft ${wide ? 'w-full' : ''}`}>
      <span className={`h-2 overflow-hidden rounded-round bg-sunk ${wide ? 'flex-1' : 'w-16 wide:w-28'}`}>
        <span
          className="block h-full rounded-round bg-accent"
          style={{ width: `${member.nextTier.doneBps / 100}%` }}
        />
      </span>
      <span className="truncate whitespace-nowrap">
        {t('member.toNext', {
          number: format.count(member.nextTier.missing),
          tier: local(member.nextTier.name),
        })}
      </span>
    </span>
  )
}
