import type { CollectionName } from '../../contract/wire.ts'

/** How a collection of the feed lies in its table. Only names of our own stand here: the statements below are constants. */
export interface ChainTable {
  readonly collection: CollectionName
  /** Columns of the key; their texts joined by `:` are the key on the wire. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Sent before everything else of an answer (sync.md 4), because it stands apart from every till's events. */
  readonly early: boolean
  /** Only the store's own tills get the row. */
  readonly ofStore: boolean
}

export const chainTables: readonly ChainTable[] = [
  { collection: 'programme', key: ['version'], columns: ['version', 'body'], early: true, ofStore: false },
  {
    collection: 'store',
    key: ['storeId'],
    columns: ['storeId', 'number', 'name', 'address', 'timeZone'],
    early: true,
    ofStore: false,
  },
  {
    collection: 'category',
    key: ['categoryId'],
    columns: ['categoryId', 'name', 'color', 'position'],
    early: true,
    ofStore: false,
  },
  {
    collection: 'product',
    key: ['sku'],
    columns: ['sku', 'name', 'gtin', 'plu', 'categoryId', 'brandId', 'unit', 'unitPrice', 'favourite'],
    early: true,
    ofStore: false,
  },
  {
    collection: 'template',
    key: ['templateId'],
    columns: [
      'templateId',
      'name',
      'benefit',
      'scope',
      'minimumSpend',
      'storeIds',
      'tierIds',
      'weekdays',
      'hours',
      'dayLimit',
      'stackingGroup',
      'exclusive',
      'priority',
    ],
    early: true,
    ofStore: false,
  },
  {
    collection: 'staff',
    key: ['staffId'],
    columns: ['staffId', 'code', 'name', 'role', 'storeId', 'pinSalt', 'pinHash'],
    early: true,
    ofStore: true,
  },
  {
    collection: 'member',
    key: ['memberId'],
    columns: [
      'memberId',
      'code',
      'maskedName',
      'maskedPhone',
      'tierId',
      'growth',
      'status',
      'mergedInto',
      'birthday',
      'joinedAt',
    ],
    early: false,
    ofStore: false,
  },
  {
    collection: 'identifier',
    key: ['kind', 'value'],
    columns: ['kind', 'value', 'memberId'],
    early: false,
    ofStore: false,
  },
  {
    collection: 'lot',
    key: ['lotId'],
    columns: ['lotId', 'memberId', 'earnedAt', 'expiresAt', 'points'],
    early: false,
    ofStore: false,
  },
  {
    collection: 'coupon',
    key: ['couponId'],
    columns: [
      'couponId',
      'code',
      'templateId',
      'memberId',
      'status',
      'validFrom',
      'validTo',
      'usesMax',
      'usesDone',
    ],
    early: false,
    ofStore: false,
  },
  {
    collection: 'applied',
    key: ['terminalId'],
    columns: ['terminalId', 'epoch', 'seq', 'storeId'],
    early: false,
    ofStore: true,
  },
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
  return collection === 'coupon' && column === 'usesDone'
    ? `greatest(${collection}."${column}", excluded."${column}")`
    : `excluded."${column}"`
}
