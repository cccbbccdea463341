import type { Migration } from '../migrate.ts'
import { startIndexes, startTables } from './migrations/0001-start.ts'

/** Every schema the replica ever had, in order. */
export const replicaMigrations: readonly Migration[] = [
  { version: 1, statements: startTables + startIndexes },
]

/** Schema version of a replica and of a snapshot (`replicaVersion` on the wire). */
export const replicaVersion = 1

/** DDL of the tables as they stand in version `replicaVersion`. */
export const replicaTables = startTables

/** DDL of the secondary indexes; a snapshot travels without them. */
export const replicaIndexes = startIndexes

/** The tables, in the order they are imported. */
export const copiedTables = [
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
  'applied',
  'cursor',
] as const
