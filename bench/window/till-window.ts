import { mkdirSync, writeFileSync } from 'node:fs'
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import type { TillConfig } from '../../contract/config.ts'
import { cashier, cashierPin } from '../chain/facts.ts'
import { electronFlags } from './launch.ts'

/** A till in its real window, enrolled, loaded, with a cashier signed in. */
export interface TillWindow {
  readonly app: ElectronApplication
  readonly page: Page
  readonly close: () => Promise<void>
}

/** A snapshot of a million members is loaded in this time, or something is wrong. */
const loadLimitMs = 180_000
const screenLimitMs = 15_000

/** Opens the till of `folder` for the first time: it enrols at the central of `config` and loads its snapshot. */
export async function openTillWindow(options: {
  readonly electron: string
  readonly application: string
  readonly folder: string
  readonly config: Partial<TillConfig>
}): Promise<TillWindow> {
  const { application, config, folder } = options
  mkdirSync(folder)
  writeFileSync(`${folder}/till.json`, JSON.stringify(config))
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const app = await electron.launch({
    executablePath: options.electron,
    args: [...electronFlags, application],
    env: { ...(environment as Record<string, string>), EVERTILL_FOLDER: folder, EVERTILL_MODE: 'demo' },
    timeout: 30_000,
  })
  try {
    const page = await app.firstWindow({ timeout: 30_000 })
    await page.getByTestId('sign-in-code').waitFor({ timeout: loadLimitMs })
    await page.getByTestId('sign-in-code').fill(cashier.code)
    await page.getByTestId('sign-in-pin').fill(cashierPin)
    await page.keyboard.press('Enter')
    await page.getByTestId('pay-button').waitFor({ timeout: screenLimitMs })
    return { app, page, close: () => app.close() }
  } catch (cause) {
    await app.close()
    throw cause
  }
}
