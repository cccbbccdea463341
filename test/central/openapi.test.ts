import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '../../contract/wire.ts'
import { idOf, smallChain } from '../suites/central-chain.ts'
import { enrolTill, type SuiteTill } from '../suites/central-till.ts'
import type { CentralUnderTest } from '../suites/central-under-test.ts'
import { type FolderMaker, operatorToken, prepareFolders, underTest } from './running-central.ts'

interface Operation {
  readonly security?: readonly Record<string, unknown>[]
  readonly requestBody?: unknown
  readonly responses: Record<string, unknown>
}

interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

let folders: FolderMaker
let central: CentralUnderTest
let till: SuiteTill
let routes: readonly Route[]
let version: unknown
beforeAll(async () => {
  folders = await prepareFolders()
  central = await underTest(await folders.keep())
  await central.change(smallChain)
  till = await enrolTill(central)
  const document = (await (await central.ask('/openapi.json')).json()) as {
    openapi: unknown
    paths: Record<string, Record<string, Operation>>
  }
  version = document.openapi
  routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
})
afterAll(async () => {
  await central.close()
  await folders.close()
})

/** A path with its parameters filled in. */
const filled = (path: string, value: string) => path.replaceAll(/\{[a-zA-Z]+\}/g, encodeURIComponent(value))

test('[CE38] the document is OpenAPI 3.1 and names every route', () => {
  expect(version).toBe('3.1.0')
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    [
      'GET /v1/ca/{name}',
      'GET /v1/changes',
      'GET /v1/coupons/{code}',
      'GET /v1/coupons/{couponId}/history',
      'GET /v1/digests',
      'GET /v1/disputes',
      'GET /v1/head-office/accounts/{accountId}',
      'GET /v1/head-office/campaigns',
      'GET /v1/head-office/coupons/{couponId}',
      'GET /v1/head-office/disputes',
      'GET /v1/head-office/erasures/{memberId}',
      'GET /v1/head-office/events/{eventId}',
      'GET /v1/head-office/exposure',
      'GET /v1/head-office/forks',
      'GET /v1/head-office/ledgers',
      'GET /v1/head-office/members/{memberId}',
      'GET /v1/head-office/messages',
      'GET /v1/head-office/parked',
      'GET /v1/head-office/stores/{store}/shifts',
      'GET /v1/head-office/suggestions',
      'GET /v1/head-office/terminals',
      'GET /v1/head-office/terminals/{terminalId}/events',
      'GET /v1/members/{memberId}',
      'GET /v1/rows',
      'GET /v1/sales/{receiptNumber}',
      'GET /v1/snapshot/{snapshotId}',
      'GET /v1/status',
      'GET /v1/stream',
      'POST /v1/authorize',
      'POST /v1/authorize/{id}/cancel',
      'POST /v1/certificate',
      'POST /v1/enrol',
      'POST /v1/head-office/terminals/{terminalId}/revocation',
      'POST /v1/events',
      'POST /v1/head-office/challenges',
      'POST /v1/coupon-transfers',
      'POST /v1/head-office/changes',
      'POST /v1/head-office/disputes/{number}/outcome',
      'POST /v1/head-office/enrolment-codes',
      'POST /v1/head-office/interactions',
      'POST /v1/head-office/leases/{leaseId}/revoke',
      'POST /v1/head-office/merges',
      'POST /v1/head-office/programme',
      'POST /v1/head-office/terminals/{terminalId}/readmit',
      'POST /v1/leases',
      'POST /v1/leases/{leaseId}/return',
      'POST /v1/members/find',
      'POST /v1/one-time-codes',
      'POST /v1/one-time-codes/check',
      'POST /v1/snapshot',
      'POST /v1/transfers',
    ].toSorted(),
  )
})

test('[CE38] every documented route answers, and no other does', async () => {
  for (const { method, path } of routes) {
    const response = await central.ask(filled(path, idOf('x', 1)), { method })
    expect(response.status, `${method} ${path}`).not.toBe(404)
    expect(response.status, `${method} ${path}`).toBeLessThan(500)
  }
  expect((await central.ask('/v1/approve', { method: 'POST' })).status).toBe(404)
})

test('[CE38] a route that names a token or a certificate in the document refuses everyone without it', async () => {
  for (const { method, path, operation } of routes) {
    const { status } = await central.ask(filled(path, idOf('x', 1)), { method })
    if (operation.security) expect(status, `${method} ${path}`).toBe(401)
    else expect(['/v1/status', '/v1/enrol', '/v1/ca/{name}']).toContain(path)
  }
})

test('[CE39] whatever is asked, the central answers with a reason and never fails', async () => {
  const anything = fc.jsonValue({ maxDepth: 3 })
  const field = fc.constantFrom(
    'events',
    'rows',
    'code',
    'publicKey',
    'appVersion',
    'store',
    'c',
    'k',
    'd',
    'id',
  )
  const body = fc.oneof(
    anything,
    fc.dictionary(field, fc.oneof(anything, fc.array(fc.dictionary(field, anything), { maxLength: 3 }))),
    fc.string({ unit: 'binary' }),
  )
  const query = fc.dictionary(
    fc.constantFrom('since', 'feed', 'limit', 'after', 'epoch', 'seq', 'x'),
    fc.oneof(fc.integer().map(String), fc.double().map(String), fc.string({ unit: 'binary' })),
    { maxKeys: 3 },
  )
  const parameter = fc.oneof(
    fc.constant(idOf('m', 1)),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  )
  const encoding = fc.constantFrom('', '', 'gzip', 'zstd', 'identity', 'br')
  let answered = 0
  await fc.assert(
    fc.asyncProperty(fc.nat(), body, query, parameter, encoding, async (pick, value, asked, id, packed) => {
      const route = routes[pick % routes.length]
      if (!route) throw new Error('the document names no route')
      const headers = new Headers({ 'content-type': 'application/json' })
      if (route.path.includes('head-office')) headers.set('authorization', `Bearer ${operatorToken}`)
      if (packed !== '') headers.set('content-encoding', packed)
      const search = new URLSearchParams(
        Object.entries(asked).map(([key, text]) => [key, text.toWellFormed()]),
      )
      const request: RequestInit = { method: route.method, headers }
      if (route.method === 'POST') request.body = typeof value === 'string' ? value : JSON.stringify(value)
      const response = await till.ask(`${filled(route.path, id.toWellFormed())}?${search}`, request)
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      // A stream of hints has no end of its own.
      const text = isStream ? '' : await response.text()
      if (isStream) await response.body?.cancel()
      expect(response.status, `${route.method} ${route.path}: ${text}`).toBeLessThan(500)
      if (response.status >= 400 && response.status !== 409) problemSchema.parse(JSON.parse(text))
      answered += 1
    }),
    { numRuns: 300 },
  )
  expect(answered).toBe(300)
})
