import type { ReadableStream } from 'node:stream/web'
import type { Response } from 'undici'
import { problemSchema } from '../contract/wire.ts'
import { retryAfterMaxMs } from '../domain/limits.ts'
import { CentralFault } from './central-fault.ts'
import type { Watch } from './deadline.ts'

/** A JSON answer of the central, its media type and size already checked. */
export interface JsonAnswer {
  readonly status: number
  readonly value: unknown
}

/** The media type of an answer without its parameters, lower case. */
export function mediaType(response: Response): string {
  const [type] = (response.headers.get('content-type') ?? '').split(';')
  return (type ?? '').trim().toLowerCase()
}

/**
 * The body's bytes as they arrive, decompressed by the transport. `bytesMax` counts what comes out of the
 * decompressor, and reading stops there, so a compression bomb costs no more than one block.
 */
export async function* readBody(
  response: Response,
  watch: Watch,
  bytesMax: number,
): AsyncGenerator<Uint8Array, void> {
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await letGo(response.body)
    throw new CentralFault('too_large', `the answer announces more than ${bytesMax} bytes`)
  }
  if (!response.body) return
  const reader = response.body.getReader()
  let total = 0
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw watch.fault(cause)
      })
      if (done) return
      watch.touch()
      total += value.length
      if (total > bytesMax) throw new CentralFault('too_large', `the answer exceeds ${bytesMax} bytes`)
      yield value
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** The whole body as JSON. Faults: `not_central` by media type, `too_large`, `malformed`, what the watch says. */
export async function readJson(response: Response, watch: Watch, bytesMax: number): Promise<JsonAnswer> {
  if (mediaType(response) !== 'application/json') {
    await letGo(response.body)
    throw new CentralFault('not_central', `an answer of ${response.status} that is no JSON`)
  }
  const parts: Uint8Array[] = []
  for await (const part of readBody(response, watch, bytesMax)) parts.push(part)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
    return { status: response.status, value: JSON.parse(text) as unknown }
  } catch (cause) {
    throw new CentralFault('malformed', 'the answer is not JSON in UTF-8', { cause })
  }
}

/** What this room needs of a contract's schema. */
export interface AnswerSchema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }
      }
}

/** The value as the schema knows it. Fault `malformed`. */
export function parseAnswer<T>(schema: AnswerSchema<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CentralFault('malformed', `${what} does not fit at ${issue?.path.join('.') ?? 'its root'}`)
  }
  return parsed.data
}

/**
 * Throws the fault an answer other than 2xx stands for. A refusal counts only in the central's own shape:
 * a captive portal's 403 is `not_central`.
 */
export async function throwUnlessGood(response: Response, watch: Watch): Promise<void> {
  const { status } = response
  if (response.ok) return
  if (status === 429 || (status >= 500 && status !== 511)) {
    await letGo(response.body)
    throw new CentralFault('busy', `the central answers ${status}`, { retryAfterMs: retryAfterMs(response) })
  }
  if (response.type === 'opaqueredirect' || status < 400 || status === 511) {
    await letGo(response.body)
    throw new CentralFault('not_central', `an answer of ${status} instead of the central's`)
  }
  const { value } = await readJson(response, watch, problemBytesMax)
  const problem = problemSchema.safeParse(value)
  if (!problem.success) throw new CentralFault('not_central', `an answer of ${status} without its reason`)
  const { code } = problem.data
  if (status === 413) throw new CentralFault('too_large', `the central takes no request this size`, { code })
  if (status === 409 || status === 410)
    throw new CentralFault('conflict', `the central says ${code}`, { code })
  throw new CentralFault('refused', `the central refuses: ${code}`, { code })
}

/** A problem is a code and a sentence. */
const problemBytesMax = 16_384

/** `Retry-After` in whole seconds (RFC 9110, 10.2.3) as ms, bounded; the form with a date needs a clock and is left. */
function retryAfterMs(response: Response): number | null {
  const seconds = response.headers.get('retry-after')
  if (seconds === null || !/^\d{1,6}$/.test(seconds)) return null
  return Math.min(Number(seconds) * 1_000, retryAfterMaxMs)
}

/** Drops a body nobody reads, so that its connection is closed. */
async function letGo(body: ReadableStream<Uint8Array> | null): Promise<void> {
  await body?.cancel().catch(() => undefined)
}
