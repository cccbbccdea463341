import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isUuid, type Uuid } from '../domain/ids.ts'
import { moneyMax } from '../domain/limits.ts'
import { type Money, money } from '../domain/money.ts'
import { systemClock } from './clock.ts'
import { listCodeKeys, makeMissingCodeKeys, publicCodeKeys } from './code-keys.ts'
import type { Database } from './database.ts'
import { CannotIssue, drawInto, issueCertificate, issueSignedCoupon, tryPhone } from './issue-codes.ts'
import { signedAtOnceMax } from './limits.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite-database.ts'
import { openPostgres } from './postgres-database.ts'

/* `central codes …`: signs coupons and certifies phones. One JSON line on stdout for each thing issued. */

export const codesUsage = `central codes keys|coupon|member: signs coupons, certifies members' phones
  --data DIR        the database of a central that does not run now (PGlite)
  --postgres URL    the database in this PostgreSQL instead
keys: makes the keys that are missing and prints the public ones for the programme document
coupon: issues signed coupons
  --template ID     of this template of the newest programme
  --member CODE     for this member; without it for whoever bears it
  --store NUMBER    for this store only
  --face FEN        worth this much
  --count N         so many (1)
  --out DIR         draws each as a PNG and an SVG
member: certifies a phone for seven days
  --member CODE     of this member
  --device-key KEY  its Ed25519 public key, base64; without it a phone is made up to try with
  --out DIR         draws the made-up phone's code, fresh for a minute`

type Options = Readonly<Record<string, string | undefined>>

/** What is to be done, its words understood: what is wrong with them is said before a database is opened. */
type Work = (database: Database) => AsyncGenerator<object>

/** Runs the command with the words after `codes`. Throws `CannotIssue` for what cannot be done as asked. */
export async function runCodesCommand(words: readonly string[], say: (line: string) => void): Promise<void> {
  const { options, act } = understood(words)
  const work = act(options)
  const database = await open(options)
  try {
    await migrate(database, systemClock())
    for await (const issued of work(database)) say(JSON.stringify(issued))
  } finally {
    await database.close()
  }
}

const optionNames = [
  'data',
  'postgres',
  'template',
  'member',
  'store',
  'face',
  'count',
  'device-key',
  'out',
] as const

const acts: Readonly<Record<string, (options: Options) => Work>> = {
  keys: () => printKeys,
  coupon: issueCoupons,
  member: certify,
}

function understood(words: readonly string[]): {
  readonly options: Options
  readonly act: (options: Options) => Work
} {
  const { values, positionals } = parseWords(words)
  const act = acts[positionals.join(' ')]
  if (!act || (values['data'] === undefined) === (values['postgres'] === undefined)) {
    throw new CannotIssue(codesUsage)
  }
  return { options: values, act }
}

function parseWords(words: readonly string[]): { values: Options; positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(optionNames.map((name) => [name, { type: 'string' as const }])),
    })
  } catch (cause) {
    // An option there is not, or one without its value.
    throw new CannotIssue(codesUsage, { cause })
  }
}

async function* printKeys(database: Database): AsyncGenerator<object> {
  await makeMissingCodeKeys(database, systemClock())
  yield publicCodeKeys(await listCodeKeys(database))
}

function issueCoupons(options: Options): Work {
  const wish = {
    templateId: templateId(options['template']),
    memberCode: options['member'] ?? null,
    storeNumber: options['store'] ?? null,
    face: face(options['face']),
  }
  const count = whole('count', options['count'] ?? '1', signedAtOnceMax)
  const folder = options['out']
  return async function* issue(database) {
    for (let n = 0; n < count; n++) {
      const issued = await issueSignedCoupon(database, wish, systemClock())
      const images = folder === undefined ? {} : await drawInto(folder, issued.couponId, issued.text)
      yield { ...issued, ...images }
    }
  }
}

function certify(options: Options): Work {
  const memberCode = options['member']
  if (memberCode === undefined) throw new CannotIssue('--member says whose phone it is')
  const deviceKey = options['device-key']
  const folder = options['out']
  return async function* issue(database) {
    if (deviceKey !== undefined) {
      yield await issueCertificate(database, { memberCode, deviceKey }, systemClock())
      return
    }
    const phone = await tryPhone(database, memberCode, systemClock())
    const images = folder === undefined ? {} : await drawInto(folder, phone.memberId, phone.text)
    yield { ...phone, ...images }
  }
}

function open(options: Options): Promise<Database> | Database {
  const url = options['postgres']
  if (url !== undefined) return openPostgres(url, () => undefined)
  const folder = join(options['data'] ?? '', 'database')
  if (!existsSync(folder)) throw new CannotIssue('--data: no central keeps its database there')
  return openPglite(folder)
}

function templateId(text: string | undefined): Uuid {
  if (text === undefined || !isUuid(text)) throw new CannotIssue('--template is the id of a template')
  return text
}

function face(text: string | undefined): Money | null {
  return text === undefined ? null : money(whole('face', text, moneyMax))
}

function whole(name: string, text: string, max: number): number {
  const value = Number(text)
  if (!/^[1-9][0-9]*$/.test(text) || value > max) {
    throw new CannotIssue(`--${name} is a whole number from 1 to ${max}`)
  }
  return value
}
