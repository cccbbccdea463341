import type { Uuid } from './ids.ts'
import type { LocalText } from './text.ts'

export interface Store {
  readonly storeId: Uuid
  /** Short number printed on receipts, such as `S01`. */
  readonly number: string
  readonly name: LocalText
  readonly address: LocalText
  /** IANA name; every calendar rule of the store uses it. */
  readonly timeZone: string
}

/** This till as the central knows it. */
export interface Terminal {
  readonly terminalId: Uuid
  /** Short number printed on receipts, such as `T1`; unique in its store. */
  readonly number: string
  readonly storeId: Uuid
}
