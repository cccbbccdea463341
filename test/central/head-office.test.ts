import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  couponAnswerSchema,
  enrolmentCodeAnswerSchema,
  eventAnswerSchema,
  eventsAnswerSchema,
  forksAnswerSchema,
  memberAnswerSchema,
  parkedAnswerSchema,
  terminalsAnswerSchema,
} from '../../contract/head-office.ts'
import { disputesAnswerSchema } from '../../contract/risk.ts'
import { problemSchema } from '../../contract/wire.ts'
import {
  couponRow,
  idOf,
  lotRow,
  productRow,
  smallChain,
  staffRow,
  storeOne,
} from '../suites/central-chain.ts'
import { enrolTill, newKeys, postJson, resealed, type SuiteTill, sha256 } from '../suites/central-till.ts'
import type { CentralUnderTest } from '../suites/central-under-test.ts'
import { type FolderMaker, operatorToken, prepareFolders, underTest } from './running-central.ts'

let folders: FolderMaker
let central: CentralUnderTest
let till: SuiteTill
let other: SuiteTill
beforeAll(async () => {
  folders = await prepareFolders()
  central = await underTest(await folders.keep())
  await central.change(smallChain)
  till = await enrolTill(central)
  other = await enrolTill(central)
})
afterAll(async () => {
  await central.close()
  await folders.close()
})

const ask = (path: string, request: RequestInit = {}) => {
  const headers = new Headers(request.headers)
  headers.set('authorization', `Bearer ${operatorToken}`)
  return central.ask(`/v1/head-office/${path}`, { ...request, headers })
}
const report = async <S extends z.ZodType>(schema: S, path: string): Promise<z.infer<S>> => {
  const response = await ask(path)
  expect(response.status, path).toBe(200)
  return schema.parse(await response.json())
}
const refusal = async (response: Response) => [
  response.status,
  problemSchema.parse(await response.json()).code,
]

test('[CE31] people see every terminal, its events by id and hash, and each event whole', async () => {
  const events = [till.sell(), till.sell(), till.seal('receipt.reprinted', { saleId: idOf('x', 1), copy: 1 })]
  await till.push(events)
  const { terminalId, terminalNumber } = till.enrolment
  const { terminals } = await report(terminalsAnswerSchema, 'terminals')
  expect(terminals.find((terminal) => terminal.terminalId === terminalId)).toMatchObject({
    number: terminalNumber,
    storeId: storeOne,
    storeNumber: 'S01',
    epoch: 1,
    seq: 3,
    head: events[2]?.hash,
  })
  const first = await report(eventsAnswerSchema, `terminals/${terminalId}/events?limit=2`)
  const second = await report(eventsAnswerSchema, `terminals/${terminalId}/events?epoch=1&seq=2`)
  expect([first.more, second.more]).toEqual([true, false])
  const seen = [...first.events, ...second.events]
  expect(seen.map(({ id, hash, outcome }) => [id, hash, outcome])).toEqual(
    events.map(({ id, hash }) => [id, hash, 'applied']),
  )
  const whole = await report(eventAnswerSchema, `events/${events[0]?.id}`)
  expect(whole.event).toEqual(JSON.parse(JSON.stringify(events[0])))
})

test('[CE32] the ledger adds up to the lots, whatever was earned, burned, lost or adjusted', async () => {
  const { terminalId } = till.enrolment
  const sales = [
    till.sell({ member: 1, burns: [{ lot: 1, points: 700 }], earns: 25 }),
    till.sell({ member: 1, burns: [{ lot: 1, points: 200 }], coupons: [{ coupon: 2, useNumber: 1 }] }),
  ]
  await till.push(sales)
  const late = other.sell({
    member: 1,
    burns: [{ lot: 1, points: 300 }],
    coupons: [{ coupon: 2, useNumber: 1 }],
  })
  await other.push([late])
  const member = await report(memberAnswerSchema, `members/${idOf('m', 1)}`)
  expect(member.lots.map(({ points }) => points).toSorted((a, b) => a - b)).toEqual([0, 25])
  expect([member.balance, member.ledger]).toEqual([25, 25])
  expect(member.identifiers.map(({ value }) => value)).toEqual(['M000000000001'])
  await central.change([lotRow(1, 1, 40)])
  expect(await report(memberAnswerSchema, `members/${idOf('m', 1)}`)).toMatchObject({
    balance: 65,
    ledger: 65,
  })

  const coupon = await report(couponAnswerSchema, `coupons/${idOf('c', 2)}`)
  expect(coupon.coupon.usesDone).toBe(1)
  expect(coupon.uses).toMatchObject([
    { useNumber: 1, eventId: sales[1]?.id, terminalId, memberId: idOf('m', 1) },
  ])
  const { disputes } = await report(disputesAnswerSchema, 'disputes')
  expect(disputes.map(({ kind, eventId, other: first, points }) => [kind, eventId, first, points])).toEqual([
    ['points_overdraft', late.id, sales[1]?.id, 200],
    ['coupon_use', late.id, sales[1]?.id, 0],
  ])
  const page = await report(disputesAnswerSchema, `disputes?after=${disputes[0]?.number}&limit=1`)
  expect(page).toMatchObject({ disputes: [{ kind: 'coupon_use' }], more: false })
})

test('[CE43] a coupon changed at head office from an older row keeps the uses made meanwhile', async () => {
  const older = couponRow(7, 1, 5)
  await central.change([older])
  await till.push([till.sell({ member: 1, coupons: [{ coupon: 7, useNumber: 1 }] })])
  await central.change([{ ...older, d: { ...older.d, status: 'revoked' } }])
  expect(await report(couponAnswerSchema, `coupons/${idOf('c', 7)}`)).toMatchObject({
    coupon: { status: 'revoked', usesDone: 1 },
  })
})

test('[CE33] parked events and other branches are listed whole', async () => {
  const one = await enrolTill(central)
  const strange = resealed(one, one.seal('staff.signed_in', { staffId: idOf('p', 1) }), {
    type: 'tide.turned',
  })
  await one.push([strange])
  const { parked } = await report(parkedAnswerSchema, 'parked')
  expect(parked.at(-1)).toMatchObject({ eventId: strange.id, code: 'type_unknown', epoch: 1, seq: 1 })
  expect(JSON.parse(parked.at(-1)?.body ?? '')).toEqual(JSON.parse(JSON.stringify(strange)))

  const twin = await enrolTill(central)
  const before = twin.head()
  await twin.push([twin.sell()])
  twin.continueAt(before)
  const branch = [twin.sell(), twin.sell()]
  await twin.push(branch)
  await twin.push(branch)
  const { forks } = await report(forksAnswerSchema, 'forks')
  expect(forks.map(({ hash }) => hash)).toEqual(branch.map(({ hash }) => hash))
})

test('[CE34] coupons unknown, used up, revoked or another’s, and members unknown, are disputes; nothing is lost', async () => {
  const revoked = couponRow(9, 1)
  await central.change([{ ...revoked, d: { ...revoked.d, status: 'revoked' } }, couponRow(10, 1)])
  const one = await enrolTill(central)
  const sales = [
    one.sell({ coupons: [{ coupon: 77, useNumber: 1 }] }),
    one.sell({ member: 1, coupons: [{ coupon: 3, useNumber: 2 }] }),
    one.sell({ member: 1, coupons: [{ coupon: 9, useNumber: 1 }] }),
    one.sell({ coupons: [{ coupon: 10, useNumber: 1 }] }),
    one.sell({ member: 77, earns: 5, growth: 1 }),
    one.sell({ member: 1, burns: [{ lot: 77, points: 5 }] }),
  ]
  const result = await one.push(sales)
  const verdicts = 'answer' in result ? result.answer.verdicts : []
  expect(verdicts.map(({ disputes }) => disputes?.map(({ kind }) => kind))).toEqual([
    ['coupon_unknown'],
    ['coupon_overused'],
    ['coupon_revoked'],
    ['coupon_not_yours'],
    ['member_unknown', 'member_unknown'],
    ['points_overdraft'],
  ])
})

test('[CE35] head office is asked with its own token only', async () => {
  for (const token of ['', 'wrong', 'operator-token-of-the-tests-']) {
    const headers = { authorization: `Bearer ${token}` }
    for (const path of ['terminals', 'disputes', `members/${idOf('m', 1)}`]) {
      expect(await refusal(await till.ask(`/v1/head-office/${path}`, { headers }))).toEqual([
        401,
        'token_unknown',
      ])
    }
  }
})

test('[CE36] rows that fit nothing are refused whole', async () => {
  const lot = lotRow(50, 1, 5)
  const refused: [unknown, number, string][] = [
    [[{ ...lot, d: { ...lot.d, points: -1 } }], 400, 'rows_invalid'],
    [[lot, { ...lot, k: idOf('l', 51) }], 400, 'rows_invalid'],
    [[{ c: 'applied', k: 'x', d: null }], 400, 'rows_invalid'],
    [[{ c: 'nothing', k: 'x', d: null }], 400, 'rows_invalid'],
    [[{ c: 'store', k: storeOne, d: null }], 400, 'rows_invalid'],
    [[{ c: 'member', k: 'no id', d: null }], 400, 'rows_invalid'],
    [
      [productRow(60, 1), { ...productRow(61, 1), d: { ...productRow(61, 1).d, brandId: 'a\0' } }],
      400,
      'rows_invalid',
    ],
    [
      [productRow(60, 1), { ...staffRow(5, storeOne), d: { ...staffRow(5, storeOne).d, code: '101' } }],
      409,
      'rows_conflict',
    ],
    [[], 400, 'request_invalid'],
  ]
  const { place } = await till.pull()
  for (const [rows, status, code] of refused) {
    expect(await refusal(await ask('changes', postJson({ rows })))).toEqual([status, code])
  }
  expect((await till.pull(place)).rows).toEqual([])
})

test('[CE37] codes are for known stores, live fifteen minutes, and guessing is slowed down', async () => {
  expect(await refusal(await ask('enrolment-codes', postJson({ store: 'S99' })))).toEqual([
    404,
    'store_unknown',
  ])
  const made = await ask('enrolment-codes', postJson({ store: 'S01' }))
  const { code, expiresAt } = enrolmentCodeAnswerSchema.parse(await made.json())
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + 15 * 60_000)
  const { publicKey, request, proof } = newKeys()
  const shown = { publicKey, request, proof, appVersion: '1' }
  const guess = (n: number) =>
    // By name or said aloud, it is a try all the same.
    n % 2 === 0
      ? central.ask(`/v1/ca/${sha256(String(n))}`)
      : central.ask('/v1/enrol', postJson({ code: sha256(String(n)).slice(0, 10).toUpperCase(), ...shown }))
  for (let n = 0; n < 10; n++) expect((await guess(n)).status).toBe(403)
  const slowed = await guess(10)
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refusal(slowed)).toEqual([429, 'too_many_codes'])
  expect((await central.ask('/v1/enrol', postJson({ code, ...shown }))).status).toBe(429)
})

test('[CE37] a key that is none of ours is refused before the code is spent', async () => {
  const fresh = await underTest(await folders.keep())
  try {
    await fresh.change(smallChain)
    const code = await fresh.enrolmentCode('S01')
    const { publicKey, request, proof } = newKeys()
    const right = { code, publicKey, request, proof, appVersion: '1' }
    const none = Buffer.from('no key').toString('base64')
    const wrong = [
      [{ publicKey: none }, 'public_key_invalid'],
      [{ request: none }, 'request_wrong'],
      [{ proof: none }, 'request_wrong'],
    ] as const
    for (const [change, because] of wrong) {
      const answer = await fresh.ask('/v1/enrol', postJson({ ...right, ...change }))
      expect(await refusal(answer)).toEqual([400, because])
    }
    expect((await fresh.ask('/v1/enrol', postJson(right))).status).toBe(200)
  } finally {
    await fresh.close()
  }
})
