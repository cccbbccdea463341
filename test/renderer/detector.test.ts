import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanLengthMax } from '../../domain/limits.ts'
import {
  emptyRun,
  endOfWedge,
  feedWedge,
  type WedgeKey,
  type WedgeOptions,
  type WedgeVerdict,
  wedgeDefaults,
  wedgeOptionsFor,
} from '../../renderer/wedge/detector.ts'
import { physicalKey } from '../../renderer/wedge/physical-key.ts'

function press(key: string, timeStamp: number, over: Partial<WedgeKey> = {}): WedgeKey {
  return { key, timeStamp, repeat: false, command: false, composing: false, ...over }
}

function feedAll(keys: readonly WedgeKey[], options: WedgeOptions = wedgeDefaults): WedgeVerdict[] {
  let run = emptyRun
  return keys.map((key) => {
    const fed = feedWedge(run, key, options)
    run = fed.run
    return fed.verdict
  })
}

/** A scanner's keys: each `gapMs` after the one before, ended by `end`. */
function scanned(text: string, gapMs: number, end = 'Enter', startAt = 1_000): WedgeKey[] {
  return [...text, end].map((key, index) => press(key, startAt + index * gapMs))
}

function scansOf(verdicts: readonly WedgeVerdict[]): string[] {
  return verdicts.flatMap((verdict) => (verdict.kind === 'scan' ? [verdict.text] : []))
}

const ean = '6901234567892'

test.each([
  [0, 'Enter'],
  [4, 'Enter'],
  [12, 'Tab'],
  [30, 'Enter'],
])('[WG1] a code typed every %i ms and ended by %s is a scan', (gapMs, end) => {
  expect(scansOf(feedAll(scanned(ean, gapMs, end)))).toEqual([ean])
})

test.each([31, 45, 99])('[WG1] the same keys every %i ms are typing', (gapMs) => {
  expect(scansOf(feedAll(scanned(ean, gapMs)))).toEqual([])
})

test('[WG2] one stall of the machine up to 100 ms does not break a scan, a longer one does', () => {
  const stalled = (stallMs: number) =>
    [...ean, 'Enter'].map((key, index) => press(key, index * 4 + (index > 9 ? stallMs : 0)))
  expect(scansOf(feedAll(stalled(96)))).toEqual([ean])
  expect(scansOf(feedAll(stalled(97)))).toEqual([])
})

test('[WG3] five characters are never a scan, six are', () => {
  expect(scansOf(feedAll(scanned('12345', 4)))).toEqual([])
  expect(scansOf(feedAll(scanned('123456', 4)))).toEqual(['123456'])
})

test('[WG4] a held key repeats faster than a scanner and is no scan', () => {
  const held = [...'1111111'].map((key, index) => press(key, index * 25, { repeat: index > 0 }))
  expect(scansOf(feedAll([...held, press('Enter', 200)]))).toEqual([])
})

test('[WG5] a quantity typed before a scan stays out of it (odoo 37411)', () => {
  const keys = [press('3', 0), press('*', 220), ...scanned(ean, 4, 'Enter', 600)]
  const verdicts = feedAll(keys)
  expect(scansOf(verdicts)).toEqual([ean])
  expect(verdicts[2]).toEqual({ kind: 'begins' })
})

test('[WG13] a quantity typed just before the trigger is not glued to the code', () => {
  const keys = [press('3', 0), press('*', 140), ...scanned(ean, 4, 'Enter', 195)]
  expect(scansOf(feedAll(keys))).toEqual([ean])
})

test('[WG6] shift keys between the characters belong to the scan', () => {
  const keys = [...'M2026'].flatMap((key, index) => [press('Shift', index * 8), press(key, index * 8 + 3)])
  expect(scansOf(feedAll([...keys, press('7', 44), press('Enter', 48)]))).toEqual(['M20267'])
})

test('[WG7] a shortcut or an input method ends what looked like a scan', () => {
  const broken = (over: Partial<WedgeKey>) =>
    scanned(ean, 4).map((key, index) => (index === 10 ? { ...key, ...over } : key))
  expect(scansOf(feedAll(broken({ command: true })))).toEqual([])
  expect(scansOf(feedAll(broken({ composing: true })))).toEqual([])
})

test('[WG8] after the scanner’s prefix a scan may be slow and short', () => {
  const options = { ...wedgeDefaults, prefix: '~' }
  expect(scansOf(feedAll(scanned('~12', 80), options))).toEqual(['12'])
  expect(scansOf(feedAll(scanned('~', 80), options))).toEqual([])
  expect(scansOf(feedAll(scanned('12', 80), options))).toEqual([])
})

test('[WG9] a scan without end keeps only one character more than the longest code', () => {
  const endless = Array.from({ length: scanLengthMax + 50 }, (_, index) => press('9', index))
  const [text] = scansOf(feedAll([...endless, press('Enter', endless.length)]))
  expect(text).toHaveLength(scanLengthMax + 1)
})

test('[WG10] no person typing at 40 to 150 ms a key is ever taken for a scanner', () => {
  const gaps = fc.array(fc.integer({ min: 40, max: 150 }), { minLength: 6, maxLength: 30 })
  fc.assert(
    fc.property(
      gaps,
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' }),
      (times, character) => {
        let now = 0
        const keys = times.map((gap) => {
          now += gap
          return press(character, now)
        })
        expect(scansOf(feedAll([...keys, press('Enter', now + 40)]))).toEqual([])
      },
    ),
  )
})

test('[WG11] every scan of a fast scanner with stalls below the limit is recognised whole', () => {
  const code = fc.stringMatching(/^[A-Z0-9]{8,40}$/)
  fc.assert(
    fc.property(code, fc.integer({ min: 1, max: 12 }), fc.nat(), (text, gapMs, where) => {
      const stallAt = 2 + (where % (text.length - 2))
      const stallMs = Math.min(80, (30 - gapMs) * (text.length - 1))
      const keys = [...text, 'Enter'].map((key, index) =>
        press(key, index * gapMs + (index > stallAt ? stallMs : 0)),
      )
      expect(scansOf(feedAll(keys))).toEqual([text])
    }),
  )
})

test('[WG14] a scanner that ends with two keys presses nothing with the second, and a person a moment later does', () => {
  const keys = [...scanned(ean, 4), press('Enter', 1_000 + 14 * 4)]
  expect(feedAll(keys).slice(-2)).toEqual([{ kind: 'scan', text: ean }, { kind: 'tail' }])
  const person = [...scanned(ean, 4), press('Enter', 1_000 + 13 * 4 + 101)]
  expect(feedAll(person).at(-1)).toEqual({ kind: 'other' })
  expect(feedAll([press('Enter', 5)])).toEqual([{ kind: 'other' }])
})

test('[WG15] control characters of a GS1 code are typed with Control, and only inside a scan', () => {
  const control = (key: string, at: number) => press(key, at, { command: true, control: true })
  const keys = [...'0106901234567892'].map((key, index) => press(key, index * 4))
  const whole = [...keys, press('1', 64), press('7', 68), control(']', 72), press('1', 76), press('0', 80)]
  expect(scansOf(feedAll([...whole, press('Enter', 84)]))).toEqual(['010690123456789217\u001d10'])
  expect(feedAll([control(']', 0)])).toEqual([{ kind: 'other' }])
  expect(scansOf(feedAll([...keys, control('a', 64), press('Enter', 68)]))).toEqual([])
})

test('[WG16] what the scanner is set to type before and after a code is taken off', () => {
  const options = wedgeOptionsFor({ prefix: '#P', suffix: '%%', end: 'key', averageMsMax: 30 })
  expect(scansOf(feedAll(scanned('#P12%%', 90), options))).toEqual(['12'])
  expect(scansOf(feedAll(scanned(`${ean}%%`, 4), options))).toEqual([ean])
  expect(scansOf(feedAll(scanned(ean, 4), options))).toEqual([ean])
  expect(scansOf(feedAll(scanned('#P%%', 4), options))).toEqual([])
})

test('[WG17] a scanner without an end key ends by silence, and typing never does', () => {
  const options = wedgeOptionsFor({ prefix: '', suffix: '', end: 'quiet', averageMsMax: 30 })
  const after = (keys: readonly WedgeKey[]) =>
    endOfWedge(
      keys.reduce((run, key) => feedWedge(run, key, options).run, emptyRun),
      options,
    )
  expect(after(scanned(ean, 12).slice(0, -1))).toBe(ean)
  expect(after(scanned(ean, 45).slice(0, -1))).toBeNull()
  expect(after(scanned('12345', 4).slice(0, -1))).toBeNull()
  expect(after([])).toBeNull()
})

test('[WG18] a slow radio scanner is told by the pace store IT set', () => {
  const slow = scanned(ean, 48)
  expect(scansOf(feedAll(slow))).toEqual([])
  const options = wedgeOptionsFor({ prefix: '', suffix: '', end: 'key', averageMsMax: 50 })
  expect(scansOf(feedAll(slow, options))).toEqual([ean])
})

test('[WG19] while an input method has the keyboard, codes are read from the keys', () => {
  const codes: readonly (readonly [string, boolean, string])[] = [
    ['KeyA', false, 'a'],
    ['KeyM', true, 'M'],
    ['Digit8', false, '8'],
    ['Digit8', true, '*'],
    ['Numpad8', true, '8'],
    ['Semicolon', true, ':'],
    ['Enter', false, 'Enter'],
    ['NumpadEnter', false, 'Enter'],
    ['ShiftLeft', true, 'Process'],
    ['constructor', false, 'Process'],
  ]
  for (const [code, shift, key] of codes) expect(physicalKey(code, shift)).toBe(key)
  // Every printable character of ASCII has a key.
  const places = [
    'Minus',
    'Equal',
    'BracketLeft',
    'BracketRight',
    'Backslash',
    'Semicolon',
    'Quote',
    'Comma',
    'Period',
    'Slash',
    'Backquote',
    'Space',
  ]
  const keys = [...Array(26).keys()].map((nth) => `Key${String.fromCharCode(65 + nth)}`)
  const digits = [...Array(10).keys()].map((nth) => `Digit${nth}`)
  const typed = [...keys, ...digits, ...places].flatMap((code) => [
    physicalKey(code, false),
    physicalKey(code, true),
  ])
  const printable = Array.from({ length: 95 }, (_, nth) => String.fromCharCode(32 + nth))
  expect(new Set(typed)).toEqual(new Set(printable))
})
