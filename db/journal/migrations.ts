import type { Migration } from '../migrate.ts'
import { start } from './migrations/0001-start.ts'
import { sync } from './migrations/0002-sync.ts'

/** Every schema the journal ever had, in order. */
export const journalMigrations: readonly Migration[] = [start, sync]
