import type { Uuid } from './ids.ts'

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
