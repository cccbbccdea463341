import { beforeEach, expect, test } from 'vitest'
import { openPersonal, phoneHash, sealPersonal } from '../../codes/personal.ts'
import { interactionsAnswerSchema, memberAnswerSchema } from '../../contract/head-office.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { ProfileChange } from '../../domain/profile-change.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { actsBench } from './acts-bench.ts'
import { couponOf, enrolmentOf, giftOf, returnedLine, returnOf, topUpOf } from './central-acts-data.ts'
import { farAway, idOf, longAgo, memberRow, storeOne } from './central-chain.ts'
import { newEventId, postJson, type SuiteTill, saleOf } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'
import type { Table } from './effects-oracle.ts'

/** Rows that still name an erased member, but for the one that says so. */
function leftOf(rows: Table, memberId: Uuid): unknown[] {
  return [...rows].flatMap(([key, row]) =>
    key !== `erasure ${memberId}` && JSON.stringify(row).includes(memberId) ? [row] : [],
  )
}

/** A sale that earned ten points, with other terms. */
function withEarned(
  saleId: Uuid,
  member: number,
  terms: Partial<NonNullable<SaleCompleted['earned']>>,
): SaleCompleted {
  const sale = saleOf(saleId, storeOne, { member, earns: 10 })
  return { ...sale, earned: sale.earned && { ...sale.earned, ...terms } }
}

/** What is put right afterwards: merges, erasures, returns of what was given twice. */
export function amendsContract(start: StartReferenceUnderTest): void {
  const bench = actsBench(start)
  const { running, next, table, kinds } = bench
  let till: SuiteTill
  beforeEach(() => {
    till = bench.till()
  })
  const report = async (n: number) =>
    memberAnswerSchema.parse(await (await (await running()).headOffice(`members/${idOf('m', n)}`)).json())
  const merge = async (from: number, into: number) => {
    const wish = { from: idOf('m', from), into: idOf('m', into) }
    expect((await (await running()).headOffice('merges', postJson(wish))).status).toBe(200)
  }

  test('[CE70] whoever was merged keeps nothing personal, and is erased with the survivor', async () => {
    const [first, second, third, known] = [next(), next(), next(), next()]
    const phone = `phone ${known}`
    const enrolled = (n: number) => till.seal('member.enrolled', enrolmentOf(n, storeOne, phone))
    const personal = { sealed: 'AAAA', staffId: null } as const
    await (await running()).change([first, second].map((n) => memberRow(n, 0, personal)))
    expect(kinds(await till.push([enrolled(known), enrolled(third)]))).toEqual([[], []])
    await merge(first, second)
    await merge(second, known)
    const before = await table()
    for (const n of [first, second, third]) {
      expect(before.get(`member ${idOf('m', n)}`)).toMatchObject({
        status: 'merged',
        mergedInto: idOf('m', known),
        maskedName: '*',
        maskedPhone: null,
        initials: '',
        birthday: null,
        sealed: null,
        consents: [],
      } satisfies Partial<Member>)
    }
    expect(before.get(`member ${idOf('m', known)}`)).toMatchObject({ sealed: 'AAAA', birthday: '03-08' })
    await (await running()).change([{ c: 'member', k: idOf('m', known), d: null }])
    const after = await table()
    for (const n of [first, second, third, known]) {
      expect(leftOf(after, idOf('m', n))).toEqual([])
    }
  })

  test('[CE71] a merge lifts no freeze: the stricter standing and its reason stay, so does who is staff', async () => {
    const [bad, good, staff] = [next(), next(), next()]
    const [reason, other] = [
      { zh: '欺诈', en: 'Fraud' },
      { zh: '丢失', en: 'Lost' },
    ]
    const accountId = idOf('m', bad)
    const host = await running()
    await host.change([
      memberRow(bad, 0, { status: 'blacklisted', statusReason: reason }),
      memberRow(good, 0, { status: 'frozen', statusReason: other }),
      memberRow(staff, 0, { staffId: idOf('s', 1) }),
      {
        c: 'account',
        k: accountId,
        d: { accountId, code: null, memberId: accountId, status: 'frozen', principal: 900, gift: 0 },
      },
    ])
    await merge(bad, good)
    expect((await report(good)).member).toMatchObject({ status: 'blacklisted', statusReason: reason })
    await merge(staff, good)
    expect((await report(good)).member).toMatchObject({
      status: 'blacklisted',
      statusReason: reason,
      staffId: idOf('s', 1),
    })
    const account = (await table()).get(`account ${idOf('m', good)}`)
    expect(account).toMatchObject({ status: 'frozen', principal: 900 })
  })

  test('[CE71] of a merge come the badges of both and the later of their last redemptions', async () => {
    const [from, into] = [next(), next()]
    const name = { zh: '达人', en: 'Star' }
    const [mine, same, theirs] = [
      { badgeId: 'star', name, until: farAway },
      { badgeId: 'star', name, until: farAway - 1 },
      { badgeId: null, name, until: farAway },
    ]
    const last = { at: longAgo + 2, terminalId: idOf('t', 2) }
    const host = await running()
    await host.change([
      memberRow(from, 0, { badges: [same, theirs], lastRedemption: last }),
      memberRow(into, 0, { badges: [mine], lastRedemption: { at: longAgo + 1, terminalId: idOf('t', 1) } }),
    ])
    await merge(from, into)
    expect((await report(into)).member).toMatchObject({ badges: [mine, theirs], lastRedemption: last })
  })

  test('[CE218] what a frozen member earns is held, and counts from the end of the freeze', async () => {
    const n = next()
    const host = await running()
    await host.change([memberRow(n, 0, { status: 'frozen' })])
    // The till had not heard of the freeze.
    const sale = till.sell({ member: n, earns: 10 })
    expect(kinds(await till.push([sale]))).toEqual([[]])
    const lot = async () => (await table()).get(`lot ${sale.id}`)
    expect(await lot()).toMatchObject({ points: 10, spendableFrom: farAway, expiresAt: farAway })
    await host.change([memberRow(n, 1, { status: 'frozen' })])
    expect(await lot()).toMatchObject({ spendableFrom: farAway })
    const before = Date.now()
    await host.change([memberRow(n)])
    const released = (await lot()) as { readonly spendableFrom: number }
    expect(released).toMatchObject({ points: 10, expiresAt: farAway })
    expect(released.spendableFrom).toBeGreaterThanOrEqual(before)
    expect(released.spendableFrom).toBeLessThanOrEqual(Date.now())
    // Free by now, and told late by a till that still knew them frozen: as if it had been an active one's.
    const late = withEarned(newEventId(), n, { spendableFrom: farAway })
    expect(kinds(await till.push([till.seal('sale.completed', late, late.saleId)]))).toEqual([[]])
    expect((await table()).get(`lot ${late.saleId}`)).toMatchObject({
      points: 10,
      spendableFrom: longAgo,
      expiresAt: farAway,
    })
  })

  test('[CE218] what is held lapses when the member is blacklisted, also by a merge, and a return takes it back from its lot', async () => {
    const [n, m, bad] = [next(), next(), next()]
    const host = await running()
    await host.change([
      memberRow(n, 0, { status: 'frozen' }),
      memberRow(m, 0, { status: 'frozen' }),
      memberRow(bad, 0, { status: 'blacklisted' }),
    ])
    const [kept, lapsing, merging] = [
      till.sell({ member: n, earns: 10 }),
      till.sell({ member: n, earns: 7 }),
      till.sell({ member: m, earns: 5 }),
    ]
    await till.push([kept, lapsing, merging])
    const back = returnOf(newEventId(), storeOne, kept.id, {
      memberId: idOf('m', n),
      lines: [{ ...returnedLine(0, 1), takenBack: points(10) }],
      takenBack: { points: points(10), lots: [{ lotId: kept.id, points: points(10) }], debt: points(0) },
    })
    expect(kinds(await till.push([till.seal('sale.returned', back)]))).toEqual([[]])
    const before = Date.now()
    await host.change([memberRow(n, 0, { status: 'blacklisted' })])
    await merge(m, bad)
    const rows = await table()
    expect(rows.get(`lot ${kept.id}`)).toMatchObject({ points: 0 })
    for (const sale of [lapsing, merging]) {
      const { expiresAt } = rows.get(`lot ${sale.id}`) as { readonly expiresAt: number }
      expect(expiresAt).toBeGreaterThanOrEqual(before)
      expect(expiresAt).toBeLessThanOrEqual(Date.now())
    }
    expect(rows.get(`member ${idOf('m', n)}`)).toMatchObject({ debt: 0 })
    await host.change([memberRow(n)])
    expect((await table()).get(`lot ${lapsing.id}`)).toEqual(rows.get(`lot ${lapsing.id}`))
    const late = withEarned(newEventId(), bad, { spendableFrom: farAway })
    await till.push([till.seal('sale.completed', late, late.saleId)])
    expect((await table()).get(`lot ${late.saleId}`)).toMatchObject({ expiresAt: longAgo })
  })

  test('[CE240] a profile is put right field by field in the order it is heard of; another’s phone changes nothing', async () => {
    const [n, other] = [next(), next()]
    const host = await running()
    const { personal, phone: phoneKey } = till.enrolment.keys
    const hashOf = (phone: string) => phoneHash(phone, phoneKey)
    const sealed = (name: string, phone: string) =>
      sealPersonal({ name, phone }, personal, Buffer.from(newEventId().slice(0, 12)))
    const change = (of: SuiteTill, member: number, over: Partial<ProfileChange>) =>
      of.seal('member.profile_changed', {
        memberId: idOf('m', member),
        personal: { salt: 'ab'.repeat(16), name: null, phone: null, birthday: null, sealed: null, ...over },
      })
    const phoneOf = (phone: string) => ({
      maskedPhone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      hash: hashOf(phone),
    })
    await host.change([n, other].map((one) => memberRow(one, 0, { sealed: sealed('张三', '13800000000') })))
    const [first, second] = [till, bench.other()]
    expect(
      kinds(
        await first.push([
          change(first, n, { phone: phoneOf('13811110000'), sealed: sealed('张三', '13811110000') }),
        ]),
      ),
    ).toEqual([[]])
    // Two tills at once, one the name and one the phone: both count, under one seal.
    const renamed = change(first, n, {
      name: { maskedName: '李*', initials: 'ls' },
      sealed: sealed('李四', '13811110000'),
    })
    const moved = change(second, n, {
      phone: phoneOf('13822220000'),
      birthday: '05-17',
      sealed: sealed('张三', '13822220000'),
    })
    expect(kinds(await first.push([renamed]))).toEqual([[]])
    expect(kinds(await second.push([moved]))).toEqual([[]])
    const rows = await table()
    const row = rows.get(`member ${idOf('m', n)}`) as unknown as Member
    expect(row).toMatchObject({
      maskedName: '李*',
      initials: 'ls',
      maskedPhone: '138****0000',
      birthday: '05-17',
    })
    expect(openPersonal(row.sealed ?? '', personal)).toEqual({ name: '李四', phone: '13822220000' })
    expect(rows.get(`identifier phone_hash:${hashOf('13822220000')}`)).toMatchObject({
      memberId: idOf('m', n),
    })
    expect(rows.has(`identifier phone_hash:${hashOf('13811110000')}`)).toBe(false)
    // A phone that is another's: a dispute, and nothing of the change.
    const taken = change(second, other, {
      name: { maskedName: '赵*', initials: 'zl' },
      phone: phoneOf('13822220000'),
      sealed: sealed('赵六', '13822220000'),
    })
    const disputes = bench.taken(await second.push([taken])).flatMap((verdict) => verdict.disputes ?? [])
    expect(disputes).toMatchObject([{ kind: 'identifier_taken', subject: `phone_hash:${idOf('m', n)}` }])
    expect((await table()).get(`member ${idOf('m', other)}`)).toEqual(rows.get(`member ${idOf('m', other)}`))
    // Back to the phone before: the row that was gone is there again.
    const back = change(second, n, { phone: phoneOf('13811110000'), sealed: sealed('李四', '13811110000') })
    expect(kinds(await second.push([back]))).toEqual([[]])
    const after = await table()
    expect(after.get(`identifier phone_hash:${hashOf('13811110000')}`)).toMatchObject({
      memberId: idOf('m', n),
    })
    expect(after.has(`identifier phone_hash:${hashOf('13822220000')}`)).toBe(false)
    // Erased: what was put right goes too, and late words make no row again.
    const bodyOf = async () => (await host.headOffice(`events/${moved.id}`)).text()
    expect(await bodyOf()).toContain('138****0000')
    await host.change([{ c: 'member', k: idOf('m', n), d: null }])
    expect(await bodyOf()).not.toContain('138****0000')
    const late = change(second, n, {
      name: { maskedName: '孙*', initials: 'sw' },
      phone: phoneOf('13833330000'),
      sealed: sealed('孙五', '13833330000'),
    })
    expect(kinds(await second.push([late]))).toEqual([['member_unknown']])
    // Nor is what it said kept, only its hash.
    const kept = await (await host.headOffice(`events/${late.id}`)).text()
    expect(kept).toContain(late.id)
    for (const personal of ['孙*', '138****0000', hashOf('13833330000')]) expect(kept).not.toContain(personal)
    expect(leftOf(await table(), idOf('m', n))).toEqual([])
  })

  test('[CE75] an interaction told twice counts once', async () => {
    const [n, into] = [next(), next()]
    const host = await running()
    await host.change([memberRow(n), memberRow(into)])
    const memberId = idOf('m', n)
    const tell = async (times: readonly number[]) => {
      const interactions = times.map((at) => ({ memberId, kind: 'check_in', at }))
      const response = await host.headOffice('interactions', postJson({ interactions }))
      expect(response.status).toBe(200)
      return interactionsAnswerSchema.parse(await response.json()).counted
    }
    expect(await tell([longAgo, longAgo + 1, longAgo])).toBe(2)
    const once = await report(n)
    expect(once.months['2020-09']).toMatchObject({ interactions: 2 })
    expect(await tell([longAgo, longAgo + 1])).toBe(0)
    expect(await report(n)).toEqual(once)
    await merge(n, into)
    expect(await tell([longAgo, longAgo + 2])).toBe(1)
    expect((await report(into)).months['2020-09']).toMatchObject({ interactions: 3 })
  })

  test('[CE76] what a till says late of an erased member makes no row of theirs again', async () => {
    const n = next()
    const host = await running()
    const memberId = idOf('m', n)
    await host.change([memberRow(n)])
    await host.change([{ c: 'member', k: memberId, d: null }])
    const topUp = topUpOf(newEventId(), storeOne, memberId, { memberId, principal: money(500) })
    const gift = giftOf(newEventId(), storeOne, {
      memberId,
      stocked: false,
      issued: couponOf(next(), memberId),
    })
    const late = [till.seal('value.topped_up', topUp), till.seal('gift.exchanged', gift)]
    expect(kinds(await till.push(late))).toEqual([['member_unknown'], ['member_unknown']])
    expect(leftOf(await table(), memberId)).toEqual([])
  })

  test('[CE77] a dispute over an identifier does not keep it', async () => {
    const [first, second, thief] = [next(), next(), next()]
    const enrolled = (n: number) => enrolmentOf(n, storeOne, `phone ${n}`)
    const theirs = enrolled(second).personal.identifiers
    const stolen = theirs.map((one) => ({ ...one, memberId: idOf('m', thief) }))
    const events = [
      till.seal('member.enrolled', enrolled(first)),
      till.seal('member.enrolled', enrolled(second)),
      till.seal('member.enrolled', {
        ...enrolled(thief),
        personal: {
          ...enrolled(thief).personal,
          identifiers: [...enrolled(first).personal.identifiers.slice(1), ...stolen].map((one) => ({
            ...one,
            memberId: idOf('m', thief),
          })),
        },
      }),
    ]
    const disputes = bench.taken(await till.push(events)).flatMap((verdict) => verdict.disputes ?? [])
    expect(disputes.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['identifier_taken', `member_code:${idOf('m', second)}`],
      ['identifier_taken', `phone_hash:${idOf('m', second)}`],
    ])
  })
}
