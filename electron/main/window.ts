import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron'

/** What every window of the till is: closed to Node and the network, and painted before it shows itself. */
export function windowOptions(options: {
  readonly preload: string
  readonly packaged: boolean
}): BrowserWindowConstructorOptions {
  return {
    show: false,
    backgroundColor: '#f6f4f0',
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: !options.packaged,
      spellcheck: false,
      // The page is the same at every start: its compiled code is kept from the first one on.
      v8CacheOptions: 'bypassHeatCheck',
      // A till in the background of another program must still flash a scan at once.
      backgroundThrottling: false,
    },
  }
}

/** Opens the till's window. It shows itself only when painted, so that a cashier never sees it empty. */
export function openTillWindow(options: {
  readonly preload: string
  readonly packaged: boolean
}): BrowserWindow {
  const window = new BrowserWindow({
    ...windowOptions(options),
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 700,
    title: 'Evertill',
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  return window
}

export function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
