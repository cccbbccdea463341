import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTill } from '../../electron/core/till.ts'
import { busyFurniture, playBusyDay } from '../core/busy-day.ts'
import { depsOf, furnish, openPage } from '../core/till-parts.ts'
import { fastFolder } from '../sim/fast-folder.ts'
import type { CrashOrder, CrashReport } from './check-child.ts'
import type { Recording } from './crash-states.ts'
import { traced } from './strace-log.ts'

/* Records a selling till call by call and opens every state a power cut may have left. Free of the test runner. */

export interface Explored {
  /** Different states opened. */
  readonly states: number
  readonly fates: Readonly<Record<string, number>>
  readonly ghosts: number
  readonly failures: CrashReport['failures']
}

const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
const nodeWords = ['--disable-warning=ExperimentalWarning']

/** Makes a till after a busy day in `before`, and a copy of it for the run in `folder`. */
export async function furnishedAfterBusyDay(before: string): Promise<void> {
  await furnish(before, busyFurniture)
  const till = createTill(depsOf(before))
  await playBusyDay(openPage(till))
  await till.stop()
}

/** Lets a till sell under strace. */
async function record(base: string, sales: number): Promise<Recording> {
  const before = join(base, 'before')
  await furnishedAfterBusyDay(before)
  const child = join(import.meta.dirname, 'sell-child.ts')
  return recordRun(base, { before, child, words: [String(sales)], databases: ['journal.db'] })
}

/** Runs `child` on a copy of `before` under strace. It says START first. Throws when it did not come to its END. */
export function recordRun(
  base: string,
  run: {
    readonly before: string
    readonly child: string
    readonly words: readonly string[]
    readonly databases: readonly string[]
  },
): Recording {
  const { before, child, databases, words } = run
  const [folder, log] = [join(base, 'till'), join(base, 'calls')]
  mkdirSync(folder)
  cpSync(before, folder, { recursive: true })
  const { status, stdout, stderr } = spawnSync(
    'strace',
    [
      ...['-f', '-qq', '-xx', '-s', '70000', '-o', log, '-e', `trace=${traced}`, '-e', 'signal=none'],
      ...[process.execPath, ...nodeWords, child, folder, ...words],
    ],
    { env: asNode, encoding: 'utf8', timeout: 120_000 },
  )
  if (status !== 0 || !stdout.trimEnd().endsWith('END'))
    throw new Error(`the recording ended early: ${stderr}`)
  return { folder, before, log, databases }
}

/** Sells `sales` sales and opens the states of it, with `torn` draws of what was torn at each call. */
export async function exploreCrashes(asked: {
  readonly sales: number
  readonly torn: number
  readonly seed: number
  readonly honest: boolean
}): Promise<Explored> {
  const base = mkdtempSync(join(tmpdir(), 'evertill-crash-'))
  try {
    const recording = await record(base, asked.sales)
    const scratch = fastFolder()
    const parts = availableParallelism()
    const orders = Array.from({ length: parts }, (_, part): CrashOrder => {
      const { honest, seed, torn } = asked
      return { recording, scratch, seed, torn, honest, parts, part }
    })
    const reports = await Promise.all(orders.map(look))
    return {
      states: new Set(reports.flatMap(({ keys }) => keys)).size,
      fates: sums(reports.map(({ fates }) => fates)),
      ghosts: reports.reduce((sum, { ghosts }) => sum + ghosts, 0),
      failures: reports.flatMap(({ failures }) => failures),
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

function look(order: CrashOrder): Promise<CrashReport> {
  const child = spawn(
    process.execPath,
    [...nodeWords, join(import.meta.dirname, 'check-child.ts'), JSON.stringify(order)],
    { env: asNode, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(parts).toString()) as CrashReport)
      else reject(new Error(`a process that opens states ended with ${code}`))
    })
  })
}

function sums(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const one of all) for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
