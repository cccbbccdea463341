import type { Authority } from './authority.ts'
import type { ChainKeys } from './chain-keys.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import type { Digests } from './digests.ts'
import type { Hints } from './hints.ts'
import type { Messenger } from './messenger.ts'
import type { Programmes } from './programmes.ts'
import type { SigningKey } from './signing.ts'
import type { Snapshots } from './snapshots.ts'

/** What every route works with. */
export interface Central {
  readonly database: Database
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly chainKeys: ChainKeys
  readonly authority: Authority
  readonly programmes: Programmes
  readonly messenger: Messenger
  readonly snapshots: Snapshots
  readonly hints: Hints
  readonly digests: Digests
  /** SHA-256 of the operator's bearer token, 64 hex digits. */
  readonly operatorTokenHash: string
}
