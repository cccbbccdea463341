import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrolAnswerSchema, statusAnswerSchema } from '../../contract/wire.ts'
import { dayMs } from '../../domain/time.ts'
import { smallChain, storeTwo } from './central-chain.ts'
import { enrolTill, newKeys, postJson } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

export function enrolContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
  })
  afterAll(() => central.close())

  const enrol = (code: string, { publicKey, request, proof } = newKeys()) =>
    central.ask('/v1/enrol', postJson({ code, publicKey, request, proof, appVersion: '0.1.0' }))

  test('[CE1] says that it is a central, without asking who wants to know', async () => {
    const response = await central.ask('/v1/status')
    expect(response.status).toBe(200)
    expect(statusAnswerSchema.parse(await response.json()).service).toBe('evertill-central')
  })

  test('[CE2] a code makes one terminal of its store; another key finds it used', async () => {
    const code = await central.enrolmentCode('S02')
    const response = await enrol(code)
    expect(response.status).toBe(200)
    const answer = enrolAnswerSchema.parse(await response.json())
    expect(answer).toMatchObject({ storeId: storeTwo, terminalNumber: 'T1', epoch: 1 })
    const again = await enrol(code)
    expect(again.status).toBe(403)
    expect(await again.json()).toMatchObject({ code: 'enrolment_code_wrong' })
  })

  test('[CE2] every till gets the same keys of personal data, also from a central that was started again', async () => {
    const keysOf = async () => (await enrolTill(central)).enrolment.keys
    const keys = await keysOf()
    for (const key of [keys.phone, keys.personal]) expect(Buffer.from(key, 'base64')).toHaveLength(32)
    expect(keys.phone).not.toBe(keys.personal)
    expect(await keysOf()).toEqual(keys)
    await central.restart()
    expect(await keysOf()).toEqual(keys)
  })

  test('[CE2] a till that never heard the answer asks again and stays one terminal', async () => {
    const code = await central.enrolmentCode('S01')
    const keys = newKeys()
    const first = enrolAnswerSchema.parse(await (await enrol(code, keys)).json())
    const second = enrolAnswerSchema.parse(await (await enrol(code, keys)).json())
    expect(second.terminalId).toBe(first.terminalId)
    expect(second.terminalNumber).toBe(first.terminalNumber)
    const shown = { privateKey: keys.tlsKey, certificate: second.tls.certificate }
    expect((await central.ask('/v1/changes?since=0', {}, shown)).status).toBe(200)
  })

  test('[CE2] a certificate is for thirty days, and only for who holds both keys', async () => {
    const code = await central.enrolmentCode('S01')
    const keys = newKeys()
    const stolen = await enrol(code, { ...newKeys(), request: keys.request })
    expect([stolen.status, (await stolen.json()).code]).toEqual([400, 'request_wrong'])
    const { tls } = enrolAnswerSchema.parse(await (await enrol(code, keys)).json())
    expect(tls.until - tls.from).toBe(30 * dayMs)
  })

  test('[CE2] terminals of a store count up', async () => {
    const one = await enrolTill(central, 'S02')
    const two = await enrolTill(central, 'S02')
    const number = (till: typeof one) => Number(till.enrolment.terminalNumber.slice(1))
    expect(number(two)).toBe(number(one) + 1)
    expect(two.enrolment.terminalId).not.toBe(one.enrolment.terminalId)
  })

  test('[CE2] an unknown code is refused', async () => {
    const response = await enrol('ZZZZZZZZZZ')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'enrolment_code_wrong' })
  })

  test('[CE2] a new terminal is told by its mark that no event of it is in any row', async () => {
    const till = await enrolTill(central)
    const { terminalId } = till.enrolment
    const { rows } = await till.pull()
    const mark = rows.find(({ c, k }) => c === 'applied' && k === terminalId)
    expect(mark?.d).toEqual({ terminalId, epoch: 1, seq: 0 })
  })
}
