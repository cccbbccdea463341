import type { CollectionName } from '../../contract/wire.ts'

/** How a collection of the feed lies in its table. Only names of our own stand here: the statements below are constants. */
export interface ChainTable {
  readonly collection: CollectionName
  /** Columns of the key; their texts joined by `:` are the key on the wire. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Only the store's own tills get the row. */
  readonly ofStore: boolean
}

/** A collection all tills copy, or the store's own alone. */
function copied(
  collection: CollectionName,
  key: readonly string[],
  columns: readonly string[],
  ofStore = false,
): ChainTable {
  return { collection, key, columns: [...key, ...columns], ofStore }
}

export const chainTables: readonly ChainTable[] = [
  copied('erasure', ['memberId'], ['erasedAt']),
  copied('denial', ['kind', 'subject'], ['since', 'reason']),
  copied(
    'policy',
    ['version'],
    [
      'boundedMax',
      'memberUsesMax',
      'memberAmountMax',
      'tillExposureMax',
      'storeExposureMax',
      'strictDenyAgeMs',
      'boundedDenyAgeMs',
      'overdraftMax',
      'authorizeMs',
      'sig',
    ],
  ),
  copied('programme', ['version'], ['body']),
  copied('store', ['storeId'], ['number', 'name', 'address', 'timeZone']),
  copied('category', ['categoryId'], ['name', 'color', 'position']),
  copied(
    'product',
    ['sku'],
    ['name', 'gtin', 'plu', 'categoryId', 'brandId', 'tags', 'unit', 'unitPrice', 'favourite'],
  ),
  copied('pair', ['sku', 'suggest'], ['liftBps']),
  copied('staff', ['staffId'], ['code', 'name', 'role', 'storeId', 'pinSalt', 'pinHash'], true),
  copied('member_pin', ['memberId'], ['pinSalt', 'pinHash']),
  copied(
    'member',
    ['memberId'],
    [
      'code',
      'maskedName',
      'maskedPhone',
      'initials',
      'sealed',
      'tierId',
      'growth',
      'status',
      'statusReason',
      'mergedInto',
      'birthday',
      'joinedAt',
      'debt',
      'subscription',
      'family',
      'tags',
      'lifecycle',
      'valueClass',
      'visits',
      'graceUntil',
      'protectionCards',
      'badges',
      'challenge',
      'repeatCategoryIds',
      'staffId',
      'lastRedemption',
      'referrerId',
      'hasBought',
      'consents',
    ],
  ),
  copied('identifier', ['kind', 'value'], ['memberId']),
  copied('lot', ['lotId'], ['memberId', 'earnedAt', 'spendableFrom', 'expiresAt', 'points']),
  copied(
    'coupon',
    ['couponId'],
    [
      'code',
      'templateId',
      'memberId',
      'status',
      'validFrom',
      'validTo',
      'usesMax',
      'usesDone',
      'usesRestored',
      'issuedAt',
    ],
  ),
  copied('account', ['accountId'], ['code', 'memberId', 'status', 'principal', 'gift']),
  copied('gift_stock', ['storeId', 'giftId'], ['left'], true),
  copied(
    'lottery_pool',
    ['poolId'],
    ['terminalId', 'storeId', 'lotteryId', 'root', 'seed', 'tickets', 'drawn'],
    true,
  ),
  copied('budget', ['templateId'], ['spent']),
  copied(
    'lease',
    ['leaseId'],
    ['storeId', 'terminalId', 'kind', 'subjectId', 'granted', 'used', 'fence', 'grantedAt', 'expiresAt'],
    true,
  ),
  copied('applied', ['terminalId'], ['epoch', 'seq', 'storeId'], true),
]

export function chainTable(collection: string): ChainTable | null {
  return chainTables.find((table) => table.collection === collection) ?? null
}

/** The key on the wire of a row of the collection. */
export function rowKey(table: ChainTable, row: Readonly<Record<string, unknown>>): string {
  return table.key.map((column) => String(row[column])).join(':')
}

const quoted = (column: string) => `"${column}"`

/** The key as SQL, of the table under the name `t`. */
export function keySql(table: ChainTable): string {
  return table.key.map((column) => `t."${column}"::text`).join(` || ':' || `)
}

/** The row as it travels, of the table under the name `t`. */
export function imageSql(table: ChainTable): string {
  if (table.collection === 'programme') return 't."body"'
  const kept = table.collection === 'applied' ? ` - 'storeId'` : ''
  return `to_jsonb(t) - 'changeNumber'${kept}`
}

/** `$1`: the rows as a JSON array; `$2`: their change number. */
export function upsertSql(table: ChainTable): string {
  const updates = table.columns.filter((column) => !table.key.includes(column))
  const from =
    table.collection === 'programme'
      ? `(SELECT (row->>'version')::bigint AS "version", row AS "body" FROM jsonb_array_elements($1::jsonb) row) r`
      : `jsonb_populate_recordset(NULL::${table.collection}, $1::jsonb) r`
  return `INSERT INTO ${table.collection} (${table.columns.map(quoted).join(', ')}, "changeNumber")
    SELECT ${table.columns.map((column) => `r."${column}"`).join(', ')}, $2::bigint FROM ${from}
    ON CONFLICT (${table.key.map(quoted).join(', ')}) DO UPDATE SET
      ${[...updates.map((column) => `"${column}" = ${updatedSql(table, column)}`), '"changeNumber" = excluded."changeNumber"'].join(', ')}`
}

/** What a column becomes. Uses happened: a row head office read before one of them does not give its number out again. */
function updatedSql({ collection }: ChainTable, column: string): string {
  return collection === 'coupon' && (column === 'usesDone' || column === 'usesRestored')
    ? `greatest(${collection}."${column}", excluded."${column}")`
    : `excluded."${column}"`
}
