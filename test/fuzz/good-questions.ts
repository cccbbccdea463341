import fc from 'fast-check'
import { z } from 'zod'
import { codeSecrets } from '../../codes/enrolment-code.ts'
import { eventDataSchemas, isEventType } from '../../contract/event-data.ts'
import { messagesAnswerSchema } from '../../contract/head-office.ts'
import { disputesAnswerSchema } from '../../contract/risk.ts'
import { collections } from '../../contract/wire.ts'
import type { EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { nullifierOf } from '../../domain/spend.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { suiteProgramme } from '../suites/central-acts-data.ts'
import { couponRow, idOf } from '../suites/central-chain.ts'
import { newEventId, newKeys, type SuiteTill, sha256 } from '../suites/central-till.ts'
import type { FuzzedChain, Question } from './chain.ts'
import type { JsonSchema } from './document.ts'
import { type Draw, perhaps } from './draw.ts'
import { fitting } from './from-schema.ts'

type Good = (chain: FuzzedChain, draw: Draw) => Promise<Partial<Question>> | Partial<Question>

/** What the document cannot say: codes given out, keys held, events sealed, ids that go together. */
export const goodQuestions: Readonly<Record<string, Good>> = {
  'GET /v1/ca/{name}': async ({ central }) => ({
    path: { name: (await codeSecrets(await central.enrolmentCode('S01'))).name },
  }),
  'POST /v1/enrol': async ({ central }) => {
    const { publicKey, request, proof } = newKeys()
    return {
      body: { code: await central.enrolmentCode('S01'), publicKey, request, proof, appVersion: '0.1.0' },
    }
  },
  'POST /v1/certificate': () => ({ body: { request: tlsKeys.request(tlsKeys.make()) } }),
  'POST /v1/events': async (chain, draw) => {
    const till = await chain.pusher()
    const count = draw(fc.integer({ min: 1, max: 4 }))
    return {
      as: till.identity,
      body: { events: Array.from({ length: count }, () => event(chain, till, draw)) },
    }
  },
  'GET /v1/changes': (_chain, draw) => ({
    query: {
      since: '0',
      ...(perhaps(draw, 50) ? {} : { limit: String(draw(fc.integer({ min: 1, max: 50 }))) }),
    },
  }),
  'GET /v1/digests': (chain, draw) => {
    const collection = draw(fc.constantFrom(...chain.collections))
    const fields = Object.keys(chain.rowsOf(collection)[0]?.d ?? {}).join(',')
    return { query: { ...placed(chain), collection, fields } }
  },
  'GET /v1/rows': (chain, draw) => {
    const collection = draw(fc.constantFrom(...chain.collections))
    const after = perhaps(draw, 50)
      ? ''
      : draw(fc.constantFrom(...chain.rowsOf(collection).map(({ k }) => k)))
    return { query: { ...placed(chain), collection, after } }
  },
  'GET /v1/snapshot/{snapshotId}': async ({ till }) => {
    const offered = await till.ask('/v1/snapshot', { method: 'POST' })
    const { snapshotId } = z.object({ snapshotId: z.string().default('') }).parse(await offered.json())
    return { path: { snapshotId } }
  },
  'POST /v1/authorize': (chain, draw) => {
    const couponId = draw(chain.known('couponId') ?? fc.uuid()) as Uuid
    const uses = [{ couponId, useNumber: 1, nullifier: nullifierOf(couponId, 1, sha256) }]
    const nothing = { amount: 0, proof: 'scanned', uses: [], points: [], value: [] }
    const ofPoints = { memberId: idOf('m', 1), amount: 10, points: [{ memberId: idOf('m', 1), points: 10 }] }
    const asked = perhaps(draw, 50) ? { memberId: null, amount: 100, uses } : ofPoints
    return { body: { ...nothing, id: newEventId(), nonce: sha256(newEventId()), ...asked } }
  },
  'POST /v1/leases': (chain, draw) => {
    const leaseId = newEventId()
    const couponId = draw(chain.known('couponId') ?? fc.uuid())
    const ofPoints = { leaseId, kind: 'points', subjectId: idOf('m', 1), amount: 1 }
    return {
      body: perhaps(draw, 50) ? ofPoints : { leaseId, kind: 'coupon', subjectId: couponId, amount: 1 },
    }
  },
  'POST /v1/transfers': (chain, draw) => {
    const identifiers = chain.rowsOf('identifier').filter(({ d }) => d?.['kind'] === 'member_code')
    const value = draw(fc.constantFrom(...identifiers.map(({ d }) => String(d?.['value']))))
    const fromMemberId = draw(chain.known('memberId') ?? fc.uuid())
    const staffId = draw(chain.known('staffId') ?? fc.uuid())
    const wish = { points: 10, to: { kind: 'member_code', value } }
    return { body: { actId: newEventId(), fromMemberId, staffId, ...wish } }
  },
  'POST /v1/head-office/leases/{leaseId}/revoke': async ({ central, till }, draw) => {
    const leaseId = newEventId()
    const row = couponRow(draw(fc.integer({ min: 10_000, max: 99_999 })), 1)
    await central.change([row])
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ leaseId, kind: 'coupon', subjectId: row.k, amount: 1 })
    await till.ask('/v1/leases', { method: 'POST', headers, body })
    return { path: { leaseId } }
  },
  'POST /v1/members/find': (chain, draw) => {
    const known = chain.rowsOf('identifier').filter(({ d }) => d?.['kind'] === 'member_code')
    const value = draw(fc.constantFrom(...known.map(({ d }) => String(d?.['value']))))
    return { body: { kind: 'member_code', value } }
  },
  'POST /v1/coupon-transfers': async (chain, draw) => {
    const [template] = suiteProgramme.templates.filter(({ transferable }) => transferable)
    const codes = chain.rowsOf('identifier').filter(({ d }) => d?.['kind'] === 'member_code')
    const [from, to] = draw(fc.shuffledSubarray(codes, { minLength: 2, maxLength: 2 }))
    const number = draw(fc.integer({ min: 1_000, max: 9_999 }))
    const row = couponRow(number, 1)
    const memberId = from?.d?.['memberId']
    await chain.central.change([{ ...row, d: { ...row.d, templateId: template?.templateId, memberId } }])
    const staffId = draw(chain.known('staffId') ?? fc.uuid())
    const receiver = { kind: 'member_code', value: String(to?.d?.['value']) }
    return { body: { actId: newEventId(), couponId: row.k, fromMemberId: memberId, staffId, to: receiver } }
  },
  'POST /v1/one-time-codes/check': async ({ central, till, known }, draw) => {
    const sent = { actId: newEventId(), memberId: draw(known('memberId') ?? fc.uuid()), amount: 500 }
    const headers = { 'content-type': 'application/json' }
    await till.ask('/v1/one-time-codes', { method: 'POST', headers, body: JSON.stringify(sent) })
    const messages: string[] = []
    for (let after = 0; ; ) {
      const page = messagesAnswerSchema.parse(
        await (await central.headOffice(`messages?after=${after}`)).json(),
      )
      messages.push(...page.messages.map(({ body }) => body))
      after = page.messages.at(-1)?.number ?? after
      if (!page.more) break
    }
    return { body: { ...sent, code: /\d{6}/.exec(messages.at(-1) ?? '')?.[0] ?? '000000' } }
  },
  'POST /v1/head-office/changes': (chain, draw) => {
    const count = draw(fc.integer({ min: 1, max: 3 }))
    return { body: { rows: Array.from({ length: count }, () => changedRow(chain, draw)) } }
  },
  'POST /v1/head-office/disputes/{number}/outcome': async ({ central }) => {
    const listed = disputesAnswerSchema.parse(await (await central.headOffice('disputes')).json())
    const open = listed.disputes.find(({ outcome }) => outcome === null)
    return {
      path: { number: String(open?.number ?? 0) },
      body: { outcome: 'write_off', decidedBy: 'people' },
    }
  },
  'GET /v1/head-office/erasures/{memberId}': async ({ central }) => {
    const memberId = newEventId()
    await central.change([{ c: 'member', k: memberId, d: null }])
    return { path: { memberId } }
  },
  'POST /v1/head-office/programme': (chain) => {
    const newest = chain.rowsOf('programme').at(-1)
    return { body: { document: { ...newest?.d, version: chain.nextProgrammeVersion() } } }
  },
  'POST /v1/head-office/interactions': (chain, draw) => ({
    body: {
      interactions: [
        { memberId: draw(chain.known('memberId') ?? fc.uuid()), kind: 'check_in', at: 1_700_000_000_000 },
      ],
    },
  }),
  'POST /v1/head-office/challenges': (chain, draw) => {
    const programme = collections.programme.parse(chain.rowsOf('programme').at(-1)?.d)
    const challengeId = programme.growth.challenges[0]?.challengeId ?? ''
    return { body: { challengeId, memberId: draw(chain.known('memberId') ?? fc.uuid()) } }
  },
}

const placed = ({ place }: FuzzedChain) => ({ since: String(place.cursor), feed: place.feed ?? '' })

const jsonSchemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

/** An event of the till: a sale that moves something, or one of any type made of its schema. */
function event(chain: FuzzedChain, till: SuiteTill, draw: Draw): TillEvent {
  if (perhaps(draw, 40)) {
    const n = draw(fc.integer({ min: 1, max: 2 }))
    return till.sell({
      member: n,
      ...(perhaps(draw, 50) ? { earns: draw(fc.nat(500)), growth: draw(fc.nat(500)) } : {}),
      ...(perhaps(draw, 30) ? { burns: [{ lot: n, points: draw(fc.integer({ min: 1, max: 400 })) }] } : {}),
      ...(perhaps(draw, 30)
        ? { coupons: [{ coupon: draw(fc.integer({ min: 1, max: 3 })), useNumber: 1 }] }
        : {}),
    })
  }
  const type = draw(fc.constantFrom(...Object.keys(eventDataSchemas).filter(isEventType)))
  const fits = draw(fitting(jsonSchemaOf(eventDataSchemas[type]), chain.known)) as object
  // Most are of the till's own store; of another one they are parked.
  const data = 'storeId' in fits && perhaps(draw, 80) ? { ...fits, storeId: till.enrolment.storeId } : fits
  return till.seal(type as EventType, data as never)
}

/** A row of the chain put back as it was or with a field of its schema changed, one made of its schema, or a deletion. */
function changedRow(chain: FuzzedChain, draw: Draw): object {
  const c = draw(fc.constantFrom(...chain.collections.filter((name) => name in collections)))
  const { k, d } = draw(fc.constantFrom(...chain.rowsOf(c)))
  if (perhaps(draw, 15)) return { c, k, d: null }
  if (perhaps(draw, 40)) return { c, k, d, v: 'any' }
  const made = draw(fitting(jsonSchemaOf(collections[c as keyof typeof collections]), chain.known))
  const field = draw(fc.constantFrom(...Object.keys(made as object)))
  return { c, k, d: { ...d, [field]: (made as Record<string, unknown>)[field] }, v: 'any' }
}
