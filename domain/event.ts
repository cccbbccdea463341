import type { Uuid } from './ids.ts'
import type { SaleCompleted } from './sale.ts'

/** Who decided a redemption (sync.md 2 and 7): head office, the store's tills, this till alone, or a held lease. */
export type Mode = 'online' | 'store' | 'isolated' | 'leased'

/** What a till can record. Later pieces add types; unknown ones are kept whole by the central. */
export interface EventData {
  readonly 'sale.completed': SaleCompleted
  readonly 'terminal.enrolled': { readonly terminalNumber: string; readonly publicKey: string }
  readonly 'staff.signed_in': { readonly staffId: Uuid }
  readonly 'access.denied': { readonly staffId: Uuid | null; readonly what: string }
  readonly 'receipt.reprinted': { readonly saleId: Uuid; readonly copy: number }
}

export type EventType = keyof EventData

/** What happened, before it has its place in the chain. */
export interface EventDraft<T extends EventType = EventType> {
  readonly id: Uuid
  readonly type: T
  /** Epoch ms, the till's wall clock. */
  readonly time: number
  /** The staff member, or null for what the till did by itself. */
  readonly actor: Uuid | null
  /** Programme version the rules used, 0 when none. */
  readonly rules: number
  readonly mode: Mode
  readonly data: EventData[T]
}

/** An immutable record in its till's chain: (source, epoch, seq) is unique and gap-free (sync.md 2). */
export interface TillEvent<T extends EventType = EventType> extends EventDraft<T> {
  readonly schema: 1
  /** The terminal. */
  readonly source: Uuid
  readonly epoch: number
  /** 1, 2, 3 … within (source, epoch). */
  readonly seq: number
  /** Hash of the event before, 64 hex digits; 64 zeros for the first of an epoch. */
  readonly prev: string
  /** SHA-256 over the canonical JSON (RFC 8785) of the event without `hash` and `sig`, 64 hex digits. */
  readonly hash: string
  /** Ed25519 over the 32 hash bytes by the terminal's key, base64. */
  readonly sig: string
}

/** The place of the next event of a till. */
export interface ChainHead {
  readonly source: Uuid
  readonly epoch: number
  /** Of the last event; 0 before the first. */
  readonly seq: number
  /** Hash of the last event; `noHash` before the first. */
  readonly hash: string
}

export const noHash = '0'.repeat(64)

/** The two cryptographic acts of sealing, given by the caller so that rules stay free of Node. */
export interface Sealer {
  /** SHA-256 of UTF-8 text, 64 lower-case hex digits. */
  readonly sha256: (text: string) => string
  /** Ed25519 signature over the bytes a hex hash stands for, base64. */
  readonly sign: (hashHex: string) => string
}
