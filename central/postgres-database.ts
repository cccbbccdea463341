import { createHash } from 'node:crypto'
import { Pool, type PoolClient, types } from 'pg'
import { type Database, DatabaseFault, type Transaction } from './database.ts'

/** Connections of one central: pushes queue on the change counter anyway, reads need a few beside them. */
const connectionsMax = 10
const connectTimeoutMs = 5_000

const int8 = 20
const numeric = 1700

/** PostgreSQL by connection URL. `onIdleFault` hears of a connection that broke while nobody used it. */
export function openPostgres(url: string, onIdleFault: (fault: DatabaseFault) => void): Database {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    types: {
      // Whole numbers come as numbers: every bigint column of ours stays below 2^53.
      getTypeParser: ((oid: number, format: 'text') =>
        oid === int8 || oid === numeric ? Number : types.getTypeParser(oid, format)) as never,
    },
  })
  pool.on('error', (cause) => onIdleFault(new DatabaseFault('an idle connection broke', { cause })))
  const named = statementNames()
  return {
    async query<T>(sql: string, values: readonly unknown[] = []) {
      const { rows } = await pool.query({ name: named(sql), text: sql, values: [...values] })
      return rows as T[]
    },
    async script(sql) {
      await pool.query(sql)
    },
    async transaction(work, isolation) {
      const client = await pool.connect()
      try {
        await client.query(
          isolation === 'repeatable' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN',
        )
        const value = await work(transactionOf(client, named))
        await client.query('COMMIT')
        client.release()
        return value
      } catch (error) {
        const rolledBack = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        )
        client.release(!rolledBack)
        throw error
      }
    },
    close: () => pool.end(),
  }
}

function transactionOf(client: PoolClient, named: (sql: string) => string): Transaction {
  return {
    kind: 'transaction',
    async query<T>(sql: string, values: readonly unknown[] = []) {
      const { rows } = await client.query({ name: named(sql), text: sql, values: [...values] })
      return rows as T[]
    },
    async script(sql) {
      await client.query(sql)
    },
  }
}

/** Names statements by their text, so that each connection plans each of them once. Texts are constants of the source. */
function statementNames(): (sql: string) => string {
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    const name = createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
}
