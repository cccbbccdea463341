import { z } from 'zod'
import { programmeSchema } from '../../contract/programme.ts'
import { assert } from '../../domain/assert.ts'
import type { Programme } from '../../domain/programme.ts'
import { whyUnpublishable } from '../../domain/publishable.ts'
import type { Database } from '../database.ts'
import { dealPools } from '../lottery/deal-pools.ts'
import { RequestRefused } from '../problem.ts'
import { newestProgramme } from '../programmes.ts'
import { keepAreas } from '../tables/area.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { isStorable } from '../text.ts'

/** Longest reason given for a document that was not taken. */
const reasonMax = 400

/**
 * Publishes a new version of the rules; the ones before stay for the events that name them. Tills without tickets of its
 * lottery are dealt a pool at once. Refuses `programme_broken` (400) with where and why, `version_taken` (409): versions
 * only go up.
 */
export async function publishProgramme(
  database: Database,
  document: unknown,
  now: number,
): Promise<{ readonly version: number; readonly changeNumber: number }> {
  const programme = parseProgramme(document)
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const newest = await newestProgramme(tx)
    if (newest && programme.version <= newest.version) {
      throw new RequestRefused(409, 'version_taken', `the rules have version ${newest.version} already`)
    }
    const changeNumber = await nextChangeNumber(tx, now)
    const table = chainTable('programme')
    assert(table, 'a collection of the feed')
    await tx.query(upsertSql(table), [JSON.stringify([programme]), changeNumber])
    await keepAreas(tx, { now, changeNumber })
    await dealPools(tx, null, { now, changeNumber })
    return { version: programme.version, changeNumber }
  })
}

function parseProgramme(document: unknown): Programme {
  const parsed = programmeSchema.safeParse(document)
  if (!parsed.success) {
    throw new RequestRefused(400, 'programme_broken', z.prettifyError(parsed.error).slice(0, reasonMax))
  }
  if (!isStorable(parsed.data)) {
    throw new RequestRefused(400, 'programme_broken', 'text with control codes no database keeps')
  }
  const why = whyUnpublishable(parsed.data)
  if (why !== null) throw new RequestRefused(400, 'programme_broken', why)
  return parsed.data
}
