import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { z } from 'zod'
import type { TillConfig } from '../../contract/config.ts'

/* The real till: the built app in a real Electron window, driven from outside. */

/** How long a killed core may take to be there again, in ms. */
const restartLimitMs = 10_000

const root = join(import.meta.dirname, '..', '..')

export interface TillWindow {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  /** SIGKILLs the core process, as a crash or the out-of-memory killer would. */
  readonly killCore: () => Promise<void>
  /** Process id of the core that runs now. */
  readonly coreProcess: () => Promise<number>
  /** Waits for a core other than `before`, with a limit. */
  readonly nextCoreProcess: (before: number) => Promise<number>
  /** The keys of the till's files, hex, unwrapped by the running app: for looking into them afterwards. */
  readonly keys: () => Promise<{ readonly journal: string; readonly replica: string }>
  readonly close: () => Promise<void>
}

interface TillOptions {
  /** The till's folder; an existing one is that till started again. */
  readonly folder: string
  readonly config?: Partial<TillConfig>
  readonly mode?: 'production' | 'demo' | 'development'
  /** Added to the environment the till starts in. */
  readonly environment?: Readonly<Record<string, string>>
  readonly size?: { readonly width: number; readonly height: number }
}

/** Launches the till on `folder` with `config` as its `till.json`. */
export async function openTill(options: TillOptions): Promise<TillWindow> {
  const { folder, config, mode = 'demo', size = { width: 1366, height: 768 } } = options
  mkdirSync(folder, { recursive: true })
  if (config) writeFileSync(join(folder, 'till.json'), JSON.stringify(config))
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const executablePath = environment['EVERTILL_ELECTRON']
  if (!executablePath) throw new Error('EVERTILL_ELECTRON names no Electron: start through npm')
  const app = await electron.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', root],
    env: {
      ...(environment as Record<string, string>),
      EVERTILL_FOLDER: folder,
      EVERTILL_MODE: mode,
      ...options.environment,
    },
    timeout: 30_000,
  })
  const page = await app.firstWindow({ timeout: 30_000 })
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  return {
    app,
    page,
    folder,
    killCore: async () => {
      process.kill(await otherCore(app, null), 'SIGKILL')
    },
    coreProcess: () => otherCore(app, null),
    nextCoreProcess: (before) => otherCore(app, before),
    keys: () => readKeys(app, folder),
    close: () => app.close(),
  }
}

/** The running core, or null between two lives. */
function findCore(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(
    ({ app: electronApp }) =>
      electronApp
        .getAppMetrics()
        .find((metric) => metric.type === 'Utility' && metric.name === 'evertill-core')?.pid ?? null,
  )
}

async function otherCore(app: ElectronApplication, before: number | null): Promise<number> {
  for (const giveUpAt = performance.now() + restartLimitMs; performance.now() < giveUpAt; ) {
    const found = await findCore(app)
    if (found !== null && found !== before) return found
  }
  throw new Error('no core process runs')
}

async function readKeys(
  app: ElectronApplication,
  folder: string,
): Promise<{ journal: string; replica: string }> {
  const { wrapped } = z
    .object({ wrapped: z.string() })
    .parse(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')))
  const opened = await app.evaluate(
    ({ safeStorage }, base64) => safeStorage.decryptString(Buffer.from(base64, 'base64')),
    wrapped,
  )
  return z.object({ journal: z.string(), replica: z.string() }).parse(JSON.parse(opened))
}
