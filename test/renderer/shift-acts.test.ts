import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { idOf, memberBasket } from '../../renderer/gallery/fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import { countOf, noShiftEntry } from '../../renderer/store/shift-entry.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const float = money(50_000)
const open = { open: { shiftId: idOf(70), openedAt: 1, float }, nextFloat: null, between: null }
const report = {
  shiftId: idOf(70),
  openedAt: 1,
  float,
  sales: 1,
  turnover: money(1),
  returns: 0,
  returned: money(0),
  topUps: 0,
  toppedUp: money(0),
  moves: 0,
  openings: 0,
  cash: null,
}

const panelOf = ({ desk }: Counter) => desk.entry.getState().panel.kind
const actOf = ({ desk }: Counter) => {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

async function begin(counter: Counter) {
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(861) } })
}

async function inShift() {
  const counter = openCounter({ shift: open })
  counter.acts.openShiftPanel()
  await counter.last('shiftReport').answer({ ok: true, output: report })
  return counter
}

test('[SF30] Enter on an empty basket opens the shift with what the last one left; goods come before it', async () => {
  const counter = openCounter({ shift: { open: null, nextFloat: float, between: null } })
  expect(primary(counter)).toBe('open_shift')
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('openShift').input).toEqual({ actId: idOf(861), float })
  const busy = openCounter({ basket: memberBasket, shift: { open: null, nextFloat: float, between: null } })
  expect(primary(busy)).toBe('open_pay')
  expect(primary(openCounter({ shift: open }))).toBe('nothing')
})

test('[SF30] where no float is known it is counted first, and who does not sell is not asked', () => {
  const counter = openCounter({ shift: { open: null, nextFloat: null, between: null } })
  press(counter, 'Enter')
  expect(panelOf(counter)).toBe('shift')
  expect(actOf(counter)).toEqual({ act: 'open_shift', ready: false })
  press(counter, '4', '8', '0')
  expect(actOf(counter)).toEqual({ act: 'open_shift', ready: true })
  const staff = { staffId: idOf(1), name: '马工', role: 'store_it' } as const
  expect(primary(openCounter({ staff, shift: { open: null, nextFloat: float, between: null } }))).toBe(
    'nothing',
  )
})

test('[SF31] cash is moved by figures and Enter, under one id, and the done state says its slip', async () => {
  const counter = await inShift()
  press(counter, 'ArrowRight')
  expect(actOf(counter)).toEqual({ act: 'move_cash', ready: false })
  counter.acts.chooseMove('safe_drop')
  press(counter, '1', '2', '.', '5', 'Enter')
  await begin(counter)
  const input = { actId: idOf(861), kind: 'safe_drop', amount: 1_250, reason: 'too_much', note: '' }
  expect(counter.last('moveCash').input).toEqual(input)
  // A fault leaves open what became of it: the same again is the same act.
  await counter.last('moveCash').answer({ ok: false, fault: 'core_lost' } as never)
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.last('moveCash').input).toEqual(input)
  expect(counter.asked('beginAct')).toHaveLength(1)
  await counter.last('moveCash').answer({ ok: true, output: { slipNumber: 'S01-T1-1-000002' } })
  expect(actOf(counter)).toEqual({ act: 'shift_again', ready: true })
})

test('[SF32] a count is its sum or its notes and coins, and the float stays unless said otherwise', () => {
  const counted = (counts: Record<string, string>) => countOf({ ...noShiftEntry, counts }, float)
  expect(counted({})).toBeNull()
  expect(counted({ sum: '300' })).toEqual({ counted: 30_000, denominations: [], left: 30_000 })
  expect(counted({ '10000': '6', '50': '3', sum: '1' })).toEqual({
    counted: 60_150,
    denominations: [
      { face: 10_000, count: 6 },
      { face: 50, count: 3 },
    ],
    left: 50_000,
  })
  expect(counted({ sum: '600', left: '200' })).toMatchObject({ counted: 60_000, left: 20_000 })
})

test('[SF32] a count far off asks for a supervisor, and goes on by itself with their word', async () => {
  const counter = await inShift()
  counter.acts.openShiftTab('count')
  press(counter, '9', '0', '0', 'Enter')
  await begin(counter)
  expect(counter.last('closeShift').input).toMatchObject({ counted: 90_000, left: 50_000 })
  const figures = { actId: idOf(861), amount: 40_000 }
  await counter
    .last('closeShift')
    .answer({ ok: false, refusal: { code: 'approval_needed', figures } } as never)
  expect(panelOf(counter)).toBe('step_up')
  counter.acts.typeProof('code', '201')
  counter.acts.typeProof('pin', '135790')
  // The second person looks before they say why.
  void counter.acts.submitProof()
  expect(counter.last('lookAtCount').input).toEqual({ actId: idOf(861), code: '201', pin: '135790' })
  const seen = { expected: money(130_000), counted: money(90_000), difference: money(-40_000) }
  await counter.last('lookAtCount').answer({ ok: true, output: seen })
  expect(counter.desk.entry.getState().proof).toMatchObject({ count: seen, field: 'reason' })
  counter.acts.typeProof('reason', '已核对')
  void counter.acts.submitProof()
  await counter.last('approveAct').answer({ ok: true, output: { approver: '周建国' } })
  expect(panelOf(counter)).toBe('shift')
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('closeShift')).toHaveLength(2)
  expect(counter.asked('beginAct')).toHaveLength(1)
})

test('[SF33] a cash move without an answer stays the same act whoever is served or signs in meanwhile', async () => {
  const counter = await inShift()
  const move = async () => {
    counter.acts.openShiftPanel()
    counter.acts.openShiftTab('move')
    counter.acts.chooseMove('safe_drop')
    press(counter, '5', 'Enter')
    await new Promise((next) => setImmediate(next))
  }
  await move()
  await begin(counter)
  await counter.last('moveCash').answer({ ok: false, fault: 'timed_out' })
  counter.tell({ kind: 'basket_changed', value: memberBasket })
  counter.acts.followSale()
  counter.tell({ kind: 'staff_changed', value: null })
  counter.tell({ kind: 'staff_changed', value: { staffId: idOf(2), name: '周建国', role: 'supervisor' } })
  await move()
  expect(counter.asked('beginAct')).toHaveLength(1)
  expect(counter.last('moveCash').input).toMatchObject({ actId: idOf(861) })
})

test('[SF34] without a shift the arrows turn between the float and the shifts before', () => {
  const counter = openCounter({ shift: { open: null, nextFloat: float, between: null } })
  counter.acts.openShiftPanel()
  const tab = () => counter.desk.entry.getState().service.shift.tab
  press(counter, 'ArrowRight')
  expect(tab()).toBe('past')
  press(counter, 'ArrowRight')
  expect(tab()).toBe('past')
  press(counter, 'ArrowLeft')
  expect(tab()).toBe('now')
})

test('[SF35] a reason is chosen and never there by itself; one that says little needs a note', async () => {
  const counter = await inShift()
  counter.acts.openShiftTab('move')
  press(counter, '5')
  expect(actOf(counter)).toEqual({ act: 'move_cash', ready: false })
  counter.acts.chooseCashReason('supplier')
  expect(actOf(counter)?.ready).toBe(true)
  counter.acts.chooseMove('pay_in')
  expect(actOf(counter)?.ready).toBe(false)
  counter.acts.chooseCashReason('correction')
  expect(actOf(counter)?.ready).toBe(false)
  counter.acts.typeShiftNote('多找了')
  expect(actOf(counter)?.ready).toBe(true)
})

test('[SF35] a count that did not fit asks what may have happened, and goes again with it', async () => {
  const counter = await inShift()
  counter.acts.openShiftTab('count')
  press(counter, '9', 'Enter')
  await begin(counter)
  await counter.last('closeShift').answer({ ok: false, refusal: { code: 'count_note_missing' } })
  expect(counter.desk.finder.getState().service.shift.explains).toBe(true)
  counter.acts.typeShiftNote('夹在下面')
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.last('closeShift').input).toMatchObject({ actId: idOf(861), note: '夹在下面' })
})
