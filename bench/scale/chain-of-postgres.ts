import { changeRows } from '../../central/head-office/change-rows.ts'
import { migrate } from '../../central/migrate.ts'
import { openPostgres } from '../../central/postgres-database.ts'
import { programme, store } from '../chain/facts.ts'
import { lotAt, memberAt } from '../chain/members.ts'

/** As many as head office changes at once. */
const changeRowsMax = 1_000

/** Fills an empty PostgreSQL with the bench's store, programme and this many members, each with a lot. */
export async function fillChain(url: string, members: number): Promise<void> {
  const database = openPostgres(url, () => undefined)
  try {
    await migrate(database, Date.now())
    const put = (rows: readonly { c: string; k: string; d: object }[]) =>
      changeRows(database, { rows: rows.map((row) => ({ ...row, d: { ...row.d } })) }, Date.now())
    await put([
      { c: 'store', k: store.storeId, d: store },
      { c: 'programme', k: String(programme.version), d: programme },
    ])
    const rows = Array.from({ length: members }, (_, index) => [
      { c: 'member', k: memberAt(index).memberId, d: memberAt(index) },
      { c: 'lot', k: lotAt(index, 0).lotId, d: lotAt(index, 0) },
    ]).flat()
    for (let from = 0; from < rows.length; from += changeRowsMax)
      await put(rows.slice(from, from + changeRowsMax))
  } finally {
    await database.close()
  }
}
