import { DiskFault, ReplicaBroken } from '../../db/faults.ts'
import type { Replica } from '../../db/handle.ts'
import { type AccountAtHand, accountByCode, accountOf, poolOf, stockOf } from '../../db/overlay/accounts.ts'
import { type CouponMoment, couponAtHand, couponsOf, findCoupon } from '../../db/overlay/coupons.ts'
import { type Moment, momentAt, type Overlay } from '../../db/overlay/files.ts'
import { findMemberByIdentifier, standingOf } from '../../db/overlay/members.ts'
import { allCategories } from '../../db/replica/category-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { pairsFor } from '../../db/replica/pair-table.ts'
import {
  findProduct,
  findProductByGtin,
  findProductByPlu,
  searchProducts,
} from '../../db/replica/product-table.ts'
import {
  currentProgramme,
  type ProgrammeRefused,
  programmeRefused,
} from '../../db/replica/programme-table.ts'
import { allStaff, findStaff, findStaffByCode, type SealedStaff } from '../../db/replica/staff-table.ts'
import { findStore } from '../../db/replica/store-table.ts'
import { type Basket, spendingNothing } from '../../domain/basket.ts'
import type { Pair } from '../../domain/chain-figures.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { GiftStock } from '../../domain/gift.ts'
import type { Uuid } from '../../domain/ids.ts'
import { pairsAskedMax, searchRowsMax } from '../../domain/limits.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import type { IdentifierKind, Member } from '../../domain/member.ts'
import type { PriceInput, Standing } from '../../domain/price.ts'
import type { Category, Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Store } from '../../domain/store.ts'
import type { Books } from './books.ts'
import { broughtAtHand } from './brought-coupon.ts'
import type { CodeMemory } from './code-memory.ts'
import { followingMerge } from './follow-merge.ts'
import { keepRules, keptRules, type Rules } from './kept-rules.ts'
import { faultFields, type Log } from './log.ts'
import type { Session } from './session.ts'
import { createWalletMemory } from './wallet-memory.ts'

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
  /** What is bought together with these goods, the strongest pairs. */
  readonly pairsFor: (skus: readonly string[]) => readonly Pair[]
  readonly memberByCode: (code: string) => Member | null
  readonly memberByIdentifier: (kind: IdentifierKind, value: string) => Member | null
  readonly standing: (memberId: Uuid, now: number) => Standing | null
  /** `buyerId` is the basket's member: a bearer coupon's uses of the day are counted by who buys. */
  readonly couponByCode: (code: string, now: number, buyerId: Uuid | null) => CouponAtHand | null
  readonly coupon: (couponId: Uuid, now: number, buyerId: Uuid | null) => CouponAtHand | null
  readonly memberCoupons: (memberId: Uuid, now: number) => readonly CouponAtHand[]
  /** A value account with what this till spent of it today. */
  readonly account: (accountId: Uuid, now: number) => AccountAtHand | null
  readonly accountByCode: (code: string, now: number) => AccountAtHand | null
  /** What this store has of a gift; null = nobody told. */
  readonly giftStock: (giftId: string) => GiftStock | null
  /** The pool this till draws from next, its `drawn` with every draw made here. */
  readonly lotteryPool: (lotteryId: string) => LotteryPool | null
  readonly staffByCode: (code: string) => SealedStaff | null
  readonly staff: (staffId: Uuid) => SealedStaff | null
  readonly allStaff: () => readonly SealedStaff[]
  /** Asks the effective state whatever no method here does; `otherwise` where nobody is known. */
  readonly ask: <T>(otherwise: T, question: (overlay: Overlay) => T) => T
  /** The store's local day and month around `now`, with the templates in force, as effective state asks for them. */
  readonly moment: (now: number, buyerId?: Uuid | null) => CouponMoment
  /** All that pricing this basket depends on. A member nobody knows now gives no price of a member. */
  readonly priceInput: (basket: Basket, rules: Rules, now: number) => PriceInput
  /** Uses another connection from now on, or none while the replica is away. */
  readonly attach: (replica: Replica | null) => void
  /** Closes the connection and says nothing: the till is going. */
  readonly close: () => void
  /** The replica's rows changed: reads again what is kept at hand. */
  readonly refresh: () => void
  /** Once they have changed the next time. */
  readonly changed: () => Promise<void>
}

export function createChain(options: {
  readonly books: Books
  readonly session: Session
  readonly log: Log
  /** A coupon that a signed code or the central told of and the copy here may not have. */
  readonly brought: CodeMemory['brought']
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
  let refused: ProgrammeRefused | null = null
  let templates: ReadonlyMap<Uuid, CouponTemplate> = new Map()
  let pairs: { readonly skus: string; readonly found: readonly Pair[] } | null = null
  let day: Moment | null = null
  let waiting: (() => void)[] = []

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
  function momentOf(now: number, buyerId: Uuid | null = null): CouponMoment {
    const timeZone = rules?.store.timeZone ?? 'UTC'
    if (day?.timeZone !== timeZone || now < day.dayFrom || now >= day.dayUntil) {
      day = momentAt(now, timeZone)
    }
    const { dayFrom, dayUntil } = day
    const templateOf = (templateId: Uuid) => templates.get(templateId) ?? null
    return { now, dayFrom, dayUntil, timeZone, templates: templateOf, buyerId }
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
      keepRules(options, rules)
    } else {
      rules = storeId ? keptRules(books, storeId) : null
      loaded = false
    }
    refused = loaded ? ask<ProgrammeRefused | null>(refused, programmeRefused) : refused
    templates = new Map(rules?.programme.templates.map((template) => [template.templateId, template]))
    pairs = null
    options.onChanged()
    const told = waiting
    waiting = []
    for (const tell of told) tell()
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
    const moment = momentOf(now, buyerId)
    const brought = options.brought(couponId)
    const programme = rules?.programme
    return askOverlay(null, (overlay) =>
      memory.recall({
        name: `coupon ${couponId} ${buyerId} ${brought?.coupon.usesDone} ${brought?.coupon.usesRestored} ${brought?.toldAt} ${programme?.version}`,
        overlay,
        now,
        ask: () =>
          brought && programme
            ? broughtAtHand(overlay, brought, moment, programme)
            : couponAtHand(overlay, couponId, moment),
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

  const account = (accountId: Uuid, now: number) => {
    const moment = momentOf(now)
    return askOverlay(null, (overlay) => accountOf(overlay, accountId, moment))
  }
  const lotteryPool = (lotteryId: string) =>
    askOverlay(null, (overlay) =>
      memory.recall({
        name: `pool ${lotteryId}`,
        overlay,
        now: 0,
        ask: () => poolOf(overlay, lotteryId),
        endsAt: () => Number.POSITIVE_INFINITY,
      }),
    )

  return {
    isLoaded: () => loaded,
    rules: () => rules,
    programmeRefused: () => refused,
    categories: () => categories,
    productBySku: (sku) => ask(null, (open) => findProduct(open, sku)),
    productByGtin: (gtin) => ask(null, (open) => findProductByGtin(open, gtin)),
    productByPlu: (plu) => ask(null, (open) => findProductByPlu(open, plu)),
    searchProducts: (query, categoryId) =>
      ask([], (open) => searchProducts(open, { query, categoryId, limit: searchRowsMax })),
    pairsFor: (skus) => {
      const asked = skus.join(' ')
      if (pairs?.skus !== asked) {
        pairs = {
          skus: asked,
          found: ask<readonly Pair[]>([], (open) => pairsFor(open, skus, pairsAskedMax)),
        }
      }
      return pairs.found
    },
    memberByCode: (code) =>
      askOverlay(null, (overlay) => findMemberByIdentifier(overlay, 'member_code', code)),
    memberByIdentifier: (kind, value) =>
      askOverlay(null, (overlay) => findMemberByIdentifier(overlay, kind, value)),
    standing,
    couponByCode: (code, now, buyerId) => {
      const found = askOverlay<CouponAtHand | null>(null, (overlay) =>
        findCoupon(overlay, code, momentOf(now, buyerId)),
      )
      // The central may have told of it since.
      return found && options.brought(found.coupon.couponId)
        ? coupon(found.coupon.couponId, now, buyerId)
        : found
    },
    coupon,
    memberCoupons,
    account,
    accountByCode: (code, now) => askOverlay(null, (overlay) => accountByCode(overlay, code, momentOf(now))),
    giftStock: (giftId) => {
      const storeId = session.identity()?.terminal.storeId
      const stock = storeId
        ? askOverlay<readonly GiftStock[]>([], (overlay) => stockOf(overlay, storeId))
        : []
      return stock.find((one) => one.giftId === giftId) ?? null
    },
    lotteryPool,
    ask: askOverlay,
    moment: momentOf,
    staffByCode: (code) => {
      const storeId = session.identity()?.terminal.storeId
      return storeId ? ask(null, (open) => findStaffByCode(open, storeId, code)) : null
    },
    staff: (staffId) => ask(null, (open) => findStaff(open, staffId)),
    allStaff: () => ask([], allStaff),
    priceInput: (asked, { programme, store }, now) => {
      const ofMember = asked.memberId ? standing(asked.memberId, now) : null
      // What was put in before the restriction gives nothing either (class F).
      const wished = followingMerge(asked, ofMember)
      const basket = session.restriction() === null ? wished : spendingNothing(wished)
      return {
        basket,
        standing: ofMember,
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
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  }
}

function earliest(instants: readonly number[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...instants)
}
