import { Check, type LucideIcon, RotateCcw, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RedemptionView, VerifiedCoupon } from '../../../contract/verify-commands.ts'
import { toRefusal } from '../../bridge.ts'
import { ModeMark } from '../../parts/mode-mark.tsx'
import { type SaidNo, verifyStage } from '../../store/service-found.ts'
import { faultText, refusalText } from '../../text/refusal-text.ts'
import { useEntry, useFinder, useFormat, useWords } from '../../use-desk.ts'
import { VerifyField } from './verify-field.tsx'

const grounds = {
  good: 'bg-good text-paper',
  calm: 'bg-calm text-paper',
  warn: 'bg-warn text-paper',
  stop: 'bg-stop text-paper',
} as const

/** Who decided it gives the redeemed band its colour (sync.md 7). */
const markTone: Readonly<Record<RedemptionView['mark'], keyof typeof grounds>> = {
  H: 'good',
  S: 'calm',
  L: 'calm',
  O: 'warn',
  'O*': 'warn',
}

/** The answer, readable from two metres: symbol, word and colour. Before it, the place for the code. */
export function VerifyBand() {
  const { t } = useTranslation()
  const verify = useFinder((finder) => finder.service.verify)
  const proving = useEntry((entry) => entry.panel.kind === 'step_up')
  const stage = verifyStage(verify)
  // A second proof is asked for under it, which says so itself and needs the room.
  if (proving) return null
  if (stage === 'ask') return <VerifyField />
  if (stage === 'looking') {
    return (
      <div
        data-testid="verify-band"
        data-state="looking"
        className="flex h-36 items-center justify-center rounded-till border border-line bg-paper wide:h-44"
      >
        <span className="animate-late font-semibold text-soft text-sum">{t('verify.looking')}</span>
      </div>
    )
  }
  if (verify.no) return <NoBand no={verify.no} />
  if (verify.done) return <DoneBand done={verify.done} />
  return verify.coupon ? <CouponBand coupon={verify.coupon} /> : null
}

function CouponBand({ coupon }: { readonly coupon: VerifiedCoupon }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (coupon.refusal) return <NoBand no={{ refusal: toRefusal(coupon.refusal) }} />
  if (coupon.forGoods) {
    return (
      <Band
        state="goods"
        tone="good"
        icon={Check}
        word={t('verify.okGoods')}
        says={t('verify.okGoodsTodo')}
      />
    )
  }
  const many = coupon.usesLeft > 1
  return (
    <Band
      state="valid"
      tone="good"
      icon={Check}
      word={t('verify.ok')}
      says={many ? t('verify.usesTodo', { number: format.count(coupon.usesLeft) }) : t('verify.okTodo')}
    />
  )
}

function NoBand({ no }: { readonly no: SaidNo }) {
  const { t } = useTranslation()
  const words = useWords()
  const format = useFormat()
  if ('fault' in no) {
    const { says, todo } = faultText(words, no.fault)
    return (
      <Band
        state="fault"
        tone="warn"
        icon={TriangleAlert}
        code={no.fault}
        word={t('verify.faulted')}
        says={says}
        todo={todo}
      />
    )
  }
  const { says, todo } = refusalText(words, no.refusal, format)
  return (
    <Band
      state="refused"
      tone="stop"
      icon={X}
      code={no.refusal.code}
      word={t('verify.refused')}
      says={says}
      todo={todo}
    />
  )
}

function DoneBand({ done }: { readonly done: RedemptionView }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (done.undone) {
    return (
      <Band
        state="undone"
        tone="calm"
        icon={RotateCcw}
        word={t('verify.undone')}
        says={t('verify.undoneTodo')}
      />
    )
  }
  if (done.declinedLater) {
    return (
      <Band
        state="declined_later"
        tone="stop"
        icon={TriangleAlert}
        word={t('verify.declinedLater')}
        says={t('verify.declinedLaterTodo')}
        mark={<ModeMark mark={done.mark} large />}
      />
    )
  }
  const word = done.uses > 1 ? t('verify.doneUses', { number: format.count(done.uses) }) : t('verify.done')
  return (
    <Band
      state="done"
      tone={markTone[done.mark]}
      icon={Check}
      word={word}
      says={t(`verify.markMeaning.${done.mark}`)}
      mark={<ModeMark mark={done.mark} large />}
    />
  )
}

function Band(props: {
  readonly state: string
  readonly tone: keyof typeof grounds
  readonly icon: LucideIcon
  readonly word: string
  readonly says: string
  readonly todo?: string
  readonly code?: string
  readonly mark?: ReactNode
}) {
  const { icon: Icon } = props
  return (
    <div
      role="status"
      data-testid="verify-band"
      data-state={props.state}
      data-code={props.code}
      className={`flex h-36 items-center gap-6 rounded-till px-8 wide:h-44 ${grounds[props.tone]}`}
    >
      <Icon aria-hidden="true" className="size-24 shrink-0" strokeWidth={3} />
      <span className="whitespace-nowrap font-bold text-pay">{props.word}</span>
      <span className="min-w-0 flex-1 border-current/40 border-l pl-6">
        <span className="block font-semibold text-head">{props.says}</span>
        {props.todo ? <span className="block text-row">{props.todo}</span> : null}
      </span>
      {props.mark}
    </div>
  )
}
