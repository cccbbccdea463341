import { beforeEach, expect, test } from 'vitest'
import { cancelAnswerSchema, leaseReturnedSchema } from '../../contract/risk.ts'
import type { Uuid } from '../../domain/ids.ts'
import { authorityBench, nextNonce } from './authority-bench.ts'
import { couponRow, idOf, longAgo, memberRow } from './central-chain.ts'
import { newEventId, type SuiteTill } from './central-till.ts'
import type { StartCentralUnderTest } from './central-under-test.ts'

/** What a till asks before it decides, and what it is handed to decide alone. */
export function authorityContract(start: StartCentralUnderTest): void {
  const { running, own, wishOf, ask, lease, table, ...bench } = authorityBench(start)
  let till: SuiteTill
  let other: SuiteTill
  beforeEach(() => {
    till = bench.till()
    other = bench.other()
  })

  test('[CE110] what is free is approved and set aside, signed over the nonce; what is set aside is refused to others', async () => {
    const n = await own({ lot: 1_000, value: 500 })
    const wish = wishOf(n, { use: 1, points: 700, value: 300 })
    const answer = await ask(till, wish)
    expect(answer).toMatchObject({ decision: 'approved', code: null })
    if ('serverTime' in answer) expect(answer.expiresAt - answer.serverTime).toBe(600_000)
    expect(await ask(other, wishOf(n, { use: 1 }))).toMatchObject({
      decision: 'declined',
      code: 'coupon_used',
    })
    expect(await ask(other, wishOf(n, { points: 301 }))).toMatchObject({ code: 'points_not_enough' })
    expect(await ask(other, wishOf(n, { value: 201 }))).toMatchObject({ code: 'value_not_enough' })
    expect(await ask(other, wishOf(n, { points: 300, value: 200 }))).toMatchObject({ decision: 'approved' })
  })

  test('[CE111] the first answer to an id stands for ever; another question or till finds the id taken', async () => {
    const n = await own()
    const id = newEventId()
    const wish = wishOf(n, { points: 600 })
    const first = await ask(till, wish, id)
    expect(first).toMatchObject({ decision: 'approved' })
    expect(await ask(till, wish, id)).toMatchObject({ decision: 'approved', expiresAt: expiryOf(first) })
    const no = newEventId()
    const much = wishOf(n, { points: 500 })
    expect(await ask(till, much, no)).toMatchObject({ code: 'points_not_enough' })
    expect(await ask(till, wishOf(n, { points: 1 }), id)).toEqual({ status: 409, code: 'id_taken' })
    expect(await ask(other, wish, id)).toEqual({ status: 409, code: 'id_taken' })
    expect((await till.ask(`/v1/authorize/${id}/cancel`, { method: 'POST' })).status).toBe(200)
    expect(await ask(till, much, no)).toMatchObject({ decision: 'declined', code: 'points_not_enough' })
    expect(await ask(till, much)).toMatchObject({ decision: 'approved' })
  })

  test('[CE112] cancelling gives back what was set aside, as often as it is said, and nobody else can', async () => {
    const n = await own()
    const id = newEventId()
    await ask(till, wishOf(n, { use: 1 }), id)
    const cancel = async (of: SuiteTill, which: Uuid) => {
      const response = await of.ask(`/v1/authorize/${which}/cancel`, { method: 'POST' })
      expect(cancelAnswerSchema.parse(await response.json())).toEqual({ id: which, cancelled: true })
    }
    await cancel(other, id)
    expect(await ask(other, wishOf(n, { use: 1 }))).toMatchObject({ code: 'coupon_used' })
    await cancel(till, id)
    await cancel(till, id)
    await cancel(till, newEventId())
    expect(await ask(other, wishOf(n, { use: 1 }))).toMatchObject({ decision: 'approved' })
  })

  test('[CE113] nothing of whom or what nobody honours, or of who owes points, is approved', async () => {
    const host = await running()
    const deny = (kind: string, subject: Uuid) =>
      host.change([
        { c: 'denial', k: `${kind}:${subject}`, d: { kind, subject, since: longAgo, reason: 'lost' } },
      ])
    const n = await own()
    expect(await ask(till, wishOf(n, { use: 2 }))).toMatchObject({ code: 'coupon_used' })
    expect(await ask(till, { ...wishOf(n, {}), uses: [useOf(idOf('c', 250))] })).toMatchObject({
      code: 'coupon_unknown',
    })
    await deny('coupon', idOf('c', n))
    expect(await ask(till, wishOf(n, { use: 1 }))).toMatchObject({ code: 'denied' })
    const owing = await own({ debt: 1 })
    expect(await ask(till, wishOf(owing, { points: 1 }))).toMatchObject({ code: 'points_not_enough' })
    const frozen = await own()
    await host.change([memberRow(frozen, 0, { status: 'frozen' })])
    expect(await ask(till, wishOf(frozen, { points: 1 }))).toMatchObject({ decision: 'declined' })
    const revoked = await own()
    const row = couponRow(revoked, revoked)
    await host.change([{ ...row, d: { ...row.d, code: `R${revoked}`, status: 'revoked' } }])
    expect(await ask(till, wishOf(revoked, { use: 1 }))).toMatchObject({ decision: 'declined' })
    await deny('terminal', till.enrolment.terminalId)
    expect(await ask(till, wishOf(await own(), { use: 1 }))).toMatchObject({ code: 'till_restricted' })
  })

  test('[CE114] a part is leased once, counts up its fence, and is told to the store; elsewhere it is leased_elsewhere', async () => {
    const n = await own({ lot: 1_000, usesMax: 3 })
    const first = await lease(till, 'points', idOf('m', n), 800)
    expect(first.lease).toMatchObject({ granted: 800, used: 0, fence: 1, subjectId: idOf('m', n) })
    expect(await lease(till, 'points', idOf('m', n), 800, first.leaseId)).toEqual({
      ...first,
      serverTime: expect.any(Number),
    })
    expect(await lease(other, 'points', idOf('m', n), 800, first.leaseId)).toMatchObject({
      refused: 'lease_taken',
    })
    expect(await ask(other, wishOf(n, { points: 201 }))).toMatchObject({ code: 'leased_elsewhere' })
    expect(await ask(other, wishOf(n, { points: 200 }))).toMatchObject({ decision: 'approved' })
    expect(await lease(other, 'points', idOf('m', n), 1)).toMatchObject({ refused: 'lease_taken' })
    expect(await lease(other, 'points', idOf('m', n), 801)).toMatchObject({ refused: 'lease_refused' })
    const coupon = await lease(till, 'coupon', idOf('c', n), 1)
    expect(coupon.lease).toMatchObject({ granted: 3 })
    expect(await ask(other, wishOf(n, { use: 1 }))).toMatchObject({ code: 'leased_elsewhere' })
    expect(await lease(other, 'coupon', idOf('c', n), 1)).toMatchObject({ refused: 'lease_taken' })
    expect((await table()).get(`lease ${first.leaseId}`)).toEqual(first.lease)
  })

  test('[CE114] a lease lasts as long as was asked, and at most a day', async () => {
    const n = await own({ value: 1_000 })
    const asked = (ms: number) => lease(till, 'value', idOf('a', n), 100, newEventId(), { ms })
    const lengthOf = async (ms: number) => {
      const { lease: granted } = await asked(ms)
      return granted === null ? null : granted.expiresAt - granted.grantedAt
    }
    expect(await lengthOf(7_200_000)).toBe(7_200_000)
    expect(await lengthOf(30 * 24 * 3_600_000)).toBe(24 * 3_600_000)
  })

  test('[CE115] a lease that was returned is free again; its id is never a lease again', async () => {
    const n = await own({ value: 1_000 })
    const { leaseId } = await lease(till, 'value', idOf('a', n), 1_000)
    const giveBack = async (of: SuiteTill) => {
      const response = await of.ask(`/v1/leases/${leaseId}/return`, { method: 'POST' })
      expect(leaseReturnedSchema.parse(await response.json())).toEqual({ leaseId, returned: true })
    }
    await giveBack(other)
    expect(await ask(other, wishOf(n, { value: 1 }))).toMatchObject({ code: 'leased_elsewhere' })
    await giveBack(till)
    await giveBack(till)
    expect((await table()).has(`lease ${leaseId}`)).toBe(false)
    expect(await lease(till, 'value', idOf('a', n), 1, leaseId)).toMatchObject({ refused: 'lease_taken' })
    expect((await lease(other, 'value', idOf('a', n), 1_000)).lease).toMatchObject({ fence: 2 })
  })
}

function useOf(couponId: Uuid) {
  return { couponId, useNumber: 1, nullifier: nextNonce() }
}

function expiryOf(answer: object): unknown {
  return (answer as { expiresAt?: unknown }).expiresAt
}
