import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { openTlsDoor } from './trust.ts'

/* The demo central as a process of its own, so that "the network is gone" is a process that is gone, not a flag. */

const readyLimitMs = 60_000
const stopLimitMs = 5_000
const askLimitMs = 10_000

/** The line `central/main.ts` prints when it listens. */
const readySchema = z.object({
  ready: z.literal(true),
  url: z.string(),
  ca: z.string(),
  operatorToken: z.string(),
  enrolmentCodes: z.array(z.object({ store: z.string(), code: z.string() })),
})

export interface CentralProcess {
  readonly url: string
  readonly port: number
  readonly operatorToken: string
  /** A request of head office: a path from the root. */
  readonly headOffice: (path: string) => Promise<Response>
  /** A one-time code of the first store. */
  readonly enrolmentCode: string
  /** Ends the process by SIGTERM and waits until it is gone. */
  readonly stop: () => Promise<void>
  /** Ends it by SIGKILL. */
  readonly kill: () => Promise<void>
}

interface CentralOptions {
  /** Folder of its database: start again with the same one to bring the same central back. */
  readonly folder: string
  /** 0 = any free one. */
  readonly port?: number
  readonly members?: number
}

/** Starts `central/main.ts` with the demo chain and waits until it listens. */
export async function startCentralProcess(options: CentralOptions): Promise<CentralProcess> {
  const { folder, port = 0, members = 10_000 } = options
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '..', '..', 'central', 'main.ts'),
      ...[
        '--data',
        folder,
        '--port',
        String(port),
        '--demo',
        '--members',
        String(members),
        '--enrolment-code',
        'S01',
      ],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  )
  const ready = await firstReadyLine(child)
  const door = openTlsDoor(ready.ca)
  const [code] = ready.enrolmentCodes
  if (!code) throw new Error('the central printed no enrolment code')
  return {
    url: ready.url,
    headOffice: (path) => {
      const headers = { authorization: `Bearer ${ready.operatorToken}` }
      const signal = AbortSignal.timeout(askLimitMs)
      return door.ask(new URL(path, ready.url), { headers, signal })
    },
    port: Number(new URL(ready.url).port),
    operatorToken: ready.operatorToken,
    enrolmentCode: code.code,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  }
}

async function firstReadyLine(child: ChildProcess): Promise<z.infer<typeof readySchema>> {
  if (!child.stdout) throw new Error('the central has no output')
  const limit = setTimeout(() => child.kill('SIGKILL'), readyLimitMs)
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue
      const parsed = readySchema.safeParse(JSON.parse(line))
      if (parsed.success) {
        child.stdout.resume()
        return parsed.data
      }
    }
  } finally {
    clearTimeout(limit)
  }
  throw new Error(`the central ended before it listened (exit code ${child.exitCode ?? child.signalCode})`)
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await gone
  clearTimeout(limit)
}
