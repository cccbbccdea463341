import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { logBytesMax, logFilesMax } from '../../domain/limits.ts'

/** error = someone must look, info = a change of state, debug = for a developer. */
export type LogLevel = 'error' | 'info' | 'debug'

/**
 * What an entry may carry. The list is closed on purpose: ids, counts, codes and states, never what a person is
 * called or what a scan contained (quality.md 4, Privacy).
 */
export interface LogFields {
  readonly saleId?: string
  readonly eventId?: string
  readonly terminalId?: string
  readonly staffId?: string
  readonly jobId?: string
  readonly command?: string
  readonly code?: string
  readonly state?: string
  readonly reason?: string
  readonly fault?: string
  readonly cause?: string
  readonly at?: string
  readonly file?: string
  readonly device?: string
  readonly version?: string
  readonly mode?: string
  readonly seq?: number
  readonly count?: number
  readonly length?: number
  readonly bytes?: number
  readonly copy?: number
  readonly restarts?: number
  readonly elapsedMs?: number
}

export interface Log {
  /** One line: instant, level, `word`, fields. `word` is a fixed name in snake_case, never built from parts. */
  readonly write: (level: LogLevel, word: string, fields?: LogFields) => void
  readonly close: () => void
}

/** Values are codes, ids, paths of ours and numbers; anything else would be a leak and is written as `?`. */
const plainValue = /^[\w.:/<>+-]{1,200}$/

/** One entry as its line, without the line's end. Exported for the file log and its test. */
export function logLine(now: number, level: LogLevel, word: string, fields: LogFields = {}): string {
  let line = `${new Date(now).toISOString()} ${level} ${word}`
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const text = String(value)
    line += ` ${name}=${plainValue.test(text) ? text : '?'}`
  }
  return line
}

/**
 * What may be told of something thrown: its class, its code and where in our code it came from. Never its
 * message, which can quote the input (`JSON.parse` does).
 */
export function faultFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { fault: typeof thrown }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
  const kind = 'kind' in thrown && typeof thrown.kind === 'string' ? thrown.kind : undefined
  const cause = thrown.cause instanceof Error ? faultFields(thrown.cause) : null
  return {
    fault: thrown.name,
    ...(code ? { code } : kind ? { code: kind } : {}),
    ...(cause ? { cause: cause.code ? `${cause.fault}:${cause.code}` : `${cause.fault}` } : {}),
    at: framesOf(thrown.stack ?? ''),
  }
}

/** The innermost places as `file:line:column<file:line:column`, without folders. */
function framesOf(stack: string): string {
  const places = [...stack.matchAll(/([\w.-]+\.(?:ts|js|mjs)):(\d+):(\d+)\)?$/gm)].slice(0, 4)
  return places.map((place) => `${place[1]}:${place[2]}:${place[3]}`).join('<') || 'unknown'
}

/**
 * Writes to `till.log` in `folder` and keeps the last `logFilesMax` files of `logBytesMax`. A full or broken disk
 * silences the log, never the till.
 */
export function openFileLog(folder: string, now: () => number): Log {
  const path = join(folder, 'till.log')
  let handle: number | null = null
  let closed = false
  let written = 0

  function open(): void {
    mkdirSync(folder, { recursive: true })
    handle = openSync(path, 'a', 0o600)
    written = fstatSync(handle).size
  }

  function rotate(): void {
    if (handle !== null) closeSync(handle)
    handle = null
    for (let place = logFilesMax - 1; place >= 1; place--) {
      const older = place === 1 ? path : `${path}.${place - 1}`
      if (existsSync(older)) renameSync(older, `${path}.${place}`)
    }
    open()
  }

  return {
    write: (level, word, fields) => {
      // Who closed it may have removed its folder: a late entry must not bring that back.
      if (closed) return
      try {
        if (handle === null) open()
        if (written > logBytesMax) rotate()
        if (handle !== null) written += writeSync(handle, `${logLine(now(), level, word, fields)}\n`)
      } catch {
        // The entry is lost. A till that can not log still sells, and the disk's trouble shows elsewhere.
      }
    },
    close: () => {
      closed = true
      if (handle !== null) closeSync(handle)
      handle = null
    },
  }
}
