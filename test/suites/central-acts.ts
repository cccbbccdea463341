import { beforeEach, expect, test } from 'vitest'
import { demoMemberTagKey, demoSeriesKey } from '../../central/seed/code-keys.ts'
import { memberTagOf, signCoupon } from '../../codes/coupon.ts'
import { authorizeAnswerSchema } from '../../contract/risk.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Money, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { actsBench } from './acts-bench.ts'
import {
  burnOf,
  couponOf,
  donationOf,
  enrolmentOf,
  giftOf,
  redemptionOf,
  restoringOf,
  returnedLine,
  returnOf,
  topUpOf,
} from './central-acts-data.ts'
import { farAway, idOf, longAgo, lotRow, memberRow, storeOne } from './central-chain.ts'
import { newEventId, postJson, type SuiteTill, sha256 } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'
import { expectEffects } from './effects-oracle.ts'

const signedAt = Date.UTC(2026, 5, 1)

/** A coupon with three uses, signed by the demo chain's series: of a member, or whoever bears it. */
function codeOf(coupon: number, member: number | null = null): string {
  return signCoupon(
    {
      couponId: idOf('c', coupon),
      templateId: idOf('t', 1),
      face: null,
      issuedAt: signedAt,
      notBefore: signedAt,
      expiresAt: farAway,
      homeStoreId: null,
      usesMax: 3,
      memberTag: member === null ? null : memberTagOf(idOf('m', member), demoMemberTagKey),
    },
    demoSeriesKey,
  )
}

/** What every event type does to the rows all tills copy. Of the reference central: the model knows fewer. */
export function actsContract(start: StartReferenceUnderTest): void {
  const bench = actsBench(start)
  const { running, next, ownLot, ownCoupon, ownAccount, stock, table, kinds, taken, poolOf, draw } = bench
  let till: SuiteTill
  let other: SuiteTill
  beforeEach(() => {
    till = bench.till()
    other = bench.other()
  })
  /** Pushes and proves that the rows moved as the effects say, and nothing is disputed. */
  const proven = async (events: readonly TillEvent[]) => {
    const before = await table()
    const verdicts = taken(await till.push(events))
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(events.map(() => 'applied'))
    const after = await table()
    expect(expectEffects(before, after, events)).toBeGreaterThan(0)
    return after
  }

  test('[CE44] the rows move as the effects of each event say, type by type', async () => {
    const [lot, owners, coupon, knives] = [
      await ownLot(5_000),
      await ownLot(900, 2),
      await ownCoupon(),
      await ownCoupon(3),
    ]
    const card = await ownAccount(10_000, 2_000)
    await stock(3)
    const family = { ownerId: idOf('m', 2), monthCap: points(3_000), month: '2020-09', spent: points(40) }
    await (await running()).change([memberRow(1, 500, { debt: points(60), family })])
    const [giftId, redemptionId, topUpId, donationId, returnId] = Array.from({ length: 5 }, newEventId)
    if (!giftId || !redemptionId || !topUpId || !donationId || !returnId) throw new Error('five ids')
    const sale = till.sell({
      member: 1,
      burns: [
        { lot, points: 300 },
        { lot: owners, points: 200, owner: 2 },
      ],
      growth: 7,
      pieces: 2,
      coupons: [{ coupon, useNumber: 1 }],
      more: {
        earned: {
          lotId: newEventId(),
          points: points(40),
          gross: points(100),
          debtPaid: points(60),
          earnedAt: longAgo,
          spendableFrom: longAgo + 1,
          expiresAt: farAway,
        },
        plan: { planId: 'plus_year', until: farAway },
        tenders: [
          {
            kind: 'stored_value',
            amount: money(1_000),
            accountId: card,
            principal: money(800),
            gift: money(200),
          },
        ],
        firstPurchase: true,
      },
    })
    expect((await proven([sale])).get(`member ${idOf('m', 1)}`)?.['family']).toEqual({
      ...family,
      spent: 240,
    })
    await proven([
      till.seal(
        'gift.exchanged',
        giftOf(giftId, storeOne, {
          burned: burnOf(1, [{ lot, points: 600 }]),
          issued: couponOf(next(), idOf('m', 1)),
        }),
        giftId,
      ),
      till.seal(
        'coupon.redeemed',
        redemptionOf(redemptionId, storeOne, knives, { useNumbers: [1, 2] }),
        redemptionId,
      ),
      till.seal('coupon.restored', restoringOf(redemptionId, knives, [2])),
      till.seal(
        'points.donated',
        donationOf(donationId, storeOne, burnOf(1, [{ lot, points: 1_000 }])),
        donationId,
      ),
      till.seal(
        'value.topped_up',
        topUpOf(topUpId, storeOne, card, { principal: money(5_000), gift: money(500) }),
        topUpId,
      ),
      till.seal('consent.changed', {
        memberId: idOf('m', 2),
        consents: [{ purpose: 'marketing', given: true, version: '2', at: longAgo + 5 }],
      }),
      draw(till, await poolOf(till), 0),
      draw(till, await poolOf(till), 1),
    ])
    await proven([
      till.seal(
        'sale.returned',
        returnOf(returnId, storeOne, sale.id, {
          memberId: idOf('m', 1),
          takenBack: {
            points: points(30),
            lots: [{ lotId: idOf('l', lot), points: points(20) }],
            debt: points(10),
          },
          givenBack: {
            points: points(250),
            ofFamily: { points: points(150), spentAt: longAgo },
            lots: [
              { lotId: idOf('l', lot), memberId: idOf('m', 1), points: points(100), expiresAt: null },
              { lotId: idOf('l', owners), memberId: idOf('m', 2), points: points(150), expiresAt: null },
            ],
          },
          growth: 3,
          couponsRestored: [{ couponId: idOf('c', coupon), templateId: idOf('t', 1), useNumber: 1 }],
          refunds: [
            {
              kind: 'stored_value',
              amount: money(500),
              accountId: card,
              principal: money(400),
              gift: money(100),
            },
          ],
        }),
        returnId,
      ),
    ])
    const enrolled = next()
    const welcome = couponOf(next(), idOf('m', enrolled))
    await proven([
      till.seal(
        'member.enrolled',
        enrolmentOf(enrolled, storeOne, `phone ${enrolled}`, { issued: [welcome] }),
      ),
    ])
  })

  test('[FA5] a member who is of another family by now: what is heard of the last one moves nothing of it', async () => {
    const owners = await ownLot(900, 2)
    const of = (ownerId: Uuid) => ({ ownerId, monthCap: points(3_000), month: '2020-09', spent: points(40) })
    const kept = async () => (await table()).get(`member ${idOf('m', 1)}`)?.['family']
    await (await running()).change([memberRow(1, 500, { family: of(idOf('m', 2)) })])
    const sale = till.sell({ member: 1, burns: [{ lot: owners, points: 200, owner: 2 }] })
    await till.push([sale])
    expect(await kept()).toMatchObject({ spent: 240 })
    await (await running()).change([memberRow(1, 500, { family: of(idOf('m', 3)) })])
    const returnId = newEventId()
    const back = returnOf(returnId, storeOne, sale.id, {
      memberId: idOf('m', 1),
      givenBack: {
        points: points(200),
        ofFamily: { points: points(200), spentAt: longAgo },
        lots: [{ lotId: idOf('l', owners), memberId: idOf('m', 2), points: points(200), expiresAt: null }],
      },
    })
    const late = till.sell({ member: 1, burns: [{ lot: owners, points: 100, owner: 2 }] })
    await till.push([till.seal('sale.returned', back, returnId), late])
    expect(await kept()).toEqual(of(idOf('m', 3)))
  })

  test('[CE45] more of a line than was sold comes back only once: the rest is disputed and moves nothing', async () => {
    const lot = await ownLot(1_000)
    const sale = till.sell({ member: 1, pieces: 3 })
    const back = (amount: number, of: SuiteTill = till) => {
      const returnId = newEventId()
      const takenBack = {
        points: points(5),
        lots: [{ lotId: idOf('l', lot), points: points(5) }],
        debt: points(0),
      }
      const more = { memberId: idOf('m', 1), lines: [returnedLine(0, amount)], takenBack }
      return of.seal('sale.returned', returnOf(returnId, storeOne, sale.id, more), returnId)
    }
    const first = back(2)
    expect(kinds(await till.push([sale, first]))).toEqual([[], []])
    const second = back(2, other)
    expect(taken(await other.push([second]))[0]?.disputes).toEqual([
      { kind: 'return_over', subject: `${sale.id}:0`, other: first.id },
    ])
    expect(kinds(await other.push([back(1, other)]))).toEqual([[]])
    expect((await table()).get(`lot ${idOf('l', lot)}`)?.['points']).toBe(990)
    const nowhere = other.seal('sale.returned', returnOf(newEventId(), storeOne, newEventId(), {}))
    expect(kinds(await other.push([nowhere]))).toEqual([['sale_unknown']])
    const without = other.seal('sale.returned', returnOf(newEventId(), storeOne, null, {}))
    expect(kinds(await other.push([without]))).toEqual([[]])
  })

  test('[CE46] what a lot has no more is owed; an expired lot begins anew with what comes back', async () => {
    const [short, ended] = [await ownLot(10), next()]
    const row = lotRow(ended, 1, 70)
    await (await running()).change([{ ...row, d: { ...row.d, expiresAt: longAgo + 100 } }, memberRow(1)])
    const sale = till.sell({ member: 1 })
    const returned = till.seal(
      'sale.returned',
      returnOf(newEventId(), storeOne, sale.id, {
        memberId: idOf('m', 1),
        takenBack: {
          points: points(25),
          lots: [{ lotId: idOf('l', short), points: points(25) }],
          debt: points(0),
        },
        givenBack: {
          points: points(40),
          ofFamily: null,
          lots: [
            {
              lotId: idOf('l', ended),
              memberId: idOf('m', 1),
              points: points(40),
              expiresAt: longAgo + 9_000,
            },
          ],
        },
      }),
      newEventId(),
      { time: longAgo + 200 },
    )
    expect(kinds(await till.push([sale, returned]))).toEqual([[], []])
    const after = await table()
    expect(after.get(`lot ${idOf('l', short)}`)?.['points']).toBe(0)
    expect(after.get(`member ${idOf('m', 1)}`)?.['debt']).toBe(15)
    expect(after.get(`lot ${idOf('l', ended)}`)).toMatchObject({ points: 40, expiresAt: longAgo + 9_000 })
  })

  test('[CE47] a use comes back once, and only to the event that took it; then another number is free', async () => {
    const [coupon, disputed] = [await ownCoupon(), await ownCoupon()]
    const [one, two, three, four] = [newEventId(), newEventId(), newEventId(), newEventId()]
    const use = (of: SuiteTill, id: Uuid, n: number, useNumber = 1) =>
      of.seal('coupon.redeemed', redemptionOf(id, storeOne, n, { useNumbers: [useNumber] }), id)
    const undo = (of: SuiteTill, id: Uuid, n: number) => of.seal('coupon.restored', restoringOf(id, n, [1]))
    expect(kinds(await till.push([use(till, one, coupon)]))).toEqual([[]])
    expect(kinds(await other.push([undo(other, two, coupon)]))).toEqual([['restore_unknown']])
    expect(kinds(await till.push([undo(till, one, coupon), undo(till, one, coupon)]))).toEqual([
      [],
      ['restore_unknown'],
    ])
    const more = [use(till, three, coupon, 2), use(till, four, coupon, 3)]
    expect(kinds(await till.push(more))).toEqual([[], ['coupon_overused']])
    expect((await table()).get(`coupon ${idOf('c', coupon)}`)).toMatchObject({ usesDone: 2, usesRestored: 1 })
    // Under dispute the use comes back to nobody until people decided (sync.md 7); the loser's goods end its loss, once.
    const [winner, loser] = [newEventId(), newEventId()]
    expect(kinds(await till.push([use(till, winner, disputed)]))).toEqual([[]])
    const late = [use(other, loser, disputed), undo(other, loser, disputed), undo(other, loser, disputed)]
    expect(kinds(await other.push(late))).toEqual([['coupon_use'], [], ['restore_unknown']])
    expect(kinds(await till.push([undo(till, winner, disputed)]))).toEqual([['restore_disputed']])
  })

  test('[CE48] a coupon proven by its code becomes known with its first use, as the code says; an unproven one is disputed', async () => {
    const [signed, plain, forged] = [next(), next(), next()]
    const use = (coupon: number, code: string | null, more: { readonly face?: Money } = {}) => {
      const id = newEventId()
      const proof = code === null ? null : { code, face: more.face ?? null }
      const redeemed = redemptionOf(id, storeOne, coupon, { signed: proof, memberId: null })
      return till.seal('coupon.redeemed', redeemed, id, { time: signedAt + 1_000 })
    }
    const code = codeOf(signed)
    const result = await till.push([
      use(signed, code),
      use(signed, code),
      use(plain, null),
      use(forged, code),
      use(forged, `${codeOf(forged).slice(0, -1)}+`),
      use(forged, codeOf(forged), { face: money(99) }),
    ])
    const notBelieved = ['coupon_forged', 'coupon_unknown']
    expect(kinds(result)).toEqual([
      [],
      ['coupon_use'],
      ['coupon_unknown'],
      notBelieved,
      notBelieved,
      notBelieved,
    ])
    expect((await table()).get(`coupon ${idOf('c', signed)}`)).toMatchObject({ usesDone: 1, usesMax: 3 })
    expect((await table()).has(`coupon ${idOf('c', forged)}`)).toBe(false)
  })

  test('[CE48] a code with a member’s tag is that member’s, under every id they ever had, and nobody else’s', async () => {
    const [former, survivor, coupon, others] = [next(), next(), next(), next()]
    await (await running()).change([memberRow(former), memberRow(survivor)])
    const merge = { from: idOf('m', former), into: idOf('m', survivor) }
    expect((await (await running()).headOffice('merges', postJson(merge))).status).toBe(200)
    const may = async (memberId: Uuid, of: number, code: string) => {
      const couponId = idOf('c', of)
      const uses = [{ couponId, useNumber: 1, nullifier: sha256(couponId), code }]
      const id = newEventId()
      const rest = { amount: 0, proof: 'scanned', points: [], value: [] }
      const response = await till.ask(
        '/v1/authorize',
        postJson({ id, nonce: sha256(id), memberId, uses, ...rest }),
      )
      const answer = authorizeAnswerSchema.parse(await response.json())
      await till.ask(`/v1/authorize/${id}/cancel`, { method: 'POST' })
      return answer.code ?? answer.decision
    }
    const use = (of: number, code: string, memberId: Uuid) => {
      const id = newEventId()
      const redeemed = redemptionOf(id, storeOne, of, { signed: { code, face: null }, memberId })
      return till.seal('coupon.redeemed', redeemed, id, { time: signedAt + 1_000 })
    }
    const [code, othersCode] = [codeOf(coupon, former), codeOf(others, 1)]
    expect(await may(idOf('m', survivor), coupon, code)).toBe('approved')
    expect(await may(idOf('m', survivor), others, othersCode)).toBe('coupon_not_yours')
    expect(
      kinds(
        await till.push([
          use(coupon, code, idOf('m', survivor)),
          use(others, othersCode, idOf('m', survivor)),
        ]),
      ),
    ).toEqual([[], ['coupon_forged', 'coupon_unknown']])
    expect((await table()).get(`coupon ${idOf('c', coupon)}`)).toMatchObject({
      memberId: idOf('m', survivor),
    })
  })
}
