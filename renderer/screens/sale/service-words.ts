import { useTranslation } from 'react-i18next'
import { looseRefund } from '../../acts/loose-return-acts.ts'
import { openTopUp } from '../../acts/top-up-acts.ts'
import { type ServiceAct, servicePrimary } from '../../keys/service-primary.ts'
import { canMove, floatOf } from '../../store/shift-entry.ts'
import { amountOf } from '../../tender-entry.ts'
import { useEntry, useFinder, useFormat, useMirror, useProgress } from '../../use-desk.ts'

/** What the primary button of the open service says, ready or not; null when none is open. */
export function useServiceWords(): { readonly act: ServiceAct; readonly says: string } | null {
  const { t } = useTranslation()
  const format = useFormat()
  const mirror = useMirror((all) => all)
  const entry = useEntry((all) => all)
  const finder = useFinder((all) => all)
  const progress = useProgress((all) => all)
  const primary = servicePrimary(mirror, entry, finder, progress)
  if (!primary) return null
  if (progress.acting) return { act: primary.act, says: t('services.busy') }
  const { verify, points, topUp, back, shift } = entry.service
  const float = floatOf(shift, mirror.shift?.nextFloat ?? null)
  const uses = Number(verify.uses || '1')
  const wish = Number(points.wish || '0')
  const wished = { number: format.count(wish) }
  const { desk } = finder.service
  const givesCoupon = desk?.giveable[entry.row]?.sent
    ? t('points.transfer.ask')
    : points.to.trim() === ''
      ? t('points.coupon.submitEmpty')
      : t('points.coupon.submit')
  const quote = finder.service.quote
  const loose = looseRefund(back.goods)
  const giving = (amount: number) => t('back.submit', { amount: format.money(amount) })
  const says: Readonly<Record<ServiceAct, string>> = {
    look_up: t('verify.lookUp'),
    redeem: uses > 1 ? t('verify.redeemUses', { number: format.count(uses) }) : t('verify.redeem'),
    into_basket: t('verify.intoBasket'),
    next_code: t('verify.next'),
    open_gift: t('points.gifts.open'),
    move_stock: t('points.gifts.saveStock'),
    exchange: t('points.gifts.submit'),
    draw: t('points.lottery.draw'),
    donate: wish > 0 ? t('points.donation.submit', wished) : t('points.donation.submitEmpty'),
    transfer_coupon: givesCoupon,
    transfer: desk?.openTransfer
      ? t('points.transfer.ask')
      : wish > 0
        ? t('points.transfer.submit', wished)
        : t('points.transfer.submitEmpty'),
    points_again: t('services.again'),
    find_card: t('value.find'),
    to_pay: t('value.toPay'),
    take_exact: t('value.exact', { amount: format.money(openTopUp(topUp)) }),
    top_up: t('value.confirm'),
    top_up_again: t('value.again'),
    find_sale: t('back.find'),
    give_back: quote ? giving(quote.refund) : t('back.submitEmpty'),
    add_goods: t('back.add'),
    give_back_loose: loose > 0 ? giving(loose) : t('back.submitEmpty'),
    return_again: t('back.again'),
    export: t('report.export'),
    take_lease: t('lease.submit'),
    return_lease: t('lease.giveBack'),
    lease_again: t('services.again'),
    disputes_again: t('disputes.again'),
    save_devices: t('devices.save'),
    open_shift: float === null ? t('shift.countFloat') : t('shift.openWith', { amount: format.money(float) }),
    print_shift: t('shift.print'),
    move_cash: canMove(shift)
      ? t(`shift.submit.${shift.kind}`, { amount: format.money(amountOf(shift.amount)) })
      : t(`shift.kinds.${shift.kind}`),
    close_shift: t('shift.close'),
    open_drawer: t('shift.openDrawer'),
    reprint_shift: t('shift.reprint'),
    shift_again: t('services.again'),
  }
  const toPay = amountOf(topUp.amount)
  const paying = primary.act === 'to_pay' && toPay > 0
  return {
    act: primary.act,
    says: paying ? t('value.pay', { amount: format.money(toPay) }) : says[primary.act],
  }
}
