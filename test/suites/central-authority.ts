import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  type AuthorizeAnswer,
  type AuthorizeRequest,
  authorizeAnswerSchema,
  cancelAnswerSchema,
  leaseAnswerSchema,
  leaseReturnedSchema,
} from '../../contract/risk.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { couponRow, farAway, idOf, longAgo, lotRow, memberRow, smallChain } from './central-chain.ts'
import { enrolTill, newEventId, postJson, type SuiteTill, tableOf } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

type Wish = Partial<Omit<AuthorizeRequest, 'id' | 'nonce'>>

let asked = 0
function nextNonce(): string {
  asked += 1
  return createHash('sha256').update(`nonce ${asked}`).digest('hex')
}

/** What a till asks before it decides, and what it is handed to decide alone. */
export function authorityContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest | null = null
  let till: SuiteTill
  let other: SuiteTill
  let number = 60

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  /** A member of one lot, with a coupon and an account of the same number. */
  const own = async (figures: { lot?: number; usesMax?: number; value?: number; debt?: number } = {}) => {
    number += 1
    const n = number
    const coupon = couponRow(n, n, figures.usesMax ?? 1)
    const accountId = idOf('a', n)
    const account = { accountId, code: null, memberId: null, status: 'active', gift: 0 }
    await (await running()).change([
      memberRow(n, 0, { debt: points(figures.debt ?? 0) }),
      {
        ...lotRow(n, n, figures.lot ?? 1_000),
        d: { ...lotRow(n, n, figures.lot ?? 1_000).d, expiresAt: farAway },
      },
      { ...coupon, d: { ...coupon.d, code: `C${String(n).padStart(13, '0')}` } },
      { c: 'account', k: accountId, d: { ...account, principal: figures.value ?? 1_000 } },
    ])
    return n
  }
  const wishOf = (n: number, wish: { use?: number; points?: number; value?: number }): Wish => ({
    memberId: idOf('m', n),
    amount: money(100),
    uses:
      wish.use === undefined ? [] : [{ couponId: idOf('c', n), useNumber: wish.use, nullifier: nextNonce() }],
    points: wish.points === undefined ? [] : [{ memberId: idOf('m', n), points: points(wish.points) }],
    value: wish.value === undefined ? [] : [{ accountId: idOf('a', n), amount: money(wish.value) }],
  })
  const ask = async (of: SuiteTill, wish: Wish, id: Uuid = newEventId()) => {
    const question = { memberId: null, proof: 'scanned', amount: 0, uses: [], points: [], value: [], ...wish }
    const nonce = nextNonce()
    const response = await of.ask('/v1/authorize', postJson({ id, nonce, ...question }))
    if (response.status !== 200) return { status: response.status, code: (await codeOf(response)) as string }
    const answer = authorizeAnswerSchema.parse(await response.json())
    expect(answer).toMatchObject({ id, nonce })
    expect(signatureHolds(answer, of.enrolment.centralKey)).toBe(true)
    return answer
  }
  const lease = async (
    of: SuiteTill,
    kind: string,
    subjectId: Uuid,
    amount: number,
    leaseId = newEventId(),
  ) => {
    const response = await of.ask('/v1/leases', postJson({ leaseId, kind, subjectId, amount }))
    if (response.status !== 200) return { leaseId, refused: await codeOf(response), lease: null }
    return { leaseId, ...leaseAnswerSchema.parse(await response.json()) }
  }
  const table = async () => tableOf((await till.pull()).rows)

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

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { code?: unknown }).code
}

function signatureHolds({ sig, ...said }: AuthorizeAnswer, centralKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(centralKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(canonicalJson(said)), key, Buffer.from(sig, 'base64'))
}
