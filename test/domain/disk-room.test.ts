import { expect, test } from 'vitest'
import { ballastBytes, saleRoomBytes } from '../../domain/disk-limits.ts'
import { fitsBallast, mayBegin, mayFinish, type RoomLevel, roomLevel } from '../../domain/disk-room.ts'

const gib = 1_073_741_824
const total = 100 * gib

const cases: readonly (readonly [free: number, hasBallast: boolean, level: RoomLevel])[] = [
  [total, true, 'ample'],
  [15 * gib, true, 'ample'],
  [15 * gib - 1, true, 'low'],
  [5 * gib, true, 'low'],
  [5 * gib - 1, true, 'scarce'],
  [0, true, 'scarce'],
  // The first minute of a till: no ballast yet, and room for one.
  [total, false, 'ample'],
  [15 * gib - 1, false, 'low'],
  [2 * ballastBytes, false, 'scarce'],
  [2 * ballastBytes - 1, false, 'last_sale'],
  [saleRoomBytes, false, 'last_sale'],
  [saleRoomBytes - 1, false, 'full'],
  [0, false, 'full'],
]

test.each(cases)(
  '[DK1] [DK2] %i bytes free of 100 GiB, with a ballast: %s, are %s',
  (free, hasBallast, level) => {
    expect(roomLevel({ total, free, hasBallast })).toBe(level)
  },
)

test('[DK2] what may be begun and finished at each level', () => {
  const may = (level: RoomLevel) => [mayBegin(level), mayFinish(level)]
  expect(may('ample')).toEqual([true, true])
  expect(may('low')).toEqual([true, true])
  expect(may('scarce')).toEqual([true, true])
  expect(may('last_sale')).toEqual([false, true])
  expect(may('full')).toEqual([false, false])
})

test('[DK2] freeing a ballast always leaves room for the sale at hand', () => {
  expect(mayFinish(roomLevel({ total, free: ballastBytes, hasBallast: false }))).toBe(true)
  expect(fitsBallast({ free: ballastBytes })).toBe(false)
})
