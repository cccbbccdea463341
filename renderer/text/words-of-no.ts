/** Words of a refusal: the reason and the next step, each a sentence a cashier can say aloud. */
export interface RefusalWords {
  /** The reason without figures. */
  readonly says: string
  /** The reason with figures; used when the refusal carries every one it names. */
  readonly exact?: string
  /** What to do. May name figures; then `todoPlain` stands in when they are missing. */
  readonly todo: string
  readonly todoPlain?: string
}

export interface FaultWords {
  readonly says: string
  readonly todo: string
}
