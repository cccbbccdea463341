import { fileBytes } from '../file-moves.ts'
import type { Journal } from '../handle.ts'
import { pageBytes } from '../salvage/cipher-page.ts'
import { pagesInWal } from '../salvage/wal-frames.ts'

/* Whether a journal holds together. */

const pagesSql = `PRAGMA page_count`
const integritySql = `PRAGMA integrity_check(1)`
const eventlessSql = `
SELECT EXISTS (SELECT 1 FROM sale WHERE place NOT IN (SELECT place FROM event))
    OR EXISTS (SELECT 1 FROM effect WHERE place NOT IN (SELECT place FROM event)) AS found`

/** Whether pages at its end are gone. SQLite finds that by itself only where there is no WAL to say how long the file is. */
export function isCutShort(journal: Journal): boolean {
  const { file } = journal
  const { page_count: pages = 0 } = journal.prepare(pagesSql).get<{ page_count: number }>() ?? {}
  const inFile = Math.floor((fileBytes(file) ?? 0) / pageBytes)
  if (inFile >= pages) return false
  const inWal = pagesInWal(`${file}-wal`)
  for (let page = inFile + 1; page <= pages; page++) if (!inWal.has(page)) return true
  return false
}

/** Reads all of it: for a start that has a reason to ask. False where SQLite finds a fault, or a sale or an effect without its event. Throws JournalBroken on a page that cannot be read. */
export function isConsistent(journal: Journal): boolean {
  const checked = journal.prepare(integritySql).get<{ integrity_check: string }>()
  if (checked?.integrity_check !== 'ok') return false
  return journal.prepare(eventlessSql).get<{ found: number }>()?.found === 0
}
