import { afterAll, beforeEach, expect, test } from 'vitest'
import { memberAnswerSchema } from '../../contract/head-office.ts'
import { couponHistorySchema } from '../../contract/online.ts'
import type { Coupon } from '../../domain/coupon.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { couponOf, enrolmentOf, suiteProgramme, topUpOf } from './central-acts-data.ts'
import { idOf, longAgo, lotRow, memberRow, smallChain, storeOne } from './central-chain.ts'
import { enrolTill, newEventId, postJson, type SuiteTill, tableOf } from './central-till.ts'
import type { ReferenceUnderTest, StartReferenceUnderTest } from './central-under-test.ts'

/** Enrolment, merges, first purchases and erasure at the reference central. */
export function membersContract(start: StartReferenceUnderTest): void {
  let central: ReferenceUnderTest | null = null
  let till: SuiteTill
  let other: SuiteTill
  let number = 100

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    await central.headOffice('programme', postJson({ document: suiteProgramme }))
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  const next = () => {
    number += 1
    return number
  }
  const table = async () => tableOf((await till.pull()).rows)
  const member = async (n: number) => (await table()).get(`member ${idOf('m', n)}`)
  const kinds = async (of: SuiteTill, ...events: readonly ReturnType<SuiteTill['sell']>[]) => {
    const result = await of.push(events)
    if (!('answer' in result)) throw new Error(JSON.stringify(result))
    return result.answer.verdicts.map(({ disputes }) => disputes?.map(({ kind }) => kind) ?? [])
  }
  const reportOf = async (n: number) => {
    const response = await (await running()).headOffice(`members/${idOf('m', n)}`)
    return memberAnswerSchema.parse(await response.json())
  }

  test('[CE52] a phone the chain knows merges the new member into the one it knows; all leads there', async () => {
    const [older, younger] = [next(), next()]
    const phone = `phone ${older}`
    expect(await kinds(till, till.seal('member.enrolled', enrolmentOf(older, storeOne, phone)))).toEqual([[]])
    const welcome = couponOf(next(), idOf('m', younger))
    const consents = [{ purpose: 'marketing', given: true, version: '2', at: longAgo + 9 } as const]
    const enrolled = other.seal(
      'member.enrolled',
      enrolmentOf(younger, storeOne, phone, { issued: [welcome], member: { consents } }),
    )
    expect(await kinds(other, enrolled)).toEqual([[]])
    let rows = await table()
    expect(rows.get(`member ${idOf('m', younger)}`)).toMatchObject({
      status: 'merged',
      mergedInto: idOf('m', older),
    })
    expect(rows.get(`coupon ${welcome.couponId}`)?.['memberId']).toBe(idOf('m', older))
    const code = `M${String(younger).padStart(13, '0')}`
    expect(rows.get(`identifier member_code:${code}`)?.['memberId']).toBe(idOf('m', older))
    expect(rows.get(`member ${idOf('m', older)}`)?.['consents']).toHaveLength(2)

    const sale = other.sell({ member: younger, earns: 30, growth: 12, coupons: [] })
    const topUp = other.seal(
      'value.topped_up',
      topUpOf(newEventId(), storeOne, idOf('m', younger), {
        memberId: idOf('m', younger),
        principal: money(700),
      }),
    )
    expect(await kinds(other, sale, topUp)).toEqual([[], []])
    rows = await table()
    expect(rows.get(`lot ${sale.id}`)).toMatchObject({ memberId: idOf('m', older), points: 30 })
    expect(rows.get(`member ${idOf('m', older)}`)?.['growth']).toBe(12)
    expect(rows.get(`account ${idOf('m', older)}`)).toMatchObject({
      principal: 700,
      memberId: idOf('m', older),
    })
    expect(rows.has(`account ${idOf('m', younger)}`)).toBe(false)
  })

  test('[CE240] what is put right of a newcomer whom a mistyped phone made somebody else is for people to decide', async () => {
    const known = next()
    const phone = `phone ${known}`
    await kinds(till, till.seal('member.enrolled', enrolmentOf(known, storeOne, phone)))
    const before = await member(known)
    for (const batches of [1, 2]) {
      const newcomer = next()
      const hash = 'cd'.repeat(32)
      const personal = { salt: 'ab'.repeat(16), name: null, birthday: '02-03', sealed: null }
      const events = [
        other.seal('member.enrolled', enrolmentOf(newcomer, storeOne, phone)),
        other.seal('member.profile_changed', {
          memberId: idOf('m', newcomer),
          personal: { ...personal, phone: { maskedPhone: '139****0000', hash } },
        }),
      ]
      const told =
        batches === 1
          ? await kinds(other, ...events)
          : [...(await kinds(other, ...events.slice(0, 1))), ...(await kinds(other, ...events.slice(1)))]
      expect(told).toEqual([[], ['profile_merged']])
      expect(await member(known)).toMatchObject({
        maskedPhone: before?.['maskedPhone'],
        birthday: before?.['birthday'],
      })
      expect((await table()).has(`identifier phone_hash:${hash}`)).toBe(false)
      const phones = [...(await table()).values()].filter(
        (row) => row['kind'] === 'phone_hash' && row['memberId'] === idOf('m', known),
      )
      expect(phones).toHaveLength(1)
    }
  })

  test('[CE52] both enrolments in one batch merge as well; the same id or code twice is disputed', async () => {
    const [older, younger, stranger] = [next(), next(), next()]
    const phone = `phone ${older}`
    const [one, two] = [
      till.seal('member.enrolled', enrolmentOf(older, storeOne, phone)),
      till.seal('member.enrolled', enrolmentOf(younger, storeOne, phone)),
    ]
    const again = till.seal('member.enrolled', enrolmentOf(older, storeOne, `other ${phone}`))
    const thief = enrolmentOf(stranger, storeOne, `third ${phone}`)
    const stolen = [
      {
        kind: 'member_code',
        value: enrolmentOf(older, storeOne, phone).personal.member.code,
        memberId: idOf('m', stranger),
      },
    ] as const
    const theft = till.seal('member.enrolled', {
      ...thief,
      personal: { ...thief.personal, identifiers: stolen },
    })
    expect(await kinds(till, one, two, again, theft)).toEqual([
      [],
      [],
      ['member_taken'],
      ['identifier_taken'],
    ])
    expect(await member(younger)).toMatchObject({ status: 'merged', mergedInto: idOf('m', older) })
  })

  test('[CE212] nobody is welcomed twice: the pack of a second enrolment is taken back, and what is used of it is disputed', async () => {
    const [older, younger] = [next(), next()]
    const phone = `phone ${older}`
    const numbers = { first: next(), unused: next(), used: next() }
    const first = couponOf(numbers.first, idOf('m', older))
    const unused = couponOf(numbers.unused, idOf('m', younger))
    const used = couponOf(numbers.used, idOf('m', younger))
    const enrolled = (n: number, by: SuiteTill, issued: readonly Coupon[]) =>
      by.seal('member.enrolled', enrolmentOf(n, storeOne, phone, { issued }))
    expect(await kinds(till, enrolled(older, till, [first]))).toEqual([[]])
    // The till without contact gave its pack away, and one of it was used there at once.
    const second = enrolled(younger, other, [unused, used])
    const sale = other.sell({ member: younger, coupons: [{ coupon: numbers.used, useNumber: 1 }] })
    expect(await kinds(other, second, sale)).toEqual([[], ['coupon_revoked']])
    const rows = await table()
    const coupon = ({ couponId }: Coupon) => rows.get(`coupon ${couponId}`)
    const memberId = idOf('m', older)
    expect(coupon(first)).toMatchObject({ memberId, status: 'issued' })
    expect(coupon(unused)).toMatchObject({ memberId, status: 'revoked', usesDone: 0 })
    expect(coupon(used)).toMatchObject({ memberId, status: 'revoked', usesDone: 1 })
    expect([first, unused, used].map(({ couponId }) => rows.has(`denial coupon:${couponId}`))).toEqual([
      false,
      true,
      true,
    ])
    const response = await other.ask(`/v1/coupons/${unused.couponId}/history`)
    const { steps } = couponHistorySchema.parse(await response.json())
    expect(steps.map(({ what }) => what)).toEqual(['issued', 'revoked'])
  })

  test('[CE212] whoever has two phones is known by any of them, whichever is named first', async () => {
    const [older, younger] = [next(), next()]
    const phone = `phone ${older}`
    await kinds(till, till.seal('member.enrolled', enrolmentOf(older, storeOne, phone)))
    const person = enrolmentOf(younger, storeOne, phone)
    const other = { kind: 'phone_hash', value: 'ab'.repeat(32), memberId: idOf('m', younger) } as const
    const identifiers = [other, ...person.personal.identifiers]
    const event = till.seal('member.enrolled', { ...person, personal: { ...person.personal, identifiers } })
    expect(await kinds(till, event)).toEqual([[]])
    expect(await member(younger)).toMatchObject({ status: 'merged', mergedInto: idOf('m', older) })
    expect((await table()).get(`identifier phone_hash:${other.value}`)?.['memberId']).toBe(idOf('m', older))
  })

  test('[CE52] what enrolment says of standing is not believed', async () => {
    const n = next()
    const boast = {
      tierId: 'platinum',
      growth: 99_999,
      debt: points(5),
      status: 'frozen',
      hasBought: true,
    } as const
    await kinds(till, till.seal('member.enrolled', enrolmentOf(n, storeOne, `phone ${n}`, { member: boast })))
    expect(await member(n)).toMatchObject({
      tierId: 'bronze',
      growth: 0,
      debt: 0,
      status: 'active',
      hasBought: false,
    })
  })

  test('[CE53] the first purchase pays the referrer and the referred, once', async () => {
    const [referrer, referred] = [next(), next()]
    await (await running()).change([memberRow(referrer)])
    const member = { referrerId: idOf('m', referrer) }
    const enrolled = till.seal(
      'member.enrolled',
      enrolmentOf(referred, storeOne, `phone ${referred}`, { member }),
    )
    const first = () => till.sell({ member: referred, more: { firstPurchase: true } })
    expect(await kinds(till, enrolled, first(), first())).toEqual([[], [], []])
    const [of, by] = [await reportOf(referred), await reportOf(referrer)]
    expect(of.lots.map((lot) => lot.points)).toEqual([100])
    expect(by.lots.map((lot) => lot.points)).toEqual([100])
    expect(of.member.hasBought).toBe(true)
    expect([of.ledger, by.ledger]).toEqual([100, 100])
  })

  test('[CE60] head office makes one member of two: points, coupons, value, debt and what tills say later', async () => {
    const [from, into, lot] = [next(), next(), next()]
    const host = await running()
    const accountId = idOf('m', from)
    await host.change([
      memberRow(from, 40, { debt: points(15), protectionCards: 1, tags: ['vip'] }),
      memberRow(into, 100),
      lotRow(lot, from, 500),
      {
        c: 'account',
        k: accountId,
        d: { accountId, code: null, memberId: accountId, status: 'active', principal: 900, gift: 50 },
      },
      {
        c: 'member_pin',
        k: accountId,
        d: { memberId: accountId, pinSalt: 'AAAA', pinHash: 'AAAA' },
      },
    ])
    await till.push([till.sell({ member: from, growth: 10 })])
    const merge = { from: idOf('m', from), into: idOf('m', into) }
    expect((await host.headOffice('merges', postJson(merge))).status).toBe(200)
    const rows = await table()
    expect(rows.get(`member ${merge.from}`)).toMatchObject({
      status: 'merged',
      mergedInto: merge.into,
      growth: 0,
    })
    expect(rows.get(`member ${merge.into}`)).toMatchObject({
      growth: 150,
      debt: 15,
      protectionCards: 1,
      tags: ['vip'],
    })
    expect(rows.get(`account ${merge.from}`)).toMatchObject({ principal: 0, gift: 0 })
    expect(rows.get(`account ${merge.into}`)).toMatchObject({ principal: 900, gift: 50 })
    expect(rows.has(`member_pin ${merge.from}`)).toBe(false)
    const late = other.sell({
      member: from,
      burns: [{ lot, points: 200 }],
      growth: 5,
      more: {
        tenders: [
          {
            kind: 'stored_value',
            amount: money(300),
            accountId,
            principal: money(300),
            gift: money(0),
          },
        ],
      },
    })
    expect(await kinds(other, late)).toEqual([[]])
    const report = await reportOf(into)
    expect(report.lots.map((one) => one.points)).toEqual([300])
    expect(report.member.growth).toBe(155)
    expect((await table()).get(`account ${merge.into}`)?.['principal']).toBe(600)
    const spent = Object.values(report.months).reduce((sum, month) => sum + month.spent, 0)
    expect(spent).toBe(2_000)
    for (const [body, code] of [
      [merge, 'member_merged'],
      [{ from: merge.into, into: merge.into }, 'merge_to_self'],
      [{ from: idOf('z', 1), into: merge.into }, 'member_unknown'],
    ] as const) {
      const refused = await host.headOffice('merges', postJson(body))
      expect(((await refused.json()) as { code: string }).code).toBe(code)
    }
  })

  test('[CE65] what members do elsewhere gives growth by its kind, and is an interaction of its month', async () => {
    const n = next()
    const host = await running()
    await host.change([memberRow(n, 100)])
    const interactions = [
      { memberId: idOf('m', n), kind: 'check_in', at: longAgo },
      { memberId: idOf('m', n), kind: 'activity', at: longAgo },
    ]
    expect((await host.headOffice('interactions', postJson({ interactions }))).status).toBe(200)
    const report = await reportOf(n)
    expect(report.member.growth).toBe(125)
    expect(report.months['2020-09']).toMatchObject({ growth: 125, interactions: 2 })
    const strange = [{ memberId: idOf('m', n), kind: 'constructor', at: longAgo }]
    expect((await host.headOffice('interactions', postJson({ interactions: strange }))).status).toBe(400)
  })

  test('[CE62] a challenge taken up counts what is spent in its time', async () => {
    const n = next()
    const host = await running()
    await host.change([memberRow(n)])
    const wish = { memberId: idOf('m', n), challengeId: 'gold_in_thirty' }
    const begun = await host.headOffice('challenges', postJson(wish))
    expect(begun.status).toBe(200)
    await till.push([till.sell({ member: n }), till.sell({ member: n })])
    expect((await member(n))?.['challenge']).toMatchObject({ challengeId: 'gold_in_thirty', spent: 2_000 })
    const unknown = await host.headOffice('challenges', postJson({ ...wish, challengeId: 'none' }))
    expect(unknown.status).toBe(404)
  })

  test('[CE68] an erased member leaves no account, PIN or history', async () => {
    const n = next()
    const host = await running()
    const memberId = idOf('m', n)
    await host.change([
      memberRow(n),
      {
        c: 'account',
        k: memberId,
        d: { accountId: memberId, code: null, memberId, status: 'active', principal: 900, gift: 0 },
      },
      { c: 'member_pin', k: memberId, d: { memberId, pinSalt: 'AAAA', pinHash: 'AAAA' } },
    ])
    await till.push([till.sell({ member: n })])
    await host.change([{ c: 'member', k: memberId, d: null }])
    const left = (await till.pull()).rows.filter(
      ({ d }) => d !== null && JSON.stringify(d).includes(memberId),
    )
    expect(left.map(({ c }) => c)).toEqual(['erasure'])
    expect((await host.headOffice(`members/${memberId}`)).status).toBe(404)
  })
}
