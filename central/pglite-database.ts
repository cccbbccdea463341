import { PGlite, type Transaction as PgliteTransaction, types } from '@electric-sql/pglite'
import type { Database, Row, Transaction } from './database.ts'

/** Whole numbers come as numbers: every bigint column of ours stays below 2^53. */
const parsers = { [types.INT8]: Number, [types.NUMERIC]: Number }

/** PostgreSQL inside this process. `folder` null keeps everything in memory. */
export async function openPglite(folder: string | null): Promise<Database> {
  const pglite = await PGlite.create({ parsers, ...(folder === null ? {} : { dataDir: folder }) })
  return {
    query: (sql, values) => ask(pglite, sql, values),
    async script(sql) {
      await pglite.exec(sql)
    },
    transaction: (work, isolation) =>
      pglite.transaction(async (tx) => {
        if (isolation === 'repeatable') await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        return work(transactionOf(tx))
      }),
    async close() {
      if (!pglite.closed) await pglite.close()
    },
  }
}

function transactionOf(tx: PgliteTransaction): Transaction {
  return {
    kind: 'transaction',
    query: (sql, values) => ask(tx, sql, values),
    async script(sql) {
      await tx.exec(sql)
    },
  }
}

async function ask<T>(
  on: Pick<PgliteTransaction, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly T[]> {
  const { rows } = await on.query<Row>(sql, [...values])
  return rows as T[]
}
