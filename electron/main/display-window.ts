import { BrowserWindow, type Display, screen } from 'electron'
import type { CustomerDisplay } from '../../contract/config.ts'
import { windowOptions } from './window.ts'

/** The window for the customer, as long as one is wanted and there is a screen for it. */
export interface DisplayWindow {
  /** Null while there is none. */
  readonly current: () => BrowserWindow | null
  /** Opens or closes it: what is wanted may be another, and screens come and go. */
  readonly settle: () => void
}

/**
 * Keeps the window for the customer on the screen the till's own window is not on. A second screen is covered by it; on
 * a till with one screen it is a window of its own, and only where that was asked for.
 */
export function keepDisplayWindow(options: {
  readonly till: BrowserWindow
  readonly preload: string
  readonly packaged: boolean
  readonly url: string
  readonly wanted: () => CustomerDisplay
}): DisplayWindow {
  const { preload, packaged, till, url, wanted } = options
  let window: BrowserWindow | null = null
  /** The screen it covers; null = it is a window of its own. */
  let covered: number | null = null

  const otherScreen = (): Display | null => {
    if (till.isDestroyed()) return null
    const own = screen.getDisplayMatching(till.getBounds()).id
    return screen.getAllDisplays().find(({ id }) => id !== own) ?? null
  }

  function open(on: Display | null): void {
    const made = new BrowserWindow({
      ...windowOptions({ preload, packaged }),
      ...(on
        ? { ...on.bounds, frame: false, fullscreen: true, focusable: false }
        : { width: 1024, height: 768 }),
      title: 'Evertill – customer',
    })
    made.removeMenu()
    // Keys and scans are the till's: a display that takes the focus would swallow them.
    made.once('ready-to-show', () => made.showInactive())
    made.webContents.on('render-process-gone', () => made.reload())
    made.on('closed', () => {
      if (window === made) window = null
    })
    window = made
    covered = on?.id ?? null
    made.loadURL(url).catch(() => made.destroy())
  }

  function settle(): void {
    const wish = wanted()
    const on = otherScreen()
    const isWanted = wish === 'window' || (wish === 'auto' && on !== null)
    // A window made to cover a screen that is gone would lie over the till.
    if (!isWanted || covered !== (on?.id ?? null)) window?.destroy()
    if (!isWanted) return
    if (!window) open(on)
    else if (on) window.setBounds(on.bounds)
  }

  screen.on('display-added', settle)
  screen.on('display-removed', settle)
  screen.on('display-metrics-changed', settle)
  till.on('closed', () => window?.destroy())
  return { current: () => window, settle }
}
