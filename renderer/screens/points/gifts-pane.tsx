import { CircleCheck, CircleSlash, Gift as GiftIcon, PackagePlus, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { GiftView } from '../../../contract/points-commands.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Mark } from '../../parts/mark.tsx'
import { useActs, useEntry, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { StockForm } from './stock-form.tsx'

/** What this store exchanges for points, and why not, where it does not. */
export function GiftsPane({
  gifts,
  canMoveStock,
}: {
  readonly gifts: readonly GiftView[]
  readonly canMoveStock: boolean
}) {
  const { t } = useTranslation()
  const row = useEntry((entry) => entry.row)
  const confirms = useEntry((entry) => entry.service.points.confirms)
  const stocking = useEntry((entry) => entry.service.points.stocking)
  const chosen = gifts[row]
  if (gifts.length === 0)
    return <Empty icon={GiftIcon} says={t('points.gifts.empty')} todo={t('points.gifts.emptyTodo')} />
  if (confirms && chosen) return <Confirm gift={chosen} />
  if (stocking !== null && chosen) return <StockForm gift={chosen} way={stocking} />
  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      {canMoveStock && chosen?.stock != null ? <StockButton gift={chosen} /> : null}
      <ul className="grid min-h-0 flex-1 grid-cols-2 content-start gap-3 overflow-y-auto wide:grid-cols-3">
        {gifts.map((gift, index) => (
          <Gift key={gift.giftId} gift={gift} index={index} chosen={index === row} />
        ))}
      </ul>
    </div>
  )
}

/** For whoever may: the stock of the chosen gift is put right. */
function StockButton({ gift }: { readonly gift: GiftView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const local = useLocal()
  return (
    <div className="shrink-0">
      <Button icon={PackagePlus} testId="open-stock" onPress={() => acts.openStock('delivered')}>
        {t('points.gifts.moveStock', { name: local(gift.name) })}
      </Button>
    </div>
  )
}

function Gift(props: { readonly gift: GiftView; readonly index: number; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const { gift, index, chosen } = props
  const open = gift.open === 'yes'
  return (
    <li className="grid">
      <button
        type="button"
        ref={(node) => {
          if (chosen) node?.scrollIntoView({ block: 'nearest' })
        }}
        data-testid="gift"
        data-gift={gift.giftId}
        data-open={gift.open}
        aria-disabled={!open}
        onClick={() => acts.openGift(index)}
        className={`flex min-h-28 flex-col gap-1 rounded-till border-2 px-4 py-3 text-left focus-visible:-outline-offset-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <span className="flex w-full items-start gap-2">
          <span className={`min-w-0 flex-1 font-semibold text-row ${open ? '' : 'text-soft'}`}>
            {local(gift.name)}
          </span>
          <span className="whitespace-nowrap text-small text-soft">
            {t(`points.gifts.kind.${gift.kind}`)}
          </span>
        </span>
        <span className={`font-semibold text-head ${open ? 'text-accent' : 'text-soft'}`}>
          {t('points.cost', { number: format.count(gift.points) })}
        </span>
        <span className="mt-auto flex w-full flex-wrap items-center gap-2">
          <Stock gift={gift} />
          <Closed gift={gift} />
        </span>
      </button>
    </li>
  )
}

function Stock({ gift }: { readonly gift: GiftView }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (gift.stock === null) return <span className="text-small text-soft">{t('points.gifts.free')}</span>
  return (
    <>
      <span data-testid="gift-stock" data-stock={gift.stock} className="text-small text-soft">
        {t('points.gifts.stock', { number: format.count(gift.stock) })}
      </span>
      {gift.low && gift.stock > 0 ? (
        <Mark icon={TriangleAlert} tone="warn" testId="gift-low" word={t('points.gifts.low')} />
      ) : null}
    </>
  )
}

function Closed({ gift }: { readonly gift: GiftView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const spendable = useMirror((mirror) => mirror.basket?.member?.points ?? null)
  // Nobody is served who could not have it.
  if (gift.open === 'yes' || spendable === null) return null
  const missing = Math.max(0, gift.points - spendable)
  return (
    <Mark
      icon={CircleSlash}
      tone="plain"
      testId="gift-closed"
      word={t(`points.gifts.closed.${gift.open}`, { number: format.count(missing) })}
    />
  )
}

/** Once more what is given for what: an exchange is not taken back. */
function Confirm({ gift }: { readonly gift: GiftView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const spendable = useMirror((mirror) => mirror.basket?.member?.points ?? 0)
  return (
    <div
      data-testid="gift-confirm"
      className="flex h-full flex-col items-center justify-center gap-3 text-center"
    >
      <span className="flex size-20 items-center justify-center rounded-round bg-tint text-accent">
        <CircleCheck aria-hidden="true" className="size-10" strokeWidth={1.6} />
      </span>
      <p className="text-row text-soft">{t('points.gifts.confirm')}</p>
      <p className="font-semibold text-sum">{local(gift.name)}</p>
      <p className="font-bold text-accent text-pay">
        {t('points.cost', { number: format.count(gift.points) })}
      </p>
      <p className="text-row">
        {t('points.after', { number: format.count(Math.max(0, spendable - gift.points)) })}
      </p>
      <p className="text-soft">{t('points.gifts.confirmTodo')}</p>
    </div>
  )
}
