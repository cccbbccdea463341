import { emptyRun, feedWedge, type WedgeOptions, wedgeDefaults } from '../wedge/detector.ts'
import { type KeyMeaning, meaningOf } from './shortcuts.ts'

/** What the window's keys lead to. */
export interface WindowKeys {
  /** Puts aside what is typed so far; the answer puts it back as it was. */
  readonly remember: () => () => void
  readonly onScan: (text: string) => void
  readonly onKey: (meaning: KeyMeaning, inSearch: boolean) => void
}

/**
 * Listens to every key of the window before anything else does. A scanner's characters are first treated as typing,
 * for nobody can know yet; when its terminator proves them a scan, everything they did is put back, and the
 * terminator reaches neither the focused button nor the page (odoo 37411: a scan must never become a quantity).
 */
export function listenToKeys(page: Window, keys: WindowKeys, options: WedgeOptions = wedgeDefaults): void {
  let run = emptyRun
  let restore: () => void = () => undefined

  const take = (event: KeyboardEvent) => {
    const fed = feedWedge(
      run,
      {
        key: event.key,
        timeStamp: event.timeStamp,
        repeat: event.repeat,
        command: event.ctrlKey || event.altKey || event.metaKey,
        composing: event.isComposing,
      },
      options,
    )
    run = fed.run
    if (fed.verdict.kind === 'begins') restore = rememberWith(page, keys)
    if (fed.verdict.kind === 'scan') {
      event.preventDefault()
      event.stopImmediatePropagation()
      restore()
      keys.onScan(fed.verdict.text)
      return
    }
    if (!event.isComposing) takeTyped(page, keys, event)
  }
  page.addEventListener('keydown', take, { capture: true })
  // A pointer never moves the focus to a button: Enter stays the primary action after every tap.
  page.addEventListener(
    'mousedown',
    (event) => {
      if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
    },
    { capture: true },
  )
}

function takeTyped(page: Window, keys: WindowKeys, event: KeyboardEvent): void {
  const focused = page.document.activeElement
  const inText = isTextField(focused)
  const meaning = meaningOf(
    { key: event.key, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey },
    inText,
  )
  if (meaning.kind === 'nothing') return
  // A button reached by Tab is pressed by Enter, as everywhere; a list of choices keeps its arrows.
  const own = focused?.closest('button, [role=slider], [role=tab], [role=radio]')
  if (own && meaning.kind === 'shortcut' && (meaning.id === 'primary' || meaning.id === 'move')) return
  if (event.repeat && meaning.kind === 'shortcut' && meaning.id === 'primary') {
    event.preventDefault()
    return
  }
  event.preventDefault()
  keys.onKey(meaning, focused?.id === 'search-input')
}

/** Typed state and focus as they are now. */
function rememberWith(page: Window, keys: WindowKeys): () => void {
  const focused = page.document.activeElement
  const restoreTyped = keys.remember()
  return () => {
    restoreTyped()
    const now = page.document.activeElement
    if (now === focused) return
    if (now instanceof HTMLElement) now.blur()
    if (focused instanceof HTMLElement && focused !== page.document.body) focused.focus()
  }
}

function isTextField(element: Element | null): boolean {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}
