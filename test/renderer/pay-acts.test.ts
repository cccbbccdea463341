import { expect, onTestFinished, test, vi } from 'vitest'
import { savingToldMs } from '../../domain/disk-limits.ts'
import { idOf, memberBasket, noBasket, saleOf, withTill } from '../../renderer/gallery/fixtures.ts'
import { openCounter } from './counter.ts'

const basket = memberBasket
const sold = saleOf(0, { saleId: idOf(1) })
const older = saleOf(3)

/** A counter with a basket and ¥300 cash typed. */
function paying() {
  const counter = openCounter({ basket, lastSale: { sale: older, recovered: false } })
  counter.acts.openPay()
  for (const key of ['3', '0', '0'] as const) counter.acts.typeTender(key)
  return counter
}

test('[UI30] a payment asks for the sum on the screen and shows the change', async () => {
  const counter = paying()
  void counter.acts.confirm()
  expect(counter.last('commitSale').input).toEqual({
    saleId: basket.saleId,
    toPay: basket.toPay,
    tenders: [{ kind: 'cash', amount: 30_000, accountId: null }],
  })
  await counter.last('commitSale').answer({ ok: true, output: sold })
  expect(counter.desk.progress.getState()).toMatchObject({ done: sold, commit: null, message: null })
  expect(counter.desk.entry.getState().panel).toEqual({ kind: 'none' })
  expect(counter.sounds).toEqual(['done'])
})

test('[UI31] a second press while saving submits nothing', () => {
  const counter = paying()
  void counter.acts.confirm()
  void counter.acts.confirm()
  expect(counter.asked('commitSale')).toHaveLength(1)
})

test('[UI32] a refused payment keeps what was typed and says why', async () => {
  const counter = paying()
  void counter.acts.confirm()
  await counter
    .last('commitSale')
    .answer({ ok: false, refusal: { code: 'tender_short', figures: { missing: 5 } } })
  expect(counter.desk.progress.getState()).toMatchObject({
    commit: null,
    message: { place: 'pay', refusal: { code: 'tender_short' } },
  })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'pay' }, tenders: { cash: '300' } })
  expect(counter.sounds).toEqual(['refused'])
})

test('[UI33] lost with the core, the payment is told as recorded when the core says so', async () => {
  const counter = paying()
  void counter.acts.confirm()
  counter.lose()
  await counter.last('commitSale').answer({ ok: false, fault: 'core_lost' })
  expect(counter.desk.progress.getState().commit?.state).toBe('lost')
  counter.reconnect()
  counter.tell({ kind: 'basket_changed', value: noBasket })
  expect(counter.desk.progress.getState().commit?.state).toBe('lost')
  counter.tell({ kind: 'last_sale_changed', value: { sale: sold, recovered: true } })
  expect(counter.desk.progress.getState()).toMatchObject({ commit: null, done: sold, notRecorded: null })
})

test('[UI33] lost with the core, the payment is told as not recorded when the core has no such sale', async () => {
  const counter = paying()
  void counter.acts.confirm()
  counter.lose()
  await counter.last('commitSale').answer({ ok: false, fault: 'core_lost' })
  counter.reconnect()
  counter.tell({ kind: 'basket_changed', value: basket })
  // What was known before the restart does not count: the last sale may have been made since.
  expect(counter.desk.progress.getState().notRecorded).toBeNull()
  counter.tell({ kind: 'last_sale_changed', value: { sale: older, recovered: false } })
  expect(counter.desk.progress.getState()).toMatchObject({
    commit: null,
    done: null,
    notRecorded: { toPay: basket.toPay },
  })
  expect(counter.desk.entry.getState().tenders.cash).toBe('300')
})

test('[UI34] a slow answer may be asked for again with the same sale', async () => {
  const counter = paying()
  void counter.acts.confirm()
  await counter.last('commitSale').answer({ ok: false, fault: 'timed_out' })
  expect(counter.desk.progress.getState().commit?.state).toBe('slow')
  void counter.acts.confirm()
  const [first, second] = counter.asked('commitSale')
  expect(second?.input).toEqual(first?.input)
  counter.tell({ kind: 'last_sale_changed', value: { sale: sold, recovered: false } })
  await counter.last('commitSale').answer({ ok: false, refusal: { code: 'basket_changed' } })
  expect(counter.desk.progress.getState()).toMatchObject({ commit: null, done: sold, message: null })
})

test('[UI34] a slow answer is also settled by the notice that the sale was recorded', async () => {
  const counter = paying()
  void counter.acts.confirm()
  await counter.last('commitSale').answer({ ok: false, fault: 'timed_out' })
  counter.tell({ kind: 'last_sale_changed', value: { sale: sold, recovered: false } })
  expect(counter.desk.progress.getState()).toMatchObject({ commit: null, done: sold })
})

test('[UI35] the change stays until the next customer’s goods or member', async () => {
  const counter = paying()
  void counter.acts.confirm()
  counter.tell({ kind: 'basket_changed', value: noBasket })
  await counter.last('commitSale').answer({ ok: true, output: sold })
  counter.tell({ kind: 'basket_changed', value: { ...noBasket, saleId: idOf(9) } })
  expect(counter.desk.progress.getState().done).toEqual(sold)
  counter.tell({ kind: 'basket_changed', value: { ...noBasket, member: basket.member } })
  expect(counter.desk.progress.getState().done).toBeNull()
})

test('[UI36] all points or none, at one press', () => {
  const counter = paying()
  void counter.acts.toggleAllPoints()
  expect(counter.last('burnPoints').input).toEqual({ points: basket.burn.max })
  counter.tell({
    kind: 'basket_changed',
    value: { ...basket, burn: { ...basket.burn, points: basket.burn.max } },
  })
  void counter.acts.toggleAllPoints()
  expect(counter.last('burnPoints').input).toEqual({ points: 0 })
})

test('[UI37] a sale that takes long to save says so, submits nothing twice, and takes its answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const counter = paying()
  void counter.acts.confirm()
  vi.advanceTimersByTime(savingToldMs - 1)
  expect(counter.desk.progress.getState().commit?.state).toBe('saving')
  vi.advanceTimersByTime(1)
  expect(counter.desk.progress.getState().commit?.state).toBe('saving_long')
  void counter.acts.confirm()
  // The page hears of the sale before it is answered.
  counter.tell({ kind: 'last_sale_changed', value: { sale: sold, recovered: false } })
  expect(counter.desk.progress.getState().commit?.state).toBe('saving_long')
  expect(counter.asked('commitSale')).toHaveLength(1)
  await counter.last('commitSale').answer({ ok: true, output: sold })
  vi.advanceTimersByTime(savingToldMs)
  expect(counter.desk.progress.getState()).toMatchObject({ commit: null, done: sold })
})

test('[UI38] on a full disk paying does not open and says what to do; with room again it opens', () => {
  const counter = openCounter(withTill({ room: 'full' }, { basket }))
  counter.acts.openPay()
  expect(counter.desk.entry.getState().panel).toEqual({ kind: 'none' })
  expect(counter.desk.progress.getState().message).toEqual({ place: 'pay', fault: 'disk_full' })
  const till = counter.desk.mirror.getState().till
  if (till) counter.tell({ kind: 'till_changed', value: { ...till, room: 'last_sale' } })
  counter.acts.openPay()
  expect(counter.desk.entry.getState().panel).toEqual({ kind: 'pay' })
  expect(counter.desk.progress.getState().message).toBeNull()
})
