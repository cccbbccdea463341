import type { Uuid } from './ids.ts'
import { pinTriesBeforeLock, pinTriesBeforeSupervisor } from './limits.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import { minuteMs } from './time.ts'

export type Role = 'cashier' | 'supervisor' | 'store_it'

export interface Staff {
  readonly staffId: Uuid
  /** What they type to sign in: 3 to 6 digits, unique in the store. */
  readonly code: string
  readonly name: string
  readonly role: Role
  readonly storeId: Uuid
}

/** Failed tries of one staff member's PIN, durable across restarts (quality.md 4). */
export interface PinTries {
  readonly failures: number
  /** Instant until which no try is taken, epoch ms; 0 = open. */
  readonly lockedUntil: number
}

/** No failed try: also what a right PIN or a supervisor sets. */
export const noTries: PinTries = { failures: 0, lockedUntil: 0 }

/** `lockedUntil` of a PIN that only a supervisor opens: the last instant there is. */
export const lockedForGood = 8_640_000_000_000_000

/** The tries after one more failure: the 5th locks for 1 min, each further one twice as long, the 10th for good. */
export function afterFailure(tries: PinTries, now: number): PinTries {
  const failures = tries.failures + 1
  if (failures >= pinTriesBeforeSupervisor) return { failures, lockedUntil: lockedForGood }
  if (failures < pinTriesBeforeLock) return { failures, lockedUntil: 0 }
  return { failures, lockedUntil: now + minuteMs * 2 ** (failures - pinTriesBeforeLock) }
}

/** Whether a try may be made. Refuses `pin_locked` {until}; `until` is `lockedForGood` when a supervisor is needed. */
export function pinOpen(tries: PinTries, now: number): Result<true> {
  return now < tries.lockedUntil ? refuse('pin_locked', { until: tries.lockedUntil }) : ok(true)
}

/** What a role may or may not do at the till. */
export type Act =
  | 'sell'
  | 'reprint'
  | 'void'
  | 'approve'
  | 'reveal'
  | 'change_profile'
  | 'move_stock'
  | 'return'
  | 'return_without_sale'
  | 'undo_redemption'
  | 'top_up'
  | 'open_drawer'
  | 'accept_difference'
  | 'correct_cash'
  | 'see_expected_cash'
  | 'report'
  | 'export'
  | 'see_value_class'
  | 'see_disputes'
  | 'set_devices'

/** The permission matrix. Store IT sets tills up and does not sell. */
const permissions: Readonly<Record<Act, readonly Role[]>> = {
  sell: ['cashier', 'supervisor'],
  reprint: ['cashier', 'supervisor'],
  void: ['supervisor'],
  approve: ['supervisor'],
  reveal: ['supervisor'],
  change_profile: ['supervisor'],
  move_stock: ['supervisor'],
  return: ['cashier', 'supervisor'],
  return_without_sale: ['supervisor'],
  undo_redemption: ['supervisor'],
  top_up: ['cashier', 'supervisor'],
  open_drawer: ['supervisor'],
  accept_difference: ['supervisor'],
  correct_cash: ['supervisor'],
  see_expected_cash: ['supervisor'],
  report: ['cashier', 'supervisor', 'store_it'],
  export: ['supervisor', 'store_it'],
  see_value_class: ['supervisor'],
  see_disputes: ['supervisor', 'store_it'],
  set_devices: ['supervisor', 'store_it'],
}

export function mayDo(role: Role, act: Act): boolean {
  return permissions[act].includes(role)
}
