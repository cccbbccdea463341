import { useTranslation } from 'react-i18next'
import { money, noMoney } from '../../../domain/money.ts'
import { countFields, countOf } from '../../store/shift-entry.ts'
import { amountOf } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { Note, ShiftKeys } from './shift-parts.tsx'

/** What was found in the drawer: its sum, or how many of each note and coin. What should be there is not shown. */
export function CountPane() {
  const { t } = useTranslation()
  const format = useFormat()
  const shift = useEntry((entry) => entry.service.shift)
  const float = useMirror((mirror) => mirror.shift?.open?.float ?? noMoney)
  const explains = useFinder((finder) => finder.service.shift.explains)
  const count = countOf(shift, float)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-h-0 flex-col gap-2">
        <p className="text-small text-soft">{t('shift.countTodo')}</p>
        <ul className="grid min-h-0 flex-1 grid-cols-2 content-start gap-2 overflow-y-auto">
          {countFields.map((field, row) => (
            <CountField key={field} field={field} row={row} />
          ))}
        </ul>
        {explains ? <Note label={t('shift.countNote')} /> : null}
        <p className="flex items-baseline justify-between border-line border-t pt-2">
          <span className="text-row">{t('shift.counted')}</span>
          <b data-testid="shift-counted" className="font-bold text-accent text-sum">
            {count ? format.money(count.counted) : '–'}
          </b>
        </p>
        <p className="flex items-baseline justify-between text-soft">
          <span>{t('shift.left')}</span>
          <span data-testid="shift-left">{count ? format.money(count.left) : '–'}</span>
        </p>
      </div>
      <ShiftKeys />
    </div>
  )
}

function CountField({ field, row }: { readonly field: string; readonly row: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const text = useEntry((entry) => entry.service.shift.counts[field] ?? '')
  const chosen = useEntry((entry) => entry.row === row)
  const byAmount = field === 'sum' || field === 'left'
  const said = byAmount ? format.money(amountOf(text)) : `× ${text}`
  return (
    <li className={byAmount ? 'col-span-2' : ''}>
      <button
        type="button"
        ref={(node) => {
          if (chosen) node?.scrollIntoView({ block: 'nearest' })
        }}
        data-testid={`count-${field}`}
        aria-pressed={chosen}
        onClick={() => acts.chooseRow(row)}
        className={`flex h-12 w-full items-center justify-between gap-2 rounded-till border-2 px-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <span className="text-soft">
          {byAmount ? t(field === 'sum' ? 'shift.sum' : 'shift.left') : format.money(money(Number(field)))}
        </span>
        <b className="font-semibold">{text === '' ? '–' : said}</b>
      </button>
    </li>
  )
}
