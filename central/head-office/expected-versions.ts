import type { ChangeRequest } from '../../contract/head-office.ts'
import type { Transaction } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { type ChainTable, chainTable, keySql } from '../tables/chain-rows.ts'
import { sortsById } from '../tables/digest-rows.ts'

/*
 * Head office reads a row, people think, and meanwhile tills sell: a row that comes back as it was read must not undo
 * what events did. Each row may say the change number it was read at; one that would set what events move must.
 */

/** What events move, by collection: whoever sets it says what they saw. */
const moved: Readonly<Record<string, readonly string[]>> = {
  member: ['growth', 'debt'],
  lot: ['points'],
  account: ['principal', 'gift'],
}

interface Current {
  readonly key: string
  readonly v: number
  readonly row: Readonly<Record<string, unknown>>
}

function currentSql(table: ChainTable): string {
  const key = sortsById(table.collection) ? `t."${table.key[0]}"` : `(${keySql(table)})`
  const type = sortsById(table.collection) ? 'uuid' : 'text'
  return `SELECT ${keySql(table)} AS "key", t."changeNumber" AS "v", to_jsonb(t) AS "row" FROM ${table.collection} t
    WHERE ${key} = ANY($1::${type}[])`
}

/**
 * Refuses `row_stale` (409) for a row that is not at the change number expected (null: that is not there yet), and
 * `version_missing` (409) for one that would set figures that events move and expects nothing. After `lockChanges`.
 */
export async function expectVersions(tx: Transaction, { rows }: ChangeRequest): Promise<void> {
  for (const collection of new Set(rows.map(({ c }) => c))) {
    const table = chainTable(collection)
    const asked = rows.filter(
      ({ c, d, v }) => c === collection && v !== 'any' && (v !== undefined || (d && moved[c])),
    )
    if (!table || asked.length === 0) continue
    const found = await tx.query<Current>(currentSql(table), [asked.map(({ k }) => k)])
    const byKey = new Map(found.map((current) => [current.key, current]))
    for (const row of asked) judge(row, byKey.get(row.k) ?? null)
  }
}

function judge({ c, k, d, v }: ChangeRequest['rows'][number], current: Current | null): void {
  if (v === undefined) {
    const changes = current && moved[c]?.some((field) => current.row[field] !== d?.[field])
    if (changes)
      throw refused('version_missing', `${c} ${k} is there: say at which change number it was read`)
  } else if ((current?.v ?? null) !== v) {
    throw refused('row_stale', `${c} ${k} is at change number ${current?.v ?? 'none'}: read it again`)
  }
}

function refused(code: 'row_stale' | 'version_missing', message: string): RequestRefused {
  return new RequestRefused(409, code, message)
}
