import {
  budgetSchema,
  categorySchema,
  couponSchema,
  giftStockSchema,
  identifierSchema,
  lotSchema,
  lotteryPoolSchema,
  type MemberPinRow,
  memberPinSchema,
  memberSchema,
  pairSchema,
  productSchema,
  type StaffRow,
  staffRowSchema,
  storeSchema,
  valueAccountSchema,
} from '../contract/entities.ts'
import { denialSchema, leaseSchema, policyRowSchema } from '../contract/risk.ts'
import {
  appliedMarkSchema,
  type ChangeRow,
  type CollectionName,
  collections,
  erasureSchema,
} from '../contract/wire.ts'
import type { Tx } from '../db/handle.ts'
import { putAccount, removeAccount } from '../db/replica/account-table.ts'
import { putApplied, removeApplied } from '../db/replica/applied-table.ts'
import { putBudget, removeBudget } from '../db/replica/budget-table.ts'
import { putCategory, removeCategory } from '../db/replica/category-table.ts'
import { putCoupon, removeCoupon } from '../db/replica/coupon-table.ts'
import { putDenial, removeDenial } from '../db/replica/denial-table.ts'
import { putErasure, removeErasure } from '../db/replica/erasure-table.ts'
import { putGiftStock, removeGiftStock } from '../db/replica/gift-stock-table.ts'
import { putIdentifier, removeIdentifier } from '../db/replica/identifier-table.ts'
import { putLease, removeLease } from '../db/replica/lease-table.ts'
import { putLot, removeLot } from '../db/replica/lot-table.ts'
import { putLotteryPool, removeLotteryPool } from '../db/replica/lottery-pool-table.ts'
import { putMemberPin, removeMemberPin } from '../db/replica/member-pin-table.ts'
import { putMember, removeMember } from '../db/replica/member-table.ts'
import { putPair, removePair } from '../db/replica/pair-table.ts'
import { putPolicy, removePolicy } from '../db/replica/policy-table.ts'
import { putProduct, removeProduct } from '../db/replica/product-table.ts'
import { noteProgrammeRefused, putProgramme, removeProgramme } from '../db/replica/programme-table.ts'
import { putStaff, removeStaff } from '../db/replica/staff-table.ts'
import { putStore, removeStore } from '../db/replica/store-table.ts'
import { isUuid } from '../domain/ids.ts'
import type { AnswerSchema } from './central-answer.ts'
import { checkProgramme } from './programme-check.ts'

/** One row of the feed, parsed: what it does to the replica. */
export interface Change {
  /** Whose state it is. A row says the whole state, so of several changes of one subject only the last counts. */
  readonly subject: string
  /** Where it lies in its table. Changes in this order come to each page of the file once. */
  readonly place: string
  readonly apply: (tx: Tx) => void
}

/** Why a row is no change: `passed_over` is a collection this version does not know, `set_aside` a row that does not parse. */
type NoChange = 'passed_over' | 'set_aside'

/** Turns a PIN's hash into what this till keeps of it. */
export type SealPin = (pinHash: Uint8Array) => Uint8Array

/** How one collection's rows come into the replica. */
interface Collection<Row> {
  readonly schema: AnswerSchema<Row>
  readonly put: (tx: Tx, row: Row) => void
  readonly remove: (tx: Tx, key: string) => void
  /** What the contract says is the row's `k`. */
  readonly keyOf: (row: Row) => string
  readonly isKey: (key: string) => boolean
  /** What its table is sorted by before the key. */
  readonly clusterOf?: (row: Row) => string
}

/** Reads rows of the collection `name`. Null: the row or key is not one of its own. */
interface Applier {
  readonly put: (name: string, row: unknown, key: string) => Change | null
  readonly remove: (name: string, key: string) => Change | null
}

type Appliers = Readonly<Record<CollectionName, Applier>>

/** The way into the replica for each collection of the contract. */
export function appliersOf(sealPin: SealPin): Appliers {
  return {
    erasure: applier({
      schema: erasureSchema,
      put: putErasure,
      remove: removeErasure,
      keyOf: ({ memberId }) => memberId,
      isKey: isUuid,
    }),
    denial: applier({
      schema: denialSchema,
      put: putDenial,
      remove: removeDenial,
      keyOf: ({ kind, subject }) => `${kind}:${subject}`,
      isKey: (key) => isTwoParts(key) && isUuid(key.slice(key.indexOf(':') + 1)),
    }),
    policy: applier({
      schema: policyRowSchema,
      put: putPolicy,
      remove: removePolicy,
      keyOf: ({ version }) => String(version),
      isKey: isVersion,
    }),
    programme: { put: putCheckedProgramme, remove: removeVersion },
    store: applier({
      schema: storeSchema,
      put: putStore,
      remove: removeStore,
      keyOf: ({ storeId }) => storeId,
      isKey: isUuid,
    }),
    staff: applier({
      schema: staffRowSchema,
      put: (tx, row) => putSealed(tx, row, sealPin),
      remove: removeStaff,
      keyOf: ({ staffId }) => staffId,
      isKey: isUuid,
    }),
    category: applier({
      schema: categorySchema,
      put: putCategory,
      remove: removeCategory,
      keyOf: ({ categoryId }) => categoryId,
      isKey: isText,
    }),
    product: applier({
      schema: productSchema,
      put: putProduct,
      remove: removeProduct,
      keyOf: ({ sku }) => sku,
      isKey: isText,
    }),
    pair: applier({
      schema: pairSchema,
      put: putPair,
      remove: removePair,
      keyOf: ({ sku, suggest }) => `${sku}:${suggest}`,
      isKey: isTwoParts,
    }),
    member: applier({
      schema: memberSchema,
      put: putMember,
      remove: removeMember,
      keyOf: ({ memberId }) => memberId,
      isKey: isUuid,
    }),
    member_pin: applier({
      schema: memberPinSchema,
      put: (tx, row) => putSealedPin(tx, row, sealPin),
      remove: removeMemberPin,
      keyOf: ({ memberId }) => memberId,
      isKey: isUuid,
    }),
    identifier: applier({
      schema: identifierSchema,
      put: putIdentifier,
      remove: removeIdentifier,
      keyOf: ({ kind, value }) => `${kind}:${value}`,
      isKey: isTwoParts,
    }),
    lot: applier({
      schema: lotSchema,
      put: putLot,
      remove: removeLot,
      keyOf: ({ lotId }) => lotId,
      isKey: isUuid,
      clusterOf: ({ memberId }) => memberId,
    }),
    coupon: applier({
      schema: couponSchema,
      put: putCoupon,
      remove: removeCoupon,
      keyOf: ({ couponId }) => couponId,
      isKey: isUuid,
      clusterOf: ({ memberId }) => memberId ?? '',
    }),
    account: applier({
      schema: valueAccountSchema,
      put: putAccount,
      remove: removeAccount,
      keyOf: ({ accountId }) => accountId,
      isKey: isUuid,
    }),
    gift_stock: applier({
      schema: giftStockSchema,
      put: putGiftStock,
      remove: removeGiftStock,
      keyOf: ({ storeId, giftId }) => `${storeId}:${giftId}`,
      isKey: (key) => isTwoParts(key) && isUuid(key.slice(0, key.indexOf(':'))),
    }),
    lottery_pool: applier({
      schema: lotteryPoolSchema,
      put: putLotteryPool,
      remove: removeLotteryPool,
      keyOf: ({ poolId }) => poolId,
      isKey: isUuid,
    }),
    budget: applier({
      schema: budgetSchema,
      put: putBudget,
      remove: removeBudget,
      keyOf: ({ templateId }) => templateId,
      isKey: isUuid,
    }),
    lease: applier({
      schema: leaseSchema,
      put: putLease,
      remove: removeLease,
      keyOf: ({ leaseId }) => leaseId,
      isKey: isUuid,
    }),
    applied: applier({
      schema: appliedMarkSchema,
      put: putApplied,
      remove: removeApplied,
      keyOf: ({ terminalId }) => terminalId,
      isKey: isUuid,
    }),
  }
}

/** Reads one row of the feed. One that does not parse blocks nothing: its caller tells of it. */
export function readChange(row: ChangeRow, appliers: Appliers): Change | NoChange {
  if (!isCollection(row.c)) return 'passed_over'
  const { put, remove } = appliers[row.c]
  return (row.d === null ? remove(row.c, row.k) : put(row.c, row.d, row.k)) ?? 'set_aside'
}

/**
 * Applies changes given in the feed's order: of each subject the last one, table by table in the order of the
 * tables. No table refers to another, so only the order within one subject means something.
 */
export function applyChanges(tx: Tx, changes: readonly Change[]): void {
  const last = new Map(changes.map((change) => [change.subject, change]))
  const inPlace = [...last.values()].toSorted((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
  for (const change of inPlace) change.apply(tx)
}

function isCollection(name: string): name is CollectionName {
  return Object.hasOwn(collections, name)
}

function applier<Row>(collection: Collection<Row>): Applier {
  const { schema, put, remove, keyOf, isKey, clusterOf } = collection
  return {
    put(name, row) {
      const parsed = schema.safeParse(row)
      if (!parsed.success) return null
      const key = keyOf(parsed.data)
      return {
        subject: `${name} ${key}`,
        place: `${name} ${clusterOf?.(parsed.data) ?? ''} ${key}`,
        apply: (tx) => put(tx, parsed.data),
      }
    },
    remove(name, key) {
      if (!isKey(key)) return null
      const subject = `${name} ${key}`
      return { subject, place: subject, apply: (tx) => remove(tx, key) }
    },
  }
}

function putSealed(tx: Tx, row: StaffRow, sealPin: SealPin): void {
  const { staffId, code, name, role, storeId } = row
  const pinSalt = Buffer.from(row.pinSalt, 'base64')
  putStaff(tx, {
    staffId,
    code,
    name,
    role,
    storeId,
    pinSalt,
    pinSeal: sealPin(Buffer.from(row.pinHash, 'base64')),
  })
}

function putSealedPin(tx: Tx, { memberId, pinSalt, pinHash }: MemberPinRow, sealPin: SealPin): void {
  const pinSeal = sealPin(Buffer.from(pinHash, 'base64'))
  putMemberPin(tx, { memberId, pinSalt: Buffer.from(pinSalt, 'base64'), pinSeal })
}

/** A document that cannot be gone by changes one thing: that people are told. One without a version is no programme. */
function putCheckedProgramme(name: string, document: unknown, key: string): Change | null {
  const checked = checkProgramme(document)
  if (checked.kind === 'good') {
    const { programme } = checked
    const subject = `${name} ${programme.version}`
    return { subject, place: subject, apply: (tx) => putProgramme(tx, programme) }
  }
  if (!isVersion(key)) return null
  const refused = { version: Number(key), reason: checked.kind }
  return {
    subject: `${name} ${key}`,
    place: `${name} ${key}`,
    apply: (tx) => noteProgrammeRefused(tx, refused),
  }
}

function removeVersion(name: string, key: string): Change | null {
  if (!isVersion(key)) return null
  const subject = `${name} ${key}`
  return { subject, place: subject, apply: (tx) => removeProgramme(tx, key) }
}

function isText(key: string): boolean {
  return key.length > 0
}

function isVersion(key: string): boolean {
  return /^[1-9]\d{0,14}$/.test(key)
}

/** Such as `kind:value`. */
function isTwoParts(key: string): boolean {
  return key.indexOf(':') > 0
}
