import { afterAll, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { sealPersonal } from '../../codes/personal.ts'
import { messagesAnswerSchema } from '../../contract/head-office.ts'
import {
  couponFoundSchema,
  couponHistorySchema,
  couponTransferAnswerSchema,
  memberFoundSchema,
  oneTimeCheckAnswerSchema,
  oneTimeCodeAnswerSchema,
  saleAnswerSchema,
  transferAnswerSchema,
} from '../../contract/online.ts'
import { authorizeAnswerSchema } from '../../contract/risk.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { nullifierOf } from '../../domain/spend.ts'
import { redemptionOf, restoringOf, returnedLine, returnOf, suiteProgramme } from './central-acts-data.ts'
import { couponRow, identifierRow, idOf, lotRow, memberRow, smallChain, storeOne } from './central-chain.ts'
import { enrolTill, newEventId, postJson, type SuiteTill, sha256, tableOf } from './central-till.ts'
import type { ReferenceUnderTest, StartReferenceUnderTest } from './central-under-test.ts'

/** A clock the suite moves: codes live by it. */
export interface SuiteClock {
  now: number
}

/** What tills ask while a customer waits (contract/online.ts). */
export function onlineContract(start: StartReferenceUnderTest, clock: SuiteClock): void {
  let central: ReferenceUnderTest | null = null
  let till: SuiteTill
  let number = 200

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    await central.headOffice('programme', postJson({ document: suiteProgramme }))
    return central
  }
  beforeEach(async () => {
    till = await enrolTill(await running())
  })
  afterAll(async () => central?.close())

  const next = () => {
    number += 1
    return number
  }
  const asked = async <S extends z.ZodType>(schema: S, path: string, body?: unknown): Promise<z.infer<S>> => {
    const response = await till.ask(path, body === undefined ? {} : postJson(body))
    expect(response.status, path).toBe(200)
    return schema.parse(await response.json())
  }
  const refused = async (path: string, body?: unknown) => {
    const response = await till.ask(path, body === undefined ? {} : postJson(body))
    return [response.status, ((await response.json()) as { code: string }).code]
  }

  /** Two members with identifiers; the first has `amount` points. */
  const pair = async (amount: number) => {
    const [from, to, lot] = [next(), next(), next()]
    const sealed = sealPersonal(
      { name: '王小明', phone: '13800005678' },
      till.enrolment.keys.personal,
      Buffer.alloc(12, from),
    )
    const codes = [from, to].map((n) => {
      const row = identifierRow(n)
      const value = `M${String(n).padStart(13, '0')}`
      return { ...row, k: `member_code:${value}`, d: { ...row.d, value } }
    })
    await (await running()).change([
      memberRow(from, 0, { sealed, maskedPhone: '138****5678' }),
      memberRow(to),
      ...codes,
      lotRow(lot, from, amount),
    ])
    return { from, to, lot, toCode: `M${String(to).padStart(13, '0')}` }
  }

  test('[CE57] a transfer moves points with the fee kept, once however often it is asked', async () => {
    const { from, to, lot, toCode } = await pair(10_000)
    const request = {
      actId: newEventId(),
      fromMemberId: idOf('m', from),
      to: { kind: 'member_code', value: toCode },
      points: 2_000,
      staffId: idOf('p', 1),
    }
    const answer = await asked(transferAnswerSchema, '/v1/transfers', request)
    expect(answer).toMatchObject({ points: 2_000, fee: 200, received: 1_800, balance: 8_000 })
    expect(await asked(transferAnswerSchema, '/v1/transfers', request)).toEqual(answer)
    const rows = tableOf((await till.pull()).rows)
    expect(rows.get(`lot ${idOf('l', lot)}`)?.['points']).toBe(8_000)
    const received = [...rows.values()].filter(
      (row) => row['memberId'] === idOf('m', to) && row['expiresAt'] !== undefined,
    )
    expect(received).toMatchObject([{ points: 1_800 }])
  })

  test('[CE57] transfers keep to a fifth of the balance and to 5 000 a month, and refuse by name', async () => {
    const { from, toCode, lot } = await pair(20_000)
    const wish = (points: number, more: object = {}) => ({
      actId: newEventId(),
      fromMemberId: idOf('m', from),
      to: { kind: 'member_code', value: toCode },
      points,
      staffId: idOf('p', 1),
      ...more,
    })
    const path = '/v1/transfers'
    expect(await refused(path, wish(4_001))).toEqual([409, 'transfer_over_share'])
    expect(await refused(path, wish(20_001))).toEqual([409, 'points_not_enough'])
    await asked(transferAnswerSchema, path, wish(3_000))
    expect(await refused(path, wish(2_001))).toEqual([409, 'transfer_over_month'])
    await asked(transferAnswerSchema, path, wish(2_000))
    const own = { kind: 'member_code', value: `M${String(from).padStart(13, '0')}` }
    expect(await refused(path, wish(10, { to: { kind: 'member_code', value: 'nobody' } }))).toEqual([
      404,
      'member_unknown',
    ])
    const ownCode = identifierRow(from)
    await (await running()).change([
      { ...ownCode, k: `member_code:${own.value}`, d: { ...ownCode.d, value: own.value } },
    ])
    expect(await refused(path, wish(10, { to: own }))).toEqual([409, 'transfer_to_self'])
    await (await running()).change([memberRow(from, 0, { status: 'frozen' })])
    expect(await refused(path, wish(10))).toEqual([409, 'member_frozen'])
    expect(tableOf((await till.pull()).rows).get(`lot ${idOf('l', lot)}`)?.['points']).toBe(15_000)
  })

  /** A coupon of the member that may be given away. */
  const giveable = async (owner: number | null, more: object = {}) => {
    const n = next()
    const template = suiteProgramme.templates.find(({ transferable }) => transferable)
    const row = couponRow(n, owner, 2)
    await (await running()).change([{ ...row, d: { ...row.d, templateId: template?.templateId, ...more } }])
    return { n, couponId: idOf('c', n) }
  }
  const giving = (couponId: string, from: number, toCode: string) => ({
    actId: newEventId(),
    couponId,
    fromMemberId: idOf('m', from),
    to: { kind: 'member_code', value: toCode },
    staffId: idOf('p', 1),
  })
  const givePath = '/v1/coupon-transfers'

  test('[CE207] a coupon becomes another member’s, once however often it is asked, and its history says where', async () => {
    const { from, to, toCode } = await pair(10)
    const { n, couponId } = await giveable(from)
    const first = newEventId()
    await till.push([till.seal('coupon.redeemed', redemptionOf(first, storeOne, n, {}), first)])
    const request = giving(couponId, from, toCode)
    const answer = await asked(couponTransferAnswerSchema, givePath, request)
    expect(answer).toMatchObject({ actId: request.actId, couponId })
    expect(await asked(couponTransferAnswerSchema, givePath, request)).toEqual(answer)
    expect(tableOf((await till.pull()).rows).get(`coupon ${couponId}`)).toMatchObject({
      memberId: idOf('m', to),
      usesDone: 1,
    })
    // Whose it was gives it no more.
    expect(await refused(givePath, giving(couponId, from, toCode))).toEqual([409, 'coupon_not_yours'])
    const { transfers } = await asked(couponHistorySchema, `/v1/coupons/${couponId}/history`)
    expect(transfers).toEqual([
      { at: clock.now, storeNumber: 'S01', terminalNumber: till.enrolment.terminalNumber },
    ])
  })

  test('[CE207] what may not be given away, and to whom not, is refused by name and stays', async () => {
    const { from, to, toCode } = await pair(10)
    const wrongs: readonly [string, object][] = [
      ['coupon_bearer', { memberId: null }],
      ['coupon_not_yours', { memberId: idOf('m', to) }],
      ['coupon_not_transferable', { templateId: idOf('t', 1) }],
      ['coupon_revoked', { status: 'revoked' }],
      ['coupon_disputed', { status: 'disputed' }],
      ['coupon_reserved', { status: 'reserved' }],
      ['coupon_used', { usesDone: 2 }],
      ['coupon_expired', { validTo: clock.now }],
    ]
    const locked = suiteProgramme.templates.find(({ transferable }) => !transferable)
    for (const [code, more] of wrongs) {
      const of = code === 'coupon_not_transferable' ? { templateId: locked?.templateId } : more
      const { couponId } = await giveable(from, of)
      expect([code, await refused(givePath, giving(couponId, from, toCode))]).toEqual([code, [409, code]])
    }
    const { couponId } = await giveable(from)
    const wish = (code: string) => giving(couponId, from, code)
    expect(await refused(givePath, wish('nobody'))).toEqual([404, 'member_unknown'])
    expect(await refused(givePath, giving(idOf('z', 1), from, toCode))).toEqual([404, 'coupon_unknown'])
    const ownCode = `M${String(from).padStart(13, '0')}`
    expect(await refused(givePath, wish(ownCode))).toEqual([409, 'transfer_to_self'])
    for (const status of ['frozen', 'blacklisted'] as const) {
      await (await running()).change([memberRow(to, 0, { status })])
      expect(await refused(givePath, wish(toCode))).toEqual([409, 'member_frozen'])
    }
    await (await running()).change([memberRow(to), memberRow(from, 0, { status: 'frozen' })])
    expect(await refused(givePath, wish(toCode))).toEqual([409, 'member_frozen'])
    expect(tableOf((await till.pull()).rows).get(`coupon ${couponId}`)?.['memberId']).toBe(idOf('m', from))
  })

  test('[CE207] what is promised of a coupon, denied or not yet decided keeps it where it is', async () => {
    const { from, toCode } = await pair(10)
    const leased = await giveable(from)
    const lease = { leaseId: newEventId(), kind: 'coupon', subjectId: leased.couponId, amount: 2 }
    await till.ask('/v1/leases', postJson(lease))
    expect(await refused(givePath, giving(leased.couponId, from, toCode))).toEqual([409, 'leased_elsewhere'])
    await till.ask(`/v1/leases/${lease.leaseId}/return`, postJson({}))
    await asked(couponTransferAnswerSchema, givePath, giving(leased.couponId, from, toCode))

    const asking = await giveable(from)
    const nullifier = nullifierOf(asking.couponId, 1, sha256)
    const uses = [{ couponId: asking.couponId, useNumber: 1, nullifier }]
    const nobody = { memberId: idOf('m', from), amount: 0, proof: 'scanned', points: [], value: [] }
    const question = { ...nobody, id: newEventId(), nonce: sha256(newEventId()), uses }
    expect((await till.ask('/v1/authorize', postJson(question))).status).toBe(200)
    expect(await refused(givePath, giving(asking.couponId, from, toCode))).toEqual([409, 'coupon_reserved'])
    clock.now += 600_000
    await asked(couponTransferAnswerSchema, givePath, giving(asking.couponId, from, toCode))

    const twice = await giveable(from)
    for (const of of [till, await enrolTill(await running())]) {
      const id = newEventId()
      await of.push([of.seal('coupon.redeemed', redemptionOf(id, storeOne, twice.n, {}), id)])
    }
    expect(await refused(givePath, giving(twice.couponId, from, toCode))).toEqual([409, 'coupon_disputed'])

    const denied = await giveable(from)
    const d = { kind: 'coupon', subject: denied.couponId, since: clock.now, reason: 'copied' }
    await (await running()).change([{ c: 'denial', k: `coupon:${denied.couponId}`, d }])
    expect(await refused(givePath, giving(denied.couponId, from, toCode))).toEqual([409, 'denied'])
  })

  test('[CE230] whoever gave a coupon away is not allowed to use it, and people decide about a use apart', async () => {
    const { from, to, toCode } = await pair(10)
    const { couponId, n } = await giveable(from)
    const answer = await asked(couponTransferAnswerSchema, givePath, giving(couponId, from, toCode))
    expect(answer.coupon).toMatchObject({ couponId, memberId: idOf('m', to), usesDone: 0 })
    const found = await asked(couponHistorySchema, `/v1/coupons/${couponId}/history`)
    expect(found).toMatchObject({ coupon: answer.coupon, changeNumber: answer.changeNumber })

    const may = async (memberId: string | null) => {
      const uses = [{ couponId, useNumber: 1, nullifier: nullifierOf(couponId, 1, sha256) }]
      const question = { memberId, uses, amount: 0, proof: 'scanned', points: [], value: [] }
      const id = newEventId()
      const { decision, code } = await asked(authorizeAnswerSchema, '/v1/authorize', {
        ...question,
        id,
        nonce: sha256(id),
      })
      await till.ask(`/v1/authorize/${id}/cancel`, { method: 'POST' })
      return code ?? decision
    }
    expect(await may(idOf('m', from))).toBe('coupon_not_yours')
    expect(await may(null)).toBe('coupon_not_yours')
    expect(await may(idOf('m', to))).toBe('approved')

    // A till that had not heard of it took it from the giver: the number is used up, once, and somebody decides.
    const other = await enrolTill(await running())
    const use = (of: SuiteTill, memberId: string) => {
      const id = newEventId()
      const redeemed = redemptionOf(id, storeOne, n, { memberId: memberId as Uuid })
      return of.seal('coupon.redeemed', redeemed, id)
    }
    const kindsOf = (pushed: Awaited<ReturnType<SuiteTill['push']>>) =>
      'answer' in pushed
        ? pushed.answer.verdicts.map(({ disputes = [] }) => disputes.map(({ kind }) => kind))
        : pushed
    expect(kindsOf(await other.push([use(other, idOf('m', from))]))).toEqual([['coupon_not_yours']])
    expect(kindsOf(await till.push([use(till, idOf('m', to))]))).toEqual([['coupon_use']])
    expect(tableOf((await till.pull()).rows).get(`coupon ${couponId}`)).toMatchObject({ usesDone: 1 })
  })

  const codeOf = async () => {
    const response = await (await running()).headOffice('messages')
    const { messages } = messagesAnswerSchema.parse(await response.json())
    return /\d{6}/.exec(messages.at(-1)?.body ?? '')?.[0] ?? ''
  }
  const otherThan = (code: string) => (code === '111111' ? '222222' : '111111')

  test('[CE58] a one-time code proves one act of one member, three minutes long', async () => {
    const { from, to } = await pair(10)
    const act = { actId: newEventId(), memberId: idOf('m', from), amount: 5_000 }
    const sent = await asked(oneTimeCodeAnswerSchema, '/v1/one-time-codes', act)
    expect(sent).toEqual({ sentTo: '138****5678', expiresAt: clock.now + 180_000 })
    const code = await codeOf()
    const check = '/v1/one-time-codes/check'
    expect(await refused(check, { ...act, actId: newEventId(), code })).toEqual([403, 'one_time_code_wrong'])
    expect(await refused(check, { ...act, amount: 5_001, code })).toEqual([403, 'one_time_code_wrong'])
    expect(await refused(check, { ...act, memberId: idOf('m', to), code })).toEqual([
      403,
      'one_time_code_wrong',
    ])
    expect(await asked(oneTimeCheckAnswerSchema, check, { ...act, code })).toEqual({
      actId: act.actId,
      proven: true,
    })
    expect(await asked(oneTimeCheckAnswerSchema, check, { ...act, code })).toMatchObject({ proven: true })
    const late = { actId: newEventId(), memberId: idOf('m', from), amount: 0 }
    await asked(oneTimeCodeAnswerSchema, '/v1/one-time-codes', late)
    const lateCode = await codeOf()
    clock.now += 180_000
    expect(await refused(check, { ...late, code: lateCode })).toEqual([403, 'one_time_code_wrong'])
  })

  test('[CE58] three wrong tries use a code up, a newer one puts it out of use, and five are sent in ten minutes', async () => {
    const { from } = await pair(10)
    const act = { actId: newEventId(), memberId: idOf('m', from), amount: 0 }
    const send = () => asked(oneTimeCodeAnswerSchema, '/v1/one-time-codes', act)
    const check = '/v1/one-time-codes/check'
    await send()
    const first = await codeOf()
    for (let i = 0; i < 3; i++) {
      expect(await refused(check, { ...act, code: otherThan(first) })).toEqual([403, 'one_time_code_wrong'])
    }
    expect(await refused(check, { ...act, code: first })).toEqual([403, 'one_time_code_wrong'])
    await send()
    const second = await codeOf()
    await send()
    const third = await codeOf()
    if (second !== third) expect((await refused(check, { ...act, code: second }))[0]).toBe(403)
    await send()
    await send()
    const limited = await till.ask('/v1/one-time-codes', postJson(act))
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '600'])
    clock.now += 600_000
    await send()
    expect(await asked(oneTimeCheckAnswerSchema, check, { ...act, code: await codeOf() })).toMatchObject({
      proven: true,
    })
  })

  test('[CE58] a member without a number gets no code', async () => {
    const { to } = await pair(10)
    const wish = { actId: newEventId(), memberId: idOf('m', to), amount: 0 }
    expect(await refused('/v1/one-time-codes', wish)).toEqual([409, 'phone_missing'])
    expect(await refused('/v1/one-time-codes', { ...wish, memberId: idOf('z', 1) })).toEqual([
      404,
      'member_unknown',
    ])
  })

  test('[CE59] a sale of another till is found by its receipt, with what has come back of it', async () => {
    const other = await enrolTill(await running())
    const sale = other.sell({ pieces: 3 })
    const [one, two] = [newEventId(), newEventId()]
    const back = (id: typeof one, amount: number) =>
      other.seal('sale.returned', returnOf(id, storeOne, sale.id, { lines: [returnedLine(0, amount)] }), id)
    await other.push([sale, back(one, 1), back(two, 1)])
    const { receiptNumber } = sale.data as SaleCompleted
    const found = await asked(saleAnswerSchema, `/v1/sales/${receiptNumber}`)
    expect(found.sale).toEqual(sale.data)
    expect(found.soldAt).toBe(sale.time)
    expect(found.returned).toMatchObject([{ place: 0, amount: 2, net: 2_000 }])
    expect(await refused('/v1/sales/S09-T9-9-999999')).toEqual([404, 'sale_unknown'])
  })

  test('[CE59] a coupon is found by its code, and tells its history', async () => {
    const n = next()
    const code = `C${String(n).padStart(13, '0')}`
    const row = couponRow(n, 1, 2)
    await (await running()).change([{ ...row, d: { ...row.d, code } }])
    const other = await enrolTill(await running())
    const [one, two] = [newEventId(), newEventId()]
    const redeem = (of: SuiteTill, id: typeof one) =>
      of.seal('coupon.redeemed', redemptionOf(id, storeOne, n, {}), id)
    await till.push([redeem(till, one), till.seal('coupon.restored', restoringOf(one, n, [1]))])
    await other.push([redeem(other, two)])
    const { coupon } = await asked(couponFoundSchema, `/v1/coupons/${code}`)
    expect(coupon).toMatchObject({ couponId: idOf('c', n), usesDone: 1, usesRestored: 1 })
    await (await running()).change([{ c: 'coupon', k: coupon.couponId, d: { ...coupon, status: 'revoked' } }])
    const history = await asked(couponHistorySchema, `/v1/coupons/${coupon.couponId}/history`)
    expect(history.steps.map(({ what, useNumber }) => [what, useNumber])).toEqual([
      ['issued', null],
      ['redeemed', 1],
      ['restored', 1],
      ['disputed', 1],
      ['revoked', null],
    ])
    expect(history.steps[1]).toMatchObject({
      storeNumber: 'S01',
      terminalNumber: till.enrolment.terminalNumber,
    })
    expect(await refused('/v1/coupons/C0000000000000')).toEqual([404, 'coupon_unknown'])
    expect(await refused(`/v1/coupons/${idOf('z', 1)}/history`)).toEqual([404, 'coupon_unknown'])
  })

  test('[CE59] a member as of this moment', async () => {
    const { from } = await pair(10)
    await till.push([till.sell({ member: from, growth: 5 })])
    const { member } = await asked(memberFoundSchema, `/v1/members/${idOf('m', from)}`)
    expect(member).toMatchObject({ growth: 5, visits: [{ storeNumber: 'S01' }] })
    expect(await refused(`/v1/members/${idOf('z', 1)}`)).toEqual([404, 'member_unknown'])
  })
}
