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

/** The matrix in full: a new act does not pass this test before somebody has said who may. */
const matrix: Readonly<Record<Act, Readonly<Record<Role, boolean>>>> = {
  sell: { cashier: true, supervisor: true, store_it: false },
  reprint: { cashier: true, supervisor: true, store_it: false },
  void: { cashier: false, supervisor: true, store_it: false },
  approve: { cashier: false, supervisor: true, store_it: false },
  reveal: { cashier: false, supervisor: true, store_it: false },
  change_profile: { cashier: false, supervisor: true, store_it: false },
  move_stock: { cashier: false, supervisor: true, store_it: false },
  return: { cashier: true, supervisor: true, store_it: false },
  return_without_sale: { cashier: false, supervisor: true, store_it: false },
  undo_redemption: { cashier: false, supervisor: true, store_it: false },
  top_up: { cashier: true, supervisor: true, store_it: false },
  open_drawer: { cashier: false, supervisor: true, store_it: false },
  accept_difference: { cashier: false, supervisor: true, store_it: false },
  correct_cash: { cashier: false, supervisor: true, store_it: false },
  see_expected_cash: { cashier: false, supervisor: true, store_it: false },
  report: { cashier: true, supervisor: true, store_it: true },
  export: { cashier: false, supervisor: true, store_it: true },
  see_value_class: { cashier: false, supervisor: true, store_it: false },
  see_disputes: { cashier: false, supervisor: true, store_it: true },
  set_devices: { cashier: false, supervisor: true, store_it: true },
}

test.each(
  Object.entries(matrix).flatMap(([act, roles]) =>
    Object.entries(roles).map(([role, may]) => [role as Role, act as Act, may] as const),
  ),
)('[ST3] %s, %s: %s', (role, act, may) => {
  expect(mayDo(role, act)).toBe(may)
})
