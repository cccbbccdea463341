import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocal } from '../use-desk.ts'
import type { MemberView } from './views.ts'

/** Why a member is not served like others, and what to do: said before anything is scanned. */
export function MemberStatusBand({
  member,
}: {
  readonly member: Pick<MemberView, 'status' | 'statusReason'>
}) {
  const { t } = useTranslation()
  const local = useLocal()
  if (member.status === 'active') return null
  return (
    <div
      role="status"
      data-testid="member-status"
      data-status={member.status}
      className="flex shrink-0 items-center gap-3 rounded-till border-2 border-stop bg-stop-tint px-4 py-2"
    >
      <ShieldAlert aria-hidden="true" className="size-7 shrink-0 text-stop" />
      <p className="min-w-0">
        <span className="font-semibold text-stop">
          {t(`member.status.${member.status}`)}
          {member.statusReason ? ` · ${local(member.statusReason)}` : ''}
        </span>{' '}
        <span className="text-small">{t(`member.statusTodo.${member.status}`)}</span>
      </p>
    </div>
  )
}
