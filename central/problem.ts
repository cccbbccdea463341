import type { Problem } from '../contract/wire.ts'

/** A request the central refuses: becomes `{code, message}` with this status. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
  readonly status: number
  readonly code: string
  /** Seconds for `Retry-After`, when waiting helps. */
  readonly retryAfter: number | null

  constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

export function problemOf(refused: RequestRefused): Problem {
  return { code: refused.code, message: refused.message }
}
