import { expect, test } from 'vitest'
import {
  type Act,
  afterFailure,
  lockedForGood,
  mayDo,
  noTries,
  pinOpen,
  type Role,
} from '../../domain/staff.ts'
import { noon } from './shop.ts'

const minute = 60_000

test('[ST1] the fifth wrong PIN locks for a minute, each further one twice as long, the tenth for good', () => {
  let tries = noTries
  const locks: number[] = []
  for (let i = 0; i < 11; i++) {
    tries = afterFailure(tries, noon)
    locks.push(tries.lockedUntil)
  }
  const until = [1, 2, 4, 8, 16].map((minutes) => noon + minutes * minute)
  expect(locks).toEqual([0, 0, 0, 0, ...until, lockedForGood, lockedForGood])
  expect(tries.failures).toBe(11)
})

test('[ST2] a locked PIN opens at its instant; one locked for good does not', () => {
  const tries = { failures: 5, lockedUntil: noon + minute }
  expect(pinOpen(noTries, noon)).toEqual({ ok: true, value: true })
  expect(pinOpen(tries, noon + minute - 1)).toEqual({
    ok: false,
    refusal: { code: 'pin_locked', figures: { until: noon + minute } },
  })
  expect(pinOpen(tries, noon + minute).ok).toBe(true)
  expect(pinOpen({ failures: 10, lockedUntil: lockedForGood }, lockedForGood - 1).ok).toBe(false)
})

test.each<[Role, Act, boolean]>([
  ['cashier', 'sell', true],
  ['cashier', 'reprint', true],
  ['cashier', 'void', false],
  ['supervisor', 'sell', true],
  ['supervisor', 'reprint', true],
  ['supervisor', 'void', true],
  ['store_it', 'sell', false],
  ['store_it', 'reprint', false],
  ['store_it', 'void', false],
])('[ST3] %s, %s: %s', (role, act, may) => {
  expect(mayDo(role, act)).toBe(may)
})
