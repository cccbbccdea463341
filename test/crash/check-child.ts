import { copyFileSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { inside, type Journal, type SqlValue } from '../../db/handle.ts'
import { openBasket } from '../../db/journal/basket-table.ts'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { extentOf, keptEffects, keptEvents } from '../../db/journal/kept-rows.ts'
import { outgoingEvents } from '../../db/journal/outbox.ts'
import { beforeAll, placeNumber } from '../../db/journal/place.ts'
import { type SaleRecord, salesBetween } from '../../db/journal/sale-table.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { verifyRange } from '../../electron/core/verify/verify-range.ts'
import { terminalId } from '../core/demo-chain.ts'
import { keys } from '../core/till-parts.ts'
import { createRandom } from '../sim/random.ts'
import { type CrashState, crashStates, type Recording } from './crash-states.ts'

/*
 * Opens states of a crash with the real code and looks: `check-child.ts ORDER`. Answers a CrashReport on standard output.
 */

export interface CrashOrder {
  readonly recording: Recording
  /** Where the states are put: memory, where there is some. */
  readonly scratch: string
  readonly seed: number
  readonly torn: number
  readonly honest: boolean
  /** Of so many processes this is number `part`. */
  readonly parts: number
  readonly part: number
}

export interface CrashReport {
  /** The states looked at, by what tells them apart. */
  readonly keys: readonly string[]
  /** By fate. */
  readonly fates: Readonly<Record<string, number>>
  /** How many states had one event more than were answered: recorded and nobody told. */
  readonly ghosts: number
  /** The first that failed. */
  readonly failures: readonly { readonly call: number; readonly fate: string; readonly what: string }[]
}

const order = JSON.parse(process.argv[2] ?? '') as CrashOrder
const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
const place = mkdtempSync(join(order.scratch, 'evertill-crash-'))
/** Rows by event as first found and proven; the same rows again need no second proof. */
const proven = new Map<number, string>()

const known = salesBefore()

/** Sales of the day before the recording. */
function salesBefore(): ReadonlySet<string> {
  copyFileSync(join(order.recording.before, 'journal.db'), join(place, 'journal.db'))
  const journal = openJournal({ file: join(place, 'journal.db'), key })
  const sales = salesBetween(journal, 0, Number.MAX_SAFE_INTEGER)
  journal.close()
  return new Set(sales.map(({ saleId }) => saleId))
}

/** What is wrong with a state, or null. */
function wrongOf(state: CrashState, journal: Journal, sales: readonly SaleRecord[]): string | null {
  const integrity = journal[inside].pragma('integrity_check')['integrity_check']
  if (integrity !== 'ok') return `corrupt: ${integrity}`
  const sold = new Set(sales.map(({ saleId }) => String(saleId)))
  const lost = [...state.answered].filter((id) => !sold.has(id))
  if (lost.length > 0) return `lost: ${lost.join(', ')}`
  const unheard = [...sold].filter((id) => !state.tapped.has(id) && !known.has(id))
  if (unheard.length > 0) return `never tapped: ${unheard.join(', ')}`
  const { count, last } = extentOf(journal)
  const chain = chainFault(journal, sales, last)
  if (chain) return chain
  const waiting = outgoingEvents(journal, beforeAll, 10_000, 100_000_000)
  if (waiting.length !== count || countWaiting(journal) !== count)
    return `outbox: ${waiting.length} of ${count}`
  const basket = openBasket(journal)
  return basket && sold.has(basket.saleId) ? 'half: sold and still in the basket' : null
}

/** Every event with all beside it, by the check of `npm run verify`; what was proven with the very same bytes is skipped. */
function chainFault(journal: Journal, sales: readonly SaleRecord[], last: number): string | null {
  const effects = keptEffects(journal, 0, last)
  const saleAt = new Map(sales.map((sale) => [placeNumber(sale), Object.values(sale).join('|')]))
  let newFrom: number | null = null
  let before = 0
  for (const { place: at, id, type, time, hash, body } of keptEvents(journal, 0, last, 100_000)) {
    const beside = (effects.get(at) ?? []).map((row) => row.map(latinOf).join('|')).join('|')
    const text = [latinOf(id), type, time, latinOf(hash), body, beside, saleAt.get(at)].join('|')
    if (proven.get(at) !== text) newFrom ??= before
    proven.set(at, text)
    before = at
  }
  if (newFrom === null) return null
  const publicKey = readSetting(journal, 'publicKey') ?? ''
  const findings = verifyRange(journal, { after: newFrom, upTo: last }, { terminalId, publicKey })
  return findings.length === 0 ? null : `chain: ${JSON.stringify(findings[0])}`
}

function latinOf(value: SqlValue): string {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1')
    : String(value)
}

function look(state: CrashState): { readonly wrong: string | null; readonly ghost: boolean } {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(place, `journal.db${suffix}`), { force: true })
  for (const [name, bytes] of state.files) writeFileSync(join(place, name), bytes)
  let journal: Journal | null = null
  try {
    journal = openJournal({ file: join(place, 'journal.db'), key })
    const sales = salesBetween(journal, 0, Number.MAX_SAFE_INTEGER)
    const ghost = sales.length > known.size + state.answered.size
    return { wrong: wrongOf(state, journal, sales), ghost }
  } catch (thrown) {
    return { wrong: `threw: ${thrown instanceof Error ? thrown.message : 'unknown'}`, ghost: false }
  } finally {
    journal?.close()
  }
}

function explore(): CrashReport {
  const { honest, parts, part, recording, seed, torn } = order
  const draw = createRandom(seed * 1_000 + part).fraction
  const states = crashStates(recording, { torn, draw, honest, isMine: (call) => call % parts === part })
  const fates: Record<string, number> = {}
  const keysSeen: string[] = []
  const failures: { call: number; fate: string; what: string }[] = []
  let ghosts = 0
  for (const state of states) {
    const { wrong, ghost } = look(state)
    keysSeen.push(state.key)
    fates[state.fate] = (fates[state.fate] ?? 0) + 1
    if (ghost) ghosts += 1
    if (wrong && failures.length < 20) failures.push({ call: state.call, fate: state.fate, what: wrong })
  }
  return { keys: keysSeen, fates, ghosts, failures }
}

try {
  writeSync(1, JSON.stringify(explore()))
} finally {
  rmSync(place, { recursive: true, force: true })
}
