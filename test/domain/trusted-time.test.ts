import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs } from '../../domain/time.ts'
import { believableGapMs } from '../../domain/time-limits.ts'
import { isSkewShown, timeAtStart } from '../../domain/trusted-time.ts'

const known = Date.UTC(2026, 10, 22)

test.each([
  ['a new till believes its clock', known, { notBefore: 0, offset: 0 }, known, 'believed'],
  ['a sound clock is believed', known + 5, { notBefore: known, offset: 0 }, known + 5, 'believed'],
  ['what it was off last time is off now', known, { notBefore: known, offset: 900 }, known + 900, 'believed'],
  ['a clock of 1970 is not believed', 0, { notBefore: known, offset: 0 }, known, 'doubted'],
  ['nor one a minute back', known - 60_000, { notBefore: known, offset: 0 }, known, 'doubted'],
  [
    'a season shut is believed',
    known + 100 * dayMs,
    { notBefore: known, offset: 0 },
    known + 100 * dayMs,
    'believed',
  ],
  ['a century is not', Date.UTC(2126, 0, 1), { notBefore: known, offset: 0 }, known, 'doubted'],
] as const)('[TT1] at a start: %s', (_, wall, kept, now, trust) => {
  expect(timeAtStart(wall, kept)).toEqual({ now, trust })
})

test('[TT1] whatever the clock says, no instant before one that has been, nor far beyond it, is now', () => {
  const instant = fc.integer({ min: 0, max: 8_000_000_000_000 })
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 8_000_000_000_000 }),
      fc.integer({ min: -dayMs, max: dayMs }),
      (wall, notBefore, offset) => {
        const { now } = timeAtStart(wall, { notBefore, offset })
        expect(now).toBeGreaterThanOrEqual(notBefore)
        expect(now).toBeLessThanOrEqual(notBefore + believableGapMs)
      },
    ),
  )
})

test('[TT2] five minutes off are nobody’s business, more are told either way', () => {
  const shown = [-300_001, -300_000, 0, 300_000, 300_001].map(isSkewShown)
  expect(shown).toEqual([true, false, false, false, true])
})
