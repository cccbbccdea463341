import '@fontsource-variable/inter/wght.css'
import '../style/app.css'
import { createRoot } from 'react-dom/client'
import { assert } from '../../domain/assert.ts'
import type { Language } from '../../domain/text.ts'
import { createActs } from '../acts/acts.ts'
import type { Desk } from '../acts/desk.ts'
import { App } from '../app.tsx'
import type { Bridge } from '../bridge.ts'
import { listenToKeys } from '../keys/window-keys.ts'
import { createSounds } from '../sounds.ts'
import { createEntry } from '../store/entry.ts'
import { createFinder } from '../store/finder.ts'
import { createMirror } from '../store/mirror.ts'
import { createProgress } from '../store/progress.ts'
import { createSettings } from '../store/settings.ts'
import { createI18n } from '../text/i18n.ts'
import { followLanguage, windowKeys } from '../wire-up.ts'
import { saturday } from './fixtures.ts'
import { products } from './goods.ts'
import { type GalleryState, galleryStates } from './states.ts'

/*
 * Every state of every screen, without a core: `gallery.html?state=sale-member&language=en&theme=dark`. Development
 * only, never part of a till.
 */

/** Refuses everything in a polite way, so that buttons can be pressed. */
const silentBridge: Bridge = {
  call: async () => ({ ok: false, fault: 'core_lost' }),
}

function show(state: GalleryState, language: Language, root: HTMLElement): void {
  const till = state.mirror.till ? { ...state.mirror.till, language } : null
  const settings = createSettings(window.localStorage)
  settings.setState({ languageEcho: language })
  const desk: Desk = {
    bridge: silentBridge,
    mirror: createMirror({ ...state.mirror, till }),
    settings,
    entry: createEntry(state.entry),
    progress: createProgress(state.progress),
    finder: createFinder({ shelf: products, ...state.finder }),
    sounds: createSounds(() => 0),
  }
  const acts = createActs(desk)
  const translator = createI18n(language)
  followLanguage(desk, acts, translator, document)
  listenToKeys(window, windowKeys(desk, acts))
  const clock = { now: () => saturday, onMinute: () => () => undefined, onSecond: () => () => undefined }
  createRoot(root).render(<App workplace={{ desk, acts, clock }} translator={translator} />)
}

function Contents() {
  return (
    <ul className="grid h-full grid-cols-3 content-start gap-2 overflow-auto p-6">
      {galleryStates.map((state) => (
        <li key={state.name} className="flex gap-3">
          <a className="underline" href={`?state=${state.name}&language=zh`}>
            {state.name}
          </a>
          <a href={`?state=${state.name}&language=en`}>en</a>
          <a href={`?state=${state.name}&language=zh&theme=dark`}>dark</a>
        </li>
      ))}
    </ul>
  )
}

function start(): void {
  const wanted = new URLSearchParams(window.location.search)
  const root = document.getElementById('root')
  assert(root, 'gallery.html has a root')
  document.documentElement.dataset['theme'] = wanted.get('theme') ?? 'light'
  const state = galleryStates.find((one) => one.name === wanted.get('state'))
  if (state) show(state, wanted.get('language') === 'en' ? 'en' : 'zh', root)
  else createRoot(root).render(<Contents />)
  // For the program that takes the pictures.
  document.documentElement.dataset['states'] = galleryStates.map((one) => one.name).join(' ')
}

start()
