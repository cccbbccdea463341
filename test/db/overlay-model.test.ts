import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Journal, Replica } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { accountOf } from '../../db/overlay/accounts.ts'
import { couponAtHand, couponsOf } from '../../db/overlay/coupons.ts'
import { standingOf } from '../../db/overlay/members.ts'
import { putAccount } from '../../db/replica/account-table.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import type { Effect } from '../../domain/effect.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { earned, grew, moment, restored, usedCoupon } from './overlay-rig.ts'
import { couponOf, lotOf, memberOf } from './replica-rows.ts'
import { numberedId as id, key, noon, terminalId, tillFolder } from './till-files.ts'

/* The model: the chain's books in plain maps. It posts one effect after another, whoever did it. */

interface Books {
  readonly lots: Map<number, { readonly member: number; points: number; expiresAt: number }>
  readonly members: Map<number, { growth: number; debt: number }>
  readonly coupons: Map<number, { readonly member: number | null; done: number; back: number }>
  readonly accounts: Map<number, { principal: number; gift: number }>
}

const memberNumbers = [1, 2, 3]
/** The second lot of each member has ended long ago. */
const lotNumbers = memberNumbers.flatMap((member) => [member * 10, member * 10 + 1])
const couponNumbers = [50, 51, 52, 53]

function booksAtStart(): Books {
  return {
    lots: new Map(
      lotNumbers.map((lot) => [
        lot,
        {
          member: Math.floor(lot / 10),
          points: lot % 10 === 1 ? 15 : 100,
          expiresAt: lot % 10 === 1 ? noon - 500 : noon + 5_000,
        },
      ]),
    ),
    members: new Map(memberNumbers.map((member) => [member, { growth: 20, debt: 10 }])),
    coupons: new Map(
      couponNumbers.map((coupon) => [coupon, { member: coupon < 53 ? coupon - 49 : null, done: 0, back: 0 }]),
    ),
    accounts: new Map(memberNumbers.map((member) => [member, { principal: 500, gift: 50 }])),
  }
}

/** One thing somebody did, with numbers in place of ids. */
interface Doing {
  readonly what: 'burn' | 'take' | 'give' | 'renew' | 'earn' | 'grow' | 'owe' | 'use' | 'restore' | 'pay'
  readonly member: number
  readonly lot: number
  readonly coupon: number
  readonly amount: number
  readonly use: number
}

const doingPart = fc.record<Doing>({
  what: fc.constantFrom('burn', 'take', 'give', 'renew', 'earn', 'grow', 'owe', 'use', 'restore', 'pay'),
  member: fc.constantFrom(...memberNumbers),
  lot: fc.constantFrom(...lotNumbers),
  coupon: fc.constantFrom(...couponNumbers),
  amount: fc.integer({ min: -60, max: 60 }),
  use: fc.integer({ min: 1, max: 3 }),
})

/** A new lot's number follows from where its act stands. */
const lotMadeAt = (index: number) => 1_000 + index

function post(books: Books, doing: Doing, index: number): void {
  const { what, lot: lotNumber, amount } = doing
  const size = Math.abs(amount)
  const lot = books.lots.get(lotNumber)
  const member = books.members.get(doing.member)
  const coupon = books.coupons.get(doing.coupon)
  const account = books.accounts.get(doing.member)
  if (!lot || !member || !coupon || !account) throw new Error('the books know everybody')
  if (what === 'burn' || what === 'take') lot.points = Math.max(0, lot.points - size)
  if (what === 'give') lot.points += size
  if (what === 'renew') {
    lot.points = (lot.expiresAt <= noon + index ? 0 : lot.points) + size
    lot.expiresAt = Math.max(lot.expiresAt, noon + 9_000)
  }
  if (what === 'earn') {
    books.lots.set(lotMadeAt(index), { member: doing.member, points: size, expiresAt: noon + 5_000 })
  }
  if (what === 'grow') member.growth = Math.max(0, member.growth + amount)
  if (what === 'owe') member.debt = Math.max(0, member.debt + amount)
  if (what === 'use') coupon.done = Math.max(coupon.done, doing.use)
  if (what === 'restore') coupon.back += 1
  if (what === 'pay') {
    account.principal = Math.max(0, account.principal + amount * 10)
    account.gift = Math.max(0, account.gift - amount)
  }
}

function effectOf(doing: Doing, index: number): Effect {
  const { what, member, lot, coupon, amount, use } = doing
  const size = points(Math.abs(amount))
  const onLot = { memberId: id(Math.floor(lot / 10)), lotId: id(lot), points: size }
  switch (what) {
    case 'burn':
      return { kind: 'points_burned', ...onLot }
    case 'take':
      return { kind: 'points_taken_back', ...onLot }
    case 'give':
      return { kind: 'points_given_back', ...onLot, expiresAt: null }
    case 'renew':
      return { kind: 'points_given_back', ...onLot, expiresAt: noon + 9_000 }
    case 'earn':
      return earned(member, lotMadeAt(index), size)
    case 'grow':
      return grew(member, amount)
    case 'owe':
      return { kind: 'debt_changed', memberId: id(member), change: amount }
    case 'use':
      return usedCoupon(coupon, coupon < 53 ? coupon - 49 : null, use)
    case 'restore':
      return restored(coupon, coupon < 53 ? coupon - 49 : null, use)
    case 'pay':
      return {
        kind: 'value_changed',
        accountId: id(member),
        memberId: id(member),
        principal: money(amount * 10),
        gift: money(-amount),
      }
  }
}

/** The chain's rows as a till copies them. */
function write(replica: Replica, books: Books, mark: { readonly epoch: number; readonly seq: number }): void {
  transact(replica, (tx) => {
    for (const [member, { growth, debt }] of books.members) {
      putMember(tx, memberOf(member, { growth, debt: points(debt) }))
    }
    for (const [lot, { member, points: left, expiresAt }] of books.lots) {
      putLot(tx, lotOf(lot, member, { points: points(left), expiresAt }))
    }
    for (const [coupon, { member, done, back }] of books.coupons) {
      putCoupon(tx, couponOf(coupon, member, { usesDone: done, usesRestored: back }))
    }
    for (const [member, { principal, gift }] of books.accounts) {
      putAccount(tx, {
        accountId: id(member),
        code: null,
        memberId: id(member),
        status: 'active',
        principal: money(principal),
        gift: money(gift),
      })
    }
    putApplied(tx, { terminalId, ...mark })
  })
}

function expectAs(files: { readonly journal: Journal; readonly replica: Replica }, books: Books): void {
  const overlay = { ...files, terminalId }
  const now = noon + 100
  const at = { ...moment, now }
  for (const [number, { growth, debt }] of books.members) {
    const standing = standingOf(overlay, id(number), at)
    expect(standing?.member).toMatchObject({ growth, debt })
    const open = [...books.lots].filter(([, lot]) => lot.points > 0 && lot.expiresAt > now)
    expect(new Map(standing?.lots.map((lot) => [lot.lotId, [lot.points, lot.expiresAt]]))).toEqual(
      new Map(
        open
          .filter(([, lot]) => lot.member === number)
          .map(([lot, { points: left, expiresAt }]) => [id(lot), [left, expiresAt]]),
      ),
    )
    const account = books.accounts.get(number)
    expect(standing?.account).toMatchObject({ ...account })
    expect(accountOf(overlay, id(number), at)?.account).toEqual(standing?.account)
    const live = [...books.coupons].filter(([, row]) => row.member === number && row.done < 2 + row.back)
    expect(new Set(couponsOf(overlay, id(number), at).map(({ coupon }) => coupon.couponId))).toEqual(
      new Set(live.map(([coupon]) => id(coupon))),
    )
  }
  for (const [coupon, { done, back }] of books.coupons) {
    expect(couponAtHand(overlay, id(coupon), at)?.coupon).toMatchObject({
      usesDone: done,
      usesRestored: back,
    })
  }
}

test('[OV7] replica up to any mark plus own effects after it is what the chain will say', () => {
  fc.assert(
    fc.property(
      fc.array(doingPart, { maxLength: 30 }),
      fc.array(doingPart, { maxLength: 8 }),
      fc.nat(30),
      fc.integer({ min: 1, max: 30 }),
      (own, ofOthers, marked, perEpoch) => {
        const folder = tillFolder()
        const journal = openJournal({ file: join(folder, 'journal.db'), key })
        const replica = openReplica({ file: join(folder, 'replica.db'), key, access: 'write' })
        const placeOf = (index: number) => ({
          epoch: 1 + Math.floor(index / perEpoch),
          seq: 1 + (index % perEpoch),
        })
        try {
          transact(journal, (tx) => {
            for (const [index, doing] of own.entries()) {
              addEffects(tx, { ...placeOf(index), time: noon + index }, [effectOf(doing, index)])
            }
          })
          const books = booksAtStart()
          const heard = Math.min(marked, own.length)
          for (const [index, doing] of own.slice(0, heard).entries()) post(books, doing, index)
          for (const [index, doing] of ofOthers.entries()) post(books, doing, 500 + index)
          write(replica, books, heard === 0 ? { epoch: 0, seq: 0 } : placeOf(heard - 1))
          for (let index = heard; index < own.length; index++) post(books, own[index] as Doing, index)
          expectAs({ journal, replica }, books)
        } finally {
          journal.close()
          replica.close()
          rmSync(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: 150, seed: 20_261_122 },
  )
  // A hundred and fifty tills with two encrypted files each: seconds on a quiet machine, longer beside other work.
}, 120_000)
