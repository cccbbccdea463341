import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'
import type { ShiftFigures } from '../../domain/shift.ts'
import type { SignedCoupon } from '../../domain/signed-code.ts'
import type { Staff } from '../../domain/staff.ts'
import type { Store, Terminal } from '../../domain/store.ts'
import type { Language } from '../../domain/text.ts'
import type { EpochCause } from '../../domain/trust.ts'
import type { KeptTime } from '../../domain/trusted-time.ts'
import type { ReadDb, Tx } from '../handle.ts'

interface Transfer {
  readonly actId: Uuid
  readonly fromMemberId: Uuid
  readonly to: { readonly kind: 'member_code' | 'phone_hash'; readonly value: string }
  readonly staffId: Uuid
  /** Who that is, where the copy here knew them: an erasure tells people by their id alone. */
  readonly toMemberId: Uuid | null
}

/** A transfer of points as it was asked for. */
export interface PointsTransfer extends Transfer {
  readonly points: Points
}

/** A coupon given away, as it was asked for. */
export interface CouponTransfer extends Transfer {
  readonly couponId: Uuid
}

export type OpenTransfer = PointsTransfer | CouponTransfer

/** What a comparison of the replica with the chain found. */
export interface Reconciled {
  /** Epoch ms. */
  readonly at: number
  /** Rows the chain has, those that were wrong here, those of them put right, and collections that were not compared. */
  readonly rows: number
  readonly wrong: number
  readonly repaired: number
  readonly skipped: number
}

/** What a till remembers about itself, by name. A piece that remembers more adds a line; values are JSON. */
export interface Settings {
  /** Who this till is; absent before enrolment. */
  readonly terminal: Terminal
  /** The epoch new events belong to. */
  readonly epoch: number
  /** The epoch head office lets spend; another one than `epoch`: this till is restricted; 0 = in none. Absent = the first. */
  readonly admittedEpoch: number
  /** Why the epoch began; absent for one that began at enrolment. */
  readonly epochCause: EpochCause
  /** Another epoch has to begin before anything more is recorded, at `beyond` or later. */
  readonly epochDue: { readonly cause: EpochCause; readonly beyond: number }
  /** From this epoch on the journal has every event it ever had: what lies before was lost or salvaged. Absent = all. */
  readonly wholeFrom: number
  /** The name of the broken journal whose events are being read back; nothing is sent before that is done. */
  readonly salvage: string
  readonly centralUrl: string
  /** The authority of the chain, the only one this till trusts: X.509, DER, base64. */
  readonly ca: string
  /** How the terminal proves itself on its line: P-256 key (PKCS 8) and certificate, DER, base64; good from and until (epoch ms). */
  readonly tls: {
    readonly privateKey: string
    readonly certificate: string
    readonly from: number
    readonly until: number
  }
  /** Why the central does not let this till in; absent while it does. */
  readonly standing: 'expired' | 'revoked'
  /** The key of a certificate asked for and not yet heard of: kept before it is sent (PKCS 8, DER, base64). */
  readonly nextTlsKey: string
  /** The terminal's Ed25519 key pair for events: PKCS #8 and SPKI DER, base64. */
  readonly privateKey: string
  readonly publicKey: string
  /** The central's Ed25519 public key, SPKI DER, base64. */
  readonly centralKey: string
  /** What personal data of members go by, given at enrolment: 32 bytes each, base64 (loyalty.md 1). */
  readonly keys: { readonly phone: string; readonly personal: string }
  /** Coupons this till took lately that the replica may not have: genuine by signature (their claims), or told by the central. */
  readonly broughtCoupons: readonly {
    readonly coupon: Coupon
    readonly signed: SignedCoupon | null
    /** The text that said so. */
    readonly code: string | null
    /** Where in the feed the central told of it; missing when it was not. */
    readonly toldAt?: number | undefined
  }[]
  /** Transfers of points and coupons sent to the central whose answer never came, newest last. */
  readonly openTransfers: readonly OpenTransfer[]
  /** Dynamic codes taken while they are fresh, each with the epoch ms from which it may be forgotten. */
  readonly seenCodes: readonly (readonly [name: string, until: number])[]
  readonly language: Language
  /** What this till knows of time, and the place of the last event when it was written (core/kept-time.ts). */
  readonly time: KeptTime & { readonly place: number }
  /** When the central was last in touch, epoch ms. */
  readonly lastContactAt: number
  /** The snapshot being downloaded, with the key its part file is encrypted with; whatever sync needs to resume it. */
  readonly snapshotDownload: Readonly<Record<string, string | number>>
  /** The furthest checkpoint of the central that agreed with this chain, signed: what a shorter chain is found by. */
  readonly signedCheckpoint: {
    readonly terminalId: Uuid
    readonly epoch: number
    readonly seq: number
    readonly head: string
    readonly admittedEpoch: number
    readonly serverTime: number
    readonly sig: string
  }
  /** The central's run of change numbers in which it last confirmed its checkpoint (sync/probe.ts). */
  readonly provenFeed: string
  /** What the last comparison of the replica with the chain found (sync/reconcile.ts). */
  readonly reconciled: Reconciled
  /** What happened at the drawer since the last shift was closed, without one; absent: nothing. */
  readonly betweenShifts: ShiftFigures
  /** The last sale whose fate the cashier has seen. */
  readonly seenSaleId: string
  /** Who is signed in: a core that died in the middle of a sale goes on selling by itself. */
  readonly signedIn: Staff
  /** This till's store and the programme as last heard: a basket can be paid while the replica is loaded anew. */
  readonly lastStore: Store
  readonly lastProgramme: Programme
}

const readSql = `SELECT value FROM setting WHERE name = ?`
const saveSql = `INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
const removeSql = `DELETE FROM setting WHERE name = ?`

export function readSetting<Name extends keyof Settings>(db: ReadDb, name: Name): Settings[Name] | null {
  const row = db.prepare(readSql).get<{ value: string }>(name)
  return row ? (JSON.parse(row.value) as Settings[Name]) : null
}

export function saveSetting<Name extends keyof Settings>(tx: Tx, name: Name, value: Settings[Name]): void {
  tx.prepare(saveSql).run(name, JSON.stringify(value))
}

export function removeSetting(tx: Tx, name: keyof Settings): void {
  tx.prepare(removeSql).run(name)
}
