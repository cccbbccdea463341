import { expect, test } from 'vitest'
import { points } from '../../domain/points.ts'
import { createFormat } from '../../renderer/format.ts'
import { guestBasket, idOf, memberBasket, offline, silverMember } from '../../renderer/gallery/fixtures.ts'
import {
  couponGiven,
  desk as deskOutput,
  donationDone,
  drawDone,
  giftDone,
  transferDone,
} from '../../renderer/gallery/service-fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import type { PointsTab } from '../../renderer/store/service-entry.ts'
import { wordsOf } from '../../renderer/text/i18n.ts'
import { refusalText } from '../../renderer/text/refusal-text.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const foundOf = ({ desk }: Counter) => desk.finder.getState().service
const typedOf = ({ desk }: Counter) => desk.entry.getState().service.points

function primaryOf({ desk }: Counter) {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

/** The points desk of the basket's member on a tab. */
async function atDesk(tab: PointsTab, start: Parameters<typeof openCounter>[0] = { basket: memberBasket }) {
  const counter = openCounter(start)
  counter.acts.openPoints(tab)
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  return counter
}

async function begin(counter: Counter) {
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
}

test('[CS10] a gift is opened by one press and exchanged by another', async () => {
  const counter = await atDesk('gifts')
  press(counter, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
  expect(typedOf(counter).confirms).toBe(true)
  expect(counter.asked('beginAct')).toEqual([])
  press(counter, 'Escape')
  expect(typedOf(counter).confirms).toBe(false)
  press(counter, 'Enter', 'Enter')
  await begin(counter)
  expect(counter.last('exchangeGift').input).toEqual({ actId: idOf(860), giftId: 'gift-4' })
  await counter.last('exchangeGift').answer({ ok: true, output: giftDone })
  expect(foundOf(counter).pointsDone).toEqual({ kind: 'gifts', of: giftDone })
  expect(counter.sounds.at(-1)).toBe('done')
  // What is left and what is in stock is asked for anew.
  expect(counter.asked('pointsDesk')).toHaveLength(2)
})

test('[CS120] the stock of the gift at the arrows is put right by its way and a figure, without a customer too', async () => {
  const counter = await atDesk('gifts', { basket: guestBasket })
  counter.acts.openStock('delivered')
  const row = counter.desk.finder.getState().service.desk?.gifts[0]
  if (row?.stock == null) press(counter, 'ArrowDown')
  // No more is written off than is there, and never nothing.
  const { stock } =
    counter.desk.finder.getState().service.desk?.gifts[counter.desk.entry.getState().row] ?? {}
  counter.acts.openStock('written_off')
  press(counter, ...String((stock ?? 0) + 1))
  expect(primaryOf(counter)).toEqual({ act: 'move_stock', ready: false })
  counter.acts.openStock('written_off')
  press(counter, ...String(stock))
  expect(primaryOf(counter)).toEqual({ act: 'move_stock', ready: true })
  counter.acts.openStock('written_off')
  press(counter, '0')
  expect(primaryOf(counter)).toEqual({ act: 'move_stock', ready: false })
  counter.acts.openStock('counted')
  expect(typedOf(counter).stocking).toBe('counted')
  expect(primaryOf(counter)).toEqual({ act: 'move_stock', ready: false })
  press(counter, '1', '2')
  expect(primaryOf(counter)).toEqual({ act: 'move_stock', ready: true })
  press(counter, 'Enter')
  const { giftId } =
    counter.desk.finder.getState().service.desk?.gifts[counter.desk.entry.getState().row] ?? {}
  await begin(counter)
  expect(counter.last('moveStock').input).toEqual({ actId: idOf(860), giftId, way: 'counted', amount: 12 })
  await counter
    .last('moveStock')
    .answer({ ok: false, refusal: { code: 'quantity_invalid', figures: { max: 3 } } })
  expect(typedOf(counter)).toMatchObject({ stocking: 'counted', wish: '12' })
  // The same move again is the same act: it counts once.
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('moveStock')).toHaveLength(2)
  expect(counter.asked('beginAct')).toHaveLength(1)
  expect(counter.last('moveStock').input).toMatchObject({ actId: idOf(860) })
  await counter.last('moveStock').answer({ ok: true, output: { stock: 12, low: false } })
  expect(typedOf(counter)).toMatchObject({ stocking: null, wish: '' })
  expect(counter.asked('pointsDesk')).toHaveLength(2)
})

test('[CS10] a closed gift does not open', async () => {
  const counter = await atDesk('gifts')
  counter.acts.openGift(5)
  expect(typedOf(counter).confirms).toBe(false)
  expect(primaryOf(counter)).toEqual({ act: 'open_gift', ready: false })
})

test('[CS11] without a member nothing can be done, and one who comes is shown at once', async () => {
  const counter = await atDesk('lottery', { basket: guestBasket })
  expect(primaryOf(counter)).toEqual({ act: 'draw', ready: false })
  counter.tell({ kind: 'basket_changed', value: memberBasket })
  expect(foundOf(counter).desk).toBeNull()
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  expect(primaryOf(counter)).toEqual({ act: 'draw', ready: true })
})

test('[CS11] the same wish of another customer is another act', async () => {
  const counter = await atDesk('lottery')
  press(counter, 'Enter')
  await begin(counter)
  await counter.last('drawLottery').answer({ ok: false, fault: 'timed_out' })
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('beginAct')).toHaveLength(1)
  await counter.last('drawLottery').answer({ ok: false, fault: 'timed_out' })
  const other = { ...memberBasket, member: { ...silverMember, memberId: idOf(901) } }
  counter.tell({ kind: 'basket_changed', value: other })
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  press(counter, 'Enter')
  expect(counter.asked('beginAct')).toHaveLength(2)
})

test.each(['goods', 'coupon', 'nothing'] as const)(
  '[CS12] a draw shows its result as soon as it is there (%s)',
  async (kind) => {
    const counter = await atDesk('lottery')
    press(counter, 'Enter')
    await begin(counter)
    await counter.last('drawLottery').answer({ ok: true, output: drawDone(kind) })
    expect(foundOf(counter).pointsDone).toEqual({ kind: 'lottery', of: drawDone(kind) })
    expect(counter.sounds.at(-1)).toBe(kind === 'nothing' ? 'scanned' : 'done')
    press(counter, 'Enter')
    expect(foundOf(counter).pointsDone).toBeNull()
  },
)

test('[CS13] points are donated by figure or by one press, to the project at the arrows', async () => {
  const counter = await atDesk('donation')
  expect(primaryOf(counter)).toEqual({ act: 'donate', ready: false })
  press(counter, '2', '0', '0', '0', 'Backspace', 'ArrowDown')
  expect(typedOf(counter).wish).toBe('200')
  counter.acts.setWish(5_000)
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('donatePoints').input).toEqual({ actId: idOf(860), projectId: 'lunch', points: 5_000 })
  await counter.last('donatePoints').answer({ ok: true, output: donationDone })
  expect(foundOf(counter).pointsDone).toMatchObject({ kind: 'donation', of: donationDone })
})

test('[CS14] a member code scanned at a transfer is the receiver’s, and the customer stays', async () => {
  const counter = await atDesk('transfer')
  await counter.acts.takeWedgeScan('M0000000000121')
  expect(typedOf(counter)).toMatchObject({ to: 'M0000000000121', field: 'wish' })
  expect(counter.asked('takeScan')).toEqual([])
  press(counter, '1', '0', '0', '0', 'Enter')
  await begin(counter)
  expect(counter.last('transferPoints').input).toEqual({
    actId: idOf(860),
    to: 'M0000000000121',
    points: 1_000,
  })
  await counter.last('transferPoints').answer({ ok: true, output: transferDone })
  expect(foundOf(counter).pointsDone).toEqual({ kind: 'transfer', of: transferDone })
})

test('[CS14] a transfer is not offered without contact, and one refused late says so', async () => {
  const away = openCounter({ basket: memberBasket, sync: offline })
  away.acts.openPoints('transfer')
  await away.last('pointsDesk').answer({ ok: true, output: { ...deskOutput, online: false } })
  away.acts.typeReceiver('M0000000000121')
  away.acts.typeWish('1000')
  expect(primaryOf(away)?.ready).toBe(false)
  const counter = await atDesk('transfer')
  counter.acts.typeReceiver('13800005678')
  counter.acts.typeWish('1000')
  press(counter, 'Enter')
  await begin(counter)
  await counter.last('transferPoints').answer({ ok: false, refusal: { code: 'online_only' } })
  expect(counter.desk.progress.getState().message).toEqual({
    place: 'service',
    refusal: { code: 'online_only' },
    giving: true,
  })
})

test('[CS24] a coupon is chosen by the arrows and goes to the member whose code is scanned or typed', async () => {
  const counter = await atDesk('coupon')
  expect(primaryOf(counter)).toEqual({ act: 'transfer_coupon', ready: false })
  press(counter, 'ArrowDown', 'ArrowDown')
  await counter.acts.takeWedgeScan('M0000000000121')
  expect(counter.asked('takeScan')).toEqual([])
  press(counter, '9', 'Backspace', 'Enter')
  await begin(counter)
  const couponId = deskOutput.giveable[1]?.couponId
  expect(counter.last('transferCoupon').input).toEqual({ actId: idOf(860), couponId, to: 'M0000000000121' })
  await counter.last('transferCoupon').answer({ ok: true, output: couponGiven })
  expect(foundOf(counter).pointsDone).toEqual({
    kind: 'coupon',
    of: couponGiven,
    name: deskOutput.giveable[1]?.name,
  })
  press(counter, 'Enter')
  expect([foundOf(counter).pointsDone, typedOf(counter).to]).toEqual([null, ''])
})

test('[CS24] without contact, or with nothing to give, no coupon goes anywhere; what was not answered is the same act', async () => {
  for (const less of [{ online: false }, { giveable: [] }]) {
    const none = openCounter({ basket: memberBasket })
    none.acts.openPoints('coupon')
    await none.last('pointsDesk').answer({ ok: true, output: { ...deskOutput, ...less } })
    none.acts.typeReceiver('M0000000000121')
    expect(primaryOf(none)?.ready).toBe(false)
  }
  const counter = await atDesk('coupon')
  counter.acts.typeReceiver('13800005678')
  press(counter, 'Enter')
  await begin(counter)
  await counter.last('transferCoupon').answer({ ok: false, refusal: { code: 'outcome_unknown' } })
  counter.acts.openPoints('coupon')
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  counter.acts.typeReceiver('13800005678')
  press(counter, 'Enter')
  expect(counter.last('transferCoupon').input).toMatchObject({ actId: idOf(860) })
})

test('[CS15] a dear act asks for a second proof of this member and goes on by itself', async () => {
  const counter = await atDesk('gifts')
  press(counter, 'Enter', 'Enter')
  await begin(counter)
  await counter.last('exchangeGift').answer({
    ok: false,
    refusal: { code: 'step_up_needed', figures: { reasons: 'many_points', amount: 6_000, actId: idOf(860) } },
  })
  expect(counter.desk.entry.getState().panel).toMatchObject({
    kind: 'step_up',
    ask: { memberId: silverMember.memberId, back: { kind: 'points_desk' } },
  })
  await counter.acts.takeWedgeScan('EM1:6BFOXN')
  await counter.last('proveMember').answer({ ok: true, output: {} })
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('exchangeGift')).toHaveLength(2)
  expect(counter.asked('beginAct')).toHaveLength(1)
})

test('[CS16] the tabs are turned by the arrows, and what was typed on one stays there', async () => {
  const counter = await atDesk('gifts')
  press(counter, 'ArrowRight', 'ArrowRight', '5')
  expect(typedOf(counter)).toMatchObject({ tab: 'donation', wish: '5' })
  press(counter, 'ArrowLeft')
  expect(typedOf(counter)).toMatchObject({ tab: 'lottery', wish: '' })
})

test('[CS23] a transfer nobody answered is the same act after the tabs were turned', async () => {
  const counter = await atDesk('transfer')
  const send = async () => {
    counter.acts.typeReceiver('M0000000000121')
    counter.acts.typeWish('1000')
    press(counter, 'Enter')
    await new Promise((next) => setImmediate(next))
  }
  await send()
  await begin(counter)
  await counter.last('transferPoints').answer({ ok: false, refusal: { code: 'outcome_unknown' } })
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'outcome_unknown' } })
  press(counter, 'ArrowLeft', 'ArrowRight')
  await send()
  expect(counter.asked('beginAct')).toHaveLength(1)
  expect(counter.last('transferPoints').input).toMatchObject({ actId: idOf(860) })
})

test('[CS25] a transfer without an answer is shown in place of a new one and goes again under its id', async () => {
  const counter = await atDesk('transfer')
  counter.acts.typeReceiver('13800005678')
  counter.acts.typeWish('500')
  press(counter, 'Enter')
  await begin(counter)
  await counter.last('transferPoints').answer({ ok: false, refusal: { code: 'transfer_open' } })
  const openTransfer = { actId: idOf(861), points: points(1_000), to: null }
  await counter.last('pointsDesk').answer({ ok: true, output: { ...deskOutput, openTransfer } })
  // What it says stays beside what is shown.
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'transfer_open' } })
  expect(primaryOf(counter)).toEqual({ act: 'transfer', ready: true })
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('transferPoints').input).toEqual({ actId: idOf(861), to: '', points: 1_000 })
})

test('[CS25] a coupon sent without an answer goes again under its id; one that was given is listed no more', async () => {
  const counter = await atDesk('coupon')
  const [first, second] = deskOutput.giveable
  const giveable = deskOutput.giveable.map((one) => ({ ...one, sent: one === first ? idOf(861) : null }))
  counter.acts.openPoints('coupon')
  await counter.last('pointsDesk').answer({ ok: true, output: { ...deskOutput, giveable } })
  expect(primaryOf(counter)).toEqual({ act: 'transfer_coupon', ready: true })
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('transferCoupon').input).toMatchObject({ actId: idOf(861) })
  await counter
    .last('transferCoupon')
    .answer({ ok: true, output: { ...couponGiven, couponId: first?.couponId ?? idOf(1) } })
  const listed = () => foundOf(counter).desk?.giveable.map(({ couponId }) => couponId)
  // The copy here has not heard of it.
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  expect(listed()).toEqual([second?.couponId])
  counter.acts.openPoints('coupon')
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  expect(listed()).toEqual([second?.couponId])
})

test('[CS26] a desk opened without contact opens as contact comes back', async () => {
  const counter = openCounter({ basket: memberBasket, sync: offline })
  counter.acts.openPoints('coupon')
  await counter.last('pointsDesk').answer({ ok: true, output: { ...deskOutput, online: false } })
  counter.acts.typeReceiver('M0000000000121')
  expect(primaryOf(counter)?.ready).toBe(false)
  counter.tell({ kind: 'sync_changed', value: { ...offline, state: 'online' } })
  await counter.last('pointsDesk').answer({ ok: true, output: deskOutput })
  expect(primaryOf(counter)?.ready).toBe(true)
})

test.each(['denied', 'leased_elsewhere', 'member_frozen'] as const)(
  '[CS26] %s while giving speaks of giving',
  async (code) => {
    const counter = await atDesk('coupon')
    counter.acts.typeReceiver('M0000000000121')
    press(counter, 'Enter')
    await begin(counter)
    await counter.last('transferCoupon').answer({ ok: false, refusal: { code } })
    const { message } = counter.desk.progress.getState()
    expect(message).toMatchObject({ refusal: { code }, giving: true })
    for (const language of ['zh', 'en'] as const) {
      const format = createFormat(language, 'Asia/Shanghai')
      const said = refusalText(wordsOf[language], { code }, format, message?.giving)
      expect(said).toEqual(wordsOf[language].givingNo[code])
      expect(said).not.toEqual(refusalText(wordsOf[language], { code }, format))
    }
  },
)
