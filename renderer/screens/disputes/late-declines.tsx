import { useTranslation } from 'react-i18next'
import type { LateDecline } from '../../../contract/dispute-commands.ts'
import { useFormat, useWords } from '../../use-desk.ts'

/** What this till decided alone and head office would not have allowed: known here, with contact or without. */
export function LateDeclines({ declines }: { readonly declines: readonly LateDecline[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { refusal } = useWords()
  if (declines.length === 0) return null
  return (
    <section data-testid="late-declines" className="flex flex-col gap-2">
      <h3 className="font-semibold text-row">{t('disputes.late')}</h3>
      <p className="text-small text-soft">{t('disputes.lateTodo')}</p>
      <ul className="flex flex-col gap-2">
        {declines.map(({ code, eventId, heardAt, slipNumber }) => (
          <li
            key={eventId}
            data-testid="late-decline"
            className="flex min-h-13 items-center gap-4 rounded-till border border-line bg-raised px-4 py-2"
          >
            <span className="whitespace-nowrap text-small text-soft">
              {format.day(heardAt)} {format.time(heardAt)}
            </span>
            <span className="min-w-0 flex-1 truncate font-medium">{slipNumber ?? eventId}</span>
            <span className="text-warn">{refusal[code as keyof typeof refusal]?.says ?? code}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
