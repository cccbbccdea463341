import { createHash } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { Pool, type PoolClient, types } from 'pg'
import { type Database, DatabaseFault, type Transaction } from './database.ts'
import { randomBelow } from './ids.ts'
import { databasePatienceMs, idleTransactionMs, lockWaitMs } from './limits.ts'

/** Connections of one central: pushes queue on the change counter anyway, reads need a few beside them. */
const connectionsMax = 10
const connectTimeoutMs = 2_000

/** Pauses between tries double up to this, in ms. */
const firstPauseMs = 20
const pauseMaxMs = 500

const int8 = 20
const numeric = 1700

/** PostgreSQL by connection URL. `onIdleFault` hears of a connection that broke while nobody used it. */
export function openPostgres(url: string, onIdleFault: (fault: DatabaseFault) => void): Database {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    lock_timeout: lockWaitMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    types: {
      // Whole numbers come as numbers: every bigint column of ours stays below 2^53.
      getTypeParser: ((oid: number, format: 'text') =>
        oid === int8 || oid === numeric ? Number : types.getTypeParser(oid, format)) as never,
    },
  })
  pool.on('error', (cause) => onIdleFault(new DatabaseFault('an idle connection broke', { cause })))
  // One that breaks in use tells whoever uses it; without anybody listening here it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const named = statementNames()
  const ask = async <T>(client: PoolClient, sql: string, values: readonly unknown[]) => {
    const { rows } = await client.query({ name: named(sql), text: sql, values: [...values] })
    return rows as T[]
  }
  const use = <T>(work: Use<T>) => patiently(() => lend(pool, work))
  return {
    query: <T>(sql: string, values: readonly unknown[] = []) =>
      use((client, sending) => {
        if (!/^\s*SELECT\b/.test(sql)) sending()
        return ask<T>(client, sql, values)
      }),
    script: (sql) =>
      use(async (client, sending) => {
        sending()
        await client.query(sql)
      }),
    transaction: (work, isolation) =>
      use(async (client, sending) => {
        const isRead = isolation === 'repeatable'
        await client.query(isRead ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN')
        const value = await work({
          kind: 'transaction',
          query: (sql, values = []) => ask(client, sql, values),
          async script(sql) {
            await client.query(sql)
          },
        } satisfies Transaction)
        if (!isRead) sending()
        await client.query('COMMIT')
        return value
      }),
    close: () => pool.end(),
  }
}

/** Uses a connection; calls `sending` before it sends what would be done even if the answer were lost. */
type Use<T> = (client: PoolClient, sending: () => void) => Promise<T>

/** The connection broke, or none was to be had. `mayBeDone`: what was asked may be committed. */
class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly mayBeDone: boolean

  constructor(mayBeDone: boolean, cause: unknown) {
    super('no connection to the database', { cause })
    this.mayBeDone = mayBeDone
  }
}

/** Lends a connection. After a failure it is asked whether it is still one, and goes back clean or not at all. */
async function lend<T>(pool: Pool, work: Use<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new ConnectionLost(false, cause)
  })
  let mayBeDone = false
  try {
    const value = await work(client, () => {
      mayBeDone = true
    })
    client.release()
    return value
  } catch (error) {
    const isThere = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    )
    client.release(!isThere || stateOf(error) === planOutdated)
    throw isThere ? error : new ConnectionLost(mayBeDone, error)
  }
}

/** Runs it again while the database takes it back or is not there, unless it may be done. Fault `DatabaseFault`. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  const patience = AbortSignal.timeout(databasePatienceMs)
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    try {
      return await run()
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble === 'other') throw error
      if (trouble === 'give_up' || patience.aborted) {
        throw new DatabaseFault('the database did not do it', { cause: error })
      }
      await after(pauseMs / 2 + randomBelow(pauseMs))
    }
  }
}

/** A statement's plan is from before the table changed: a newer central migrated it. Another connection plans anew. */
const planOutdated = '0A000'

/** Serialization failure, deadlock, and a database that starts, stops or has no connection left. */
const takenBack = new Set(['40001', '40P01', planOutdated, '57P01', '57P02', '57P03', '53300'])
/** A lock that was not to be had in time, a transaction ended for its silence. */
const tooSlow = new Set(['55P03', '25P03', '57014'])

function troubleOf(error: unknown): 'again' | 'give_up' | 'other' {
  if (error instanceof ConnectionLost) return error.mayBeDone ? 'give_up' : 'again'
  const state = stateOf(error)
  if (state !== null && takenBack.has(state)) return 'again'
  return state !== null && tooSlow.has(state) ? 'give_up' : 'other'
}

function stateOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
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
