import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { processTree, pssOf } from './process-tree.ts'

/** How a start went. */
export interface Start {
  /** From before the process was made to its word that the frame was painted, in ms. */
  readonly paintedMs: number
  /** Proportional set size of all its processes, once settled, in bytes. */
  readonly pssBytes: number
  readonly processes: number
}

const paintLimitMs = 60_000
/** What an application still does right after its first frame is over by then. */
const settleMs = 2_000
const endLimitMs = 5_000

/** Flags both the till and the trivial window get. */
export const electronFlags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu']

/** Starts an Electron application that says `painted`, weighs it and ends it. No process of it is left. */
export async function startAndWeigh(
  electron: string,
  application: string,
  env: Readonly<Record<string, string>>,
): Promise<Start> {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...inherited } = process.env
  const from = performance.now()
  const child = spawn(electron, [...electronFlags, application], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...inherited, ...env },
  })
  const gone = once(child, 'exit')
  const processId = child.pid as number
  const limit = setTimeout(() => child.kill('SIGKILL'), paintLimitMs)
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  try {
    let painted = false
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== 'painted') continue
      painted = true
      break
    }
    const paintedMs = performance.now() - from
    if (!painted) throw new Error(`${application} ended before it painted`)
    child.stdout.resume()
    await new Promise((resolve) => setTimeout(resolve, settleMs))
    const tree = processTree(processId)
    const pssBytes = tree.reduce((sum, one) => sum + pssOf(one), 0)
    return { paintedMs, pssBytes, processes: tree.length }
  } finally {
    clearTimeout(limit)
    process.off('exit', killWithUs)
    await end(processId, gone)
  }
}

/** Asks it to end, then makes it; whatever of its family outlives it is ended too. */
async function end(processId: number, gone: Promise<unknown>): Promise<void> {
  const family = processTree(processId)
  signal(processId, 'SIGTERM')
  const limit = setTimeout(() => signal(processId, 'SIGKILL'), endLimitMs)
  await gone
  clearTimeout(limit)
  for (const member of family) signal(member, 'SIGKILL')
}

function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name)
  } catch {
    // It is gone already.
  }
}
