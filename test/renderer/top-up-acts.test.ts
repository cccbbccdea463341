import { expect, test } from 'vitest'
import { guestBasket, idOf, memberBasket, saleOf, silverMember } from '../../renderer/gallery/fixtures.ts'
import { cardAccount, offer, ownAccount, topUpDone } from '../../renderer/gallery/service-fixtures.ts'
import { servicePrimary } from '../../renderer/keys/service-primary.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Counter = ReturnType<typeof openCounter>

const foundOf = ({ desk }: Counter) => desk.finder.getState().service
const typedOf = ({ desk }: Counter) => desk.entry.getState().service.topUp

function primaryOf({ desk }: Counter) {
  const { mirror, entry, finder, progress } = desk
  return servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
}

/** The panel with the member's own account, and the offers. */
async function withAccount() {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openValue()
  await counter.last('topUpOffer').answer({ ok: true, output: offer })
  await counter.last('findAccount').answer({ ok: true, output: ownAccount })
  return counter
}

test('[CS20] the account of the member who is served opens by itself', async () => {
  const counter = await withAccount()
  expect(counter.last('findAccount').input).toEqual({ code: null })
  expect(foundOf(counter).account).toEqual(ownAccount)
  expect(typedOf(counter).step).toBe('amount')
})

test('[CS20] with nobody it asks for a card; a scanned or typed card is its account', async () => {
  const counter = openCounter({ basket: guestBasket })
  counter.acts.openValue()
  expect(counter.asked('findAccount')).toEqual([])
  expect(primaryOf(counter)).toEqual({ act: 'find_card', ready: false })
  await counter.acts.takeWedgeScan('g0000000000318')
  expect(counter.last('findAccount').input).toEqual({ code: 'G0000000000318' })
  await counter.last('findAccount').answer({ ok: true, output: cardAccount })
  expect(foundOf(counter).account).toEqual(cardAccount)
  counter.acts.otherAccount()
  counter.acts.startCardWithG()
  press(counter, '1', '2', 'Backspace', 'Enter')
  expect(counter.last('findAccount').input).toEqual({ code: 'G1' })
})

test('[CS20] a card scanned while selling opens with its account, but not while paying', () => {
  const counter = openCounter({ basket: guestBasket })
  const scanned = {
    kind: 'scan_taken',
    outcome: { kind: 'account_found', subjectId: cardAccount.accountId },
    refusal: null,
  } as const
  counter.tell(scanned)
  expect(counter.last('findAccount').input).toEqual({ code: null, accountId: cardAccount.accountId })
  expect(counter.desk.entry.getState().panel.kind).toBe('value')
  const paying = openCounter({ basket: guestBasket })
  paying.acts.openPay()
  paying.tell(scanned)
  expect(paying.desk.entry.getState().panel.kind).toBe('pay')
})

test('[CS21] an amount, then the tenders: each takes what the others leave open', async () => {
  const counter = await withAccount()
  press(counter, 'ArrowDown', 'ArrowDown', 'Enter')
  expect(typedOf(counter)).toMatchObject({ step: 'pay', amount: '500' })
  press(counter, '2', '0', '0', 'ArrowDown')
  counter.acts.takeTopUpExact()
  expect(typedOf(counter).tenders).toEqual({ cash: '200', card: '300', mobile: '' })
  press(counter, 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  expect(counter.last('topUpValue').input).toEqual({
    actId: idOf(860),
    accountId: ownAccount.accountId,
    amount: 50_000,
    tenders: [
      { kind: 'cash', amount: 20_000, accountId: null },
      { kind: 'card', amount: 30_000, accountId: null },
    ],
  })
  await counter.last('topUpValue').answer({ ok: true, output: topUpDone })
  expect(foundOf(counter).topUpDone).toEqual(topUpDone)
  expect(counter.sounds.at(-1)).toBe('done')
})

test('[CS21] Enter takes the exact sum, and Esc goes back through the steps to the list', async () => {
  const counter = await withAccount()
  counter.acts.setTopUpAmount(ownAccount.principal)
  press(counter, 'Enter', 'Enter')
  expect(typedOf(counter).tenders.cash).toBe('200')
  press(counter, 'Escape')
  expect(typedOf(counter).step).toBe('amount')
  press(counter, 'Escape')
  expect([typedOf(counter).step, foundOf(counter).account]).toEqual(['account', null])
  press(counter, 'Escape')
  expect(counter.desk.entry.getState().panel.kind).toBe('services')
})

test('[CS21] a frozen account takes no money', async () => {
  const counter = openCounter({ basket: guestBasket })
  counter.acts.openValue()
  await counter.acts.takeWedgeScan('G0000000000318')
  await counter.last('findAccount').answer({ ok: true, output: { ...cardAccount, status: 'frozen' } })
  counter.acts.setTopUpAmount(ownAccount.principal)
  expect(primaryOf(counter)).toEqual({ act: 'to_pay', ready: false })
})

test('[CS22] a refused top-up keeps what was typed, and the same again is the same act', async () => {
  const counter = await withAccount()
  counter.acts.setTopUpAmount(ownAccount.principal)
  press(counter, 'Enter', 'Enter', 'Enter')
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  await counter
    .last('topUpValue')
    .answer({ ok: false, refusal: { code: 'top_up_over', figures: { max: 500_000 } } })
  expect(counter.desk.progress.getState().message).toMatchObject({ place: 'service' })
  expect(typedOf(counter).tenders.cash).toBe('200')
  press(counter, 'Enter')
  await new Promise((next) => setImmediate(next))
  expect(counter.asked('topUpValue')).toHaveLength(2)
  expect(counter.asked('beginAct')).toHaveLength(1)
})

test('[CS22] another member who comes while an account is topped up changes nothing of it', async () => {
  const counter = await withAccount()
  const other = { ...memberBasket, member: { ...silverMember, memberId: idOf(901) } }
  counter.tell({ kind: 'basket_changed', value: other })
  expect(counter.asked('findAccount')).toHaveLength(1)
  expect(foundOf(counter).account).toEqual(ownAccount)
})

/** Tops the member's own account up by all it has, in cash, up to the call. */
async function topUpAgain(counter: Counter) {
  counter.acts.openValue()
  await counter.last('topUpOffer').answer({ ok: true, output: offer })
  await counter.last('findAccount').answer({ ok: true, output: ownAccount })
  counter.acts.setTopUpAmount(ownAccount.principal)
  press(counter, 'Enter', 'Enter', 'Enter')
  await new Promise((next) => setImmediate(next))
}

async function lostTopUp() {
  const counter = openCounter({ basket: memberBasket })
  await topUpAgain(counter)
  await counter.last('beginAct').answer({ ok: true, output: { actId: idOf(860) } })
  await counter.last('topUpValue').answer({ ok: false, fault: 'core_lost' })
  return counter
}

test('[CS23] a top-up whose answer was lost is the same act when the panel is opened anew', async () => {
  const counter = await lostTopUp()
  press(counter, 'Escape', 'Escape', 'Escape', 'Escape')
  // The customer's sale as told after the restart is an old one, and who leaves may come back.
  const sale = { kind: 'last_sale_changed', value: { sale: saleOf(1), recovered: true } } as const
  counter.tell(sale)
  counter.tell({ kind: 'basket_changed', value: guestBasket })
  counter.tell({ kind: 'basket_changed', value: memberBasket })
  await topUpAgain(counter)
  // A till that cannot sell just now has not looked yet.
  await counter.last('topUpValue').answer({ ok: false, refusal: { code: 'signed_out' } })
  await topUpAgain(counter)
  expect(counter.asked('beginAct')).toHaveLength(1)
  expect(counter.last('topUpValue').input).toMatchObject({ actId: idOf(860) })
  await counter.last('topUpValue').answer({ ok: true, output: topUpDone })
  expect(foundOf(counter).acts).toEqual([])
})

test('[CS23] a definite no, another member and a finished sale end what was left open', async () => {
  const refused = await lostTopUp()
  await topUpAgain(refused)
  await refused.last('topUpValue').answer({ ok: false, refusal: { code: 'top_up_over' } })
  refused.acts.openValue()
  expect(foundOf(refused).acts).toEqual([])
  const other = await lostTopUp()
  const member = { ...silverMember, memberId: idOf(901) }
  other.tell({ kind: 'basket_changed', value: { ...memberBasket, member } })
  expect(foundOf(other).acts).toEqual([])
  const sold = await lostTopUp()
  sold.tell({ kind: 'last_sale_changed', value: { sale: saleOf(1), recovered: false } })
  expect(foundOf(sold).acts).toEqual([])
})
