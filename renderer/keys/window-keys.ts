import { isRepeat, type LastReading } from '../../domain/scan-repeat.ts'
import type { TypedScan } from '../acts/device-acts.ts'
import {
  emptyRun,
  endOfWedge,
  feedWedge,
  type WedgeKey,
  type WedgeOptions,
  type WedgeRun,
  wedgeDefaults,
} from '../wedge/detector.ts'
import { physicalKey } from '../wedge/physical-key.ts'
import { type KeyMeaning, meaningOf } from './shortcuts.ts'

/** What the window's keys lead to. */
export interface WindowKeys {
  /** Puts aside what is typed so far; the answer puts it back as it was. */
  readonly remember: () => () => void
  /** How the shop's keyboard scanner types; asked at every key. */
  readonly scanner?: () => WedgeOptions
  /** A scan, and how it was typed. */
  readonly onScan: (text: string, typed: TypedScan) => void
  readonly onKey: (meaning: KeyMeaning, inSearch: boolean) => void
}

/**
 * Listens to every key of the window before anything else does. A scanner's characters are first treated as typing,
 * for nobody can know yet; when its terminator proves them a scan, everything they did is put back, and the
 * terminator reaches neither the focused button nor the page (odoo 37411: a scan must never become a quantity).
 */
export function listenToKeys(page: Window, keys: WindowKeys): void {
  let run = emptyRun
  let restore: (composed: boolean) => void = () => undefined
  let composed = false
  let last: LastReading | null = null
  let quiet = 0

  const scanned = (text: string, at: number, typed: TypedScan) => {
    restore(composed)
    run = { ...emptyRun, endedAt: at }
    const before = last
    last = { text, at }
    if (!isRepeat(before, text, at)) keys.onScan(text, typed)
  }

  const take = (event: KeyboardEvent) => {
    const options = keys.scanner?.() ?? wedgeDefaults
    const { averageMs } = paceOf(run)
    const fed = feedWedge(run, pressedKey(event), options)
    run = fed.run
    page.clearTimeout(quiet)
    if (fed.verdict.kind === 'begins') {
      restore = rememberWith(page, keys)
      composed = false
    }
    composed ||= event.isComposing
    if (fed.verdict.kind === 'scan' || fed.verdict.kind === 'tail') {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (fed.verdict.kind === 'scan')
        scanned(fed.verdict.text, event.timeStamp, { averageMs, endedByKey: true })
      return
    }
    if (options.end === 'quiet' && run.text !== '') {
      quiet = page.setTimeout(() => {
        const text = endOfWedge(run, options)
        if (text !== null) scanned(text, run.lastAt, { ...paceOf(run), endedByKey: false })
      }, options.gapMsMax)
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

/** Average time between the characters of a run, ms. */
function paceOf({ text, firstAt, lastAt }: WedgeRun): { readonly averageMs: number } {
  return { averageMs: (lastAt - firstAt) / Math.max(1, [...text].length - 1) }
}

/** What the detector needs of a key press; one that an input method took is read from the key itself. */
function pressedKey(event: KeyboardEvent): WedgeKey {
  const { key, code, ctrlKey, altKey, metaKey, shiftKey } = event
  const read = key === 'Process' ? physicalKey(code, shiftKey) : key
  return {
    key: read,
    timeStamp: event.timeStamp,
    repeat: event.repeat,
    command: ctrlKey || altKey || metaKey,
    control: ctrlKey && !altKey && !metaKey,
    composing: event.isComposing && key === read,
  }
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

/** Typed state and focus as they are now. What an input method is composing is dropped by leaving its field. */
function rememberWith(page: Window, keys: WindowKeys): (composed: boolean) => void {
  const focused = page.document.activeElement
  const restoreTyped = keys.remember()
  return (composed) => {
    const now = page.document.activeElement
    if (composed && now instanceof HTMLElement) now.blur()
    restoreTyped()
    const left = page.document.activeElement
    if (left === focused) return
    if (left instanceof HTMLElement) left.blur()
    if (focused instanceof HTMLElement && focused !== page.document.body) focused.focus()
  }
}

function isTextField(element: Element | null): boolean {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}
