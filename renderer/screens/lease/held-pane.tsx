import { ShieldCheck, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { HeldLease } from '../../../contract/lease-commands.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'
import { leaseIcons } from './lease-icons.ts'

/** Every lease of this till: whose, what is left, until when, and the way back. */
export function HeldPane(props: { readonly held: readonly HeldLease[]; readonly online: boolean }) {
  const { t } = useTranslation()
  const row = useEntry((entry) => entry.row)
  if (props.held.length === 0)
    return <Empty icon={ShieldCheck} says={t('lease.heldEmpty')} todo={t('lease.heldEmptyTodo')} />
  return (
    <ul className="flex h-full flex-col gap-2 overflow-y-auto">
      {props.held.map((lease, index) => (
        <Row key={lease.leaseId} lease={lease} index={index} chosen={index === row} online={props.online} />
      ))}
    </ul>
  )
}

const tones: Readonly<Record<HeldLease['state'], string>> = {
  held: 'bg-calm-tint text-calm',
  expired: 'bg-counter text-soft',
  returning: 'bg-warn-tint text-warn',
}

function Row(props: {
  readonly lease: HeldLease
  readonly index: number
  readonly chosen: boolean
  readonly online: boolean
}) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const { lease, index, chosen, online } = props
  const { card, expiresAt, granted, kind, left, memberName, name, state } = lease
  const Icon = leaseIcons[kind]
  const shown = (amount: number) => (kind === 'value' ? format.money(amount) : format.count(amount))
  const what = name ? local(name) : card ? t('lease.card', { card }) : t(`lease.kind.${kind}`)
  return (
    <li
      ref={(node) => {
        if (chosen) node?.scrollIntoView({ block: 'nearest' })
      }}
      data-testid="held-lease"
      data-kind={kind}
      data-left={left}
      data-state={state}
      className={`flex min-h-16 items-center gap-3 rounded-till border-2 px-4 py-2 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <button
        type="button"
        onClick={() => acts.chooseRow(index)}
        className="flex min-h-12 min-w-0 flex-1 items-center gap-3 text-left"
      >
        <Icon aria-hidden="true" className="size-7 shrink-0 text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold text-row">
            {what}
            {memberName === null ? '' : ` · ${memberName}`}
          </span>
          <span className="flex items-center gap-2 text-small text-soft">
            <span className={`whitespace-nowrap rounded-small px-2 text-small ${tones[state]}`}>
              {t(`lease.state.${state}`)}
            </span>
            {t('lease.until', { time: `${format.day(expiresAt)} ${format.time(expiresAt)}` })}
          </span>
        </span>
        <span className="whitespace-nowrap font-semibold text-row">
          {t(`lease.left.${kind}`, { left: shown(left), granted: shown(granted) })}
        </span>
      </button>
      <Button
        icon={Undo2}
        testId="return-lease"
        disabled={!online || state === 'returning'}
        onPress={() => acts.returnLease(lease)}
      >
        {t('lease.giveBack')}
      </Button>
    </li>
  )
}
