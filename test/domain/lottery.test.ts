import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DrawInput,
  drawTicket,
  judgeDraw,
  type LotteryDrawn,
  type LotteryPool,
  nextIndex,
  poolRoot,
  shuffledTickets,
  ticketCounts,
  ticketLeaf,
  ticketNonce,
} from '../../domain/lottery.ts'
import { auditPool, type HeardDraw } from '../../domain/lottery-audit.ts'
import type { LotteryRules } from '../../domain/programme.ts'
import { codeOf, granted, id, lot, noon, programme, standing, store } from './act-shop.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const lottery = programme.lottery as LotteryRules
const seed = 'ab'.repeat(32)

function pool(tickets: readonly string[], changes: Partial<LotteryPool> = {}): LotteryPool {
  const bare = { poolId: id(900), seed, tickets }
  return {
    ...bare,
    terminalId: id(2),
    storeId: id(1),
    lotteryId: 'lucky',
    root: poolRoot(bare, sha256),
    drawn: 0,
    ...changes,
  }
}

function draw(of: LotteryPool, changes: Partial<DrawInput> = {}) {
  return {
    pool: of,
    ownDrawn: [],
    standing: standing(),
    programme,
    now: noon,
    drawId: id(810),
    slipNumber: 'S01-T1-1-000010',
    coupon: { couponId: id(31), code: 'C0000000000314' },
    store,
    sha256,
    ...changes,
  }
}

test('[LO1] nonce, leaf and root are the hashes the pool’s promise says', () => {
  const nonce = sha256(`${seed}:4`)
  expect(ticketNonce(seed, 4, sha256)).toBe(nonce)
  expect(ticketLeaf({ poolId: id(900), index: 4, prizeId: 'none', nonce }, sha256)).toBe(
    sha256(`${id(900)}:4:none:${nonce}`),
  )
  const leaves = ['none', 'coupon'].map((prizeId, index) =>
    sha256(`${id(900)}:${index}:${prizeId}:${sha256(`${seed}:${index}`)}`),
  )
  expect(poolRoot({ poolId: id(900), seed, tickets: ['none', 'coupon'] }, sha256)).toBe(
    sha256(leaves.join('')),
  )
})

test('[LO2] tickets are as many as the odds ask for, by largest remainder', () => {
  expect(ticketCounts(lottery.prizes, 1_000)).toEqual([1, 800, 199])
  expect(ticketCounts(lottery.prizes, 10)).toEqual([0, 8, 2])
  expect(ticketCounts(lottery.prizes, 0)).toEqual([0, 0, 0])
})

test('[LO2] shuffling keeps every ticket and follows the chance given', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.infiniteStream(fc.nat()), (size, chance) => {
      const tickets = shuffledTickets(
        lottery.prizes,
        size,
        (limit) => (chance.next().value as number) % limit,
      )
      const counts = lottery.prizes.map(({ prizeId }) => tickets.filter((one) => one === prizeId).length)
      expect(counts).toEqual(ticketCounts(lottery.prizes, size))
    }),
  )
  expect(shuffledTickets(lottery.prizes, 10, () => 0)).not.toEqual(
    shuffledTickets(lottery.prizes, 10, (limit) => limit - 1),
  )
})

test('[LO3] tickets are drawn in order, after those heard of and those of this till', () => {
  const of = pool(['none', 'none', 'none', 'none'], { drawn: 2 })
  expect(nextIndex(of, [])).toBe(2)
  expect(nextIndex(of, [0, 1])).toBe(2)
  expect(nextIndex(of, [2])).toBe(3)
  expect(granted(drawTicket(draw(of, { ownDrawn: [2] }))).index).toBe(3)
})

test.each<[string, Partial<DrawInput>, object]>([
  ['no lottery', { programme: { ...programme, lottery: null } }, { code: 'lottery_closed' }],
  ['a pool of another lottery', { pool: pool(['none'], { lotteryId: 'old' }) }, { code: 'lottery_closed' }],
  ['nobody', { standing: null }, { code: 'member_missing' }],
  ['a frozen member', { standing: standing({ member: { status: 'frozen' } }) }, { code: 'member_frozen' }],
  [
    'the third of a day',
    { standing: standing({ day: { draws: 2 } }) },
    { code: 'lottery_day_limit', figures: { limit: 2 } },
  ],
  ['no pool', { pool: null }, { code: 'pool_empty' }],
  ['a pool drawn out', { ownDrawn: [0] }, { code: 'pool_empty' }],
  [
    'too few points',
    { standing: standing({ lots: [lot(50, 199)] }) },
    { code: 'points_not_enough', figures: { points: 199 } },
  ],
])('[LO4] refused: %s', (_, changes, refusal) => {
  const asked = draw(pool(['none']), changes)
  expect(judgeDraw(asked)).toEqual({ ok: false, refusal })
  expect(drawTicket(asked)).toEqual({ ok: false, refusal })
})

test('[LO5] a prize that is a coupon is issued; the nonce proves the ticket', () => {
  const drawn = granted(drawTicket(draw(pool(['coupon', 'none']))))
  expect(drawn).toMatchObject({
    drawId: id(810),
    memberId: id(100),
    lotteryId: 'lucky',
    poolId: id(900),
    index: 0,
    prizeId: 'coupon',
    nonce: ticketNonce(seed, 0, sha256),
    burned: { points: 200, lots: [{ lotId: id(50), memberId: id(100), points: 200 }] },
  })
  expect(drawn.issued?.templateId).toBe(id(2_001))
  expect(granted(drawTicket(draw(pool(['none'])))).issued).toBeNull()
})

test('[LO5] a prize that can no longer be given is not drawn away', () => {
  expect(codeOf(drawTicket(draw(pool(['gone']))))).toBe('lottery_closed')
  const poor = { ...programme, templates: [] }
  expect(codeOf(drawTicket(draw(pool(['coupon']), { programme: poor })))).toBe('coupon_template_unknown')
})

/** An honest pool of ten with its first draws. */
const honest = pool(shuffledTickets(lottery.prizes, 10, (limit) => limit >> 1))

function heard(index: number, changes: Partial<LotteryDrawn> = {}, seq = index + 1): HeardDraw {
  const drawn = granted(
    drawTicket({ ...draw(honest, { ownDrawn: index === 0 ? [] : [index - 1] }), drawId: id(1_000 + index) }),
  )
  return { drawn: { ...drawn, ...changes }, epoch: 1, seq }
}

test('[LO6] an honest pool and its draws have no finding, in whatever order they were heard', () => {
  const draws = [0, 1, 2, 3, 4].map((index) => heard(index))
  expect(auditPool(honest, draws, lottery, sha256)).toEqual([])
  expect(auditPool(honest, draws.toReversed(), lottery, sha256)).toEqual([])
  expect(auditPool(honest, [], lottery, sha256)).toEqual([])
})

test.each<[string, LotteryPool, HeardDraw[], string[]]>([
  ['another root', { ...honest, root: sha256('other') }, [], ['root_wrong']],
  ['another lottery', { ...honest, lotteryId: 'other' }, [], ['lottery_wrong']],
  [
    'tickets changed after the promise',
    { ...honest, tickets: honest.tickets.map((prize) => (prize === 'none' ? 'coupon' : prize)) },
    [],
    ['root_wrong', 'odds_wrong', 'odds_wrong'],
  ],
  ['a composition the odds do not allow', pool(Array(10).fill('none')), [], ['odds_wrong', 'odds_wrong']],
  [
    'a prize nobody published',
    pool([...Array(8).fill('coupon'), 'none', 'car']),
    [],
    ['odds_wrong', 'prize_unknown'],
  ],
  ['a draw of another pool', honest, [heard(0, { poolId: id(901) })], ['draw_elsewhere']],
  ['a ticket beyond the last', honest, [heard(0, { index: 10 })], ['draw_elsewhere']],
  ['one ticket drawn twice', honest, [heard(0), heard(0, {}, 2)], ['drawn_twice']],
  ['a ticket passed over', honest, [heard(0), heard(2)], ['draw_missing']],
  ['tickets out of order', honest, [heard(1, {}, 1), heard(0, {}, 2)], ['order_wrong']],
  ['another prize than the ticket’s', honest, [heard(0, { prizeId: 'grand' })], ['prize_wrong']],
  ['a nonce made up', honest, [heard(0, { nonce: sha256('x') })], ['nonce_wrong']],
])('[LO7] found: %s', (_, opened, draws, whats) => {
  expect(auditPool(opened, draws, lottery, sha256).map(({ what }) => what)).toEqual(whats)
})

test('[LO7] any one ticket swapped for another prize is found', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9 }), fc.constantFrom('grand', 'coupon', 'none'), (index, prizeId) => {
      fc.pre(honest.tickets[index] !== prizeId)
      const tickets = honest.tickets.with(index, prizeId)
      expect(auditPool({ ...honest, tickets }, [], lottery, sha256).map(({ what }) => what)).toContain(
        'root_wrong',
      )
    }),
  )
})
