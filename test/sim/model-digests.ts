import type { DigestsAnswer, RowsAnswer } from '../../contract/wire.ts'
import { rowHash, sumText } from '../../domain/row-digest.ts'
import { sha256Text } from './keys.ts'
import type { LoggedRow, ModelState, ModelTerminal } from './model-state.ts'

/* The model's word on what a till should have: every row looked at each time, its hash kept. */

interface Asked {
  readonly collection: string
  readonly since: number
}

/** Small, so that a few rows make several ranges. */
const rangeRows = 3

/** The rows a till at the cursor should have, by key, and the keys that changed after it. */
function rowsAsOf(
  state: ModelState,
  { storeId }: ModelTerminal,
  { collection, since }: Asked,
): { readonly rows: readonly LoggedRow[]; readonly touched: readonly string[] } {
  const own = [...(state.rows.get(collection)?.values() ?? [])].filter(
    (row) => row.storeId === null || row.storeId === storeId,
  )
  const isVersioned = collection === 'programme' || collection === 'policy'
  const newest = Math.max(...own.map(({ d }) => (isVersioned ? Number(d?.['version'] ?? 0) : 0)))
  const compared = own.filter(({ d }) => !isVersioned || d?.['version'] === newest)
  const byKey = (a: LoggedRow, b: LoggedRow) => (a.k < b.k ? -1 : 1)
  return {
    rows: compared.filter(({ v, d }) => v <= since && d !== null).sort(byKey),
    touched: compared.filter(({ v }) => v > since).map(({ k }) => k),
  }
}

/** Hashes of rows by the fields they are over: a row is replaced and never changed. */
const hashes = new WeakMap<LoggedRow, Map<string, bigint>>()

function hashOf(row: LoggedRow, fields: readonly string[]): bigint {
  const known = hashes.get(row) ?? new Map<string, bigint>()
  hashes.set(row, known)
  const name = fields.join()
  const hash = known.get(name) ?? rowHash({ key: row.k, row: row.d ?? {} }, fields, sha256Text)
  known.set(name, hash)
  return hash
}

export function modelDigests(
  state: ModelState,
  terminal: ModelTerminal,
  asked: Asked & { readonly fields: readonly string[] },
): DigestsAnswer {
  const { rows, touched } = rowsAsOf(state, terminal, asked)
  const fields = [...asked.fields].sort()
  const ranges: DigestsAnswer['ranges'] = []
  for (let from = 0; from === 0 || from < rows.length; from += rangeRows) {
    const page = rows.slice(from, from + rangeRows)
    const sum = page.reduce((total, row) => total + hashOf(row, fields), 0n)
    const to = from + rangeRows < rows.length ? (page.at(-1)?.k ?? null) : null
    ranges.push({ to, count: page.length, hash: sumText(sum) })
  }
  return { fields, ranges, touched: [...touched] }
}

export function modelRows(
  state: ModelState,
  terminal: ModelTerminal,
  asked: Asked & { readonly after: string; readonly to: string | null },
): RowsAnswer {
  const { rows, touched } = rowsAsOf(state, terminal, asked)
  const inRange = rows.filter(({ k }) => k > asked.after && (asked.to === null || k <= asked.to))
  return { rows: inRange.map(({ k, d }) => ({ k, d: { ...d } })), touched: [...touched] }
}
