import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../parts/empty.tsx'
import { useActs, useEntry, useFinder, useFormat } from '../../use-desk.ts'

/** The shifts closed at this till, newest first, each with its report to be printed again. */
export function PastPane() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const row = useEntry((entry) => entry.row)
  const past = useFinder((finder) => finder.service.shift.past)
  if (!past) return <div className="h-48 animate-late rounded-till bg-sunk" />
  if (past.length === 0) return <Empty icon={History} says={t('shift.past')} />
  return (
    <ul className="flex h-full flex-col gap-2 overflow-y-auto">
      {past.map((shift, index) => (
        <li key={shift.shiftId}>
          <button
            type="button"
            data-testid="past-shift"
            onClick={() => acts.chooseRow(index)}
            className={`flex min-h-14 w-full items-center gap-3 rounded-till border-2 px-4 py-2 text-left ${index === row ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
          >
            <span className="min-w-0 flex-1 truncate">
              {format.day(shift.openedAt)} {format.time(shift.openedAt)} – {format.time(shift.closedAt)}
            </span>
            <span className="whitespace-nowrap">{format.money(shift.counted)}</span>
            <span className={`whitespace-nowrap ${shift.difference === 0 ? 'text-good' : 'text-warn'}`}>
              {shift.difference === 0 ? t('shift.even') : format.money(shift.difference)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
