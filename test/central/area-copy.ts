import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { expect } from 'vitest'
import { readChanges } from '../../central/change-feed.ts'
import type { Database } from '../../central/database.ts'
import { createDigests } from '../../central/digests.ts'
import { sha256Hex } from '../../central/signing.ts'
import { buildSnapshot } from '../../central/snapshot-build.ts'
import { isOfMembers } from '../../central/tables/area.ts'
import { chainTable, chainTables } from '../../central/tables/chain-rows.ts'
import { type ChangeRow, collections } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import { rowHash, sumText } from '../../domain/row-digest.ts'
import { idOf } from '../suites/central-chain.ts'

/* What a store's till copies of members, led by a central's feed, without a till. */

const noon = Date.UTC(2026, 9, 10, 4)
const personal = chainTables.filter(({ collection }) => isOfMembers(collection))

/** A till's copy, led by the feed. */
export function copyOf(
  { database, folder }: { readonly database: Database; readonly folder: string },
  storeId: Uuid,
) {
  const rows = new Map<string, Readonly<Record<string, unknown>>>()
  let cursor: number | null = null
  async function load() {
    const file = join(folder, `${storeId}.zst`)
    const built = await buildSnapshot(database, { storeId, file, serverTime: noon })
    const image = new Sqlite(zstdDecompressSync(readFileSync(file)))
    rows.clear()
    cursor = built.changeNumber
    const members = image.prepare('SELECT hex(memberId) AS id FROM member').all() as { id: string }[]
    const lots = image.prepare('SELECT count(*) AS n FROM lot').get() as { n: number }
    image.close()
    return { members: members.map(({ id }) => id.toLowerCase()), lots: lots.n }
  }
  /** From nothing, or on from where it is, so many rows a page. */
  async function pull(limit = 100) {
    for (;;) {
      const asked = cursor === null ? { since: 0, feed: null } : { since: cursor, feed: 'first' }
      const page = await readChanges(database, { storeId, ...asked, limit })
      for (const line of page.lines) {
        const { c, k, d } = JSON.parse(line) as ChangeRow
        if (d === null) rows.delete(`${c} ${k}`)
        else rows.set(`${c} ${k}`, d)
      }
      cursor = page.cursor
      if (!page.more) return
    }
  }
  const members = () => [1, 2, 3, 4, 5].filter((n) => rows.has(`member ${idOf('m', n)}`))
  /** What of the member's is here, by collection. */
  const has = (n: number) =>
    personal.flatMap(({ collection }) =>
      [...rows].some(([key, row]) => key.startsWith(`${collection} `) && row['memberId'] === idOf('m', n))
        ? [collection]
        : [],
    )
  return { rows, load, pull, members, has, cursor: () => cursor ?? 0 }
}

export type Copy = ReturnType<typeof copyOf>

/** Expects that what the central says the till should have is what it has, row by row. */
export async function expectCopied(database: Database, storeId: Uuid, copy: Copy): Promise<void> {
  const digests = createDigests(database)
  for (const { collection } of personal) {
    const fields = Object.keys((collections[collection] as unknown as { shape: object }).shape)
    const table = chainTable(collection)
    if (!table) throw new Error(collection)
    const asked = { table, storeId, since: copy.cursor(), feed: 'first' }
    const { ranges, touched, fields: known } = await digests.answer(asked, fields)
    expect(touched).toEqual([])
    const mine = [...copy.rows]
      .filter(([key]) => key.startsWith(`${collection} `))
      .map(([key, row]) => rowHash({ key: key.slice(collection.length + 1), row }, known, sha256Hex))
    const theirs = ranges.reduce((all, { count }) => all + count, 0)
    expect([collection, theirs]).toEqual([collection, mine.length])
    expect(ranges.map(({ hash }) => hash)).toEqual([sumText(mine.reduce((sum, hash) => sum + hash, 0n))])
  }
}
