import { DiskFault, ReplicaBroken } from '../../db/faults.ts'
import type { Replica } from '../../db/handle.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import {
  couponAtHand,
  couponsOf,
  findCoupon,
  findMemberByIdentifier,
  type Moment,
  type Overlay,
  standingOf,
} from '../../db/overlay.ts'
import { allCategories } from '../../db/replica/category-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import {
  findProduct,
  findProductByGtin,
  findProductByPlu,
  searchProducts,
} from '../../db/replica/product-table.ts'
import { currentProgramme } from '../../db/replica/programme-table.ts'
import { allStaff, findStaff, findStaffByCode, type SealedStaff } from '../../db/replica/staff-table.ts'
import { findStore } from '../../db/replica/store-table.ts'
import type { Basket } from '../../domain/basket.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { searchRowsMax } from '../../domain/limits.ts'
import type { Member } from '../../domain/member.ts'
import type { PriceInput, Standing } from '../../domain/price.ts'
import type { Category, Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Store } from '../../domain/store.ts'
import { dayStart, hourMs } from '../../domain/time.ts'
import type { Books } from './books.ts'
import { NotRecorded, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'
import type { Session } from './session.ts'
import { createWalletMemory } from './wallet-memory.ts'

/** What every rule of a sale needs: whose shop it is and the programme in force. */
export interface Rules {
  readonly store: Store
  readonly programme: Programme
}

/** The chain as this till knows it: the replica joined with what this till did itself. */
export interface Chain {
  /** Whether the replica was ever loaded and can be asked. */
  readonly isLoaded: () => boolean
  /** Null before the first load. Without a replica the last ones heard: a basket can still be paid. */
  readonly rules: () => Rules | null
  /** A programme that could not be taken: the last good one stays in force. */
  readonly programmeRefused: () => ProgrammeRefused | null
  readonly categories: () => readonly Category[]
  readonly productBySku: (sku: string) => Product | null
  readonly productByGtin: (gtin: string) => Product | null
  readonly productByPlu: (plu: string) => Product | null
  readonly searchProducts: (query: string, categoryId: string | null) => readonly Product[]
  /** Products bought together with this one. */
  readonly pairsOf: (sku: string) => readonly Pair[]
  readonly memberByCode: (code: string) => Member | null
  readonly standing: (memberId: Uuid, now: number) => Standing | null
  /** `buyerId` is the basket's member: a bearer coupon's uses of the day are counted by who buys. */
  readonly couponByCode: (code: string, now: number, buyerId: Uuid | null) => CouponAtHand | null
  readonly coupon: (couponId: Uuid, now: number, buyerId: Uuid | null) => CouponAtHand | null
  readonly memberCoupons: (memberId: Uuid, now: number) => readonly CouponAtHand[]
  readonly staffByCode: (code: string) => SealedStaff | null
  readonly staff: (staffId: Uuid) => SealedStaff | null
  readonly allStaff: () => readonly SealedStaff[]
  /** Asks the effective state whatever no method here does; `otherwise` where nobody is known. */
  readonly ask: <T>(otherwise: T, question: (overlay: Overlay) => T) => T
  /** The bounds of the store's local day around `now`. */
  readonly moment: (now: number) => Moment
  /** All that pricing this basket depends on. A member nobody knows now gives no price of a member. */
  readonly priceInput: (basket: Basket, rules: Rules, now: number) => PriceInput
  /** Uses another connection from now on, or none while the replica is away. */
  readonly attach: (replica: Replica | null) => void
  /** Closes the connection and says nothing: the till is going. */
  readonly close: () => void
  /** The replica's rows changed: reads again what is kept at hand. */
  readonly refresh: () => void
}

export function createChain(options: {
  readonly books: Books
  readonly session: Session
  readonly log: Log
  readonly onChanged: () => void
  /** The replica's file is broken: it has to be set aside and loaded anew. */
  readonly onReplicaLost: () => void
}): Chain {
  const { books, session } = options
  const memory = createWalletMemory()
  let replica: Replica | null = null
  let loaded = false
  let rules: Rules | null = null
  let categories: readonly Category[] = []
  let day: { readonly timeZone: string; readonly dayFrom: number; readonly dayUntil: number } | null = null

  function lose(thrown: unknown): void {
    options.log.write('error', 'replica_lost', faultFields(thrown))
    replica?.close()
    replica = null
    loaded = false
    options.onReplicaLost()
  }

  /** Asks the replica; a broken one is dropped and answers like an empty one. */
  function ask<T>(otherwise: T, question: (replica: Replica) => T): T {
    if (!replica) return otherwise
    try {
      return question(replica)
    } catch (thrown) {
      const isReplicas = thrown instanceof ReplicaBroken || thrown instanceof DiskFault
      if (!isReplicas || thrown.kind !== 'replica') throw thrown
      lose(thrown)
      return otherwise
    }
  }

  function askOverlay<T>(otherwise: T, question: (overlay: Overlay) => T): T {
    const identity = session.identity()
    if (!identity || !loaded || !books.isOpen()) return otherwise
    const { terminalId } = identity.terminal
    return ask(otherwise, (open) => question({ journal: books.read(), replica: open, terminalId }))
  }

  /** The local day is kept until it ends: asking the time zone at every coupon would cost more than the coupon. */
  function momentOf(now: number): Moment {
    const timeZone = rules?.store.timeZone
    if (!timeZone) return { now, dayFrom: now, dayUntil: now }
    if (day?.timeZone !== timeZone || now < day.dayFrom || now >= day.dayUntil) {
      const dayFrom = dayStart(now, timeZone)
      // A local day lasts from 23 to 25 hours, so one and a half days on is always in the next.
      day = { timeZone, dayFrom, dayUntil: dayStart(dayFrom + 36 * hourMs, timeZone) }
    }
    return { now, dayFrom: day.dayFrom, dayUntil: day.dayUntil }
  }

  /** Keeps store and programme in the journal too, when they are news. Only a copy: a disk that refuses costs nothing now. */
  function remember(heard: Rules): void {
    const journal = books.read()
    const known = JSON.stringify([readSetting(journal, 'lastStore'), readSetting(journal, 'lastProgramme')])
    if (known === JSON.stringify([heard.store, heard.programme])) return
    try {
      books.write(
        (tx) => {
          saveSetting(tx, 'lastStore', heard.store)
          saveSetting(tx, 'lastProgramme', heard.programme)
        },
        (db) => readSetting(db, 'lastProgramme')?.version === heard.programme.version,
      )
    } catch (thrown) {
      if (!(thrown instanceof NotRecorded) && !(thrown instanceof TillStopped)) throw thrown
      options.log.write('error', 'rules_not_kept', faultFields(thrown))
    }
  }

  function rememberedRules(storeId: Uuid): Rules | null {
    const store = readSetting(books.read(), 'lastStore')
    const programme = readSetting(books.read(), 'lastProgramme')
    return store?.storeId === storeId && programme ? { store, programme } : null
  }

  function refresh(): void {
    if (!books.isOpen()) return
    const storeId = session.identity()?.terminal.storeId
    loaded = storeId !== undefined && ask<boolean>(false, (open) => readCursor(open) !== null)
    categories = loaded ? ask(categories, allCategories) : categories
    const programme = loaded ? ask<Programme | null>(null, currentProgramme) : null
    const store = loaded && storeId ? ask<Store | null>(null, (open) => findStore(open, storeId)) : null
    if (programme && store) {
      rules = { programme, store }
      remember(rules)
    } else {
      rules = storeId ? rememberedRules(storeId) : null
      loaded = false
    }
    options.onChanged()
  }

  const standing = (memberId: Uuid, now: number) => {
    const moment = momentOf(now)
    return askOverlay(null, (overlay) =>
      memory.recall({
        name: `standing ${memberId}`,
        overlay,
        now,
        ask: () => standingOf(overlay, memberId, moment),
        // The figures of the day begin anew with it, and what a family may spend with the month.
        endsAt: (found) =>
          earliest([
            moment.dayUntil,
            ...[...(found?.lots ?? []), ...(found?.family?.lots ?? [])].map(({ expiresAt }) => expiresAt),
          ]),
      }),
    )
  }
  const coupon = (couponId: Uuid, now: number, buyerId: Uuid | null) => {
    const moment = { ...momentOf(now), buyerId }
    return askOverlay(null, (overlay) =>
      memory.recall({
        name: `coupon ${couponId} ${buyerId}`,
        overlay,
        now,
        ask: () => couponAtHand(overlay, couponId, moment),
        endsAt: () => moment.dayUntil,
      }),
    )
  }
  const memberCoupons = (memberId: Uuid, now: number) => {
    const moment = momentOf(now)
    return askOverlay<readonly CouponAtHand[]>([], (overlay) =>
      memory.recall({
        name: `coupons ${memberId}`,
        overlay,
        now,
        ask: () => couponsOf(overlay, memberId, moment),
        endsAt: (found) => earliest([moment.dayUntil, ...found.map(({ coupon: { validTo } }) => validTo)]),
      }),
    )
  }

  return {
    isLoaded: () => loaded,
    rules: () => rules,
    categories: () => categories,
    productBySku: (sku) => ask(null, (open) => findProduct(open, sku)),
    productByGtin: (gtin) => ask(null, (open) => findProductByGtin(open, gtin)),
    productByPlu: (plu) => ask(null, (open) => findProductByPlu(open, plu)),
    searchProducts: (query, categoryId) =>
      ask([], (open) => searchProducts(open, { query, categoryId, limit: searchRowsMax })),
    memberByCode: (code) =>
      askOverlay(null, (overlay) => findMemberByIdentifier(overlay, 'member_code', code)),
    standing,
    couponByCode: (code, now, buyerId) =>
      askOverlay(null, (overlay) => findCoupon(overlay, code, { ...momentOf(now), buyerId })),
    coupon,
    memberCoupons,
    staffByCode: (code) => {
      const storeId = session.identity()?.terminal.storeId
      return storeId ? ask(null, (open) => findStaffByCode(open, storeId, code)) : null
    },
    staff: (staffId) => ask(null, (open) => findStaff(open, staffId)),
    allStaff: () => ask([], allStaff),
    priceInput: (basket, { programme, store }, now) => {
      return {
        basket,
        standing: basket.memberId ? standing(basket.memberId, now) : null,
        coupons: basket.couponIds.map((id) => coupon(id, now, basket.memberId)).filter((at) => at !== null),
        programme,
        store,
        now,
      }
    },
    attach: (next) => {
      if (replica !== next) replica?.close()
      replica = next
      refresh()
    },
    close: () => {
      replica?.close()
      replica = null
      loaded = false
    },
    refresh,
  }
}

function earliest(instants: readonly number[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...instants)
}
