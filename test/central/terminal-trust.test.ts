import { afterAll, beforeAll, expect, test } from 'vitest'
import { type IssuedCertificate, renewAnswerSchema } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import { dayMs } from '../../domain/time.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { longAgo, smallChain } from '../suites/central-chain.ts'
import { enrolTill, postJson, type SuiteTill } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import { type FolderMaker, prepareFolders, underTest } from './running-central.ts'

/* How a terminal's certificate goes on, runs out, and is taken away. Clock passed in, real TLS. */

const start = Date.UTC(2026, 9, 10)
let now = start
let folders: FolderMaker
let central: ReferenceUnderTest
beforeAll(async () => {
  folders = await prepareFolders()
  central = await underTest(await folders.keep(), { clock: () => now })
  await central.change(smallChain)
})
afterAll(async () => {
  await central.close()
  await folders.close()
})

const codeOf = async (response: Response) => [
  response.status,
  response.status === 200 ? 'ok' : ((await response.json()) as { code: string }).code,
]
const pulled = async (till: Pick<SuiteTill, 'ask'>) => codeOf(await till.ask('/v1/changes?since=0'))

interface Renewed {
  /** What it was refused with: status and code. */
  readonly refusal?: readonly (string | number)[]
  readonly tls?: IssuedCertificate
  readonly ask?: SuiteTill['ask']
}

/** Asks for a certificate of a new key; answers how the till speaks with it. */
async function renew(till: Pick<SuiteTill, 'ask'>, code?: string): Promise<Renewed> {
  const privateKey = tlsKeys.make()
  const request = tlsKeys.request(privateKey)
  const answer = await till.ask(
    '/v1/certificate',
    postJson(code === undefined ? { request } : { request, code }),
  )
  if (answer.status !== 200) return { refusal: await codeOf(answer) }
  const { tls } = renewAnswerSchema.parse(await answer.json())
  const identity = { privateKey, certificate: tls.certificate }
  return { tls, ask: (path, asked) => central.ask(path, asked, identity) }
}

const revoke = (terminalId: Uuid, since?: number) =>
  central.headOffice(`terminals/${terminalId}/revocation`, postJson(since === undefined ? {} : { since }))

test('[CE133] a new key is certified for thirty days more; the certificate so far stays good, as the answer may be lost', async () => {
  const till = await enrolTill(central)
  now = start + 10 * dayMs
  const lost = await renew(till)
  const heard = await renew(till)
  expect(heard.tls).toMatchObject({ from: now, until: now + 30 * dayMs })
  for (const { tls } of [lost, heard]) expect(tls).toBeDefined()
  for (const { ask = central.ask } of [till, lost, heard]) expect(await pulled({ ask })).toEqual([200, 'ok'])
  expect((await renew({ ask: central.ask })).refusal).toEqual([401, 'certificate_missing'])
  const noRequest = await till.ask('/v1/certificate', postJson({ request: 'AAAA' }))
  expect(await codeOf(noRequest)).toEqual([400, 'request_wrong'])
  now = start
})

test('[CE134] one that ran out is renewed with the old key and a one-time code of its store, and that code is used up', async () => {
  const till = await enrolTill(central)
  const sister = await enrolTill(central)
  now = start + 91 * dayMs
  expect(await pulled(till)).toEqual([403, 'certificate_expired'])
  expect(await codeOf(await till.ask('/v1/events', postJson({ events: [till.sell()] })))).toEqual([
    403,
    'certificate_expired',
  ])
  expect((await renew(till)).refusal).toEqual([403, 'certificate_expired'])
  const other = await central.enrolmentCode('S02')
  expect((await renew(till, other)).refusal).toEqual([403, 'enrolment_code_wrong'])
  const code = await central.enrolmentCode('S01')
  const renewed = await renew(till, code)
  expect(await pulled({ ask: renewed.ask ?? till.ask })).toEqual([200, 'ok'])
  // The answer may be lost: the same till says the same code again. Nobody else does.
  expect((await renew(till, code)).tls).toBeDefined()
  expect((await renew(sister, code)).refusal).toEqual([403, 'enrolment_code_wrong'])
  now = start
})

test('[CE135] a revoked terminal hears so at every request, on connections that are open too, and cannot renew', async () => {
  const till = await enrolTill(central)
  const { terminalId } = till.enrolment
  expect(await pulled(till)).toEqual([200, 'ok'])
  expect(await (await revoke(terminalId)).json()).toEqual({ terminalId, revokedAt: now })
  expect(await pulled(till)).toEqual([403, 'terminal_revoked'])
  expect(await codeOf(await till.ask('/v1/stream'))).toEqual([403, 'terminal_revoked'])
  expect((await renew(till)).refusal).toEqual([403, 'terminal_revoked'])
  now = start + 60 * dayMs
  expect((await renew(till, await central.enrolmentCode('S01'))).refusal).toEqual([403, 'terminal_revoked'])
  now = start
  const unknown = await revoke('0198f7a0-0000-7000-8000-00000000dead' as Uuid)
  expect(await codeOf(unknown)).toEqual([404, 'terminal_unknown'])
})

test('[CE136] what a revoked terminal did before is taken; what came later is parked, whatever time it names after', async () => {
  const till = await enrolTill(central)
  const { terminalId } = till.enrolment
  const denied = { staffId: null, what: 'drawer' } as const
  const at = (time: number) => till.seal('access.denied', denied, undefined, { time })
  const [before, after, backdated] = [at(longAgo), at(longAgo + 2_000), at(longAgo)]
  await revoke(terminalId, longAgo + 1_000)
  const outcomes = async (events: Parameters<SuiteTill['push']>[0]) => {
    const answer = await till.push(events)
    if (!('answer' in answer)) throw new Error(`the push was answered ${answer.status}`)
    return answer.answer.verdicts.map(({ code, outcome }) => code ?? outcome)
  }
  expect(await outcomes([before, after])).toEqual(['applied', 'terminal_revoked'])
  expect(await outcomes([backdated])).toEqual(['terminal_revoked'])
  // Said again, a later instant does not bring the trust back.
  expect(await (await revoke(terminalId)).json()).toEqual({ terminalId, revokedAt: longAgo + 1_000 })
  const { terminals } = (await (await central.headOffice('terminals')).json()) as {
    terminals: { terminalId: string; revokedAt: number | null }[]
  }
  expect(terminals.find((one) => one.terminalId === terminalId)?.revokedAt).toBe(longAgo + 1_000)
})
