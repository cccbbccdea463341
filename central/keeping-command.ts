import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dayMs } from '../domain/time.ts'
import { systemClock } from './clock.ts'
import type { Database } from './database.ts'
import { archiveSegmentEvents, eventsAtHandMs } from './limits.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite-database.ts'
import { openPostgres } from './postgres-database.ts'
import { archiveSegment } from './tables/archive-segment.ts'

/* `central backup`, `restore` and `archive`: keeping what the chain said. One JSON line on stdout. */

export const keepingCommands = ['backup', 'restore', 'archive'] as const

export const keepingUsage = `central backup|restore|archive: keeps what the chain said (docs/RUNBOOK.md)
  --postgres URL    the database; other nodes may run on it (restore: an empty one, none runs on it)
  --data DIR        archive: the database of a central that does not run now (PGlite)
backup FILE: writes one moment of the whole database, keys included; whoever has the file has the chain's secrets
restore FILE: puts a backup into an empty database
archive: moves what events said to the archive once they are older than --days (${eventsAtHandMs / dayMs})`

/** It cannot be done as asked; the message is for the operator. */
export class CannotKeep extends Error {
  override readonly name = 'CannotKeep'
}

/** Runs a command with all its words. Throws `CannotKeep`. */
export async function runKeepingCommand(
  words: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const { command, file, data, postgres, days } = understood(words)
  if (command === 'archive') {
    say(
      JSON.stringify(
        await archive(
          data === undefined ? openPostgres(postgres ?? '', () => undefined) : await openFolder(data),
          days,
        ),
      ),
    )
    return
  }
  if (postgres === undefined || file === undefined) throw new CannotKeep(keepingUsage)
  say(JSON.stringify(await (command === 'backup' ? backUp(postgres, file) : restore(postgres, file))))
}

function understood(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { data: { type: 'string' }, postgres: { type: 'string' }, days: { type: 'string' } },
    })
    const [command, file] = positionals
    const days = Number(values.days ?? eventsAtHandMs / dayMs)
    const hasOneDatabase = (values.data === undefined) !== (values.postgres === undefined)
    if (hasOneDatabase && Number.isInteger(days) && days >= 0) return { ...values, command, file, days }
  } catch (cause) {
    // An option there is not, or one without its value.
    throw new CannotKeep(keepingUsage, { cause })
  }
  throw new CannotKeep(keepingUsage)
}

async function openFolder(data: string): Promise<Database> {
  const folder = join(data, 'database')
  if (!existsSync(folder)) throw new CannotKeep('--data: no central keeps its database there')
  return openPglite(folder)
}

async function archive(
  database: Database,
  days: number,
): Promise<{ readonly events: number; readonly segments: number }> {
  const now = systemClock()
  try {
    await migrate(database, now)
    const sum = { events: 0, segments: 0 }
    for (;;) {
      const limits = { before: now - days * dayMs, now, limit: archiveSegmentEvents }
      const events = await database.transaction((tx) => archiveSegment(tx, limits))
      if (events === 0) return sum
      sum.events += events
      sum.segments += 1
    }
  } finally {
    await database.close()
  }
}

async function backUp(url: string, file: string): Promise<{ readonly file: string; readonly bytes: number }> {
  if (existsSync(file)) throw new CannotKeep(`${file} is there already`)
  const part = `${file}.part`
  try {
    await runTool('pg_dump', url, [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      '--no-unlogged-table-data',
      `--file=${part}`,
    ])
    await chmod(part, 0o600)
    await rename(part, file)
  } finally {
    await rm(part, { force: true })
  }
  return { file, bytes: (await stat(file)).size }
}

const emptySql = `SELECT count(*) AS "tables" FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`

async function restore(
  url: string,
  file: string,
): Promise<{ readonly file: string; readonly changeNumber: number }> {
  if (!existsSync(file)) throw new CannotKeep(`${file} is not there`)
  const database = openPostgres(url, () => undefined)
  try {
    const [found] = await database.query<{ tables: number }>(emptySql)
    if (found?.tables !== 0) throw new CannotKeep('the database is not empty: restore into a new one')
    await runTool('pg_restore', url, [
      '--single-transaction',
      '--exit-on-error',
      '--no-owner',
      '--no-privileges',
      file,
    ])
    const [counter] = await database.query<{ value: number }>('SELECT "value" FROM change_counter')
    return { file, changeNumber: counter?.value ?? 0 }
  } finally {
    await database.close()
  }
}

/** Runs a program of PostgreSQL on a database. The password goes by the environment: words of a process are for all to see. */
async function runTool(program: string, url: string, words: readonly string[]): Promise<void> {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const child = spawn(program, [`--dbname=${address.href}`, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complaint = (complaint + part).slice(-2_000)
  })
  const [code] = (await once(child, 'close').catch((cause: unknown) => {
    throw new CannotKeep(`${program} is not here: install PostgreSQL's client programs`, { cause })
  })) as [number | null]
  if (code !== 0) throw new CannotKeep(`${program} ended with ${code}: ${complaint.trim()}`)
}
