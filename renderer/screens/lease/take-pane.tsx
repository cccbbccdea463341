import { ScanFace, ShieldCheck, WalletCards } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Leasable } from '../../../contract/lease-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Empty } from '../../parts/empty.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { leaseHours } from '../../store/service-entry.ts'
import type { AmountKey } from '../../tender-entry.ts'
import { useActs, useEntry, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { leaseIcons } from './lease-icons.ts'

/** What of the customer can be set aside: which, how much, and for how long. */
export function TakePane(props: { readonly leasable: readonly Leasable[]; readonly online: boolean }) {
  const { t } = useTranslation()
  const { leasable, online } = props
  const served = useMirror((mirror) => (mirror.basket?.member ?? null) !== null)
  const row = useEntry((entry) => entry.row)
  const chosen = leasable[row] ?? null
  if (!served && leasable.length === 0)
    return <Empty icon={ScanFace} says={t('services.noMember')} todo={t('lease.emptyTodo')} />
  if (leasable.length === 0)
    return <Empty icon={WalletCards} says={t('lease.empty')} todo={t('lease.emptyTodo')} />
  return (
    <div
      className={
        online
          ? 'grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]'
          : 'grid h-full min-h-0'
      }
    >
      <div className="flex min-h-0 flex-col gap-3">
        <p className="flex items-center gap-2 text-small text-soft">
          <ShieldCheck aria-hidden="true" className="size-5 shrink-0 text-calm" />
          {t('lease.about')}
        </p>
        <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
          {leasable.map((one, index) => (
            <Row key={`${one.kind} ${one.subjectId}`} of={one} index={index} chosen={index === row} />
          ))}
        </ul>
      </div>
      {online ? <HowMuch of={chosen} /> : null}
    </div>
  )
}

function Row(props: { readonly of: Leasable; readonly index: number; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const { of, index, chosen } = props
  const Icon = leaseIcons[of.kind]
  const open = of.open === 'yes'
  const number = of.kind === 'value' ? format.money(of.most) : format.count(of.most)
  return (
    <li>
      <button
        type="button"
        ref={(node) => {
          if (chosen) node?.scrollIntoView({ block: 'nearest' })
        }}
        data-testid="leasable"
        data-kind={of.kind}
        data-open={of.open}
        onClick={() => acts.chooseLeasable(index)}
        className={`flex min-h-16 w-full items-center gap-3 rounded-till border-2 px-4 py-2 text-left focus-visible:-outline-offset-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <Icon aria-hidden="true" className={`size-7 shrink-0 ${open ? 'text-accent' : 'text-soft'}`} />
        <span className="min-w-0 flex-1">
          <span className={`block truncate font-semibold text-row ${open ? '' : 'text-soft'}`}>
            {of.name
              ? local(of.name)
              : of.card
                ? t('lease.card', { card: of.card })
                : t(`lease.kind.${of.kind}`)}
          </span>
          <span className="block text-small text-soft">{t(`lease.most.${of.kind}`, { number })}</span>
        </span>
        {open ? null : (
          <span className="whitespace-nowrap rounded-small bg-counter px-2 py-1 text-small">
            {t(`lease.open.${of.open}`)}
          </span>
        )}
      </button>
    </li>
  )
}

function HowMuch({ of }: { readonly of: Leasable | null }) {
  const { t } = useTranslation()
  const acts = useActs()
  const hours = useEntry((entry) => entry.service.lease.hours)
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <p className="flex items-center justify-between text-small text-soft">
        {t('lease.howLong')}
        <KeyCap cap={keyCaps.times} />
      </p>
      <div className="grid grid-cols-3 gap-2">
        {leaseHours.map((one) => (
          <button
            key={one}
            type="button"
            data-testid={`lease-hours-${one}`}
            aria-pressed={one === hours}
            onClick={() => acts.setLeaseHours(one)}
            className={`min-h-12 rounded-till border-2 font-medium ${one === hours ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
          >
            {t('lease.hours', { number: one })}
          </button>
        ))}
      </div>
      {of && of.kind !== 'coupon' ? <Wish of={of} /> : null}
      {of?.kind === 'coupon' ? (
        <p className="rounded-till bg-counter px-4 py-3 text-row">{t('lease.howMuch.coupon')}</p>
      ) : (
        <Keypad
          onDigit={(digit) => acts.typeLeaseKey(digit as AmountKey)}
          onErase={() => acts.typeLeaseKey('back')}
          {...(of?.kind === 'value'
            ? { extra: { word: '.', testId: 'keypad-point', onPress: () => acts.typeLeaseKey('.') } }
            : { extra: { word: t('lease.all'), testId: 'lease-all', onPress: acts.takeMost } })}
        />
      )}
    </div>
  )
}

function Wish({ of }: { readonly of: Leasable }) {
  const { t } = useTranslation()
  const wish = useEntry((entry) => entry.service.lease.wish)
  return (
    <p
      data-testid="lease-wish"
      data-wish={wish}
      className="flex h-14 shrink-0 items-center gap-3 rounded-till border-2 border-accent bg-raised px-4"
    >
      <span className="text-small text-soft">{t(`lease.howMuch.${of.kind}`)}</span>
      <span className="ml-auto font-semibold text-sum">{wish === '' ? '0' : wish}</span>
    </p>
  )
}
