import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTill } from '../../electron/core/till.ts'
import { playBusyDay } from '../core/busy-day.ts'
import { depsOf, furnish, openPage } from '../core/till-parts.ts'
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
  await furnish(before, { members: true })
  const till = createTill(depsOf(before))
  await playBusyDay(openPage(till))
  await till.stop()
}

/** Lets a till sell under strace. Throws when it did not come to its end. */
async function record(base: string, sales: number): Promise<Recording> {
  const recording = { folder: join(base, 'till'), before: join(base, 'before'), log: join(base, 'calls') }
  await furnishedAfterBusyDay(recording.before)
  mkdirSync(recording.folder)
  cpSync(recording.before, recording.folder, { recursive: true })
  const child = join(import.meta.dirname, 'sell-child.ts')
  const { status, stdout, stderr } = spawnSync(
    'strace',
    [
      ...[
        '-f',
        '-qq',
        '-xx',
        '-s',
        '70000',
        '-o',
        recording.log,
        '-e',
        `trace=${traced}`,
        '-e',
        'signal=none',
      ],
      ...[process.execPath, ...nodeWords, child, recording.folder, String(sales)],
    ],
    { env: asNode, encoding: 'utf8', timeout: 120_000 },
  )
  if (status !== 0 || !stdout.trimEnd().endsWith('END'))
    throw new Error(`the recording ended early: ${stderr}`)
  return recording
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
    const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
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
