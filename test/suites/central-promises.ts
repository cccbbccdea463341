import { expect, test } from 'vitest'
import { disputesAnswerSchema } from '../../contract/risk.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { createRandom, type Random } from '../sim/random.ts'
import { authorityBench } from './authority-bench.ts'
import { idOf } from './central-chain.ts'
import { enrolTill, newEventId, type Place, type SuiteTill, saleOf, tableOf } from './central-till.ts'
import type { ReferenceUnderTest } from './central-under-test.ts'
import {
  ask,
  come,
  endOverdue,
  type Kind,
  type LeaseSpend,
  lend,
  openBooks,
  type PromiseBooks,
  promisedOf,
  type Wish,
} from './promise-books.ts'

/* Tills that ask, lease, spend, give back and fall silent in any order, beside plain books of who may have what. */

const minute = 60_000
const hour = 60 * minute
/** A question lapses after ten minutes (sync.md 5). */
const lapseMs = 10 * minute

const playsPerTest = 24
const stepsPerPlay = 40

export interface TimedCentral extends ReferenceUnderTest {
  readonly now: () => number
  /** The clock of the central goes on by this much, in ms. */
  readonly pass: (ms: number) => void
}

interface Asked {
  readonly eventId: Uuid
  readonly till: SuiteTill
  readonly wish: Wish
}

/** Everything one play goes by. */
interface Play {
  readonly n: number
  readonly random: Random
  readonly tills: readonly SuiteTill[]
  readonly books: PromiseBooks
  readonly asked: Asked[]
  readonly tally: Map<string, number>
}

export function promisesContract(start: () => Promise<TimedCentral>): void {
  const bench = authorityBench(start)
  const nameOf = (till: SuiteTill) => till.enrolment.terminalId
  const count = ({ tally }: Play, what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)

  const drawWish = ({ books, random }: Play): Wish => {
    const part = random.below(3)
    return {
      use: part === 0 || random.chance(0.3) ? random.between(1, books.usesMax + 1) : 0,
      points: part === 1 || random.chance(0.2) ? random.between(1, 500) : 0,
      value: part === 2 || random.chance(0.2) ? random.between(1, 500) : 0,
    }
  }

  const saleEvent = (
    { n }: Play,
    till: SuiteTill,
    of: { id: Uuid; wish: Wish; time: number; leases?: readonly LeaseSpend[] },
  ): TillEvent => {
    const { id, leases = [], time, wish } = of
    const accountId = idOf('a', n)
    const principal = money(wish.value)
    const tender = { kind: 'stored_value', amount: principal, accountId, principal, gift: money(0) } as const
    const sale = saleOf(id, till.enrolment.storeId, {
      member: n,
      ...(wish.points > 0 ? { burns: [{ lot: n, points: wish.points }] } : {}),
      coupons: wish.use > 0 ? [{ coupon: n, useNumber: wish.use }] : [],
      ...(wish.value > 0 ? { more: { tenders: [tender] } } : {}),
    })
    return till.seal('sale.completed', sale, id, { time, leases: leases as never })
  }

  const push = async (
    play: Play,
    central: TimedCentral,
    till: SuiteTill,
    of: { id?: Uuid; wish: Wish; leases?: readonly LeaseSpend[] },
  ) => {
    const { books } = play
    const { id = newEventId(), leases = [], wish } = of
    const time = central.now()
    const event = saleEvent(play, till, { id, wish, time, leases })
    const wanted = come(books, { eventId: id, till: nameOf(till), wish, time, leases }, time)
    endOverdue(books, nameOf(till), time)
    const [found] = bench.kinds(await till.push([event]))
    expect(found?.toSorted()).toEqual(wanted.disputes.toSorted())
    if (wanted.isPromised) expect(found).toEqual([])
    count(play, wanted.isPromised ? 'promised' : wanted.disputes.length > 0 ? 'disputed' : 'alone')
    for (const kind of wanted.disputes) count(play, kind)
    // Whoever did not hear the answer says it again, and nothing moves twice.
    if (play.random.chance(0.2)) await till.push([event])
  }

  /** One thing somebody does. */
  const step = async (play: Play, central: TimedCentral): Promise<void> => {
    const { asked, books, n, random, tills } = play
    const till = random.pick(tills)
    const now = central.now()
    switch (random.below(9)) {
      case 0:
      case 1: {
        const [eventId, wish] = [newEventId(), drawWish(play)]
        const wanted = ask(books, { eventId, till: nameOf(till), wish, until: now + lapseMs }, now)
        const { use, points, value } = wish
        const answer = await bench.ask(
          till,
          bench.wishOf(n, {
            ...(use > 0 ? { use } : {}),
            ...(points > 0 ? { points } : {}),
            ...(value > 0 ? { value } : {}),
          }),
          eventId,
        )
        expect(answer).toMatchObject({ decision: wanted ? 'approved' : 'declined' })
        count(play, wanted ? 'approved' : 'declined')
        if (wanted) asked.push({ eventId, till, wish })
        return
      }
      case 2:
      case 3: {
        const next = asked.length > 0 ? asked.splice(random.below(asked.length), 1)[0] : undefined
        if (next) await push(play, central, next.till, { id: next.eventId, wish: next.wish })
        return
      }
      case 4:
        return push(play, central, till, { wish: drawWish(play) })
      case 5: {
        const kind: Kind = random.pick(['coupon', 'points', 'value'])
        const amount = kind === 'coupon' ? 1 : random.between(1, 600)
        const ms = random.pick([5 * minute, hour])
        const leaseId = newEventId()
        const subject = idOf(kind === 'coupon' ? 'c' : kind === 'points' ? 'm' : 'a', n)
        const wanted = lend(books, leaseId, { till: nameOf(till), kind, amount, expiresAt: now + ms }, now)
        const { lease } = await bench.lease(till, kind, subject, amount, leaseId, { ms })
        expect(lease?.granted ?? 0).toBe(wanted)
        count(play, wanted > 0 ? 'leased' : 'lease_refused')
        return
      }
      case 6: {
        const held = [...books.leases]
        if (held.length === 0) return
        const [leaseId, lease] = random.pick(held)
        // Now and then another till says it is its own.
        const holder = tills.find((one) => nameOf(one) === lease.till)
        const who = random.chance(0.1) ? till : (holder ?? till)
        const amount = lease.kind === 'coupon' ? 1 : random.between(1, 400)
        const use = lease.kind === 'coupon' ? random.between(1, books.usesMax) : 0
        const wish = {
          use,
          points: lease.kind === 'points' ? amount : 0,
          value: lease.kind === 'value' ? amount : 0,
        }
        return push(play, central, who, { wish, leases: [{ leaseId, amount }] })
      }
      case 7: {
        const back = random.below(2)
        const held = [...books.leases]
        if (back === 0 && held.length > 0) {
          const [leaseId, lease] = random.pick(held)
          const who = random.pick(tills)
          await who.ask(`/v1/leases/${leaseId}/return`, { method: 'POST' })
          if (nameOf(who) === lease.till) books.leases.delete(leaseId)
          count(play, 'lease_returned')
        } else if (asked.length > 0) {
          const one = random.pick(asked)
          await one.till.ask(`/v1/authorize/${one.eventId}/cancel`, { method: 'POST' })
          books.setAside.delete(one.eventId)
          count(play, 'cancelled')
        }
        return
      }
      default:
        central.pass(random.pick([minute, 4 * minute, 11 * minute]))
    }
  }

  test('[CE209] whatever tills ask, lease, spend and give back, in any order: each use has one authority, and promises never come to more than there is', async () => {
    const central = (await bench.running()) as TimedCentral
    const tills = [bench.till(), bench.other(), await enrolTill(central)]
    const tally = new Map<string, number>()
    let rows = new Map<string, Readonly<Record<string, unknown>>>()
    let place: Place = { cursor: 0, feed: null }
    const hear = async () => {
      const pulled = await bench.till().pull(place)
      place = pulled.place
      rows = new Map([...rows, ...tableOf(pulled.rows)])
      for (const { c, k, d } of pulled.rows) if (d === null) rows.delete(`${c} ${k}`)
    }
    for (let seed = 1; seed <= playsPerTest; seed++) {
      const random = createRandom(seed)
      const figures = { lot: random.between(200, 1_500), value: random.between(200, 1_500) }
      const usesMax = random.between(1, 3)
      const n = await bench.own({ ...figures, usesMax })
      const books = openBooks({ usesMax, points: figures.lot, value: figures.value })
      const play: Play = { n, random, tills, books, asked: [], tally }
      for (let done = 1; done <= stepsPerPlay; done++) {
        const at = `seed ${seed}, step ${done}`
        await step(play, central).catch((cause: unknown) => {
          throw new Error(at, { cause })
        })
        await hear()
        const points = rows.get(`lot ${idOf('l', n)}`)?.['points']
        const value = rows.get(`account ${idOf('a', n)}`)?.['principal']
        const debt = rows.get(`member ${idOf('m', n)}`)?.['debt']
        expect({ points, value, debt }, at).toEqual({
          points: books.points,
          value: books.value,
          debt: books.debt,
        })
        for (const [leaseId, { granted, used }] of books.leases)
          expect(rows.get(`lease ${leaseId}`), at).toMatchObject({ granted, used })
        // Invariant 11, on the figures of the central itself.
        for (const [kind, balance] of [
          ['points', points],
          ['value', value],
        ] as const)
          expect(promisedOf(books, kind, central.now()), at).toBeLessThanOrEqual(Number(balance))
      }
      await expectUses(central, play, `seed ${seed}`)
    }
    // What had to be met was met, many times.
    for (const [what, least] of Object.entries(leastMet))
      expect(tally.get(what) ?? 0, what).toBeGreaterThanOrEqual(least)
  }, 240_000)

  /** Each number took effect for the one the books name, and who gave way to whom is on the list for people. */
  const expectUses = async (central: TimedCentral, { books, n }: Play, at: string) => {
    const answer = await (await central.headOffice(`coupons/${idOf('c', n)}`)).json()
    const { uses } = answer as { uses: readonly { useNumber: number; eventId: string; authority: string }[] }
    const found = new Set(uses.map(({ eventId, useNumber }) => `${useNumber} ${eventId}`))
    const wanted = new Set([...books.uses].map(([use, { eventId }]) => `${use} ${eventId}`))
    expect(found, at).toEqual(wanted)
    expect(uses.length, at).toBe(wanted.size)
    const listed = new Set<string>()
    let after = 0
    for (;;) {
      const page = disputesAnswerSchema.parse(
        await (await bench.till().ask(`/v1/disputes?after=${after}`)).json(),
      )
      for (const { eventId, kind, other, subject } of page.disputes)
        if (kind === 'coupon_use') listed.add(`${eventId} ${subject} ${other}`)
      const last = page.disputes.at(-1)?.number
      if (last === undefined || last <= after) break
      after = last
    }
    for (const { eventId, to, use } of books.lost)
      expect(listed, at).toContain(`${eventId} ${idOf('c', n)}:${use} ${to}`)
  }
}

/** So often each has to happen in all plays together, at least. */
const leastMet = {
  approved: 60,
  declined: 60,
  promised: 60,
  alone: 10,
  leased: 30,
  lease_refused: 10,
  lease_returned: 10,
  cancelled: 10,
  coupon_use: 10,
  coupon_overused: 2,
  points_overdraft: 10,
  value_overdraft: 10,
  lease_over: 3,
}
