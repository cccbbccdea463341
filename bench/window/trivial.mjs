import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { tellPainted } from './tell-painted.mjs'

/* The floor of every Electron application: one window with one word. */

app.setPath('userData', process.env.EVERTILL_FOLDER)
tellPainted(app, 'main')
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768 })
  return window.loadFile(join(import.meta.dirname, 'trivial.html'))
})
