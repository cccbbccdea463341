import type { Journal } from '../handle.ts'

/* Whether a journal holds together. Reads all of it: for a start that has a reason to ask. */

const integritySql = `PRAGMA integrity_check(1)`
const eventlessSql = `
SELECT EXISTS (SELECT 1 FROM sale WHERE place NOT IN (SELECT place FROM event))
    OR EXISTS (SELECT 1 FROM effect WHERE place NOT IN (SELECT place FROM event)) AS found`

/** False where SQLite finds a fault, or a sale or an effect without its event. Throws JournalBroken where it cannot be read. */
export function isConsistent(journal: Journal): boolean {
  const checked = journal.prepare(integritySql).get<{ integrity_check: string }>()
  if (checked?.integrity_check !== 'ok') return false
  return journal.prepare(eventlessSql).get<{ found: number }>()?.found === 0
}
