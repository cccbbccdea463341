import { expect, test } from 'vitest'
import type { Refusal } from '../../domain/refusal.ts'
import { burningBasket, guestBasket, idOf, memberBasket, saleOf } from '../../renderer/gallery/fixtures.ts'
import { account, giftCard, stepUpAsk } from '../../renderer/gallery/member-fixtures.ts'
import { waysFor } from '../../renderer/store/proving.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

const basket = burningBasket
const needed: Refusal = {
  code: 'step_up_needed',
  figures: { reasons: 'many_points,many_redemptions', amount: 5_000, actId: idOf(1) },
}

/** A payment that the core will not take without a second proof. */
async function refusedPayment(refusal: Refusal = needed) {
  const counter = openCounter({ basket })
  counter.acts.openPay()
  press(counter, '2', '0', '0', 'Enter')
  await counter.last('commitSale').answer({ ok: false, refusal })
  return counter
}

test('[UI90] a payment that needs a second proof asks for it and then goes on by itself', async () => {
  const counter = await refusedPayment()
  expect(counter.desk.entry.getState().panel).toMatchObject({
    kind: 'step_up',
    ask: {
      actId: idOf(1),
      memberId: basket.member?.memberId,
      amount: 5_000,
      reasons: ['many_points', 'many_redemptions'],
    },
  })
  press(counter, 'ArrowDown', 'ArrowDown', '1', '2', '3', '4', '5', '6', 'Enter')
  expect(counter.last('proveMember').input).toEqual({
    actId: idOf(1),
    memberId: basket.member?.memberId,
    proof: { kind: 'member_pin', pin: '123456' },
  })
  await counter.last('proveMember').answer({ ok: true, output: {} })
  expect(counter.asked('commitSale')).toHaveLength(2)
  expect(counter.last('commitSale').input).toEqual(counter.asked('commitSale')[0]?.input)
  await counter.last('commitSale').answer({ ok: true, output: saleOf(0, { saleId: idOf(1) }) })
  expect(counter.desk.progress.getState().done).not.toBeNull()
})

test('[UI91] a keyboard scan of the member’s fresh code is the proof', async () => {
  const counter = await refusedPayment()
  await counter.acts.takeWedgeScan('EM1:6BFOXN')
  expect(counter.last('proveMember').input).toMatchObject({
    proof: { kind: 'dynamic_code', text: 'EM1:6BFOXN' },
  })
  expect(counter.asked('takeScan')).toEqual([])
})

test('[UI91] so is one that a device of the core scanned', async () => {
  const counter = await refusedPayment()
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'member_proven', subjectId: basket.member?.memberId },
    refusal: null,
  })
  expect(counter.desk.entry.getState().panel.kind).toBe('pay')
  expect(counter.asked('commitSale')).toHaveLength(2)
})

test('[UI91] another member’s fresh code proves nothing here', async () => {
  const counter = await refusedPayment()
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'member_proven', subjectId: idOf(444) },
    refusal: null,
  })
  expect(counter.desk.entry.getState().panel.kind).toBe('step_up')
  expect(counter.asked('commitSale')).toHaveLength(1)
})

test('[UI91] a supervisor is asked for code, PIN and reason, bound to the act and what it is worth', async () => {
  const counter = await refusedPayment()
  press(counter, 'ArrowDown', 'ArrowDown', 'ArrowDown', '2', '0', '1', 'Enter')
  press(counter, ...'135790', 'Enter')
  expect(counter.desk.entry.getState().proof.field).toBe('reason')
  expect(counter.asked('approveAct')).toEqual([])
  counter.acts.typeProof('reason', '已当面核对本人')
  press(counter, 'Enter', 'Enter')
  expect(counter.asked('approveAct')).toHaveLength(1)
  expect(counter.last('approveAct').input).toEqual({
    actId: idOf(1),
    amount: 5_000,
    code: '201',
    pin: '135790',
    reason: '已当面核对本人',
  })
  await counter.last('approveAct').answer({ ok: false, refusal: { code: 'pin_wrong' } })
  expect(counter.desk.entry.getState().proof).toMatchObject({ code: '201', pin: '', field: 'pin' })
  press(counter, ...'135790', 'Enter')
  await counter.last('approveAct').answer({ ok: true, output: { approver: '周建国' } })
  expect(counter.asked('commitSale')).toHaveLength(2)
})

test.each(['staff_unknown', 'approval_self', 'approver_not_allowed'] as const)(
  '[UI91] %s asks for another person and keeps the reason',
  async (code) => {
    const counter = await refusedPayment()
    press(counter, 'ArrowDown', 'ArrowDown', 'ArrowDown', '1', '0', '1', 'Enter', ...'246810')
    counter.acts.typeProof('reason', '顾客手机没电')
    press(counter, 'Enter')
    await counter.last('approveAct').answer({ ok: false, refusal: { code } })
    expect(counter.desk.entry.getState().proof).toEqual({
      way: 'supervisor',
      count: null,
      code: '',
      pin: '',
      reason: '顾客手机没电',
      field: 'code',
    })
  },
)

test('[UI92] a one-time code is sent, then checked; a wrong one is typed anew', async () => {
  const counter = await refusedPayment()
  press(counter, 'ArrowDown')
  expect(primary(counter)).toBe('send_code')
  press(counter, 'Enter')
  expect(counter.last('requestOneTimeCode').input).toEqual({
    actId: idOf(1),
    memberId: basket.member?.memberId,
    amount: 5_000,
  })
  await counter
    .last('requestOneTimeCode')
    .answer({ ok: true, output: { sentTo: '138****5678', expiresAt: 1 } })
  press(counter, '1', '2', '3', '4', '5')
  expect(primary(counter)).toBe('nothing')
  press(counter, '6', '7', 'Enter')
  expect(counter.last('proveMember').input).toMatchObject({
    proof: { kind: 'one_time_code', code: '123456' },
  })
  await counter.last('proveMember').answer({ ok: false, refusal: { code: 'one_time_code_wrong' } })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'step_up' }, proof: { code: '' } })
  expect(counter.asked('commitSale')).toHaveLength(1)
})

test('[UI93] an anomaly, and an act without a member, leave only a second person', async () => {
  const all = waysFor(stepUpAsk)
  expect(all).toHaveLength(4)
  expect(waysFor({ ...stepUpAsk, reasons: ['anomaly'] })).toEqual(['supervisor'])
  expect(waysFor({ ...stepUpAsk, memberId: null })).toEqual(['supervisor'])
  const counter = await refusedPayment({ ...needed, code: 'approval_needed' })
  expect(counter.desk.entry.getState()).toMatchObject({
    panel: { ask: { memberId: null } },
    proof: { way: 'supervisor' },
  })
})

test('[UI94] an approval that went stale is asked for anew', async () => {
  const counter = await refusedPayment()
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'member_proven', subjectId: basket.member?.memberId },
    refusal: null,
  })
  await counter.last('commitSale').answer({ ok: false, refusal: { code: 'approval_stale' } })
  expect(counter.desk.entry.getState().panel).toMatchObject({ kind: 'step_up', ask: { amount: 5_000 } })
})

test('[UI95] Esc leaves the payment as it was typed, and a late answer changes nothing', async () => {
  const counter = await refusedPayment()
  press(counter, 'ArrowDown', 'ArrowDown', ...'123456', 'Enter', 'Escape')
  expect(counter.desk.entry.getState()).toMatchObject({
    panel: { kind: 'pay' },
    tenders: { cash: '200' },
    proof: { pin: '' },
  })
  await counter.last('proveMember').answer({ ok: true, output: {} })
  expect(counter.asked('commitSale')).toHaveLength(1)
})

test('[UI95] a secret half typed is gone with its way', async () => {
  const counter = await refusedPayment()
  press(counter, 'ArrowDown', 'ArrowDown', '1', '2', '3', 'ArrowDown')
  expect(counter.desk.entry.getState().proof).toMatchObject({ way: 'supervisor', code: '', pin: '' })
})

test('[UI96] another act opens the same panel and goes on by what it gave', async () => {
  const counter = openCounter({ basket: memberBasket })
  let went = 0
  const opened = counter.acts.askStepUpOf(needed, {
    memberId: memberBasket.member?.memberId ?? null,
    back: { kind: 'recent' },
    onDone: () => {
      went += 1
    },
  })
  expect(opened).toBe(true)
  await counter.acts.takeWedgeScan('EM1:6BFOXN')
  await counter.last('proveMember').answer({ ok: true, output: {} })
  expect([went, counter.desk.entry.getState().panel.kind]).toEqual([1, 'recent'])
})

test('[UI96] a refusal that asks for nothing, or does not say for what, opens nothing', () => {
  const counter = openCounter({ basket: memberBasket })
  const underWay = { memberId: null, back: { kind: 'none' }, onDone: () => undefined } as const
  for (const refusal of [
    { code: 'tender_short' },
    { code: 'step_up_needed' },
    { code: 'approval_stale' },
  ] as const)
    expect(counter.acts.askStepUpOf(refusal, underWay)).toBe(false)
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
})

test('[UI97] stored value looks the member’s account up once and pays from it', async () => {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openPay()
  press(counter, 'ArrowDown', 'ArrowDown', 'ArrowDown')
  expect(counter.last('findAccount').input).toEqual({ code: null })
  await counter.last('findAccount').answer({ ok: true, output: account })
  counter.acts.takeExact()
  expect(counter.desk.entry.getState().tenders.stored_value).toBe('200')
  press(counter, 'ArrowUp', 'ArrowDown')
  expect(counter.asked('findAccount')).toHaveLength(1)
  press(counter, 'ArrowUp', 'ArrowUp', 'ArrowUp')
  counter.acts.takeExact()
  press(counter, 'Enter')
  expect(counter.last('commitSale').input).toMatchObject({
    tenders: [
      { kind: 'cash', accountId: null },
      { kind: 'stored_value', amount: 20_000, accountId: account.accountId },
    ],
  })
})

test('[UI97] a gift card shown while paying is the account that pays', async () => {
  const counter = openCounter({ basket: guestBasket })
  counter.acts.openPay()
  await counter.acts.takeWedgeScan('G0000000000017')
  expect(counter.last('findAccount').input).toEqual({ code: 'G0000000000017' })
  await counter.last('findAccount').answer({ ok: true, output: giftCard })
  expect(counter.desk.entry.getState()).toMatchObject({
    panel: { kind: 'pay' },
    activeTender: 'stored_value',
  })
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'account_found', subjectId: idOf(951) },
    refusal: null,
  })
  expect(counter.last('findAccount').input).toEqual({ code: null, accountId: idOf(951) })
})

test('[UI97] a card typed by hand comes back to the payment, and so does Esc', async () => {
  const counter = openCounter({ basket: guestBasket })
  counter.acts.openPay()
  press(counter, '5')
  counter.acts.openPanel({ kind: 'code', of: 'account' })
  counter.desk.entry.setState({ codeText: 'G0000000000017' })
  press(counter, 'Enter')
  expect(counter.last('findAccount').input).toEqual({ code: 'G0000000000017' })
  press(counter, 'Escape')
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'pay' }, tenders: { cash: '5' } })
})
