import type { Migration } from '../migrate.ts'
import { start } from './migrations/0001-start.ts'

/** Every schema the journal ever had, in order. */
export const journalMigrations: readonly Migration[] = [start]
