/** What kept the central from answering as agreed. Decisions are made by `kind`, never by the words of an error. */
export type CentralFaultKind =
  /** No connection, or it broke off in the middle. */
  | 'unreachable'
  /** No answer, or silence inside one, beyond the limit. */
  | 'timed_out'
  /** Something answered that is no central: a redirect, a captive portal's page, another service. */
  | 'not_central'
  /** More bytes or rows than an answer may have. */
  | 'too_large'
  /** It speaks our media type but not our shapes, or a signature does not hold. */
  | 'malformed'
  /** The central says no to this till or this request; `code` says why. */
  | 'refused'
  /** The central asks for patience: 429, 5xx; `retryAfterMs` when it said how long. */
  | 'busy'
  /** What the till believes about the central's state is no longer so: `code` `cursor_refused`, `snapshot_gone`. */
  | 'conflict'

/** Thrown by everything that talks to the central; handled by the engine alone. */
export class CentralFault extends Error {
  override readonly name = 'CentralFault'
  readonly kind: CentralFaultKind
  /** The central's own word for it, when it gave one. */
  readonly code: string | null
  /** Pause the central asked for, in ms. */
  readonly retryAfterMs: number | null

  constructor(
    kind: CentralFaultKind,
    message: string,
    more: { readonly cause?: unknown; readonly code?: string; readonly retryAfterMs?: number | null } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.kind = kind
    this.code = more.code ?? null
    this.retryAfterMs = more.retryAfterMs ?? null
  }
}

/** Faults that trying the same again may get over. */
export function isOfTheLine(fault: CentralFault): boolean {
  return ['unreachable', 'timed_out', 'busy', 'not_central'].includes(fault.kind)
}
