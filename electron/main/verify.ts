import { once } from 'node:events'
import { app, utilityProcess } from 'electron'
import type { CoreStart } from '../../contract/control.ts'
import { hasDataKeys, openDataKeys } from './data-key.ts'

/** Exit code when nothing could be looked at. */
const notLookedAt = 2

/** The words after `--verify`, or null when the app was started to sell. */
export function verifyWords(words: readonly string[]): readonly string[] | null {
  const at = words.indexOf('--verify')
  return at < 0 ? null : words.slice(at + 1)
}

/**
 * Checks the till's file in a process of its own instead of opening a window: only the app can unwrap the key. Beside
 * a till that is selling it does no harm. Ends the app with the check's exit code.
 */
export async function verifyAndExit(options: {
  readonly entry: string
  readonly folder: string
  readonly mode: CoreStart['mode']
  readonly words: readonly string[]
}): Promise<void> {
  const { entry, folder, mode, words } = options
  const keys = hasDataKeys(folder) ? openDataKeys(folder, mode).keys : null
  if (!keys) {
    console.error('no key of this till, or one that the key store does not unwrap')
    app.exit(notLookedAt)
    return
  }
  const child = utilityProcess.fork(entry, [], { serviceName: 'evertill-verify', stdio: 'inherit' })
  const exited = once(child, 'exit')
  child.postMessage({ words, folder, key: keys.journal })
  const [code] = (await exited) as [number]
  app.exit(code)
}
