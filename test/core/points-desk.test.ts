import { expect, test } from 'vitest'
import type { StockWay } from '../../domain/gift-stock.ts'
import { ticketNonce } from '../../domain/lottery.ts'
import { points } from '../../domain/points.ts'
import { sha256 } from '../../electron/core/sealing.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, giftTemplate, lots, poor, programme, staff, wang } from './demo-chain.ts'
import { pool } from './demo-value.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { slipsOf, withPrinter } from './paper.ts'
import { begin } from './refusal-row.ts'
import { generous } from './risk-rows.ts'
import { cash, type Page, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

async function deskOf(page: Page, code = wang.code) {
  await scan(page, code)
  return outputOf(await page.call('pointsDesk', {}))
}

test('[PD1] the desk shows gifts with what stands in the way, the lottery’s odds, projects and the most to transfer', async () => {
  const { page } = await newTill()
  const nobody = outputOf(await page.call('pointsDesk', {}))
  expect(nobody.spendable).toBeNull()
  expect(new Set(nobody.gifts.map(({ open }) => open))).toEqual(new Set(['member']))
  const desk = await deskOf(page)
  expect(desk.spendable).toBe(1_100)
  expect(desk.gifts.map(({ giftId, open, stock, low }) => ({ giftId, open, stock, low }))).toEqual([
    { giftId: 'car', open: 'points', stock: null, low: false },
    { giftId: 'cup', open: 'yes', stock: 3, low: false },
    { giftId: 'gold', open: 'tier', stock: null, low: false },
    { giftId: 'gone', open: 'stock', stock: 0, low: true },
    { giftId: 'wash', open: 'yes', stock: null, low: false },
  ])
  expect(desk.lottery).toMatchObject({ points: 200, drawsLeftToday: 3, ticketsLeft: 4 })
  expect(desk.lottery?.prizes.map(({ oddsPpm }) => oddsPpm)).toEqual([250_000, 500_000, 250_000])
  expect(desk.donation).toMatchObject({ pointsPerYuan: 1_000, projects: [{ projectId: 'school' }] })
  expect(desk.transfer).toEqual({ max: 220, feeBps: 1_000 })
  expect(desk).toMatchObject({ online: false, giveable: [] })
})

test('[PD2] a gift burns the points first to end, counts the store’s stock down, warns when low and prints its slip', async () => {
  const { folder, page } = await newTill(withPrinter)
  await scan(page, wang.code)
  const actId = await begin(page)
  const first = outputOf(await page.call('exchangeGift', { actId, giftId: 'cup' }))
  expect(first).toMatchObject({ points: 300, pointsAfter: 800, stock: 2, low: false })
  expect(first.slipNumber).toBe('S01-T1-1-000001')
  expect(slipsOf(folder, actId)).toHaveLength(1)
  const second = await page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' })
  expect(second).toMatchObject({ output: { pointsAfter: 500, stock: 1, low: true } })
  const [one] = eventsOf(folder, 'gift.exchanged')
  expect(one?.data.burned.lots).toEqual([{ lotId: lots[0].lotId, memberId: wang.memberId, points: 300 }])
  expect(page.slice('basket_changed').member?.points).toBe(500)
})

test('[PD3] an act asked for again under its id, also after the till died, answers what is recorded and does nothing twice', async () => {
  const before = await newTill(withPrinter)
  await scan(before.page, wang.code)
  const actId = await begin(before.page)
  const first = await before.page.call('exchangeGift', { actId, giftId: 'cup' })
  expect(await before.page.call('exchangeGift', { actId, giftId: 'cup' })).toEqual(first)
  const after = startTill(before.folder, withPrinter)
  expect(await after.page.call('exchangeGift', { actId, giftId: 'cup' })).toEqual(first)
  expect(eventsOf(before.folder, 'gift.exchanged')).toHaveLength(1)
  expect(slipsOf(before.folder, actId)).toHaveLength(1)
})

test('[PD4] a gift that is a coupon is the member’s at once, here and over a restart', async () => {
  const before = await newTill()
  await scan(before.page, codeOfOil(1))
  await scan(before.page, wang.code)
  await before.page.call('exchangeGift', { actId: await begin(before.page), giftId: 'wash' })
  const issued = eventsOf(before.folder, 'gift.exchanged')[0]?.data.issued
  expect(issued).toMatchObject({ templateId: giftTemplate.templateId, memberId: wang.memberId, usesDone: 0 })
  const after = startTill(before.folder)
  const strip = after.page.slice('basket_changed').coupons
  expect(strip.find(({ couponId }) => couponId === issued?.couponId)).toMatchObject({
    name: giftTemplate.name,
    state: 'not_usable',
    refusal: { code: 'coupon_not_for_goods' },
  })
})

test('[PD5] tickets are drawn strictly in order; one that was drawn is answered again and never drawn twice', async () => {
  const before = await newTill({}, { policy: generous })
  await scan(before.page, wang.code)
  const first = await begin(before.page)
  expect(await before.page.call('drawLottery', { actId: first })).toMatchObject({
    output: { index: 0, kind: 'nothing', points: 200, pointsAfter: 900 },
  })
  const second = await begin(before.page)
  const drawn = await before.page.call('drawLottery', { actId: second })
  expect(drawn).toMatchObject({ output: { index: 1, kind: 'coupon', prize: { zh: '优惠券' } } })
  // The answer was lost with the process: the same id has the same ticket, the next id the next one.
  const after = startTill(before.folder)
  expect(await after.page.call('drawLottery', { actId: second })).toEqual(drawn)
  expect(await after.page.call('drawLottery', { actId: await begin(after.page) })).toMatchObject({
    output: { index: 2, kind: 'goods' },
  })
  const events = eventsOf(before.folder, 'lottery.drawn').map(({ data }) => data)
  expect(events.map(({ index, prizeId }) => ({ index, prizeId }))).toEqual(
    pool.tickets.slice(0, 3).map((prizeId, index) => ({ index, prizeId })),
  )
  for (const { index, nonce } of events) expect(nonce).toBe(ticketNonce(pool.seed, index, sha256))
})

test('[PD6] a donation prints its certificate with a number and a code that say what was given', async () => {
  const { folder, page } = await newTill(withPrinter)
  await scan(page, wang.code)
  const actId = await begin(page)
  const answer = await page.call('donatePoints', { actId, projectId: 'school', points: points(1_000) })
  expect(answer).toMatchObject({
    output: { points: 1_000, pointsAfter: 100, amount: 100, certificateNumber: 'S01-T1-1-000001-D' },
  })
  const codes = slipsOf(folder, actId)[0]?.blocks.filter(({ kind }) => kind === 'qr')
  expect(codes).toEqual([{ kind: 'qr', payload: 'ED1:S01-T1-1-000001-D:school:100:1000' }])
  // 600 of the lot that ends first, the rest of the other.
  expect(eventsOf(folder, 'points.donated')[0]?.data.burned.lots.map((lot) => lot.points)).toEqual([600, 400])
})

test('[PD7] points go to another member through the central alone, once for an id, and the pull is hurried', async () => {
  const answer = { actId: '', points: 200, fee: 20, received: 180, toMaskedName: '李*', balance: 900 }
  const central = await centralInContact((path, body) =>
    path === '/v1/transfers'
      ? { status: 200, body: { ...answer, actId: (body as { actId: string }).actId } }
      : null,
  )
  const { folder, page } = await tillInContact(central)
  const desk = await deskOf(page)
  expect(desk.online).toBe(true)
  const actId = await begin(page)
  const pulls = () => central.asked.filter(({ what }) => what === 'GET changes').length
  const before = pulls()
  expect(await page.call('transferPoints', { actId, to: poor.code, points: points(200) })).toEqual({
    output: { points: 200, fee: 20, received: 180, toMaskedName: '李*', balance: 900 },
  })
  const sent = central.asked.find(({ what }) => what === 'POST /v1/transfers')
  expect(sent?.body).toMatchObject({
    actId,
    fromMemberId: wang.memberId,
    to: { kind: 'member_code', value: poor.code },
    points: 200,
  })
  await expect.poll(pulls).toBeGreaterThan(before)
  // Nothing of it is this till's to record: the central's rows bring it.
  expect(eventsOf(folder, 'points.donated')).toEqual([])
  expect(page.slice('basket_changed').member?.points).toBe(1_100)
})

test('[PD8] the central’s no to a transfer is said in its words, and a phone goes there as its hash alone', async () => {
  const central = await centralInContact((path) =>
    path === '/v1/transfers'
      ? { status: 409, body: { code: 'transfer_over_month', message: 'the month is used up' } }
      : null,
  )
  const { page } = await tillInContact(central)
  await scan(page, wang.code)
  expect(
    await page.call('transferPoints', { actId: await begin(page), to: '13812345678', points: points(200) }),
  ).toMatchObject({ refusal: { code: 'transfer_over_month' } })
  const sent = central.asked.find(({ what }) => what === 'POST /v1/transfers')
  expect(sent?.body).toMatchObject({ to: { kind: 'phone_hash' } })
  expect(JSON.stringify(sent?.body)).not.toContain('13812345678')
})

test('[PD9] a step-up at the desk is bound to its act: an approval of one does not serve another', async () => {
  const strict = { stepUp: { ...programme.stepUp, burnFrom: points(300) } }
  const { page } = await newTill({}, { programme: strict })
  await scan(page, wang.code)
  const [actId, other] = [await begin(page), await begin(page)]
  expect(await page.call('exchangeGift', { actId, giftId: 'cup' })).toMatchObject({
    refusal: { code: 'step_up_needed', figures: { actId, amount: 300 } },
  })
  const { code, pin } = { code: '201', pin: '135790' }
  await page.call('approveAct', { actId, amount: 300 as never, code, pin, reason: '已核对' })
  expect(await page.call('exchangeGift', { actId: other, giftId: 'cup' })).toMatchObject({
    refusal: { code: 'step_up_needed' },
  })
  expect(await page.call('exchangeGift', { actId, giftId: 'cup' })).toHaveProperty('output')
})

test('[PD16] an id that another kind of act has is a malformed call: nothing is done and the till sells on', async () => {
  const { bugs, folder, page } = await newTill()
  await scan(page, wang.code)
  const actId = await begin(page)
  await page.call('exchangeGift', { actId, giftId: 'cup' })
  expect(await page.call('drawLottery', { actId })).toEqual({ fault: 'call_malformed' })
  expect(
    await page.call('topUpValue', {
      actId,
      accountId: wang.memberId,
      amount: 100 as never,
      tenders: [cash(100)],
    }),
  ).toEqual({ fault: 'call_malformed' })
  expect(eventsOf(folder, 'lottery.drawn')).toEqual([])
  expect(eventsOf(folder, 'value.topped_up')).toEqual([])
  expect(await page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' })).toHaveProperty(
    'output',
  )
  expect(bugs).toEqual([])
})

test('[PD17] a transfer whose answer was lost says so, outlives the process, and the same wish again moves nothing twice', async () => {
  const moved = new Map<string, unknown>()
  let calls = 0
  const central = await centralInContact((path, body) => {
    if (path !== '/v1/transfers') return null
    const { actId } = body as { actId: string }
    const answer = moved.get(actId) ?? {
      actId,
      points: 200,
      fee: 20,
      received: 180,
      toMaskedName: '李*',
      balance: 900,
    }
    moved.set(actId, answer)
    // It did it; what comes back is the trouble of somebody between.
    calls += 1
    return calls > 1
      ? { status: 200, body: answer }
      : { status: 503, body: { code: 'unavailable', message: 'try later' } }
  })
  const before = await tillInContact(central)
  await scan(before.page, wang.code)
  const wish = { to: poor.code, points: points(200) }
  expect(
    await before.page.call('transferPoints', { actId: await begin(before.page), ...wish }),
  ).toMatchObject({ refusal: { code: 'outcome_unknown' } })
  // The page knows the act no more.
  const config = { central: { url: central.url } }
  const after = startTill(before.folder, { config })
  expect(await after.page.call('transferPoints', { actId: await begin(after.page), ...wish })).toMatchObject({
    output: { points: 200, balance: 900 },
  })
  expect(moved.size).toBe(1)
  // Answered: the next one is another.
  await after.page.call('syncNow', {})
  await after.page.until(() => after.page.slice('sync_changed').lastContactAt !== null)
  await after.page.until(() => ['online', 'syncing'].includes(after.page.slice('sync_changed').state))
  await after.page.call('transferPoints', { actId: await begin(after.page), ...wish })
  expect(moved.size).toBe(2)
})

test('[PD18] a gift that is recorded is answered also after the programme gave it up', async () => {
  const before = await newTill(withPrinter)
  await scan(before.page, wang.code)
  const actId = await begin(before.page)
  const first = await before.page.call('exchangeGift', { actId, giftId: 'cup' })
  expect(first).toMatchObject({ output: { points: 300 } })
  const again = await before.page.call('exchangeGift', { actId, giftId: 'given up' })
  expect(again).toMatchObject({ output: { actId, points: 300, pointsAfter: 800, stock: null, low: false } })
  expect(eventsOf(before.folder, 'gift.exchanged')).toHaveLength(1)
})

test('[PD22] while a transfer has no answer nothing else leaves its sender; the desk shows it, and its id sends it again', async () => {
  const sent: unknown[] = []
  const central = await centralInContact((path, body) => {
    if (path !== '/v1/transfers') return null
    sent.push(body)
    const { actId } = body as { actId: string }
    return sent.length > 1
      ? {
          status: 200,
          body: { actId, points: 200, fee: 20, received: 180, toMaskedName: '李*', balance: 900 },
        }
      : { status: 503, body: { code: 'unavailable', message: 'try later' } }
  })
  const { page } = await tillInContact(central)
  await scan(page, wang.code)
  const actId = await begin(page)
  expect(outputOf(await page.call('pointsDesk', {})).openTransfer).toBeNull()
  await page.call('transferPoints', { actId, to: poor.code, points: points(200) })
  // The same person by their phone, or a little more: who can say that it is not the same wish?
  for (const other of [
    { to: '13812345678', points: points(200) },
    { to: poor.code, points: points(300) },
  ]) {
    expect(await page.call('transferPoints', { actId: await begin(page), ...other })).toMatchObject({
      refusal: { code: 'transfer_open' },
    })
  }
  expect(sent).toHaveLength(1)
  const { openTransfer } = outputOf(await page.call('pointsDesk', {}))
  expect(openTransfer).toEqual({ actId, points: 200, to: poor.code })
  const again = { actId, to: 'whoever it was', points: points(1) }
  expect(await page.call('transferPoints', again)).toMatchObject({ output: { points: 200 } })
  expect(sent[1]).toEqual(sent[0])
  expect(outputOf(await page.call('pointsDesk', {})).openTransfer).toBeNull()
})

test('[PD30] a supervisor says without the network that gifts came, broke or were counted, and the desk shows it at once', async () => {
  const { folder, page, till } = await newTill()
  const { code, pin } = staff.supervisor
  await page.call('signIn', { code, pin })
  const cup = async () => (await deskOf(page)).gifts.find(({ giftId }) => giftId === 'cup')
  expect(outputOf(await page.call('pointsDesk', {})).canMoveStock).toBe(true)
  const move = async (way: StockWay, amount: number, giftId = 'cup') =>
    page.call('moveStock', { actId: await begin(page), giftId, way, amount })
  // Asked again, as after an answer that was lost, it counts once.
  const delivery = { actId: await begin(page), giftId: 'cup', way: 'delivered', amount: 5 } as const
  for (let again = 0; again < 2; again++)
    expect(await page.call('moveStock', delivery)).toEqual({ output: { stock: 8, low: false } })
  await page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' })
  expect(await move('written_off', 2)).toMatchObject({ output: { low: false } })
  const { stock } = (await cup()) ?? {}
  expect(await move('counted', 1)).toEqual({ output: { stock: 1, low: true } })
  expect(await cup()).toMatchObject({ stock: 1, low: true })
  expect(
    eventsOf(folder, 'gift.stock_moved').map(({ actor, data }) => [
      actor,
      data.way,
      data.amount,
      data.expected,
    ]),
  ).toEqual([
    [staff.supervisor.staffId, 'delivered', 5, 3],
    [staff.supervisor.staffId, 'written_off', 2, (stock ?? 0) + 2],
    [staff.supervisor.staffId, 'counted', 1, stock],
  ])
  // A gift the store never had a row of.
  expect(await move('delivered', 4, 'gone')).toEqual({ output: { stock: 4, low: expect.any(Boolean) } })
  await till.stop()
  const again = startTill(folder)
  expect((await deskOf(again.page)).gifts.find(({ giftId }) => giftId === 'cup')?.stock).toBe(1)
})
