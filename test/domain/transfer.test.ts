import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemberStatus } from '../../domain/member.ts'
import { bps } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { TransferRules } from '../../domain/programme.ts'
import {
  judgeTransfer,
  settleTransfer,
  type TransferWish,
  transferFee,
  transferMax,
} from '../../domain/transfer.ts'
import { granted, id, lot, noon, programme } from './act-shop.ts'

const rules = programme.transfer as TransferRules
const from = { memberId: id(100), status: 'active' as MemberStatus }
const to = { memberId: id(101), status: 'active' as MemberStatus }

function wish(changes: Partial<TransferWish> = {}): TransferWish {
  return {
    from,
    fromLots: [lot(50, 10_000)],
    to,
    wish: points(2_000),
    sentThisMonth: points(0),
    promised: points(0),
    rules,
    now: noon,
    ...changes,
  }
}

test.each<[string, Partial<TransferWish>, object]>([
  ['no transfers', { rules: null }, { code: 'transfer_closed' }],
  ['to oneself', { to: from }, { code: 'transfer_to_self' }],
  ['to someone merged', { to: { ...to, status: 'merged' } }, { code: 'member_unknown' }],
  ['to someone erased', { to: { ...to, status: 'erased' } }, { code: 'member_unknown' }],
  ['to a frozen member', { to: { ...to, status: 'frozen' } }, { code: 'member_frozen' }],
  ['from a frozen member', { from: { ...from, status: 'frozen' } }, { code: 'member_frozen' }],
  ['nothing', { wish: points(0) }, { code: 'points_invalid' }],
  ['less than nothing', { wish: points(-5) }, { code: 'points_invalid' }],
  [
    'more than there is',
    { wish: points(10_001) },
    { code: 'points_not_enough', figures: { points: 10_000 } },
  ],
  ['over the share', { wish: points(2_001) }, { code: 'transfer_over_share', figures: { max: 2_000 } }],
  [
    'over the month',
    { sentThisMonth: points(3_500) },
    { code: 'transfer_over_month', figures: { left: 1_500 } },
  ],
  ['all eaten by the fee', { rules: { ...rules, feeBps: bps(10_000) } }, { code: 'points_invalid' }],
])('[TF1] a transfer is refused: %s', (_, changes, refusal) => {
  expect(judgeTransfer(wish(changes))).toEqual({ ok: false, refusal })
  expect(settleTransfer(wish(changes), [id(70)])).toEqual({ ok: false, refusal })
})

test('[TF5] points promised to tills are not there to send; the share is of all that can be spent', () => {
  const promised = points(9_000)
  expect(judgeTransfer(wish({ promised, wish: points(1_000) }))).toMatchObject({ ok: true })
  expect(judgeTransfer(wish({ promised, wish: points(1_001) }))).toEqual({
    ok: false,
    refusal: { code: 'points_not_enough', figures: { points: 1_000 } },
  })
  expect(judgeTransfer(wish({ promised: points(99_000), wish: points(1) }))).toMatchObject({ ok: false })
})

test('[TF2] the fee is rounded down, and what arrives is the rest', () => {
  expect(granted(judgeTransfer(wish()))).toEqual({ points: 2_000, fee: 200, received: 1_800 })
  expect([1, 9, 10, 19].map((sent) => transferFee(points(sent), rules))).toEqual([0, 0, 1, 1])
  expect(transferMax(points(10_004), points(6_000), rules)).toEqual({ byShare: 2_000, byMonth: 0 })
})

test('[TF3] the receiver’s lots keep the ends of the sender’s', () => {
  const fromLots = [lot(50, 1_000, { expiresAt: noon + 500 }), lot(51, 9_000, { expiresAt: noon + 900 })]
  const moved = granted(settleTransfer(wish({ fromLots }), [id(70), id(71)]))
  expect(moved.burned).toEqual([
    { lotId: id(50), memberId: id(100), points: 1_000 },
    { lotId: id(51), memberId: id(100), points: 1_000 },
  ])
  expect(moved.lots).toEqual([
    {
      lotId: id(70),
      memberId: id(101),
      earnedAt: noon,
      spendableFrom: noon,
      expiresAt: noon + 500,
      points: 900,
    },
    {
      lotId: id(71),
      memberId: id(101),
      earnedAt: noon,
      spendableFrom: noon,
      expiresAt: noon + 900,
      points: 900,
    },
  ])
})

test('[TF4] what is sent is what arrives and the fee, never more than share and month allow', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9_000 }),
      fc.integer({ min: 0, max: 6_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      (left, sent, before, feeBps) => {
        const fromLots = left.map((rest, place) => lot(50 + place, rest, { expiresAt: noon + 1 + place }))
        const asked = wish({
          fromLots,
          wish: points(sent),
          sentThisMonth: points(before),
          rules: { ...rules, feeBps: bps(feeBps) },
        })
        const ids = left.map((_, place) => id(70 + place))
        const settled = settleTransfer(asked, ids)
        if (!settled.ok) return
        const { burned, lots, fee, received } = settled.value
        const sum = (parts: readonly { readonly points: number }[]) =>
          parts.reduce((all, one) => all + one.points, 0)
        expect(sum(burned)).toBe(sent)
        expect(sum(lots)).toBe(received)
        expect(fee + received).toBe(sent)
        expect(received).toBeGreaterThan(0)
        expect(sent * 5).toBeLessThanOrEqual(sum(fromLots))
        expect(sent + before).toBeLessThanOrEqual(5_000)
      },
    ),
  )
})
