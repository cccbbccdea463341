import { expect, test } from 'vitest'
import { exposureAnswerSchema, ledgersAnswerSchema } from '../../contract/head-office.ts'
import { disputesAnswerSchema } from '../../contract/risk.ts'
import type { TillEvent } from '../../domain/event.ts'
import { money } from '../../domain/money.ts'
import { authorityBench, payFrom, sell } from './authority-bench.ts'
import { burnOf, returnedLine, returnOf } from './central-acts-data.ts'
import { idOf, longAgo, storeOne } from './central-chain.ts'
import { newEventId, type SuiteTill, saleOf } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'

const hour = 3_600_000

/** Who has it when it was given twice, and who pays (sync.md 7). */
export function winnerContract(start: StartReferenceUnderTest): void {
  const bench = authorityBench(start)
  const { own, ask, wishOf, lease, table, kinds } = bench
  const till = () => bench.till()
  const other = () => bench.other()

  const useOf = (of: SuiteTill, n: number, id = newEventId(), useNumber = 1) =>
    sell(of, id, { member: n, coupons: [{ coupon: n, useNumber }] })
  const burn = (of: SuiteTill, n: number, points: number, id = newEventId()) =>
    sell(of, id, { member: n, pieces: 3, burns: [{ lot: n, points }] })
  const disputesOf = async (of: SuiteTill, event: TillEvent) => {
    const page = disputesAnswerSchema.parse(await (await of.ask('/v1/disputes')).json())
    return page.disputes.filter(({ eventId }) => eventId === event.id)
  }

  test('[CE117] an authorized use wins over one that came first by push: the loser is told and pays', async () => {
    const n = await own()
    const id = newEventId()
    expect(await ask(till(), wishOf(n, { use: 1 }), id)).toMatchObject({ decision: 'approved' })
    const early = useOf(other(), n)
    expect(kinds(await other().push([early]))).toEqual([[]])
    const winner = useOf(till(), n, id)
    expect(kinds(await till().push([winner]))).toEqual([[]])
    const [lost] = await disputesOf(other(), early)
    expect(lost).toMatchObject({
      kind: 'coupon_use',
      subject: `${idOf('c', n)}:1`,
      other: winner.id,
      terminalId: other().enrolment.terminalId,
      storeId: storeOne,
      memberId: idOf('m', n),
      mode: 'isolated',
      amount: 100,
      outcome: null,
    })
    const newest = await other().ask('/v1/disputes?newest=true&limit=1')
    expect(disputesAnswerSchema.parse(await newest.json())).toMatchObject({
      disputes: [lost],
      open: expect.any(Number),
    })
    expect(await usesOf(n)).toMatchObject([{ useNumber: 1, eventId: winner.id }])
    expect((await table()).get(`coupon ${idOf('c', n)}`)).toMatchObject({ usesDone: 1 })
    const late = useOf(other(), n)
    expect(kinds(await other().push([late]))).toEqual([['coupon_use']])
  })

  test('[CE117] an event whose question was cancelled counts as not authorized: then the first received has it', async () => {
    const n = await own()
    const id = newEventId()
    await ask(till(), wishOf(n, { use: 1 }), id)
    await till().ask(`/v1/authorize/${id}/cancel`, { method: 'POST' })
    const first = useOf(other(), n)
    await other().push([first])
    expect(kinds(await till().push([useOf(till(), n, id)]))).toEqual([['coupon_use']])
    expect(await usesOf(n)).toMatchObject([{ eventId: first.id }])
  })

  test('[CE118] what was set aside or leased is there for its event; others get only what is free, and owe the rest', async () => {
    const n = await own({ lot: 1_000 })
    const id = newEventId()
    await ask(till(), wishOf(n, { points: 700 }), id)
    const early = burn(other(), n, 500)
    expect(kinds(await other().push([early]))).toEqual([['points_overdraft']])
    expect((await table()).get(`lot ${idOf('l', n)}`)?.['points']).toBe(700)
    expect((await table()).get(`member ${idOf('m', n)}`)?.['debt']).toBe(200)
    expect(kinds(await till().push([burn(till(), n, 700, id)]))).toEqual([[]])
    expect((await table()).get(`lot ${idOf('l', n)}`)?.['points']).toBe(0)
    expect(await disputesOf(other(), early)).toMatchObject([{ points: 200, memberId: idOf('m', n) }])
  })

  test('[CE118] inside a lease nothing is overdrawn, whatever others spent; beyond it is disputed', async () => {
    const n = await own({ value: 1_000 })
    const { leaseId } = await lease(till(), 'value', idOf('a', n), 600)
    expect(kinds(await other().push([payFrom(other(), n, 1_000)]))).toEqual([['value_overdraft']])
    expect((await table()).get(`account ${idOf('a', n)}`)).toMatchObject({ principal: 600 })
    const within = payFrom(till(), n, 500, [{ leaseId, amount: 500 }])
    expect(kinds(await till().push([within]))).toEqual([[]])
    expect((await table()).get(`lease ${leaseId}`)).toMatchObject({ granted: 600, used: 500 })
    const beyond = payFrom(till(), n, 200, [{ leaseId, amount: 200 }])
    expect(kinds(await till().push([beyond]))).toEqual([['lease_over', 'value_overdraft']])
    expect((await table()).get(`account ${idOf('a', n)}`)).toMatchObject({ principal: 0, gift: 0 })
  })

  test('[CE119] a leased use wins over an isolated one, and loses to nobody', async () => {
    const n = await own()
    const { leaseId } = await lease(till(), 'coupon', idOf('c', n), 1)
    const early = useOf(other(), n)
    await other().push([early])
    const leased = sell(till(), newEventId(), {
      member: n,
      coupons: [{ coupon: n, useNumber: 1 }],
      leases: [{ leaseId, amount: 1 }],
    })
    expect(kinds(await till().push([leased]))).toEqual([[]])
    expect(await usesOf(n)).toMatchObject([{ eventId: leased.id }])
    expect(await disputesOf(other(), early)).toMatchObject([{ kind: 'coupon_use', other: leased.id }])
  })

  test('[CE120] a lease ends once its holder has shown what came before its end, or when head office revokes it', async () => {
    const n = await own({ value: 1_000 })
    const held = await lease(till(), 'value', idOf('a', n), 1_000)
    const { expiresAt = 0 } = held.lease ?? {}
    await till().push([till().seal('staff.signed_in', { staffId: idOf('p', 1) })])
    expect((await table()).has(`lease ${held.leaseId}`)).toBe(true)
    const later = { time: expiresAt + hour }
    await till().push([till().seal('staff.signed_in', { staffId: idOf('p', 1) }, newEventId(), later)])
    // The central's own clock has not come to the end either.
    expect((await table()).has(`lease ${held.leaseId}`)).toBe(true)
    const host = await bench.running()
    const revoke = () => host.headOffice(`leases/${held.leaseId}/revoke`, { method: 'POST' })
    expect((await revoke()).status).toBe(200)
    expect((await revoke()).status).toBe(404)
    expect((await table()).has(`lease ${held.leaseId}`)).toBe(false)
    const late = payFrom(till(), n, 100, [{ leaseId: held.leaseId, amount: 100 }])
    expect(kinds(await till().push([late]))).toEqual([['lease_over']])
  })

  test('[CE121] people decide a dispute once; the store hears what, by whom and when', async () => {
    const n = await own()
    const host = await bench.running()
    await till().push([useOf(till(), n)])
    const second = useOf(other(), n)
    await other().push([second])
    const [open] = await disputesOf(other(), second)
    const status = async () => (await table()).get(`coupon ${idOf('c', n)}`)?.['status']
    expect(await status()).toBe('disputed')
    const decide = (outcome: string) =>
      host.headOffice(`disputes/${open?.number}/outcome`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ outcome, decidedBy: 'Lin', note: 'first time' }),
      })
    expect((await decide('forgive')).status).toBe(400)
    expect((await decide('write_off')).status).toBe(200)
    expect((await decide('discipline')).status).toBe(409)
    expect(await status()).toBe('issued')
    const [closed] = await disputesOf(till(), second)
    expect(closed).toMatchObject({ outcome: 'write_off', decidedBy: 'Lin', note: 'first time' })
    expect(closed?.decidedAt).toBeGreaterThan(longAgo)
  })

  test('[CE122] while people have to decide about a use, it comes back to nobody', async () => {
    const n = await own()
    const first = useOf(till(), n)
    await till().push([first])
    await other().push([useOf(other(), n)])
    const restored = { couponId: idOf('c', n), templateId: idOf('t', 1), useNumber: 1 }
    const back = till().seal(
      'sale.returned',
      returnOf(newEventId(), storeOne, first.id, { memberId: idOf('m', n), couponsRestored: [restored] }),
    )
    expect(kinds(await till().push([back]))).toEqual([['restore_disputed']])
    expect((await table()).get(`coupon ${idOf('c', n)}`)).toMatchObject({ usesRestored: 0 })
  })

  test('[CE202] what a loser’s coupon gave is a loss until its goods come back; the ledger of coupons comes to nothing', async () => {
    const n = await own()
    const first = useOf(till(), n)
    const second = useOf(other(), n)
    const sums = async () => {
      const answer = await (await bench.running()).headOffice('ledgers')
      const { coupons } = ledgersAnswerSchema.parse(await answer.json())
      expect(coupons.reduce((all, { sum }) => all + sum, 0)).toBe(0)
      return coupons.find(({ account }) => account === 'loss')?.sum ?? 0
    }
    const before = await sums()
    await till().push([first])
    await other().push([second])
    expect(await sums()).toBe(before - 100)
    const restored = { couponId: idOf('c', n), templateId: idOf('t', 1), useNumber: 1 }
    const back = () =>
      other().seal(
        'sale.returned',
        returnOf(newEventId(), storeOne, second.id, { memberId: idOf('m', n), couponsRestored: [restored] }),
      )
    expect(kinds(await other().push([back()]))).toEqual([[]])
    expect(await sums()).toBe(before)
    // The use stays the winner's, and no loss is reversed twice.
    expect((await table()).get(`coupon ${idOf('c', n)}`)).toMatchObject({ usesDone: 1, usesRestored: 0 })
    expect(kinds(await other().push([back()]))).toEqual([['return_over']])
    expect(await sums()).toBe(before)
  })

  test('[CE123] an overdraft is owed down to the limit and a loss beyond; it is repaid by what comes back', async () => {
    const n = await own({ lot: 1_000 })
    const much = burn(till(), n, 12_000)
    expect(kinds(await till().push([much]))).toEqual([['points_overdraft']])
    const debt = async () => (await table()).get(`member ${idOf('m', n)}`)?.['debt']
    expect(await debt()).toBe(10_000)
    const back = (points: number) =>
      other().seal(
        'sale.returned',
        returnOf(newEventId(), storeOne, much.id, {
          memberId: idOf('m', n),
          lines: [returnedLine(0, 1)],
          givenBack: {
            points: burnOf(n, []).points,
            ofFamily: null,
            lots: [{ lotId: idOf('l', n), memberId: idOf('m', n), points: points as never, expiresAt: null }],
          },
        }),
      )
    await other().push([back(1_000)])
    expect(await debt()).toBe(10_000)
    await other().push([back(4_000)])
    expect(await debt()).toBe(6_000)
    await other().push([back(7_000)])
    expect(await debt()).toBe(0)
    expect((await table()).get(`lot ${idOf('l', n)}`)?.['points']).toBe(1_000)
  })

  test('[CE204] the exposure of a store is what its tills last told, beside the limits; a revoked till counts no more', async () => {
    const exposureOf = async (of: SuiteTill) => {
      const answer = await (await bench.running()).headOffice('exposure')
      const { stores, limits } = exposureAnswerSchema.parse(await answer.json())
      const store = stores.find(({ storeId }) => storeId === storeOne)
      const { terminalId } = of.enrolment
      const told = store?.terminals.find((terminal) => terminal.terminalId === terminalId)?.exposure
      return { store: store?.exposure ?? 0, over: store?.over, told, max: limits.storeExposureMax }
    }
    const { store: before, max } = await exposureOf(till())
    const say = (of: SuiteTill, exposure: number) => {
      const id = newEventId()
      const event = of.seal('sale.completed', saleOf(id, storeOne, {}), id, { exposure: money(exposure) })
      return of.push([event])
    }
    await say(till(), 4_000)
    await say(till(), 3_000)
    await say(other(), 1_000)
    expect(await exposureOf(till())).toMatchObject({ store: before + 4_000, told: 3_000, over: false })
    await say(other(), max)
    expect(await exposureOf(other())).toMatchObject({ store: before + 3_000 + max, told: max, over: true })
    const revocation = `terminals/${other().enrolment.terminalId}/revocation`
    await (await bench.running()).headOffice(revocation, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await exposureOf(other())).toMatchObject({ store: before + 3_000, over: false })
  })

  const usesOf = async (n: number) => {
    const answer = await (await (await bench.running()).headOffice(`coupons/${idOf('c', n)}`)).json()
    return (answer as { uses: unknown[] }).uses
  }
}
