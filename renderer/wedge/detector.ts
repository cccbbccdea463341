import { scanLengthMax } from '../../domain/limits.ts'

/*
 * Tells a keyboard-wedge scanner from a person by timing and terminator. Pure: time comes with the key, from
 * `event.timeStamp`, which is the window system's own clock and does not stretch when the page is busy.
 */

/** What the detector needs to know of a key press. */
export interface WedgeKey {
  /** `KeyboardEvent.key`: one character, or a name such as `Enter`. */
  readonly key: string
  /** Ms, any origin. */
  readonly timeStamp: number
  /** Auto-repeat of a held key. */
  readonly repeat: boolean
  /** Control, Alt or Meta held: a shortcut, never a scan. */
  readonly command: boolean
  /** An input method is composing: what it types is a person's. */
  readonly composing: boolean
}

export interface WedgeOptions {
  /** Fewest characters of a scan; shorter ones are typing. */
  readonly charsMin: number
  /** Largest average time between characters, ms. */
  readonly averageMsMax: number
  /** Largest single time between two keys, ms: a stall of the machine, not a person's pause. */
  readonly gapMsMax: number
  /**
   * Largest time after a first or second character, ms. A person who typed a quantity a moment before the trigger
   * leaves a pause there; a code cut by a stall instead fails its check digit and is scanned again.
   */
  readonly leadMsMax: number
  /** A character the scanner is set to send first; what follows is a scan however slow or short. */
  readonly prefix: string | null
}

/** Measured in devices.md 2: all USB scanners, no false positive among 50 000 human sequences. */
export const wedgeDefaults: WedgeOptions = {
  charsMin: 6,
  averageMsMax: 30,
  gapMsMax: 100,
  leadMsMax: 50,
  prefix: null,
}

/** Characters seen so far that may still become a scan. */
export interface WedgeRun {
  readonly text: string
  readonly firstAt: number
  readonly lastAt: number
}

export const emptyRun: WedgeRun = { text: '', firstAt: 0, lastAt: 0 }

export type WedgeVerdict =
  /** The first character after a pause: whatever it and its followers do must be undone if they are a scan. */
  | { readonly kind: 'begins' }
  | { readonly kind: 'goes_on' }
  | { readonly kind: 'scan'; readonly text: string }
  /** Not a character and not the end of a scan: the page's own business. */
  | { readonly kind: 'other' }

/** Feeds one key press; returns the run to keep and what the key means. */
export function feedWedge(
  run: WedgeRun,
  pressed: WedgeKey,
  options: WedgeOptions = wedgeDefaults,
): { readonly run: WedgeRun; readonly verdict: WedgeVerdict } {
  if (isModifier(pressed.key)) return { run, verdict: { kind: 'other' } }
  if (pressed.repeat || pressed.command || pressed.composing)
    return { run: emptyRun, verdict: { kind: 'other' } }

  if (pressed.key === 'Enter' || pressed.key === 'Tab') {
    const text = scanOf(run, pressed.timeStamp, options)
    return { run: emptyRun, verdict: text === null ? { kind: 'other' } : { kind: 'scan', text } }
  }
  if ([...pressed.key].length !== 1) return { run: emptyRun, verdict: { kind: 'other' } }

  const goesOn = run.text !== '' && pressed.timeStamp - run.lastAt <= gapLimitMs(run, options)
  if (!goesOn) {
    const fresh = { text: pressed.key, firstAt: pressed.timeStamp, lastAt: pressed.timeStamp }
    return { run: fresh, verdict: { kind: 'begins' } }
  }
  // One character over the limit is enough for the core to refuse it as too long.
  const text = run.text.length > scanLengthMax ? run.text : run.text + pressed.key
  return { run: { text, firstAt: run.firstAt, lastAt: pressed.timeStamp }, verdict: { kind: 'goes_on' } }
}

/** How long the next character of this run may take. A prefix has told already that a scan has begun. */
function gapLimitMs(run: WedgeRun, options: WedgeOptions): number {
  const announced = options.prefix !== null && run.text.startsWith(options.prefix)
  return run.text.length <= 2 && !announced ? options.leadMsMax : options.gapMsMax
}

/** The scanned text when the run ending now was a scanner's, else null. */
function scanOf(run: WedgeRun, endedAt: number, options: WedgeOptions): string | null {
  if (run.text === '' || endedAt - run.lastAt > options.gapMsMax) return null
  if (options.prefix !== null && run.text.startsWith(options.prefix)) {
    return run.text.slice(options.prefix.length) || null
  }
  const count = [...run.text].length
  if (count < options.charsMin) return null
  return run.lastAt - run.firstAt <= options.averageMsMax * (count - 1) ? run.text : null
}

function isModifier(key: string): boolean {
  return (
    key === 'Shift' ||
    key === 'Control' ||
    key === 'Alt' ||
    key === 'Meta' ||
    key === 'CapsLock' ||
    key === 'AltGraph'
  )
}
