import {
  categorySchema,
  couponSchema,
  identifierSchema,
  lotSchema,
  memberSchema,
  productSchema,
  programmeSchema,
  type StaffRow,
  staffRowSchema,
  storeSchema,
  templateSchema,
} from '../contract/entities.ts'
import { appliedMarkSchema, type ChangeRow, type CollectionName, collections } from '../contract/wire.ts'
import type { Tx } from '../db/handle.ts'
import { putApplied, removeApplied } from '../db/replica/applied-table.ts'
import { putCategory, removeCategory } from '../db/replica/category-table.ts'
import { putCoupon, removeCoupon } from '../db/replica/coupon-table.ts'
import { putIdentifier, removeIdentifier } from '../db/replica/identifier-table.ts'
import { putLot, removeLot } from '../db/replica/lot-table.ts'
import { putMember, removeMember } from '../db/replica/member-table.ts'
import { putProduct, removeProduct } from '../db/replica/product-table.ts'
import { putProgramme, removeProgramme } from '../db/replica/programme-table.ts'
import { putStaff, removeStaff } from '../db/replica/staff-table.ts'
import { putStore, removeStore } from '../db/replica/store-table.ts'
import { putTemplate, removeTemplate } from '../db/replica/template-table.ts'
import { isUuid } from '../domain/ids.ts'
import type { AnswerSchema } from './central-answer.ts'

/** What came of a row: `passed_over` is a collection this version does not know, `set_aside` a row that does not parse. */
export type RowOutcome = 'applied' | 'passed_over' | 'set_aside'

/** Turns a PIN's hash into what this till keeps of it. */
export type SealPin = (pinHash: Uint8Array) => Uint8Array

/** How one collection's rows come into the replica. False: the row or key is not one of its own. */
interface Applier {
  readonly put: (tx: Tx, row: unknown) => boolean
  readonly remove: (tx: Tx, key: string) => boolean
}

type Appliers = Readonly<Record<CollectionName, Applier>>

/** The way into the replica for each collection of the contract. */
export function appliersOf(sealPin: SealPin): Appliers {
  return {
    programme: applier(programmeSchema, putProgramme, removeProgramme, isVersion),
    store: applier(storeSchema, putStore, removeStore, isUuid),
    staff: applier(staffRowSchema, (tx, row) => putSealed(tx, row, sealPin), removeStaff, isUuid),
    category: applier(categorySchema, putCategory, removeCategory, isText),
    product: applier(productSchema, putProduct, removeProduct, isText),
    template: applier(templateSchema, putTemplate, removeTemplate, isUuid),
    member: applier(memberSchema, putMember, removeMember, isUuid),
    identifier: applier(identifierSchema, putIdentifier, removeIdentifier, isKindAndValue),
    lot: applier(lotSchema, putLot, removeLot, isUuid),
    coupon: applier(couponSchema, putCoupon, removeCoupon, isUuid),
    applied: applier(appliedMarkSchema, putApplied, removeApplied, isUuid),
  }
}

/** Brings one row of the feed into the replica. One that does not parse blocks nothing: it is told to the caller. */
export function applyRow(tx: Tx, row: ChangeRow, appliers: Appliers): RowOutcome {
  if (!isCollection(row.c)) return 'passed_over'
  const { put, remove } = appliers[row.c]
  const done = row.d === null ? remove(tx, row.k) : put(tx, row.d)
  return done ? 'applied' : 'set_aside'
}

function isCollection(name: string): name is CollectionName {
  return Object.hasOwn(collections, name)
}

function applier<Row>(
  schema: AnswerSchema<Row>,
  put: (tx: Tx, row: Row) => void,
  remove: (tx: Tx, key: string) => void,
  isKey: (key: string) => boolean,
): Applier {
  return {
    put(tx, row) {
      const parsed = schema.safeParse(row)
      if (parsed.success) put(tx, parsed.data)
      return parsed.success
    },
    remove(tx, key) {
      if (!isKey(key)) return false
      remove(tx, key)
      return true
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

function isText(key: string): boolean {
  return key.length > 0
}

function isVersion(key: string): boolean {
  return /^[1-9]\d{0,14}$/.test(key)
}

function isKindAndValue(key: string): boolean {
  return key.indexOf(':') > 0
}
