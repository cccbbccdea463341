import { expect, test } from 'vitest'
import { guestBasket, idOf, memberBasket, selling, silverMember } from '../../renderer/gallery/fixtures.ts'
import {
  expiredCoupon,
  goodsCoupon,
  history,
  parkingCoupon,
  partnerCoupon,
  redemptionOf,
  redemptions,
} from '../../renderer/gallery/service-fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import { verifyStage } from '../../renderer/store/service-found.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const verifyOf = ({ desk }: Counter) => desk.finder.getState().service.verify
const stage = (counter: Counter) => verifyStage(verifyOf(counter))

function primaryAct({ desk }: Counter) {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

/** The verification screen with a coupon on it. */
async function shown(coupon: typeof parkingCoupon = parkingCoupon, start = {}) {
  const counter = openCounter(start)
  press(counter, 'F8')
  await counter.last('recentRedemptions').answer({ ok: true, output: { redemptions: [...redemptions] } })
  await counter.acts.takeWedgeScan('C2026110000015')
  await counter.last('verifyCoupon').answer({ ok: true, output: coupon })
  return counter
}

/** Redeems what is shown up to the core's answer. */
async function begun(counter: Counter, actId = idOf(860)) {
  press(counter, 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId } })
}

test('[CS1] any scan while the screen is open is looked up there, a device’s too', async () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F8')
  await counter.acts.takeWedgeScan('EC1:6BFOXN')
  expect(counter.last('verifyCoupon').input).toEqual({ text: 'EC1:6BFOXN' })
  counter.tell({ kind: 'scan_read', text: '6901234000016' })
  expect(counter.last('verifyCoupon').input).toEqual({ text: '6901234000016' })
  expect(counter.asked('takeScan')).toEqual([])
})

test('[CS1] a typed code is looked up by Enter', () => {
  const counter = openCounter()
  press(counter, 'F8')
  counter.acts.typeVerifyCode('c2026110000')
  press(counter, '0', '1', '5', 'Enter')
  expect(counter.last('verifyCoupon').input).toEqual({ text: 'C2026110000015' })
})

test('[CS1] the code of a member recognises them, and the coupon is judged anew for them', async () => {
  const counter = await shown({ ...goodsCoupon, refusal: { code: 'coupon_not_yours' } })
  void counter.acts.takeWedgeScan('M0000000000121')
  expect(counter.last('takeScan').input).toEqual({ text: 'M0000000000121', source: 'wedge' })
  counter.tell({ kind: 'basket_changed', value: { ...memberBasket, lines: [] } })
  expect(counter.last('verifyCoupon').input).toEqual({ text: goodsCoupon.couponId })
})

test('[CS2] each answer has its band and its sound', async () => {
  const good = await shown()
  expect([stage(good), good.sounds.at(-1)]).toEqual(['shown', 'scanned'])
  const refused = await shown(expiredCoupon)
  expect([stage(refused), refused.sounds.at(-1), primaryAct(refused)?.act]).toEqual([
    'shown',
    'refused',
    'next_code',
  ])
  const unknown = openCounter()
  press(unknown, 'F8')
  await unknown.acts.takeWedgeScan('C2026110000015')
  expect(stage(unknown)).toBe('looking')
  await unknown.last('verifyCoupon').answer({ ok: false, refusal: { code: 'coupon_unknown' } })
  expect(verifyOf(unknown).no).toEqual({ refusal: { code: 'coupon_unknown' } })
  expect([stage(unknown), unknown.sounds.at(-1)]).toEqual(['shown', 'unknown'])
})

test('[CS2] the newest code counts: an answer to an older one is not shown', async () => {
  const counter = openCounter()
  press(counter, 'F8')
  await counter.acts.takeWedgeScan('C2026110000015')
  const older = counter.last('verifyCoupon')
  await counter.acts.takeWedgeScan('C2026110000022')
  await older.answer({ ok: true, output: expiredCoupon })
  expect(stage(counter)).toBe('looking')
  await counter.last('verifyCoupon').answer({ ok: true, output: parkingCoupon })
  expect(verifyOf(counter).coupon).toEqual(parkingCoupon)
})

test('[CS3] redeeming is asked once, under an id made before, and shows the slip', async () => {
  const counter = await shown(partnerCoupon)
  await begun(counter)
  press(counter, 'Enter')
  expect(counter.asked('redeemAlone')).toHaveLength(1)
  expect(counter.last('redeemAlone').input).toEqual({
    actId: idOf(860),
    couponId: partnerCoupon.couponId,
    uses: 1,
  })
  await counter.last('redeemAlone').answer({ ok: true, output: redemptionOf(1) })
  expect(verifyOf(counter).done).toEqual(redemptionOf(1))
  expect([stage(counter), counter.sounds.at(-1)]).toEqual(['done', 'done'])
  expect(counter.asked('recentRedemptions')).toHaveLength(2)
  press(counter, 'Enter')
  expect(stage(counter)).toBe('ask')
})

test('[CS3] without an answer it is asked for again under the same id; a new look begins a new act', async () => {
  const counter = await shown(partnerCoupon)
  await begun(counter)
  await counter.last('redeemAlone').answer({ ok: false, fault: 'timed_out' })
  expect(verifyOf(counter).no).toEqual({ fault: 'timed_out' })
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  const [first, second] = counter.asked('redeemAlone')
  expect(second?.input).toEqual(first?.input)
  expect(counter.asked('beginAct')).toHaveLength(1)
  await counter.last('redeemAlone').answer({ ok: false, fault: 'timed_out' })
  await counter.acts.takeWedgeScan('C2026110000015')
  await counter.last('verifyCoupon').answer({ ok: true, output: partnerCoupon })
  press(counter, 'Enter')
  expect(counter.asked('beginAct')).toHaveLength(2)
})

test('[CS3] a scan while a redemption is on its way changes nothing', async () => {
  const counter = await shown(partnerCoupon)
  await begun(counter)
  await counter.acts.takeWedgeScan('C2026110000022')
  expect(counter.asked('verifyCoupon')).toHaveLength(1)
  expect(counter.sounds.at(-1)).toBe('refused')
})

test('[CS3] nothing else begins and nothing closes while a redemption is on its way', async () => {
  const counter = await shown(partnerCoupon, { basket: guestBasket })
  await begun(counter)
  press(counter, 'Escape', 'F9', 'F12')
  counter.acts.leaveVerify()
  expect(counter.desk.entry.getState().panel.kind).toBe('verify')
  expect(verifyOf(counter).coupon).toEqual(partnerCoupon)
  await counter.last('redeemAlone').answer({ ok: true, output: redemptionOf(1) })
  press(counter, 'F12')
  expect(counter.desk.entry.getState().panel.kind).toBe('pay')
})

test('[CS4] so many uses as are typed, never more than are left', async () => {
  const counter = await shown()
  press(counter, '9')
  expect(counter.desk.entry.getState().service.verify.uses).toBe('')
  press(counter, '2')
  await begun(counter)
  expect(counter.last('redeemAlone').input).toMatchObject({ uses: 2 })
})

test('[CS4] a refused number may be changed and asked for again', async () => {
  const counter = await shown()
  press(counter, '3')
  await begun(counter)
  await counter
    .last('redeemAlone')
    .answer({ ok: false, refusal: { code: 'uses_not_left', figures: { left: 1 } } })
  expect(primaryAct(counter)?.act).toBe('next_code')
  press(counter, 'Backspace', '1')
  expect(primaryAct(counter)).toEqual({ act: 'redeem', ready: true })
})

test('[CS5] a coupon for goods goes into the basket and is not redeemed alone', async () => {
  const counter = await shown(goodsCoupon, { basket: guestBasket })
  expect(primaryAct(counter)?.act).toBe('into_basket')
  press(counter, 'Enter')
  expect(counter.last('redeemCoupon').input).toEqual({ couponId: goodsCoupon.couponId })
  await counter.last('redeemCoupon').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
  expect(counter.asked('redeemAlone')).toEqual([])
})

test('[CS6] a redemption that needs a second proof asks for it and goes on with the same act', async () => {
  const counter = await shown(partnerCoupon, { basket: { ...memberBasket, lines: [] } })
  await begun(counter)
  await counter.last('redeemAlone').answer({
    ok: false,
    refusal: { code: 'step_up_needed', figures: { reasons: 'dear_coupon', amount: 1_900, actId: idOf(860) } },
  })
  expect(counter.desk.entry.getState().panel).toMatchObject({
    kind: 'step_up',
    ask: { actId: idOf(860), memberId: silverMember.memberId, back: { kind: 'verify' } },
  })
  await counter.acts.takeWedgeScan('EM1:6BFOXN')
  await counter.last('proveMember').answer({ ok: true, output: {} })
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('redeemAlone')).toHaveLength(2)
  expect(counter.last('redeemAlone').input).toEqual(counter.asked('redeemAlone')[0]?.input)
  await counter.last('redeemAlone').answer({ ok: true, output: redemptionOf(1) })
  expect(stage(counter)).toBe('done')
})

test('[CS7] a redemption is taken back by a supervisor’s word for it', async () => {
  const counter = await shown()
  press(counter, 'ArrowDown', 'Delete')
  const redemptionId = redemptions[1]?.redemptionId
  expect(counter.last('undoRedemption').input).toEqual({ redemptionId })
  await counter.last('undoRedemption').answer({
    ok: false,
    refusal: { code: 'approval_needed', figures: { actId: String(redemptionId), amount: 1_900 } },
  })
  press(counter, '2', '0', '1', 'Enter', '1', '3', '5', '7', '9', '0', 'Enter')
  counter.acts.typeProof('reason', '顾客改主意')
  press(counter, 'Enter')
  expect(counter.last('approveAct').input).toEqual({
    actId: redemptionId,
    amount: 1_900,
    code: '201',
    pin: '135790',
    reason: '顾客改主意',
  })
  await counter.last('approveAct').answer({ ok: true, output: { approver: '周建国' } })
  expect(counter.asked('undoRedemption')).toHaveLength(2)
  await counter.last('undoRedemption').answer({ ok: true, output: redemptionOf(1, { undone: true }) })
  expect(counter.desk.entry.getState().panel.kind).toBe('verify')
  expect(counter.sounds.at(-1)).toBe('done')
})

test('[CS7] the redemption just made says so when it is taken back, and one too late is refused in the band', async () => {
  const counter = await shown()
  await begun(counter)
  await counter.last('redeemAlone').answer({ ok: true, output: redemptionOf(0) })
  press(counter, 'Delete')
  await counter.last('undoRedemption').answer({ ok: false, refusal: { code: 'undo_too_late' } })
  expect(verifyOf(counter).no).toEqual({ refusal: { code: 'undo_too_late' } })
  void counter.acts.undoRedemption(redemptionOf(0).redemptionId)
  await counter.last('undoRedemption').answer({ ok: true, output: redemptionOf(0, { undone: true }) })
  expect(verifyOf(counter)).toMatchObject({ no: null, done: { undone: true } })
})

test('[CS8] Esc goes back by one step and never touches the basket', async () => {
  const counter = await shown(parkingCoupon, { basket: guestBasket })
  press(counter, 'Escape')
  expect([stage(counter), counter.desk.entry.getState().panel.kind]).toEqual(['ask', 'verify'])
  press(counter, 'Escape')
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
  expect(counter.asked('clearBasket')).toEqual([])
})

test('[CS9] a coupon’s history is asked for on demand and belongs to that coupon alone', async () => {
  const counter = await shown()
  expect(counter.asked('couponHistory')).toEqual([])
  void counter.acts.showHistory()
  const late = counter.last('couponHistory')
  expect(late.input).toEqual({ couponId: parkingCoupon.couponId })
  await late.answer({ ok: true, output: history })
  expect(verifyOf(counter).history).toEqual(history)
  await counter.acts.takeWedgeScan('C2026110000022')
  await counter.last('verifyCoupon').answer({ ok: true, output: partnerCoupon })
  expect(verifyOf(counter).history).toBeNull()
})

test('[CS9] a coupon without goods that was scanned while selling opens here', async () => {
  const counter = openCounter(selling)
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'coupon_verified', subjectId: parkingCoupon.couponId },
    refusal: null,
  })
  expect(counter.desk.entry.getState().panel.kind).toBe('verify')
  expect(counter.last('verifyCoupon').input).toEqual({ text: parkingCoupon.couponId })
})
