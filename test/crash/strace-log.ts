import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/* A log of `strace -f -xx` as what it did to the files of a folder, in the order in which the calls ended. */

export type DiskCall =
  | { readonly kind: 'create'; readonly name: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'write'; readonly name: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly name: string; readonly length: number }
  /** A sync covers what was written before it began. */
  | { readonly kind: 'sync_begun' | 'sync_ended'; readonly name: string; readonly call: number }
  | { readonly kind: 'folder_sync_begun' | 'folder_sync_ended'; readonly call: number }
  | { readonly kind: 'said'; readonly words: readonly string[] }

/** What strace is asked to write down. */
export const traced =
  'openat,open,close,write,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename'

interface Opened {
  readonly name: string
  readonly isFolder: boolean
}

/** Reads a log. Throws at a call that changes a file of the folder in a way this does not know. */
export function readStraceLog(file: string, folder: string): DiskCall[] {
  const calls: DiskCall[] = []
  const opened = new Map<string, Opened>()
  const begun = new Map<string, { readonly head: string; readonly call: number }>()
  let call = 0
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const parts = /^(\d+)\s+(.*)$/s.exec(line)
    if (!parts) continue
    const [, pid = '', said = ''] = parts
    const unfinished = /^(.*) <unfinished \.\.\.>$/s.exec(said)
    if (unfinished) {
      call += 1
      const head = unfinished[1] ?? ''
      begun.set(pid, { head, call })
      begin(calls, opened, head, call)
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(said)
    const before = resumed ? begun.get(pid) : undefined
    if (before) {
      begun.delete(pid)
      end(calls, opened, `${before.head}${resumed?.[1] ?? ''}`, before.call, folder)
      continue
    }
    call += 1
    begin(calls, opened, said, call)
    end(calls, opened, said, call, folder)
  }
  return calls
}

function begin(calls: DiskCall[], opened: ReadonlyMap<string, Opened>, text: string, call: number): void {
  const sync = /^f(?:data)?sync\((\d+)/.exec(text)
  const at = sync && opened.get(sync[1] ?? '')
  if (!at) return
  calls.push(at.isFolder ? { kind: 'folder_sync_begun', call } : { kind: 'sync_begun', name: at.name, call })
}

function end(
  calls: DiskCall[],
  opened: Map<string, Opened>,
  text: string,
  call: number,
  folder: string,
): void {
  const whole = /^(\w+)\((.*)\)\s+= (-?\d+)/s.exec(text)
  if (!whole) return
  const [, name = '', words = '', result = ''] = whole
  if (Number(result) < 0) return
  const at = opened.get(/^\d+/.exec(words)?.[0] ?? '')
  switch (name) {
    case 'openat':
    case 'open': {
      const path = unquoted(words)
      const isFolder = path === folder
      if (!isFolder && !path.startsWith(`${folder}/`)) opened.delete(result)
      else opened.set(result, { name: basename(path), isFolder })
      if (!isFolder && path.startsWith(`${folder}/`) && words.includes('O_CREAT')) {
        calls.push({ kind: 'create', name: basename(path) })
      }
      return
    }
    case 'close':
      opened.delete(/^\d+/.exec(words)?.[0] ?? '')
      return
    case 'write':
      if (words.startsWith('1, '))
        calls.push({ kind: 'said', words: bytesIn(words).toString().trim().split(' ') })
      else if (at) throw new Error(`a write without a place to ${at.name}`)
      return
    case 'pwrite64': {
      if (!at) return
      const place = /, (\d+), (\d+)$/.exec(words)
      const bytes = bytesIn(words).subarray(0, Number(result))
      calls.push({ kind: 'write', name: at.name, at: Number(place?.[2]), bytes })
      return
    }
    case 'fsync':
    case 'fdatasync':
      if (at)
        calls.push(
          at.isFolder ? { kind: 'folder_sync_ended', call } : { kind: 'sync_ended', name: at.name, call },
        )
      return
    case 'ftruncate':
      if (at) calls.push({ kind: 'truncate', name: at.name, length: Number(/, (\d+)$/.exec(words)?.[1]) })
      return
    case 'unlink':
    case 'unlinkat': {
      const path = unquoted(words)
      if (path.startsWith(`${folder}/`)) calls.push({ kind: 'unlink', name: basename(path) })
      return
    }
    default:
      if (at || unquoted(words).startsWith(`${folder}/`)) throw new Error(`${name} is not known here`)
  }
}

/** The bytes of the first quoted argument. */
function bytesIn(words: string): Buffer {
  const quoted = /"([^"]*)"(\.\.\.)?/.exec(words)
  if (quoted?.[2]) throw new Error('strace cut a write short')
  return Buffer.from((quoted?.[1] ?? '').replaceAll('\\x', ''), 'hex')
}

function unquoted(words: string): string {
  return words.includes('"') ? bytesIn(words).toString() : ''
}
