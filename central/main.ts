import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCodesCommand } from './codes-command.ts'
import type { CentralConfig } from './config.ts'
import { CannotIssue } from './issue-codes.ts'
import { CannotKeep, keepingCommands, runKeepingCommand } from './keeping-command.ts'
import { programmeCommands, runProgrammeCommand } from './programme-command.ts'
import { startCentral } from './server.ts'

/* The central as a command. One JSON line on stdout when it listens; faults as one JSON line each on stderr. */

const usage = `central: the chain's reference server
  --data DIR               keep the database in this folder (PGlite)
  --postgres URL           keep it in this PostgreSQL instead
  --host HOST              listen here (127.0.0.1)
  --port N                 listen there (0 = any free port)
  --name NAME              a host name or address head office reaches it by; may be repeated
  --demo                   fill an empty database with the demo chain and print the operator's token
  --members N              members of the demo chain (10000, at most 1000000)
  --enrolment-code STORE   print a one-time code for the store with this number; may be repeated
  nightly, pools, audit-pool, publish-programme, publish-policy, revoke, readmit:
                           act on the chain instead: see \`nightly\` alone
  codes …                  sign coupons and certify members' phones instead: see \`codes\` alone
  backup, restore, archive: keep what the chain said instead: see \`backup\` alone
Head office's token is read from EVERTILL_OPERATOR_TOKEN; without it nobody has one, but in the demo.`

/** The process ends by itself within this time after SIGTERM, whatever is under way, in ms. */
const stopLimitMs = 2_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      postgres: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      name: { type: 'string', multiple: true, default: [] },
      demo: { type: 'boolean', default: false },
      members: { type: 'string', default: '10000' },
      'enrolment-code': { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || (values.data === undefined) === (values.postgres === undefined)) {
    process.stderr.write(`${usage}\n`)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const token = process.env['EVERTILL_OPERATOR_TOKEN']
  const config: CentralConfig = {
    ...place(values.data, values.postgres),
    host: values.host,
    port: Number(values.port),
    names: values.name,
    ...(token === undefined ? {} : { operatorToken: token }),
    ...(values.demo ? { demo: { members: Number(values.members) } } : {}),
  }
  const central = await startCentral(config, { logFault })
  stopOnSignal(() => central.close())
  const enrolmentCodes: { store: string; code: string }[] = []
  for (const store of values['enrolment-code']) {
    enrolmentCodes.push({ store, code: await central.makeEnrolmentCode(store) })
  }
  const operator = values.demo ? { operatorToken: central.operatorToken } : {}
  const { ca, url } = central
  const caSha256 = createHash('sha256').update(Buffer.from(ca, 'base64')).digest('hex')
  process.stdout.write(`${JSON.stringify({ ready: true, url, ca, caSha256, ...operator, enrolmentCodes })}\n`)
}

function place(
  data: string | undefined,
  postgres: string | undefined,
): Pick<CentralConfig, 'database'> & {
  snapshotFolder?: string
} {
  if (postgres !== undefined) return { database: { kind: 'postgres', url: postgres } }
  const folder = data ?? ''
  mkdirSync(folder, { recursive: true })
  return {
    database: { kind: 'folder', folder: join(folder, 'database') },
    snapshotFolder: join(folder, 'snapshots'),
  }
}

function stopOnSignal(close: () => Promise<void>): void {
  const stop = () => {
    setTimeout(() => process.exit(0), stopLimitMs).unref()
    close().then(
      () => process.exit(0),
      (fault: unknown) => {
        logFault('close failed', fault)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function logFault(what: string, fault: unknown): void {
  const { name, stack } = fault instanceof Error ? fault : new Error('not an error')
  // The stack names places of our source; messages of a database may quote rows and stay out.
  const places = (stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  process.stderr.write(`${JSON.stringify({ level: 'error', what, name, places: places.slice(0, 8) })}\n`)
}

/** `codes …`: a refusal is said to the operator, a fault goes on. */
async function issueCodes(words: readonly string[]): Promise<void> {
  try {
    await runCodesCommand(words, (line) => process.stdout.write(`${line}\n`))
  } catch (fault) {
    if (!(fault instanceof CannotIssue)) throw fault
    process.stderr.write(`${fault.message}\n`)
    process.exitCode = 2
  }
}

/** `backup`, `restore`, `archive`: what cannot be done as asked is said to the operator. */
async function keep(words: readonly string[]): Promise<void> {
  try {
    await runKeepingCommand(words, (line) => process.stdout.write(`${line}\n`))
  } catch (fault) {
    if (!(fault instanceof CannotKeep)) throw fault
    process.stderr.write(`${fault.message}\n`)
    process.exitCode = 2
  }
}

try {
  const [, , command = ''] = process.argv
  if (programmeCommands.some((name) => name === command)) {
    process.exitCode = await runProgrammeCommand(process.argv.slice(2), {
      say: (line) => process.stdout.write(`${line}\n`),
      complain: (line) => process.stderr.write(`${line}\n`),
    })
  } else if (keepingCommands.some((name) => name === command)) await keep(process.argv.slice(2))
  else if (command === 'codes') await issueCodes(process.argv.slice(3))
  else await main()
} catch (fault) {
  const message = fault instanceof Error ? fault.message : String(fault)
  process.stderr.write(`central could not start: ${message}\n`)
  process.exitCode = 1
}
