import '@fontsource-variable/inter/wght.css'
import './style/app.css'
import { createRoot } from 'react-dom/client'
import { assert } from '../domain/assert.ts'
import { type Acts, createActs } from './acts/acts.ts'
import type { Desk } from './acts/desk.ts'
import { App } from './app.tsx'
import { connectWindow, createPortBridge } from './bridge.ts'
import { createWallClock } from './clock.ts'
import { listenToKeys } from './keys/window-keys.ts'
import { createSounds } from './sounds.ts'
import { createEntry } from './store/entry.ts'
import { createFinder } from './store/finder.ts'
import { createMirror } from './store/mirror.ts'
import { createProgress } from './store/progress.ts'
import { createSettings } from './store/settings.ts'
import { createI18n } from './text/i18n.ts'
import { followLanguage, followMirror, mirrorListener, windowKeys } from './wire-up.ts'

/** Puts the page together: stores, bridge, acts, keys, screen. The port is asked for last, so nothing is missed. */
function start(): void {
  const mirror = createMirror()
  const settings = createSettings(window.localStorage)
  const bridge = createPortBridge(
    mirrorListener(mirror, {
      onScanTaken: (notice) => acts.onScanTaken(notice),
      hearDevice: (notice) => acts.hearDevice(notice),
    }),
  )
  const desk: Desk = {
    bridge,
    mirror,
    settings,
    entry: createEntry(),
    progress: createProgress(),
    finder: createFinder(),
    sounds: createSounds(() => settings.getState().volume),
  }
  const acts: Acts = createActs(desk)
  const translator = createI18n(acts.language())
  followMirror(desk, acts)
  followLanguage(desk, acts, translator, document)
  listenToKeys(window, windowKeys(desk, acts))

  const root = document.getElementById('root')
  assert(root, 'index.html has a root')
  createRoot(root).render(
    <App workplace={{ desk, acts, clock: createWallClock() }} translator={translator} />,
  )
  connectWindow(bridge, window)
}

start()
