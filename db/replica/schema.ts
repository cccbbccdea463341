import type { Migration } from '../migrate.ts'
import { startIndexes, startTables } from './migrations/0001-start.ts'
import { syncIndexes, syncTables } from './migrations/0002-sync.ts'

/** Every schema the replica ever had, in order. */
export const replicaMigrations: readonly Migration[] = [
  { version: 1, statements: startTables + startIndexes },
  { version: 2, statements: syncTables + syncIndexes },
]

/** Schema version of a replica and of a snapshot (`replicaVersion` on the wire). */
export const replicaVersion = 2

/** DDL of the tables as they stand in version `replicaVersion`. */
export const replicaTables = startTables + syncTables

/** DDL of the secondary indexes; a snapshot travels without them. One to a line. */
export const replicaIndexes = `${startIndexes.trim()}\n${syncIndexes.trim()}\n`

/** The tables, in the order they are imported. */
export const copiedTables = [
  'erasure',
  'policy',
  'denial',
  'programme',
  'programme_refused',
  'store',
  'staff',
  'category',
  'product',
  'pair',
  'member',
  'member_pin',
  'identifier',
  'lot',
  'coupon',
  'account',
  'gift_stock',
  'lottery_pool',
  'budget',
  'lease',
  'applied',
  'cursor',
] as const
