import { History, LifeBuoy, Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RedemptionView, VerifiedCoupon } from '../../../contract/verify-commands.ts'
import { Button } from '../../parts/button.tsx'
import { Caution } from '../../parts/caution.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { redeemableOf, type SaidNo, verifyStage } from '../../store/service-found.ts'
import { faultText, refusalText } from '../../text/refusal-text.ts'
import { useActs, useFinder, useFormat, useLocal, useWords } from '../../use-desk.ts'
import { UndoButton } from './undo-button.tsx'
import { VerifyDetails } from './verify-details.tsx'
import { VerifyUses } from './verify-uses.tsx'

/** Under the band: keys for a code, then what the coupon is and what can be done with it. */
export function VerifyDesk() {
  const verify = useFinder((finder) => finder.service.verify)
  const stage = verifyStage(verify)
  return (
    <section className="h-full min-h-0 rounded-till border border-line bg-paper p-4">
      {stage === 'ask' ? <CodeKeys /> : null}
      {stage === 'looking' ? <Skeleton /> : null}
      {stage === 'done' && verify.done ? <Done done={verify.done} /> : null}
      {stage === 'shown' && verify.coupon ? <Shown coupon={verify.coupon} /> : null}
      {stage === 'shown' && !verify.coupon && verify.no ? <NotShown no={verify.no} /> : null}
    </section>
  )
}

function CodeKeys() {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_288px] gap-4 wide:grid-cols-[minmax(0,1fr)_380px]">
      <div className="flex flex-col justify-center gap-2 px-4 text-soft">
        <p className="text-ink text-row">{t('verify.scan')}</p>
        <p>{t('verify.hint')}</p>
      </div>
      <Keypad
        onDigit={acts.typeVerifyKey}
        onErase={acts.eraseVerifyKey}
        extra={{ word: 'C', testId: 'keypad-c', onPress: () => acts.typeVerifyKey('C') }}
      />
    </div>
  )
}

function Shown({ coupon }: { readonly coupon: VerifiedCoupon }) {
  const { t } = useTranslation()
  const acts = useActs()
  const ready = useFinder((finder) => redeemableOf(finder.service.verify) !== null)
  const picks = ready && !coupon.forGoods && coupon.usesLeft > 1
  // Exchange and cash coupons go alone or beside goods, as the customer likes.
  const either = ready && !coupon.forGoods && (coupon.kind === 'exchange' || coupon.kind === 'cash_voucher')
  return (
    <div
      className={`grid h-full min-h-0 gap-4 ${picks ? 'grid-cols-[minmax(0,1fr)_288px] wide:grid-cols-[minmax(0,1fr)_380px]' : 'grid-cols-1'}`}
    >
      <div className="flex min-h-0 flex-col gap-3">
        <div className="min-h-0 flex-1 overflow-y-auto">
          <VerifyDetails coupon={coupon} />
        </div>
        <div className="flex shrink-0 gap-2">
          <Button icon={History} testId="show-history" onPress={acts.showHistory}>
            {t('verify.showHistory')}
          </Button>
          {either ? (
            <Button testId="into-basket" onPress={acts.couponIntoBasket}>
              {t('verify.intoBasket')}
            </Button>
          ) : null}
          {ready ? (
            <Button testId="next-code" onPress={acts.nextCode}>
              {t('verify.next')}
            </Button>
          ) : null}
        </div>
      </div>
      {picks ? <VerifyUses left={coupon.usesLeft} /> : null}
    </div>
  )
}

/** Nothing is known of the code: only what to do. */
function NotShown({ no }: { readonly no: SaidNo }) {
  const words = useWords()
  const format = useFormat()
  const { todo } = 'fault' in no ? faultText(words, no.fault) : refusalText(words, no.refusal, format)
  return <Empty icon={LifeBuoy} says={todo} />
}

function Done({ done }: { readonly done: RedemptionView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <div
      data-testid="verify-done"
      className="flex h-full flex-col items-center justify-center gap-3 text-center"
    >
      <p className="font-semibold text-sum">{local(done.name)}</p>
      <p className="text-head">{t('verify.leftAfter', { number: format.count(done.usesLeft) })}</p>
      <p className="flex items-center gap-2 text-row text-soft">
        <Printer aria-hidden="true" className="size-6" />
        <span data-testid="slip-number" data-slip={done.slipNumber}>
          {t('services.slip', { number: done.slipNumber })}
        </span>
        · {format.time(done.at)}
      </p>
      <Caution kinds={done.warnings} />
      <UndoButton of={done} />
    </div>
  )
}

function Skeleton() {
  return (
    <div className="flex animate-late flex-col gap-3">
      <div className="h-10 w-2/3 rounded-till bg-sunk" />
      <div className="h-24 rounded-till bg-sunk" />
      <div className="h-24 rounded-till bg-sunk" />
    </div>
  )
}
