import { expect, test } from 'vitest'
import { idOf, memberBasket, offline, online } from '../../renderer/gallery/fixtures.ts'
import { disputes, leases } from '../../renderer/gallery/lease-fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const foundOf = ({ desk }: Counter) => desk.finder.getState().service
const typedOf = ({ desk }: Counter) => desk.entry.getState().service.lease

function primaryOf({ desk }: Counter) {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

async function atLease(output = leases) {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openLease()
  await counter.last('leaseDesk').answer({ ok: true, output })
  return counter
}

async function begin(counter: Counter) {
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
}

test('[CS70] what is set aside is chosen by arrows, its amount by figures, its time by ×, and asked for by Enter', async () => {
  const counter = await atLease()
  expect(primaryOf(counter)).toEqual({ act: 'take_lease', ready: false })
  press(counter, 'ArrowDown', '1', '2', '.', '5', '×')
  expect(typedOf(counter)).toEqual({ tab: 'take', wish: '12.5', hours: 24 })
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('takeLease').input).toEqual({
    leaseId: idOf(860),
    kind: 'value',
    subjectId: memberBasket.member?.memberId,
    amount: 1_250,
    hours: 24,
  })
  const output = { granted: 1_250, expiresAt: 5, atHand: true }
  await counter.last('takeLease').answer({ ok: true, output })
  expect(foundOf(counter).leaseDone).toMatchObject({ answer: output })
  expect(counter.sounds.at(-1)).toBe('done')
  press(counter, 'Escape')
  expect(foundOf(counter).leaseDone).toBeNull()
  press(counter, 'Escape')
  expect(counter.desk.entry.getState().panel.kind).toBe('services')
})

test('[CS70] another row begins with nothing typed; all of it is one press; a coupon goes whole', async () => {
  const counter = await atLease()
  counter.acts.takeMost()
  expect(typedOf(counter).wish).toBe('12480')
  press(counter, 'ArrowDown')
  expect(typedOf(counter).wish).toBe('')
  counter.acts.takeMost()
  expect(typedOf(counter).wish).toBe('393.00')
  counter.acts.chooseLeasable(3)
  press(counter, '5')
  expect(typedOf(counter).wish).toBe('')
  expect(primaryOf(counter)).toEqual({ act: 'take_lease', ready: true })
  press(counter, 'Enter')
  await begin(counter)
  expect(counter.last('takeLease').input).toMatchObject({ kind: 'coupon', amount: 1 })
  // What is held already cannot be asked for.
  await counter.last('takeLease').answer({ ok: false, refusal: { code: 'lease_refused' } })
  counter.acts.chooseLeasable(4)
  expect(primaryOf(counter)).toEqual({ act: 'take_lease', ready: false })
})

test('[CS70] a question nobody answered is asked again as the same lease', async () => {
  const counter = await atLease()
  press(counter, '5', '0', '0', 'Enter')
  await begin(counter)
  await counter.last('takeLease').answer({ ok: false, refusal: { code: 'outcome_unknown' } })
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('beginAct')).toHaveLength(1)
  expect(counter.asked('takeLease')).toHaveLength(2)
})

test('[CS71] what is held is handed back from its row, by Enter or by touch, and not twice', async () => {
  const counter = await atLease()
  press(counter, 'ArrowRight')
  expect(typedOf(counter).tab).toBe('held')
  press(counter, 'ArrowDown', 'Enter')
  expect(counter.last('returnLease').input).toEqual({ leaseId: idOf(881) })
  await counter.last('returnLease').answer({ ok: true, output: {} })
  expect(counter.asked('leaseDesk')).toHaveLength(2)
  press(counter, 'ArrowDown')
  expect(primaryOf(counter)).toEqual({ act: 'return_lease', ready: false })
})

test('[CS71] without contact nothing is asked for or handed back, and contact that comes back shows at once', async () => {
  const counter = await atLease({ ...leases, online: false })
  press(counter, '5', '0', '0')
  expect(primaryOf(counter)).toEqual({ act: 'take_lease', ready: false })
  press(counter, 'ArrowRight')
  expect(primaryOf(counter)).toEqual({ act: 'return_lease', ready: false })
  counter.tell({ kind: 'sync_changed', value: offline })
  counter.tell({ kind: 'sync_changed', value: online })
  await counter.last('leaseDesk').answer({ ok: true, output: leases })
  expect(primaryOf(counter)).toEqual({ act: 'return_lease', ready: true })
})

test('[CS72] a supervisor has the disputes from the state of sync, which says how many wait; a cashier is not asked for', async () => {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openSync()
  expect(counter.asked('storeDisputes')).toEqual([])
  const staff = { staffId: idOf(11), name: '周', role: 'supervisor' as const }
  counter.tell({ kind: 'staff_changed', value: staff })
  counter.acts.openSync()
  const output = { disputes: [...disputes], open: 2, more: false, lateDeclines: [] }
  await counter.last('storeDisputes').answer({ ok: true, output })
  expect(foundOf(counter).disputes).toEqual(output)
  counter.acts.openDisputes()
  expect(foundOf(counter).disputes).toBeNull()
  await counter.last('storeDisputes').answer({ ok: true, output })
  press(counter, 'ArrowDown')
  expect(counter.desk.entry.getState().row).toBe(1)
  press(counter, 'Enter')
  expect(counter.asked('storeDisputes')).toHaveLength(3)
})
