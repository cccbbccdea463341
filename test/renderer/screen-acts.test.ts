import { expect, test } from 'vitest'
import {
  basketOf,
  guestBasket,
  idOf,
  lineOf,
  memberBasket,
  noBasket,
  saleOf,
  withTill,
} from '../../renderer/gallery/fixtures.ts'
import { products } from '../../renderer/gallery/goods.ts'
import { screenOf } from '../../renderer/keys/primary.ts'
import { meaningOf } from '../../renderer/keys/shortcuts.ts'
import { createSettings } from '../../renderer/store/settings.ts'
import { windowKeys } from '../../renderer/wire-up.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

test.each([
  [withTill({ phase: 'not_enrolled' }), 'enrol'],
  [withTill({ phase: 'loading' }), 'loading'],
  [withTill({ phase: 'stopped' }), 'stopped'],
  [withTill({}), 'sign_in'],
  [{ ...withTill({}), till: null }, 'connecting'],
] as const)('[UI40] the till’s own phase chooses the screen (%#)', (mirror, screen) => {
  expect(screenOf(mirror)).toBe(screen)
})

test('[UI41] 3 × and a scan make three of the product scanned', async () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, '3', '*')
  expect(counter.desk.entry.getState()).toMatchObject({ times: 3, digits: '' })
  const [line] = guestBasket.lines
  counter.tell({
    kind: 'scan_taken',
    outcome: { kind: 'product_added', lineId: line?.lineId },
    refusal: null,
  })
  // The scan brought one of the three itself.
  expect(counter.last('setQuantity').input).toEqual({ lineId: line?.lineId, amount: (line?.amount ?? 0) + 2 })
  expect(counter.desk.entry.getState().times).toBeNull()
})

test('[UI41] 3 × and a tap ask for three at once; weighed goods ask for grams', () => {
  const counter = openCounter({ basket: noBasket })
  const [oil, , , apples] = products
  press(counter, '3', 'x')
  void counter.acts.addProduct(oil as never)
  expect(counter.last('addProduct').input).toEqual({ sku: oil?.sku, amount: 3 })
  counter.desk.entry.setState({ times: null })
  void counter.acts.addProduct(apples as never)
  expect(counter.asked('addProduct')).toHaveLength(1)
  press(counter, '8', '5', '0', 'Enter')
  expect(counter.last('addProduct').input).toEqual({ sku: apples?.sku, amount: 850 })
})

test('[UI42] digits and Enter set the quantity of the selected line, else of the one changed last', () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, '1', '2', 'Enter')
  expect(counter.last('setQuantity').input).toEqual({ lineId: guestBasket.changedLineId, amount: 12 })
  counter.desk.entry.setState({ digits: '' })
  press(counter, 'ArrowUp', 'ArrowUp', '5', 'Enter')
  expect(counter.last('setQuantity').input).toEqual({ lineId: guestBasket.lines.at(-2)?.lineId, amount: 5 })
})

test('[UI43] Enter pays, takes the exact sum, confirms, and moves on', async () => {
  const counter = openCounter({ basket: guestBasket })
  expect(primary(counter)).toBe('open_pay')
  press(counter, 'Enter')
  expect(primary(counter)).toBe('take_exact')
  press(counter, 'Enter')
  expect(primary(counter)).toBe('confirm_payment')
  press(counter, 'Enter')
  expect(primary(counter)).toBe('nothing')
  counter.tell({ kind: 'basket_changed', value: noBasket })
  await counter.last('commitSale').answer({ ok: true, output: saleOf(0) })
  expect(primary(counter)).toBe('next_customer')
  press(counter, 'Enter')
  expect(primary(counter)).toBe('nothing')
})

test('[UI44] Esc goes back by one step and never touches the basket', () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'ArrowUp', 'F12', '5')
  counter.desk.progress.setState({ message: { place: 'pay', refusal: { code: 'tender_short' } } })
  press(counter, 'Escape')
  expect(counter.desk.progress.getState().message).toBeNull()
  expect(counter.desk.entry.getState().panel.kind).toBe('pay')
  press(counter, 'Escape')
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'none' } })
  press(counter, 'Escape', 'Escape', 'Escape')
  expect(counter.desk.entry.getState().selectedLineId).toBeNull()
  for (const name of ['clearBasket', 'removeLine', 'setQuantity'] as const)
    expect(counter.asked(name)).toEqual([])
})

test('[UI45] F4 holds a basket with goods and lists the held ones when it is empty', async () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F4')
  await counter.last('holdBasket').answer({ ok: true, output: {} })
  const held = [{ saleId: idOf(2), heldAt: 1, itemCount: 6, payable: guestBasket.payable, memberName: null }]
  counter.tell({ kind: 'basket_changed', value: { ...noBasket, held } })
  press(counter, 'F4')
  expect(counter.desk.entry.getState().panel.kind).toBe('held')
  press(counter, 'Enter')
  expect(counter.last('recallBasket').input).toEqual({ saleId: idOf(2) })
})

test('[UI46] a refusal of a device scan is shown with its sound, and the next good scan takes it away', () => {
  const counter = openCounter({ basket: memberBasket })
  counter.tell({ kind: 'scan_taken', outcome: null, refusal: { code: 'coupon_used' } })
  expect(counter.desk.progress.getState().message).toEqual({
    place: 'scan',
    refusal: { code: 'coupon_used' },
  })
  counter.tell({ kind: 'scan_taken', outcome: { kind: 'member_attached' }, refusal: null })
  expect(counter.desk.progress.getState().message).toBeNull()
  counter.tell({ kind: 'scan_taken', outcome: null, refusal: { code: 'product_unknown' } })
  expect(counter.sounds).toEqual(['refused', 'scanned', 'unknown'])
})

test('[WG12] what a scan typed before it was known as one is put back', () => {
  const counter = openCounter({ basket: guestBasket })
  const keys = windowKeys(counter.desk, counter.acts)
  press(counter, '2', '*')
  const before = counter.desk.entry.getState()
  const restore = keys.remember()
  press(counter, '6', '9', '0', '/', '1')
  expect(counter.desk.entry.getState()).toMatchObject({ digits: '6901', tab: 'search' })
  restore()
  expect(counter.desk.entry.getState()).toEqual(before)
  keys.onScan('6901234567892', { averageMs: 4, endedByKey: true })
  expect(counter.last('takeScan').input).toEqual({ text: '6901234567892', source: 'wedge' })
})

test('[WG12] on the enrolment screen a scan fills in the code', async () => {
  const counter = openCounter(withTill({ phase: 'not_enrolled' }))
  windowKeys(counter.desk, counter.acts).onScan('K7PX2M9QRT', { averageMs: 4, endedByKey: true })
  expect(counter.desk.entry.getState().enrolCode).toBe('K7PX2M9QRT')
  expect(counter.asked('takeScan')).toEqual([])
})

test('[UI47] in a text field only function keys, Enter, Esc, up and down are the till’s', () => {
  for (const key of ['3', '*', '/', '?', 'x', 'Delete', 'ArrowLeft', '.', 'Backspace'])
    expect(meaningOf({ key, ctrl: false, alt: false }, true)).toEqual({ kind: 'nothing' })
  for (const key of ['F1', 'F12', 'Enter', 'Escape', 'ArrowUp', 'ArrowDown'])
    expect(meaningOf({ key, ctrl: false, alt: false }, true).kind).toBe('shortcut')
  expect(meaningOf({ key: 'z', ctrl: true, alt: false }, false)).toMatchObject({ id: 'undo' })
  expect(meaningOf({ key: 'z', ctrl: true, alt: false }, true)).toEqual({ kind: 'nothing' })
  expect(meaningOf({ key: 's', ctrl: true, alt: false }, true)).toMatchObject({ id: 'sync' })
})

test('[UI48] signing in asks for the code, then the PIN, and forgets a wrong PIN', async () => {
  const counter = openCounter(withTill({}))
  counter.acts.typeSignIn('code', '101')
  press(counter, 'Enter')
  expect(counter.desk.entry.getState().signInField).toBe('pin')
  counter.acts.typeSignIn('pin', '246810')
  press(counter, 'Enter', 'Enter')
  expect(counter.asked('signIn')).toHaveLength(1)
  await counter.last('signIn').answer({ ok: false, refusal: { code: 'pin_wrong' } })
  expect(counter.desk.entry.getState()).toMatchObject({
    signInCode: '101',
    signInPin: '',
    signInField: 'pin',
  })
  expect(counter.desk.progress.getState().busy).toBe(false)
})

test('[UI7] a chosen language shows at once, and the till’s own counts again when the core refused', async () => {
  const counter = openCounter({ basket: noBasket })
  expect(counter.acts.language()).toBe('zh')
  press(counter, 'F11')
  expect(counter.acts.language()).toBe('en')
  await counter.last('setLanguage').answer({ ok: true, output: {} })
  expect(counter.acts.language()).toBe('zh')
})

test('[UI49] the loudness is kept, and nonsense in its place is not', () => {
  const kept = new Map<string, string>([['evertill.volume', '99']])
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const settings = createSettings(memory)
  expect(settings.getState().volume).toBe(6)
  settings.setState({ volume: 2 })
  expect(createSettings(memory).getState().volume).toBe(2)
})

test('[UI50] a selected line that leaves the basket is selected no more', () => {
  const counter = openCounter({ basket: guestBasket })
  counter.acts.selectLine(1)
  counter.tell({ kind: 'basket_changed', value: basketOf([lineOf(10, 2)]) })
  expect(counter.desk.entry.getState().selectedLineId).toBeNull()
})
