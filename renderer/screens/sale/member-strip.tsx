import {
  Cake,
  ChevronRight,
  CloudUpload,
  Crown,
  ScanFace,
  ShieldCheck,
  TriangleAlert,
  UserMinus,
} from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { isSecondProof } from '../../../domain/proof.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { Mark } from '../../parts/mark.tsx'
import { TierBadge } from '../../parts/tier-badge.tsx'
import type { MemberView } from '../../parts/views.ts'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { TierProgress } from './tier-progress.tsx'

/** One line about who is being served; opened it becomes the profile card. Who leaves without buying is let go here. */
export function MemberStrip() {
  const { t } = useTranslation()
  const acts = useActs()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  const empty = useMirror((mirror) => (mirror.basket?.lines.length ?? 0) === 0)
  return (
    <div className="flex h-15 shrink-0 items-center rounded-till border border-line bg-paper">
      <button
        type="button"
        data-testid="member-strip"
        aria-label={member ? t('member.open') : t('member.noneHint')}
        onClick={acts.openMember}
        className="flex h-full min-w-0 flex-1 items-center gap-2.5 rounded-till px-4 text-left active:bg-sunk"
      >
        {member ? <MemberLine member={member} /> : <NoMember />}
        <KeyCap cap={keyCaps.member} />
        <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-soft" />
      </button>
      {member && empty ? (
        <Button
          tone="quiet"
          icon={UserMinus}
          testId="leave-member"
          label={t('member.remove')}
          onPress={() => void acts.detachMember()}
        />
      ) : null}
    </div>
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
  const marks = useMarks(member)
  return (
    <>
      <TierBadge tone={member.tier.tone} name={local(member.tier.name)} />
      <span className="whitespace-nowrap font-semibold text-row">{member.maskedName}</span>
      <span className={`whitespace-nowrap text-soft ${marks.length > 1 ? 'hidden wide:inline' : ''}`}>
        {member.maskedPhone}
      </span>
      {member.birthdayToday ? (
        <Cake aria-label={t('member.birthday')} className="size-6 shrink-0 text-limit" />
      ) : null}
      <span className="flex min-w-0 items-center gap-1.5 overflow-hidden">{marks}</span>
      <span className="min-w-0 flex-1" />
      <span className={`min-w-0 ${marks.length > 2 ? 'hidden wide:block' : ''}`}>
        <TierProgress nextTier={member.nextTier} />
      </span>
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

/** What is out of the ordinary about this member, in the order it matters. */
function useMarks(member: MemberView): readonly ReactElement[] {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const owed = t('member.debt', { number: format.count(member.debt) })
  return [
    ...(member.debt > 0
      ? [<Mark key="debt" icon={TriangleAlert} tone="warn" testId="member-debt" word={owed} />]
      : []),
    ...(member.provisional
      ? [
          <Mark
            key="provisional"
            icon={CloudUpload}
            tone="warn"
            testId="member-provisional"
            word={t('member.provisional')}
            title={t('member.provisionalMeaning')}
          />,
        ]
      : []),
    ...(isSecondProof(member.proof)
      ? [
          <Mark
            key="proven"
            icon={ShieldCheck}
            tone="good"
            testId="member-proven"
            word={t('member.proven')}
          />,
        ]
      : []),
    ...(member.plan
      ? [<Mark key="plan" icon={Crown} tone="limit" testId="member-plan" word={local(member.plan.name)} />]
      : []),
  ]
}
