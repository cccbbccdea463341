import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type CentralClient, createCentralClient } from '../../sync/central-client.ts'
import { askCentral } from '../../sync/online.ts'
import { coupon, id, member } from '../domain/shop.ts'
import { testTrust } from '../rig/trust.ts'
import { type LoopbackServer, me, shownTo, startLoopbackServer } from './loopback-server.ts'

let server: LoopbackServer | undefined
afterEach(() => server?.close())

async function against(
  answer: (response: ServerResponse) => void,
  requestMs = 5_000,
): Promise<CentralClient> {
  server = await startLoopbackServer((_request, response) => answer(response))
  return createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    identity: () => me,
    appVersion: '1.0',
    requestMs,
  })
}

const json = { 'content-type': 'application/json' }
const says = (status: number, value: object) => (response: ServerResponse) => {
  response.writeHead(status, json).end(JSON.stringify(value))
}

const found = coupon(1).coupon
const questions: readonly [string, object, (central: CentralClient) => Promise<unknown>][] = [
  [
    'POST /v1/transfers',
    { actId: id(1), points: 100, fee: 10, received: 90, toMaskedName: '李*', balance: 5 },
    (central) =>
      central.transferPoints({
        actId: id(1),
        fromMemberId: id(2),
        to: { kind: 'member_code', value: 'M0000000000017' },
        points: points(100),
        staffId: id(3),
      }),
  ],
  [
    'POST /v1/coupon-transfers',
    { actId: id(1), couponId: id(4), toMaskedName: '李*' },
    (central) =>
      central.transferCoupon({
        actId: id(1),
        couponId: id(4),
        fromMemberId: id(2),
        to: { kind: 'member_code', value: 'M0000000000017' },
        staffId: id(3),
      }),
  ],
  [
    'POST /v1/one-time-codes',
    { sentTo: '138****5678', expiresAt: 9 },
    (central) => central.sendOneTimeCode({ actId: id(1), memberId: id(2), amount: money(500) }),
  ],
  [
    'POST /v1/one-time-codes/check',
    { actId: id(1), proven: true },
    (central) =>
      central.checkOneTimeCode({ actId: id(1), memberId: id(2), amount: money(5), code: '123456' }),
  ],
  ['GET /v1/coupons/C0000000000017', { coupon: found }, (central) => central.couponByCode('C0000000000017')],
  [
    `GET /v1/coupons/${id(1)}/history`,
    {
      coupon: found,
      steps: [{ at: 1, what: 'issued', storeNumber: null, terminalNumber: null, useNumber: null }],
    },
    (central) => central.couponHistory(id(1)),
  ],
  [
    'POST /v1/members/find',
    { memberId: id(100) },
    (central) => central.findMember({ kind: 'member_code', value: 'M0000000000017' }),
  ],
  [`GET /v1/members/${id(100)}`, { member: member() }, (central) => central.memberById(id(100))],
]

test.each(questions)(
  '[SY13] %s is asked and its answer taken as the contract says',
  async (route, answer, ask) => {
    const central = await against(says(200, { ...answer, later: 1 }))
    expect(await askCentral(() => ask(central), [])).toEqual({ kind: 'answered', answer })
    const [request] = server?.requests ?? []
    expect(`${request?.method} ${request?.url}`).toBe(route)
    expect(shownTo(request)).toBe(me.certificate)
  },
)

test('[SY13] a name in an address cannot leave its place', async () => {
  const central = await against(says(404, { code: 'sale_unknown', message: 'no' }))
  await askCentral(() => central.saleByReceipt('../../events?x=1#'), [])
  expect(server?.requests[0]?.url).toBe('/v1/sales/..%2F..%2Fevents%3Fx%3D1%23')
})

test('[SY14] a no of the contract is a no; every other answer, and none in time, is unknown', async () => {
  const outcome = async (answer: (response: ServerResponse) => void, requestMs?: number) => {
    const central = await against(answer, requestMs)
    const asked = await askCentral(() => central.couponByCode('C1'), [
      'coupon_unknown',
      'points_not_enough',
    ] as const)
    await server?.close()
    server = undefined
    return asked
  }
  const problem = (code: string) => ({ code, message: 'words' })
  expect(await outcome(says(404, problem('coupon_unknown')))).toEqual({
    kind: 'refused',
    code: 'coupon_unknown',
  })
  expect(await outcome(says(409, problem('points_not_enough')))).toMatchObject({ kind: 'refused' })
  expect(await outcome(says(401, problem('token_unknown')))).toEqual({ kind: 'unknown', why: 'refused' })
  expect(await outcome(says(500, problem('coupon_unknown')))).toEqual({ kind: 'unknown', why: 'busy' })
  expect(await outcome(says(200, { coupon: 7 }))).toEqual({ kind: 'unknown', why: 'malformed' })
  expect(await outcome((to) => to.writeHead(404, { 'content-type': 'text/html' }).end('no'))).toEqual({
    kind: 'unknown',
    why: 'not_central',
  })
  expect(await outcome(() => undefined, 50)).toEqual({ kind: 'unknown', why: 'timed_out' })
  expect(await outcome((to) => void to.destroy())).toEqual({ kind: 'unknown', why: 'unreachable' })
})

test('[SY14] a bug of our own is no answer of the world', async () => {
  const bug = () => Promise.reject(new TypeError('ours'))
  await expect(askCentral(bug, [])).rejects.toThrow('ours')
})
