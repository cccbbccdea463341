import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benefitShares } from '../../domain/coupon-benefit.ts'
import type { CouponBenefit } from '../../domain/coupon-template.ts'
import { moneyMax } from '../../domain/limits.ts'
import { bps, money, splitMoney } from '../../domain/money.ts'
import { anyBenefit } from './any-sale.ts'

function shares(benefit: CouponBenefit, nets: readonly number[], pieces: readonly number[]): number[] {
  const places = nets.map((_, place) => place)
  return benefitShares(benefit, places, { nets: nets.map((net) => money(net)), pieces })
}

const half = bps(5_000)
const buyGet = (buy: number, get: number, timesMax: number | null = null, payBps = bps(0)) =>
  ({ kind: 'buy_get', buy, get, payBps, timesMax }) as const
const fixed = (price: number, pieces: number | null = null) =>
  ({ kind: 'fixed_price', price: money(price), pieces }) as const
const exchange = (pieces: number) => ({ kind: 'exchange', pieces }) as const

/** Three lines: two pieces that cost 501 and 500, one at 700, and weighed goods at 900. */
const nets = [1_001, 700, 900]
const pieces = [2, 1, 0]

test.each<[string, CouponBenefit, number[]]>([
  ['exchange of one: the dearest piece', exchange(1), [0, 700, 0]],
  ['exchange of two: a broken fen is on the first piece of its line', exchange(2), [501, 700, 0]],
  ['exchange of all', exchange(3), [1_001, 700, 0]],
  ['exchange of more than there are', exchange(99), [1_001, 700, 0]],
  ['exchange of none', exchange(0), [0, 0, 0]],
  ['buy 1 get 1: of the two dearest the cheaper is free', buyGet(1, 1), [501, 0, 0]],
  ['buy 2 get 1: the last of three', buyGet(2, 1), [500, 0, 0]],
  ['buy 1 get 2', buyGet(1, 2), [1_001, 0, 0]],
  ['buy 3 get 1: no full group', buyGet(3, 1), [0, 0, 0]],
  ['the second at half the price, half a fen to the customer', buyGet(1, 1, null, half), [251, 0, 0]],
  ['no times', buyGet(1, 1, 0), [0, 0, 0]],
  ['buy nothing get all', buyGet(0, 1), [1_001, 700, 0]],
  ['buy nothing get one once', buyGet(0, 1, 1), [0, 700, 0]],
  ['get nothing', buyGet(1, 0), [0, 0, 0]],
  ['get at more than the price', buyGet(1, 1, null, bps(12_000)), [0, 0, 0]],
  ['a fixed price for all', fixed(500), [1, 200, 0]],
  ['a fixed price for one: the dearest', fixed(500, 1), [0, 200, 0]],
  ['a fixed price between', fixed(600), [0, 100, 0]],
  ['a fixed price above all goods', fixed(701), [0, 0, 0]],
  ['a fixed price of nothing', fixed(0), [1_001, 700, 0]],
  ['a fixed price for no pieces', fixed(0, 0), [0, 0, 0]],
  ['an amount goes over weighed goods too', { kind: 'amount_off', amount: money(100) }, [38, 27, 35]],
  ['an amount below zero', { kind: 'amount_off', amount: money(-5) }, [0, 0, 0]],
  ['all the money there is', { kind: 'cash_voucher', amount: money(moneyMax) }, [1_001, 700, 900]],
  ['a percentage with a cap of nothing', { kind: 'percent_off', payBps: half, cap: money(0) }, [0, 0, 0]],
  ['a percentage with a cap below zero', { kind: 'percent_off', payBps: half, cap: money(-1) }, [0, 0, 0]],
  ['a service', { kind: 'service' }, [0, 0, 0]],
  ['parking', { kind: 'parking', minutes: 60 }, [0, 0, 0]],
])('[CP10] %s', (_, benefit, expected) => {
  expect(shares(benefit, nets, pieces)).toEqual(expected)
})

test('[CP10] equal pieces go by their line, and those that cost nothing count as pieces', () => {
  expect(shares(exchange(1), [500, 500, 500], [1, 1, 1])).toEqual([500, 0, 0])
  expect(shares(buyGet(1, 1), [500, 500, 500], [1, 1, 1])).toEqual([0, 500, 0])
  expect(shares(buyGet(1, 1), [0, 500, 0], [1, 1, 2])).toEqual([0, 0, 0])
  expect(shares(exchange(3), [0, 500, 0], [1, 1, 2])).toEqual([0, 500, 0])
})

test('[CP10] groups run over lines and within them', () => {
  // 5 × 30, 4 × 20, 3 × 10: groups of three from the dearest; the last of each is free.
  expect(shares(buyGet(2, 1), [150, 80, 30], [5, 4, 3])).toEqual([30, 40, 10])
  expect(shares(buyGet(2, 1, 2), [150, 80, 30], [5, 4, 3])).toEqual([30, 20, 0])
  expect(shares(buyGet(1, 1, 5, half), [150, 80, 30], [5, 4, 3])).toEqual([30, 20, 5])
})

/** The same rule piece by piece, without any shortcut. */
function pieceByPiece(
  benefit: CouponBenefit,
  lineNets: readonly number[],
  counts: readonly number[],
): number[] {
  const all = lineNets.flatMap((net, at) =>
    (counts[at] as number) === 0
      ? []
      : splitMoney(
          money(net),
          Array.from({ length: counts[at] as number }, () => 1),
        ).map((price) => ({ at, price })),
  )
  all.sort((a, b) => b.price - a.price || a.at - b.at)
  const off = lineNets.map(() => 0)
  all.forEach(({ at, price }, nth) => {
    let less = 0
    if (benefit.kind === 'exchange') less = nth < benefit.pieces ? price : 0
    if (benefit.kind === 'fixed_price') {
      less = nth < (benefit.pieces ?? all.length) ? Math.max(0, price - benefit.price) : 0
    }
    if (benefit.kind === 'buy_get' && benefit.get > 0) {
      const size = benefit.buy + benefit.get
      const group = Math.floor(nth / size)
      const full = group < Math.min(Math.floor(all.length / size), benefit.timesMax ?? all.length)
      const rate = Math.max(0, 10_000 - benefit.payBps)
      less = full && nth % size >= benefit.buy ? Math.floor((price * rate + 5_000) / 10_000) : 0
    }
    off[at] = (off[at] as number) + less
  })
  return off
}

const anyLines = fc.array(fc.record({ net: fc.nat(3_000), pieces: fc.nat(6) }), {
  minLength: 1,
  maxLength: 8,
})

test('[CP11] benefits on pieces are those of the rule taken piece by piece', () => {
  let seen = 0
  fc.assert(
    fc.property(anyBenefit, anyLines, (benefit, lines) => {
      if (!['exchange', 'buy_get', 'fixed_price'].includes(benefit.kind)) return
      const lineNets = lines.map(({ net }) => net)
      const counts = lines.map((one) => one.pieces)
      const taken = shares(benefit, lineNets, counts)
      expect(taken).toEqual(pieceByPiece(benefit, lineNets, counts))
      seen += taken.some((share) => share > 0) ? 1 : 0
    }),
    { numRuns: 1_500 },
  )
  expect(seen).toBeGreaterThan(200)
})

test('[CP12] no benefit takes below zero or more than a line costs, and less is left where less was there before', () => {
  fc.assert(
    fc.property(
      anyBenefit,
      anyLines,
      fc.array(fc.nat(3_000), { minLength: 8, maxLength: 8 }),
      (benefit, lines, less) => {
        const before = lines.map(({ net }) => net)
        const counts = lines.map((one) => one.pieces)
        const taken = shares(benefit, before, counts)
        taken.forEach((share, place) => {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(before[place] as number)
        })
        // What the search for the best price rests on: a benefit never grows when something is taken off before it.
        const lowered = before.map((net, place) => Math.max(0, net - (less[place] as number)))
        const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0)
        expect(sum(shares(benefit, lowered, counts))).toBeLessThanOrEqual(sum(taken))
      },
    ),
    { numRuns: 1_500 },
  )
})
