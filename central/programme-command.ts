import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isUuid } from '../domain/ids.ts'
import { systemClock } from './clock.ts'
import type { Database } from './database.ts'
import { publishProgramme } from './head-office/publish-programme.ts'
import { readmitTerminal } from './head-office/readmit.ts'
import { revokeTerminal } from './head-office/revoke-terminal.ts'
import { auditPoolById, PoolUnknown } from './lottery/audit.ts'
import { dealAllPools } from './lottery/deal-pools.ts'
import { migrate } from './migrate.ts'
import { runNightly } from './nightly/run-nightly.ts'
import { openPglite } from './pglite-database.ts'
import { openPostgres } from './postgres-database.ts'
import { RequestRefused } from './problem.ts'
import { publishPolicy } from './risk/policy.ts'
import { loadSigningKey } from './signing.ts'
import { verifyChains } from './verify-chains.ts'

/* The central's acts on programme and terminals from the command line. One JSON line on stdout. */

export const programmeCommands = [
  'nightly',
  'pools',
  'audit-pool',
  'publish-programme',
  'publish-policy',
  'revoke',
  'readmit',
  'verify',
] as const

export const programmeUsage = `central ${programmeCommands.join('|')}: acts on the chain
  --data DIR        the database of a central that does not run now (PGlite)
  --postgres URL    the database in this PostgreSQL instead
nightly: reviews tiers, decays growth, issues birthday and win-back coupons, books expired points
pools: deals sealed lottery pools to terminals that need one
audit-pool --pool ID: opens a pool and proves every draw; ends with 1 when something does not hold
publish-programme FILE: publishes a new version of the rules; a broken one is refused
publish-policy FILE: signs and publishes new limits; a broken one, or a version that does not grow, is refused
revoke TERMINAL_ID [--since INSTANT]: ends the trust in a till, from now on or from an earlier instant (ISO 8601)
readmit TERMINAL_ID [--epoch N]: lets a restricted till spend again, in its newest epoch or in the one named
verify: checks every till's chain, the ledgers and the coupons; one line a finding, then the sum; ends with 1 when there is one`

/** How the command ended: 0 done, 1 something does not hold, 2 it was not asked right. */
export type CommandEnd = 0 | 1 | 2

/** Runs a command with all its words. Refusals are said on `complain`; faults of files and databases are thrown. */
export async function runProgrammeCommand(
  words: readonly string[],
  { say, complain }: { readonly say: (line: string) => void; readonly complain: (line: string) => void },
): Promise<CommandEnd> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      postgres: { type: 'string' },
      pool: { type: 'string' },
      since: { type: 'string' },
      epoch: { type: 'string' },
    },
  })
  const { data, postgres } = values
  const database =
    (data === undefined) === (postgres === undefined) ? null : await open(data ?? null, postgres ?? '')
  if (!database) {
    complain(programmeUsage)
    return 2
  }
  try {
    await migrate(database, systemClock())
    const { epoch, pool, since } = values
    const [command, file] = positionals
    return await act(database, { command, file, pool, since, epoch }, say)
  } catch (fault) {
    if (!(fault instanceof RequestRefused) && !(fault instanceof PoolUnknown)) throw fault
    complain(fault.message)
    return 2
  } finally {
    await database.close()
  }
}

async function open(data: string | null, postgres: string): Promise<Database> {
  if (data !== null) return openPglite(join(data, 'database'))
  return openPostgres(postgres, () => undefined)
}

interface Asked {
  readonly command: string | undefined
  readonly file: string | undefined
  readonly pool: string | undefined
  readonly since: string | undefined
  readonly epoch: string | undefined
}

async function act(database: Database, asked: Asked, say: (line: string) => void): Promise<CommandEnd> {
  const now = systemClock()
  switch (asked.command) {
    case 'nightly':
      say(JSON.stringify(await runNightly({ database }, now)))
      return 0
    case 'pools':
      say(JSON.stringify({ dealt: await dealAllPools(database, now) }))
      return 0
    case 'verify': {
      const { findings, ...sum } = await database.transaction(verifyChains, 'repeatable')
      for (const finding of findings) say(JSON.stringify(finding))
      say(JSON.stringify({ whole: findings.length === 0, ...sum, findings: findings.length }))
      return findings.length === 0 ? 0 : 1
    }
    case 'audit-pool': {
      if (asked.pool === undefined || !isUuid(asked.pool)) throw badWords('--pool wants the id of a pool')
      const report = await auditPoolById(database, asked.pool, now)
      say(JSON.stringify(report))
      return report.findings.length === 0 ? 0 : 1
    }
    case 'publish-programme': {
      if (asked.file === undefined) throw badWords('publish-programme wants a file')
      say(JSON.stringify(await publishProgramme(database, await documentIn(asked.file), now)))
      return 0
    }
    case 'publish-policy': {
      if (asked.file === undefined) throw badWords('publish-policy wants a file')
      const signingKey = await loadSigningKey(database)
      say(JSON.stringify(await publishPolicy({ database, signingKey }, await documentIn(asked.file), now)))
      return 0
    }
    case 'revoke': {
      const { file: terminalId = '', since } = asked
      const at = since === undefined ? undefined : Date.parse(since)
      if (!isUuid(terminalId) || Number.isNaN(at)) throw badWords('revoke wants the id of a terminal')
      say(JSON.stringify(await revokeTerminal(database, terminalId, { now, since: at })))
      return 0
    }
    case 'readmit': {
      const { epoch, file: terminalId = '' } = asked
      if (!isUuid(terminalId)) throw badWords('readmit wants the id of a terminal')
      if (epoch !== undefined && !/^[1-9]\d{0,8}$/.test(epoch)) throw badWords('--epoch wants a number')
      say(
        JSON.stringify(
          await readmitTerminal(database, terminalId, epoch === undefined ? null : Number(epoch)),
        ),
      )
      return 0
    }
    default:
      throw badWords(programmeUsage)
  }
}

async function documentIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw badWords('the file is not JSON')
  }
}

function badWords(message: string): RequestRefused {
  return new RequestRefused(400, 'command_invalid', message)
}
