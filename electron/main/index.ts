import { join } from 'node:path'
import { app, type BrowserWindow, ipcMain, MessageChannelMain } from 'electron'
import type { CoreProcess, WindowKind } from './core-process.ts'
import { chooseKeyStore, openDataKeys } from './data-key.ts'
import { keepDisplayWindow } from './display-window.ts'
import { readMode, readTillFolder } from './options.ts'
import {
  customerUrl,
  guardContents,
  guardSession,
  keepNoNetworkProcess,
  pageUrl,
  registerPageScheme,
  servePage,
} from './security.ts'
import { startTills, type Tills } from './tills.ts'
import { verifyAndExit, verifyWords } from './verify.ts'
import { openTillWindow, showWindow } from './window.ts'

/*
 * Main owns windows, the data key and the core's life, and nothing else: no business rule, no price, no table.
 * Nothing here is awaited at top level: an ES module main that awaits `whenReady` there never gets ready.
 */

async function start(): Promise<void> {
  const distFolder = join(import.meta.dirname, '..')
  const mode = readMode(process.env, app.isPackaged)
  const folder = readTillFolder(process.env, app.getPath('userData'))
  app.setPath('userData', folder)

  const words = verifyWords(process.argv)
  if (words) {
    chooseKeyStore(mode, process.env)
    await app.whenReady()
    await verifyAndExit({ entry: join(distFolder, 'core', 'verify-process.js'), folder, mode, words })
    return
  }

  // Two tills on one journal could sell the same basket twice: the second start only shows the first (quality.md 3).
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  chooseKeyStore(mode, process.env)
  registerPageScheme()
  keepNoNetworkProcess()
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  await app.whenReady()

  // The core has the longest way until the till can sell: it goes first, and the window opens beside it.
  const tills = startTills({
    entry: join(distFolder, 'core', 'index.js'),
    start: { folder, mode, appVersion: app.getVersion(), ...openDataKeys(folder, mode) },
    onLost: () => sendToPage(window, 'till:core-lost'),
    onReady: () => {
      connect(window, tills.shown(), 'page')
      display.settle()
      connect(display.current(), tills.shown(), 'customer_display')
    },
    onChanged: () => {
      if (!window.isDestroyed()) window.webContents.reload()
      display.current()?.webContents.reload()
    },
  })
  servePage(join(distFolder, 'renderer'))
  guardSession()

  const preload = join(distFolder, 'preload', 'preload.cjs')
  const window = openTillWindow({ preload, packaged: app.isPackaged })
  const display = keepDisplayWindow({
    till: window,
    preload,
    packaged: app.isPackaged,
    url: customerUrl,
    wanted: () => tills.shown().customerDisplay(),
  })
  app.on('second-instance', () => showWindow(window))

  ipcMain.on('till:connect', (event) => {
    const from = event.senderFrame?.url
    // What a window may have goes by which window it is: a display's page gets a display's port and no other.
    if (event.sender === display.current()?.webContents) {
      if (from === customerUrl) connect(display.current(), tills.shown(), 'customer_display')
    } else if (event.sender === window.webContents && from?.startsWith(pageUrl))
      connect(window, tills.shown(), 'page')
  })
  window.webContents.on('render-process-gone', () => window.reload())
  quitAfterCores(tills)
  await window.loadURL(pageUrl)
}

/** Gives a window and the core the two ends of a fresh channel. Business traffic never passes through main. */
function connect(window: BrowserWindow | null, core: CoreProcess, kind: WindowKind): void {
  if (!window || window.isDestroyed() || !core.isReady()) return
  const { port1, port2 } = new MessageChannelMain()
  core.givePort(port1, kind)
  window.webContents.postMessage('till:port', null, [port2])
}

function sendToPage(window: BrowserWindow, channel: string): void {
  if (!window.isDestroyed()) window.webContents.send(channel)
}

/** Quitting waits for the cores, so that devices are closed and the last commit is on disk. */
function quitAfterCores(tills: Tills): void {
  let stopped = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    tills.stop().then(
      () => {
        stopped = true
        app.quit()
      },
      () => app.exit(1),
    )
  })
}

start().catch((cause: unknown) => {
  console.error('error main could not start', cause instanceof Error ? cause.name : 'unknown')
  app.exit(1)
})
