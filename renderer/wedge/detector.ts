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
  /** Control held alone: how keyboard scanners type the control characters inside GS1 codes. */
  readonly control?: boolean
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
  /** What the scanner is set to type first; what follows is a scan however slow or short. Empty = nothing. */
  readonly prefix: string
  /** What it is set to type last, before its Enter or its silence; empty = nothing. */
  readonly suffix: string
  /** Whether a key ends a scan, or a silence of `gapMsMax` (`endOfWedge`). */
  readonly end: 'key' | 'quiet'
}

/** Measured in devices.md 2: all USB scanners, no false positive among 50 000 human sequences. */
export const wedgeDefaults: WedgeOptions = {
  charsMin: 6,
  averageMsMax: 30,
  gapMsMax: 100,
  leadMsMax: 50,
  prefix: '',
  suffix: '',
  end: 'key',
}

/** The options for what store IT set; a slower scanner's single pauses are longer too. */
export function wedgeOptionsFor(
  set: Pick<WedgeOptions, 'prefix' | 'suffix' | 'end' | 'averageMsMax'>,
): WedgeOptions {
  return {
    ...wedgeDefaults,
    ...set,
    gapMsMax: Math.max(wedgeDefaults.gapMsMax, 3 * set.averageMsMax),
    leadMsMax: Math.max(wedgeDefaults.leadMsMax, 2 * set.averageMsMax),
  }
}

/** Characters seen so far that may still become a scan. */
export interface WedgeRun {
  readonly text: string
  readonly firstAt: number
  readonly lastAt: number
  /** When a scan ended: the second key of a scanner that ends with two is its own, too. */
  readonly endedAt: number
}

export const emptyRun: WedgeRun = { text: '', firstAt: 0, lastAt: 0, endedAt: Number.NEGATIVE_INFINITY }

/** Control characters inside codes, by the key that is pressed with Control for them: GS, RS, EOT. */
const controlCharacters: Readonly<Record<string, string>> = { ']': '\u001d', '^': '\u001e', d: '\u0004' }

export type WedgeVerdict =
  /** The first character after a pause: whatever it and its followers do must be undone if they are a scan. */
  | { readonly kind: 'begins' }
  | { readonly kind: 'goes_on' }
  | { readonly kind: 'scan'; readonly text: string }
  /** A further end of the scan just told: nobody's to act on. */
  | { readonly kind: 'tail' }
  /** Not a character and not the end of a scan: the page's own business. */
  | { readonly kind: 'other' }

/** Feeds one key press; returns the run to keep and what the key means. */
export function feedWedge(
  run: WedgeRun,
  pressed: WedgeKey,
  options: WedgeOptions = wedgeDefaults,
): { readonly run: WedgeRun; readonly verdict: WedgeVerdict } {
  if (isModifier(pressed.key)) return { run, verdict: { kind: 'other' } }
  const coded = run.text !== '' && pressed.control ? controlCharacters[pressed.key] : undefined
  const typed = coded ?? pressed.key
  if (pressed.repeat || pressed.composing || (pressed.command && coded === undefined))
    return { run: emptyRun, verdict: { kind: 'other' } }

  if (pressed.key === 'Enter' || pressed.key === 'Tab') return ended(run, pressed.timeStamp, options)
  if ([...typed].length !== 1) return { run: emptyRun, verdict: { kind: 'other' } }

  const goesOn = run.text !== '' && pressed.timeStamp - run.lastAt <= gapLimitMs(run, options)
  if (!goesOn) {
    const fresh = { ...emptyRun, text: typed, firstAt: pressed.timeStamp, lastAt: pressed.timeStamp }
    return { run: fresh, verdict: { kind: 'begins' } }
  }
  // One character over the limit is enough for the core to refuse it as too long.
  const text = run.text.length > scanLengthMax ? run.text : run.text + typed
  return { run: { ...run, text, lastAt: pressed.timeStamp }, verdict: { kind: 'goes_on' } }
}

/** What a scanner without an end key has typed, `gapMsMax` after its last character; null when it was a person. */
export function endOfWedge(run: WedgeRun, options: WedgeOptions): string | null {
  return scanOf(run, run.lastAt, options)
}

function ended(run: WedgeRun, at: number, options: WedgeOptions): ReturnType<typeof feedWedge> {
  const text = scanOf(run, at, options)
  if (text !== null) return { run: { ...emptyRun, endedAt: at }, verdict: { kind: 'scan', text } }
  const isTail = run.text === '' && at - run.endedAt <= options.gapMsMax
  return { run: emptyRun, verdict: { kind: isTail ? 'tail' : 'other' } }
}

/** How long the next character of this run may take. A prefix has told already that a scan has begun. */
function gapLimitMs(run: WedgeRun, options: WedgeOptions): number {
  const announces = options.prefix !== '' && options.prefix.startsWith(run.text)
  return run.text.length <= 2 && !announces && !isAnnounced(run, options)
    ? options.leadMsMax
    : options.gapMsMax
}

function isAnnounced({ text }: WedgeRun, { prefix }: WedgeOptions): boolean {
  return prefix !== '' && text.startsWith(prefix)
}

/** The scanned text when the run ending now was a scanner's, else null. */
function scanOf(run: WedgeRun, endedAt: number, options: WedgeOptions): string | null {
  if (run.text === '' || endedAt - run.lastAt > options.gapMsMax) return null
  const { suffix } = options
  const text = suffix !== '' && run.text.endsWith(suffix) ? run.text.slice(0, -suffix.length) : run.text
  if (isAnnounced(run, options)) return text.slice(options.prefix.length) || null
  const count = [...run.text].length
  if ([...text].length < options.charsMin) return null
  return run.lastAt - run.firstAt <= options.averageMsMax * (count - 1) ? text : null
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
