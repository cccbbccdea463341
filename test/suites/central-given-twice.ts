import { beforeEach, expect, test } from 'vitest'
import { ledgersAnswerSchema } from '../../contract/head-office.ts'
import { fullBps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { actsBench } from './acts-bench.ts'
import { enrolmentOf, returnedLine, returnOf } from './central-acts-data.ts'
import { farAway, idOf, longAgo, memberRow, storeOne } from './central-chain.ts'
import { newEventId, postJson, type SuiteTill } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'

/** Returns of what two tills gave, and debts two tills saw paid: nothing is made of it and nothing is lost. */
export function givenTwiceContract(start: StartReferenceUnderTest): void {
  const bench = actsBench(start)
  const { running, next, ownLot, ownAccount, table, kinds } = bench
  let till: SuiteTill
  let other: SuiteTill
  beforeEach(() => {
    till = bench.till()
    other = bench.other()
  })
  const lotPoints = async (n: number) => (await table()).get(`lot ${idOf('l', n)}`)?.['points']
  const sumsOf = async () => {
    const { points, principal, gift } = ledgersAnswerSchema.parse(
      await (await (await running()).headOffice('ledgers')).json(),
    )
    return [points, principal, gift].map((part) => part.find(({ account }) => account === 'loss')?.sum ?? 0)
  }

  test('[CE72] points a sale took from nobody do not come back: what is owed of them is paid first', async () => {
    const lot = await ownLot(500)
    const losses = await sumsOf()
    const burn = (of: SuiteTill, amount: number) =>
      of.sell({ member: 1, pieces: 3, burns: [{ lot, points: amount }] })
    const back = (saleId: ReturnType<typeof burn>['id'], amount: number) =>
      other.seal(
        'sale.returned',
        returnOf(newEventId(), storeOne, saleId, {
          memberId: idOf('m', 1),
          lines: [returnedLine(0, 1)],
          givenBack: {
            points: points(amount),
            ofFamily: null,
            lots: [
              { lotId: idOf('l', lot), memberId: idOf('m', 1), points: points(amount), expiresAt: null },
            ],
          },
        }),
      )
    const [first, late] = [burn(till, 300), burn(other, 500)]
    await till.push([first])
    expect(kinds(await other.push([late]))).toEqual([['points_overdraft']])
    // Within the limit of an overdraft the member owes it: nothing is lost.
    expect(await sumsOf()).toEqual(losses)
    const backAt: unknown[] = []
    for (const amount of [200, 200, 100]) {
      expect(kinds(await other.push([back(late.id, amount)]))).toEqual([[]])
      backAt.push(await lotPoints(lot))
    }
    expect(backAt).toEqual([0, 100, 200])
    expect(await sumsOf()).toEqual(losses)
    const [again, batched] = [burn(other, 300), burn(other, 100)]
    expect(kinds(await other.push([again, batched, back(batched.id, 100)]))).toEqual([
      ['points_overdraft'],
      ['points_overdraft'],
      [],
    ])
    expect(await lotPoints(lot)).toBe(0)
  })

  test('[CE72] value a sale took from nobody does not come back, in either part', async () => {
    const card = await ownAccount(1_000, 300)
    const losses = await sumsOf()
    const part = (principal: number, gift: number) => ({
      kind: 'stored_value' as const,
      amount: money(principal + gift),
      accountId: card,
      principal: money(principal),
      gift: money(gift),
    })
    const pay = (of: SuiteTill, principal: number, gift: number) =>
      of.sell({ pieces: 2, more: { tenders: [part(principal, gift)] } })
    const back = (saleId: ReturnType<typeof pay>['id'], principal: number, gift: number) =>
      other.seal(
        'sale.returned',
        returnOf(newEventId(), storeOne, saleId, {
          lines: [returnedLine(0, 1)],
          refunds: [part(principal, gift)],
        }),
      )
    const [first, late] = [pay(till, 800, 200), pay(other, 1_000, 300)]
    await till.push([first])
    expect(kinds(await other.push([late]))).toEqual([['value_overdraft']])
    const account = async () => (await table()).get(`account ${card}`)
    expect(kinds(await other.push([back(late.id, 500, 150)]))).toEqual([[]])
    expect(await account()).toMatchObject({ principal: 0, gift: 0 })
    expect(kinds(await other.push([back(late.id, 500, 150)]))).toEqual([[]])
    expect(await account()).toMatchObject({ principal: 200, gift: 100 })
    expect(await sumsOf()).toEqual(losses)
    expect(kinds(await other.push([back(first.id, 400, 100)]))).toEqual([[]])
    expect(await account()).toMatchObject({ principal: 600, gift: 200 })
  })

  test('[CE73] a debt two tills saw paid off is paid once: the rest is earned', async () => {
    const n = next()
    await (await running()).change([memberRow(n, 0, { debt: points(60) })])
    const pays = (of: SuiteTill, earned: number, debtPaid: number) => {
      const lotId = newEventId()
      const sale = of.sell({
        member: n,
        more: {
          earned: {
            lotId,
            points: points(earned),
            gross: points(earned + debtPaid),
            debtPaid: points(debtPaid),
            earnedAt: longAgo,
            spendableFrom: longAgo,
            expiresAt: farAway,
          },
        },
      })
      return { lotId, sale }
    }
    const [one, two, three] = [pays(till, 0, 50), pays(other, 0, 50), pays(other, 5, 60)]
    expect(kinds(await till.push([one.sale]))).toEqual([[]])
    expect(kinds(await other.push([two.sale]))).toEqual([[]])
    expect(kinds(await other.push([three.sale]))).toEqual([[]])
    const rows = await table()
    expect(rows.get(`member ${idOf('m', n)}`)?.['debt']).toBe(0)
    expect(rows.has(`lot ${one.lotId}`)).toBe(false)
    expect(rows.get(`lot ${two.lotId}`)).toMatchObject({ points: 40, memberId: idOf('m', n) })
    expect(rows.get(`lot ${three.lotId}`)?.['points']).toBe(65)
    const answer = await (await (await running()).headOffice(`members/${idOf('m', n)}`)).json()
    expect((answer as { ledger: number }).ledger).toBe(105)
  })

  test('[CE74] a first purchase that comes back whole takes what it paid both, as far as they have it', async () => {
    const [referrer, referred] = [next(), next()]
    await (await running()).change([memberRow(referrer)])
    const enrolled = till.seal(
      'member.enrolled',
      enrolmentOf(referred, storeOne, `phone ${referred}`, { member: { referrerId: idOf('m', referrer) } }),
    )
    const sale = till.sell({ member: referred, pieces: 2, more: { firstPurchase: true } })
    expect(kinds(await till.push([enrolled, sale]))).toEqual([[], []])
    const lotsOf = async (n: number) =>
      [...(await table())].flatMap(([key, row]) =>
        key.startsWith('lot ') && row['memberId'] === idOf('m', n) ? [row] : [],
      )
    const [given] = await lotsOf(referrer)
    if (!given) throw new Error('the referrer was paid')
    const lotId = given['lotId'] as typeof sale.id
    const burn = {
      points: points(30),
      amount: money(30),
      valueBps: fullBps,
      campaignId: null,
      ofFamily: points(0),
      inflated: points(0),
      lots: [{ lotId, memberId: idOf('m', referrer), points: points(30) }],
    }
    await till.push([till.sell({ member: referrer, more: { burned: burn } })])
    const back = () =>
      other.seal(
        'sale.returned',
        returnOf(newEventId(), storeOne, sale.id, {
          memberId: idOf('m', referred),
          lines: [returnedLine(0, 1)],
        }),
      )
    const held = async () => [
      (await lotsOf(referred))[0]?.['points'],
      (await lotsOf(referrer))[0]?.['points'],
    ]
    expect(kinds(await other.push([back()]))).toEqual([[]])
    expect(await held()).toEqual([100, 70])
    expect(kinds(await other.push([back()]))).toEqual([[]])
    expect(await held()).toEqual([0, 0])
  })

  test('[CE74] what comes back no longer counts for a challenge it was bought in', async () => {
    const n = next()
    const host = await running()
    await host.change([memberRow(n)])
    const wish = { memberId: idOf('m', n), challengeId: 'gold_in_thirty' }
    expect((await host.headOffice('challenges', postJson(wish))).status).toBe(200)
    const sale = till.sell({ member: n })
    await till.push([sale, till.sell({ member: n })])
    const returned = returnOf(newEventId(), storeOne, sale.id, { memberId: idOf('m', n), refund: money(900) })
    expect(kinds(await other.push([other.seal('sale.returned', returned)]))).toEqual([[]])
    expect((await table()).get(`member ${idOf('m', n)}`)?.['challenge']).toMatchObject({ spent: 1_100 })
  })
}
