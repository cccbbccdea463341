import type { Uuid } from '../../domain/ids.ts'
import type { Asking } from './asking.ts'
import type { BasketKeeper } from './basket-keeper.ts'
import type { CouponChooser } from './best-coupons.ts'
import type { Books } from './books.ts'
import type { Chain } from './chain.ts'
import type { Clock } from './clock.ts'
import type { CodeMemory } from './code-memory.ts'
import type { TillDeps } from './deps.ts'
import type { DeviceSetupKeeper } from './device-setup.ts'
import type { DiskRoom } from './disk-room.ts'
import type { Chance } from './ids.ts'
import type { LastSale } from './last-sale.ts'
import type { Leases } from './leases.ts'
import type { Log } from './log.ts'
import type { Notices } from './notices.ts'
import type { PrintQueue } from './print-queue.ts'
import type { ProofMemory } from './proof-memory.ts'
import type { ScanRoute } from './scan-route.ts'
import type { Session } from './session.ts'
import type { SoldMemory } from './sold.ts'
import type { SyncLink } from './sync-link.ts'
import type { TrainingSeat } from './training/seat.ts'

/** The counter: everything a command may reach. Made once by the till and given to each handler. */
export interface Counter {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** The till's folder: exports go below it. */
  readonly folder: string
  /** The PIN pepper, in memory only. */
  readonly pepper: Uint8Array
  readonly books: Books
  /** The room on the till's disk. */
  readonly room: DiskRoom
  readonly session: Session
  readonly chain: Chain
  readonly basket: BasketKeeper
  /** Finds the best coupons for the basket. */
  readonly chooser: CouponChooser
  readonly notices: Notices
  readonly lastSale: LastSale
  readonly printing: PrintQueue
  readonly sync: SyncLink
  /** Questions to the one authority. */
  readonly asking: Asking
  /** Leases this till holds. */
  readonly leases: Leases
  /** Sales the central told of, for a return. */
  readonly sold: SoldMemory
  /** Second proofs and approvals at hand. */
  readonly proofs: ProofMemory
  /** What became of the pulses for the drawer that nobody paid into, by the act. */
  readonly pulses: Map<Uuid, 'sent' | 'not_ready'>
  /** Where scans of devices go. */
  readonly scanRoute: ScanRoute
  readonly deviceSetup: DeviceSetupKeeper
  readonly findDevices: TillDeps['findDevices']
  readonly findPrinters: TillDeps['findPrinters']
  /** What is remembered of codes. */
  readonly codes: CodeMemory
  /** Training of cashiers: the coach, and the way there and back. */
  readonly training: TrainingSeat
}
