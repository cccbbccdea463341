import { expect, test } from 'vitest'
import { linesOf } from '../../renderer/acts/return-acts.ts'
import { guestBasket, idOf, selling } from '../../renderer/gallery/fixtures.ts'
import { products } from '../../renderer/gallery/goods.ts'
import { quote, soldSale } from '../../renderer/gallery/service-fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const foundOf = ({ desk }: Counter) => desk.finder.getState().service
const typedOf = ({ desk }: Counter) => desk.entry.getState().service.back
const turn = () => new Promise((next) => setImmediate(next))

function primaryOf({ desk }: Counter) {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

async function withSale() {
  const counter = openCounter()
  counter.acts.openReturn()
  await counter.acts.takeWedgeScan(soldSale.receiptNumber)
  await counter.last('findSale').answer({ ok: true, output: soldSale })
  return counter
}

test('[CS30] a receipt is found by its code, by its number, or from the list of sales', async () => {
  const counter = await withSale()
  expect(counter.last('findSale').input).toEqual({ receipt: soldSale.receiptNumber })
  expect(foundOf(counter).sale).toEqual(soldSale)
  counter.acts.openReturn()
  void counter.acts.typeReturn('s01-1-1-')
  press(counter, '0', '0', '0', '1', '2', '3', 'Enter')
  expect(counter.last('findSale').input).toEqual({ receipt: 'S01-1-1-000123' })
  void counter.acts.openReturnOf('S01-1-1-000122')
  expect(counter.last('findSale').input).toEqual({ receipt: 'S01-1-1-000122' })
})

test('[CS30] anything else that is scanned while a receipt is asked for says so and touches no basket', async () => {
  const counter = openCounter()
  counter.acts.openReturn()
  await counter.acts.takeWedgeScan('6901234000016')
  expect(counter.desk.progress.getState().message).toMatchObject({
    place: 'service',
    refusal: { code: 'sale_unknown' },
  })
  expect(counter.asked('takeScan')).toEqual([])
})

test('[CS31] figures and arrows choose what comes back, never more than is left', async () => {
  const counter = await withSale()
  press(counter, '9')
  expect(typedOf(counter).amounts).toEqual({ 0: 3 })
  press(counter, 'ArrowLeft')
  expect(typedOf(counter).amounts).toEqual({ 0: 2 })
  press(counter, 'ArrowDown', '1', '0', '0', '0')
  expect(typedOf(counter).amounts).toEqual({ 0: 2, 3: 1_000 })
  press(counter, '*')
  expect(typedOf(counter).amounts).toEqual({ 0: 3, 3: 1_246, 8: 1, 10: 1 })
})

test('[CS31] the newest question alone is answered: an older quote is not shown', async () => {
  const counter = await withSale()
  press(counter, '1')
  const older = counter.last('quoteReturn')
  press(counter, 'ArrowRight')
  await older.answer({ ok: true, output: { ...quote, refund: soldSale.lines[0]?.net ?? quote.refund } })
  expect(foundOf(counter).quote).toBeNull()
  expect(primaryOf(counter)).toEqual({ act: 'give_back', ready: false })
  await counter.last('quoteReturn').answer({ ok: true, output: quote })
  expect(foundOf(counter).quote).toEqual(quote)
  expect(primaryOf(counter)?.ready).toBe(true)
})

test('[CS32] goods shown to the scanner come back one by one', async () => {
  const counter = await withSale()
  const scan = async () => {
    await counter.acts.takeWedgeScan('6901234000016')
    await counter.last('searchProducts').answer({ ok: true, output: { products: products.slice(0, 1) } })
  }
  await scan()
  await scan()
  expect(typedOf(counter).amounts).toEqual({ 0: 2 })
  await counter.acts.takeWedgeScan('6901234000017')
  await counter.last('searchProducts').answer({ ok: true, output: { products: products.slice(1, 2) } })
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'line_unknown' } })
})

test('[CS33] what was quoted comes back with its reason, and the slip is told', async () => {
  const counter = await withSale()
  press(counter, '2')
  await counter.last('quoteReturn').answer({ ok: true, output: quote })
  counter.acts.chooseReason('damaged')
  press(counter, 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  expect(counter.last('returnSale').input).toEqual({
    actId: idOf(860),
    saleId: soldSale.saleId,
    lines: [{ place: 0, amount: 2 }],
    reason: 'damaged',
  })
  const output = { receiptNumber: 'S01-1-1-000209', refund: quote.refund }
  await counter.last('returnSale').answer({ ok: true, output })
  expect(foundOf(counter).returnDone).toEqual(output)
  press(counter, 'Enter')
  expect(foundOf(counter)).toMatchObject({ sale: null, returnDone: null })
})

test('[CS33] a supervisor’s word is asked for where it is needed, and the return goes on', async () => {
  const counter = await withSale()
  press(counter, '1')
  await counter.last('quoteReturn').answer({ ok: true, output: quote })
  press(counter, 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  await counter.last('returnSale').answer({
    ok: false,
    refusal: { code: 'approval_needed', figures: { actId: idOf(860), amount: quote.refund } },
  })
  expect(counter.desk.entry.getState().panel).toMatchObject({ kind: 'step_up', ask: { memberId: null } })
  press(counter, '2', '0', '1', 'Enter', '1', '3', '5', '7', '9', '0', 'Enter')
  counter.acts.typeProof('reason', '商品破损')
  press(counter, 'Enter')
  await counter.last('approveAct').answer({ ok: true, output: { approver: '周建国' } })
  await turn()
  expect(counter.asked('returnSale')).toHaveLength(2)
  expect(counter.last('returnSale').input).toEqual(counter.asked('returnSale')[0]?.input)
})

test('[CS34] without a receipt goods are scanned or looked for, at today’s price unless less is typed', async () => {
  const counter = openCounter()
  counter.acts.openReturn()
  counter.acts.withoutSale()
  await counter.acts.takeWedgeScan('6901234000016')
  await counter.last('searchProducts').answer({ ok: true, output: { products: products.slice(0, 1) } })
  press(counter, '2')
  expect(typedOf(counter).goods).toMatchObject([{ amount: 2, refund: '119.80' }])
  void counter.acts.typeReturn('苹果')
  await counter.last('searchProducts').answer({ ok: true, output: { products: products.slice(3, 4) } })
  press(counter, 'Enter')
  counter.acts.chooseGoods(1, 'refund')
  press(counter, '5', '.', '5')
  press(counter, 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  expect(counter.last('returnWithoutSale').input).toEqual({
    actId: idOf(860),
    lines: [
      { sku: products[0]?.sku, amount: 2, refund: 11_980 },
      { sku: products[3]?.sku, amount: 1_000, refund: 550 },
    ],
    reason: 'unwanted',
  })
})

test('[CS34] goods may be taken out again, and Esc leads back to the receipt', async () => {
  const counter = openCounter(selling)
  counter.acts.openReturn()
  counter.acts.withoutSale()
  const [oil] = products
  if (oil) counter.acts.addGoods(oil)
  press(counter, 'Delete')
  expect(typedOf(counter).goods).toEqual([])
  expect(primaryOf(counter)).toEqual({ act: 'give_back_loose', ready: false })
  press(counter, 'Escape')
  expect(typedOf(counter).way).toBe('sale')
})

test('[CS33] amounts go to the core in the order of the sale, without those that are nothing', () => {
  expect(linesOf({ 10: 2, 0: 1, 3: 0 })).toEqual([
    { place: 0, amount: 1 },
    { place: 10, amount: 2 },
  ])
})

test('[CS35] a receipt scanned while selling opens the return of its sale, but not while paying', async () => {
  const counter = openCounter()
  const outcome = { kind: 'receipt_read', receipt: soldSale.receiptNumber } as const
  void counter.acts.takeWedgeScan(soldSale.receiptNumber)
  await counter.last('takeScan').answer({ ok: true, output: outcome })
  expect(counter.desk.entry.getState().panel).toEqual({ kind: 'return' })
  expect(counter.last('findSale').input).toEqual({ receipt: soldSale.receiptNumber })
  await counter.last('findSale').answer({ ok: true, output: soldSale })
  expect(foundOf(counter).sale).toEqual(soldSale)
  const paying = openCounter({ basket: guestBasket })
  paying.acts.openPay()
  paying.tell({ kind: 'scan_taken', outcome, refusal: null })
  expect(paying.desk.entry.getState().panel.kind).toBe('pay')
  expect(paying.desk.progress.getState().message).toMatchObject({ refusal: { code: 'code_unknown' } })
})
