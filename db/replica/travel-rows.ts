import { uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, SqlValue } from '../handle.ts'
import { memberOf } from './member-table.ts'

/* The replica's rows as they travelled here, for digests and their repair. Each table alone knows how else it is read. */

/** A row with its key on the wire. A PIN is there as `pinSeal`, base64: what was sealed does not come back. */
export interface TravelRow {
  readonly key: string
  readonly row: Readonly<Record<string, unknown>>
}

type Raw = Readonly<Record<string, unknown>>

interface TravelTable {
  /** Every row that is compared, in the order they lie. */
  readonly allSql: string
  readonly oneSql: string
  /** The fields of the row that make its key, joined by a colon. */
  readonly key: readonly string[]
  /** Which parts of the key are ids. */
  readonly ids: readonly boolean[]
  readonly rowOf: (raw: Raw) => Raw
}

/** A table whose columns are the fields: `uuids` are kept as bytes, `bytes` travel as base64, `lists` as JSON. */
function plain(
  table: string,
  key: readonly string[],
  kinds: {
    readonly uuids?: readonly string[]
    readonly bytes?: readonly string[]
    readonly lists?: readonly string[]
  },
): Omit<TravelTable, 'allSql' | 'oneSql'> & { readonly table: string } {
  const { uuids = [], bytes = [], lists = [] } = kinds
  return {
    table,
    key,
    ids: key.map((field) => uuids.includes(field)),
    rowOf: (raw) => {
      const row: Record<string, unknown> = { ...raw }
      for (const field of uuids) row[field] = row[field] === null ? null : uuidFromBytes(row[field] as Buffer)
      for (const field of bytes) row[field] = Buffer.from(row[field] as Uint8Array).toString('base64')
      for (const field of lists) row[field] = JSON.parse(row[field] as string)
      return row
    },
  }
}

const local = ({ zh, en, ...row }: Raw): Raw => ({ ...row, name: { zh, en } })
const body = ({ body: text }: Raw): Raw => JSON.parse(text as string) as Raw

const lot = plain('lot', ['lotId'], { uuids: ['lotId', 'memberId'] })
const coupon = plain('coupon', ['couponId'], { uuids: ['couponId', 'templateId'] })

const tables: Readonly<Record<string, TravelTable>> = {
  erasure: {
    ...plain('erasure', ['memberId'], { uuids: ['memberId'] }),
    allSql: 'SELECT * FROM erasure',
    oneSql: 'SELECT * FROM erasure WHERE memberId = ?',
  },
  denial: {
    ...plain('denial', ['kind', 'subject'], { uuids: ['subject'] }),
    allSql: 'SELECT * FROM denial',
    oneSql: 'SELECT * FROM denial WHERE kind = ? AND subject = ?',
  },
  policy: {
    ...plain('policy', ['version'], { bytes: ['sig'] }),
    allSql: 'SELECT * FROM policy ORDER BY version DESC LIMIT 1',
    oneSql: 'SELECT * FROM policy WHERE version = ?',
  },
  programme: {
    ...plain('programme', ['version'], {}),
    rowOf: body,
    allSql: 'SELECT body FROM programme ORDER BY version DESC LIMIT 1',
    oneSql: 'SELECT body FROM programme WHERE version = ?',
  },
  store: {
    ...plain('store', ['storeId'], { uuids: ['storeId'] }),
    rowOf: body,
    allSql: 'SELECT body FROM store',
    oneSql: 'SELECT body FROM store WHERE storeId = ?',
  },
  staff: {
    ...plain('staff', ['staffId'], { uuids: ['staffId', 'storeId'], bytes: ['pinSalt', 'pinSeal'] }),
    allSql: 'SELECT * FROM staff',
    oneSql: 'SELECT * FROM staff WHERE staffId = ?',
  },
  category: {
    ...plain('category', ['categoryId'], {}),
    rowOf: local,
    allSql: 'SELECT * FROM category',
    oneSql: 'SELECT * FROM category WHERE categoryId = ?',
  },
  product: {
    ...plain('product', ['sku'], {}),
    rowOf: (raw) => ({ ...local(raw), tags: raw['tags'] === null ? [] : JSON.parse(raw['tags'] as string) }),
    allSql: 'SELECT * FROM product',
    oneSql: 'SELECT * FROM product WHERE sku = ?',
  },
  pair: {
    ...plain('pair', ['sku', 'suggest'], {}),
    allSql: 'SELECT * FROM pair',
    oneSql: 'SELECT * FROM pair WHERE sku = ? AND suggest = ?',
  },
  member: {
    ...plain('member', ['memberId'], { uuids: ['memberId'] }),
    rowOf: (raw) => memberOf(raw as unknown as Parameters<typeof memberOf>[0]) as unknown as Raw,
    allSql: 'SELECT * FROM member',
    oneSql: 'SELECT * FROM member WHERE memberId = ?',
  },
  member_pin: {
    ...plain('member_pin', ['memberId'], { uuids: ['memberId'], bytes: ['pinSalt', 'pinSeal'] }),
    allSql: 'SELECT * FROM member_pin',
    oneSql: 'SELECT * FROM member_pin WHERE memberId = ?',
  },
  identifier: {
    ...plain('identifier', ['kind', 'value'], { uuids: ['memberId'] }),
    allSql: 'SELECT * FROM identifier',
    oneSql: 'SELECT * FROM identifier WHERE kind = ? AND value = ?',
  },
  lot: {
    ...lot,
    rowOf: (raw) => ({ ...lot.rowOf(raw), spendableFrom: raw['spendableFrom'] ?? raw['earnedAt'] }),
    allSql: 'SELECT * FROM lot',
    oneSql: 'SELECT * FROM lot WHERE lotId = ?',
  },
  coupon: {
    ...coupon,
    rowOf: (raw) => {
      const memberId = raw['memberId'] as Buffer
      return { ...coupon.rowOf(raw), memberId: memberId.length === 0 ? null : uuidFromBytes(memberId) }
    },
    allSql: 'SELECT * FROM coupon',
    oneSql: 'SELECT * FROM coupon WHERE couponId = ?',
  },
  account: {
    ...plain('account', ['accountId'], { uuids: ['accountId', 'memberId'] }),
    allSql: 'SELECT * FROM account',
    oneSql: 'SELECT * FROM account WHERE accountId = ?',
  },
  gift_stock: {
    ...plain('gift_stock', ['storeId', 'giftId'], { uuids: ['storeId'] }),
    allSql: 'SELECT * FROM gift_stock',
    oneSql: 'SELECT * FROM gift_stock WHERE storeId = ? AND giftId = ?',
  },
  lottery_pool: {
    ...plain('lottery_pool', ['poolId'], { uuids: ['poolId', 'terminalId', 'storeId'], lists: ['tickets'] }),
    allSql: 'SELECT * FROM lottery_pool',
    oneSql: 'SELECT * FROM lottery_pool WHERE poolId = ?',
  },
  budget: {
    ...plain('budget', ['templateId'], { uuids: ['templateId'] }),
    allSql: 'SELECT * FROM budget',
    oneSql: 'SELECT * FROM budget WHERE templateId = ?',
  },
  lease: {
    ...plain('lease', ['leaseId'], { uuids: ['leaseId', 'storeId', 'terminalId', 'subjectId'] }),
    allSql: 'SELECT * FROM lease',
    oneSql: 'SELECT * FROM lease WHERE leaseId = ?',
  },
  applied: {
    ...plain('applied', ['terminalId'], { uuids: ['terminalId'] }),
    allSql: 'SELECT * FROM applied',
    oneSql: 'SELECT * FROM applied WHERE terminalId = ?',
  },
}

/** Whether the replica keeps a collection's rows so that they can be compared. */
export function canTravel(collection: string): boolean {
  return Object.hasOwn(tables, collection)
}

function tableOf(collection: string): TravelTable {
  const table = tables[collection]
  if (!table) throw new Error(`no rows of ${collection} are kept`)
  return table
}

/** Every row of a collection, one after another, in one read. Of versions that replace each other only the newest. */
export function* travelRows(db: ReadDb, collection: string): Generator<TravelRow, void> {
  const { allSql, key, rowOf } = tableOf(collection)
  for (const raw of db.prepare(allSql).iterate<Raw>()) {
    const row = rowOf(raw)
    yield { key: key.map((field) => String(row[field])).join(':'), row }
  }
}

/** The row of a key as it came, or null. */
export function travelRow(db: ReadDb, collection: string, key: string): TravelRow | null {
  const { oneSql, key: fields, ids, rowOf } = tableOf(collection)
  const colon = fields.length === 1 ? -1 : key.indexOf(':')
  const parts = colon === -1 ? [key] : [key.slice(0, colon), key.slice(colon + 1)]
  const values = parts.map((part, place): SqlValue => (ids[place] ? uuidToBytes(uuid(part)) : part))
  const raw = db.prepare(oneSql).get<Raw>(...values)
  return raw ? { key, row: rowOf(raw) } : null
}
