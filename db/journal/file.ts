import { join } from 'node:path'

/** Where a till's journal is. */
export function journalFile(folder: string): string {
  return join(folder, 'journal.db')
}
