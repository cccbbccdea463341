import type { i18n } from 'i18next'
import { Heart } from 'lucide-react'
import { type ReactNode, StrictMode, useEffect, useMemo } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { CustomerView } from '../../contract/customer-view.ts'
import { createFormat } from '../format.ts'
import { Logo } from '../parts/logo.tsx'
import { TierBadge } from '../parts/tier-badge.tsx'
import { FormatContext, useFormat, useLocal } from '../use-desk.ts'
import { type Shown, thanksMs } from './shown.ts'

/** The customer's screen: a welcome, the basket as it grows, thanks with the change. Read from two metres away. */
export function CustomerDisplay(props: { readonly shown: StoreApi<Shown>; readonly translator: i18n }) {
  const { shown, translator } = props
  const { view, thanks } = useStore(shown)
  const language = view?.language ?? 'zh'
  const timeZone = view?.store?.timeZone
  const format = useMemo(() => createFormat(language, timeZone), [language, timeZone])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    translator.changeLanguage(language).catch(() => undefined)
  }, [language, translator])
  useEffect(() => {
    if (!thanks) return
    const over = setTimeout(() => shown.setState({ thanks: null }), thanksMs)
    return () => clearTimeout(over)
  }, [shown, thanks])
  return (
    <StrictMode>
      <I18nextProvider i18n={translator}>
        <FormatContext value={format}>{view ? <Shop view={view} thanks={thanks} /> : null}</FormatContext>
      </I18nextProvider>
    </StrictMode>
  )
}

function Shop({ view, thanks }: { readonly view: CustomerView; readonly thanks: CustomerView['last'] }) {
  const { t } = useTranslation()
  const local = useLocal()
  const state =
    view.state === 'closed' ? 'closed' : view.lines.length > 0 ? 'basket' : thanks ? 'thanks' : 'welcome'
  return (
    <main data-testid="customer" data-state={state} className="flex h-full flex-col bg-counter">
      <header className="flex h-16 shrink-0 items-center gap-3 bg-brand px-6 text-on-brand">
        <Logo className="size-9 shrink-0" />
        <span className="truncate font-semibold text-head">
          {view.store ? local(view.store.name) : 'Evertill'}
        </span>
        {view.training ? (
          <span className="ml-auto rounded-small border-2 border-brand-soft px-3 font-semibold text-row">
            {t('customer.training')}
          </span>
        ) : null}
      </header>
      {state === 'basket' ? <Basket view={view} /> : null}
      {state === 'thanks' && thanks ? <Thanks last={thanks} /> : null}
      {state === 'welcome' ? <Welcome view={view} /> : null}
      {state === 'closed' ? <Middle title={t('customer.closed')}>{null}</Middle> : null}
    </main>
  )
}

function Middle(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-6 p-8 text-center">
      <p className="font-semibold text-pay text-accent">{props.title}</p>
      {props.children}
    </div>
  )
}

function Welcome({ view }: { readonly view: CustomerView }) {
  const { t } = useTranslation()
  const local = useLocal()
  return (
    <Middle title={t('customer.welcome')}>
      <Member member={view.member} />
      <ul className="flex flex-wrap justify-center gap-3">
        {view.campaigns.slice(0, 4).map((name) => (
          <li key={name.zh} className="rounded-till bg-limit-tint px-5 py-2 text-limit text-row">
            {local(name)}
          </li>
        ))}
      </ul>
    </Middle>
  )
}

function Thanks({ last }: { readonly last: NonNullable<CustomerView['last']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Middle title={t('customer.thanks')}>
      <Heart aria-hidden="true" className="size-16 text-accent" />
      <p className="text-head">{t('customer.paid', { amount: format.money(last.paid) })}</p>
      {last.change > 0 ? (
        <p data-testid="customer-change" className="font-semibold text-read">
          {t('customer.change', { amount: format.money(last.change) })}
        </p>
      ) : null}
      {last.earned > 0 ? (
        <p className="text-good text-head">{t('customer.earned', { points: format.count(last.earned) })}</p>
      ) : null}
    </Middle>
  )
}

function Basket({ view }: { readonly view: CustomerView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { burned, earns, lines, member, savings, subtotal, toPay } = view
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(320px,36%)] gap-4 p-4 tall:grid-cols-1 tall:grid-rows-[minmax(0,1fr)_auto]">
      <Lines lines={lines} />
      <section className="flex flex-col gap-4 rounded-till bg-paper p-6">
        <Member member={member} />
        <dl className="flex flex-col gap-2 text-row">
          <Figure word={t('customer.subtotal')} figure={format.money(subtotal)} />
          {savings > 0 ? (
            <Figure
              testId="customer-savings"
              word={t('customer.savings')}
              figure={format.money(-savings)}
              good
            />
          ) : null}
          {burned.points > 0 ? (
            <Figure
              word={t('customer.burned', { points: format.count(burned.points) })}
              figure={format.money(-burned.amount)}
              good
            />
          ) : null}
        </dl>
        <span className="flex-1" />
        <p className="text-head text-soft">{t('customer.toPay')}</p>
        <p
          data-testid="customer-to-pay"
          data-fen={toPay}
          className="font-bold text-accent text-read tracking-tight"
        >
          {format.money(toPay)}
        </p>
        {earns > 0 ? (
          <p data-testid="customer-earns" className="text-good text-row">
            {t('customer.earns', { points: format.count(earns) })}
          </p>
        ) : null}
      </section>
    </div>
  )
}

/** The newest line stays in sight. */
function Lines({ lines }: { readonly lines: CustomerView['lines'] }) {
  const count = lines.length
  const local = useLocal()
  const format = useFormat()
  return (
    <ul className="min-h-0 overflow-hidden rounded-till bg-paper px-6 py-2">
      {lines.map((line, index) => (
        <li
          key={line.lineId}
          ref={(node) => {
            if (index === count - 1) node?.scrollIntoView({ block: 'nearest' })
          }}
          data-testid="customer-line"
          className="flex items-baseline gap-4 border-line border-b py-3 text-head"
        >
          <span className="min-w-16 whitespace-nowrap font-semibold text-accent">
            {line.unit === 'gram' ? format.weight(line.amount) : `${format.count(line.amount)} ×`}
          </span>
          <span className="line-clamp-2 min-w-0 flex-1">{local(line.name)}</span>
          {line.net < line.gross ? (
            <s className="whitespace-nowrap text-row text-soft">{format.amount(line.gross)}</s>
          ) : null}
          <span className="whitespace-nowrap font-medium">{format.amount(line.net)}</span>
        </li>
      ))}
    </ul>
  )
}

function Member({ member }: { readonly member: CustomerView['member'] }) {
  const { t } = useTranslation()
  const local = useLocal()
  const format = useFormat()
  if (!member) return null
  return (
    <p data-testid="customer-member" className="flex flex-wrap items-center gap-3 text-head">
      <span className="font-semibold">{member.maskedName}</span>
      <TierBadge tone={member.tier.tone} name={local(member.tier.name)} />
      <span className="text-soft">{t('customer.points', { points: format.count(member.points) })}</span>
    </p>
  )
}

function Figure(props: {
  readonly word: string
  readonly figure: string
  readonly good?: boolean
  readonly testId?: string
}) {
  return (
    <div className={`flex justify-between gap-4 ${props.good ? 'text-good' : ''}`}>
      <dt>{props.word}</dt>
      <dd data-testid={props.testId} className="whitespace-nowrap font-medium">
        {props.figure}
      </dd>
    </div>
  )
}
