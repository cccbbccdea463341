import type { DiskCall } from './strace-log.ts'

/*
 * What a disk may hold after the power went. It owes nothing of what was not synced: each write since may be lost,
 * kept, or torn at its sectors, whatever came after it; a name made or removed holds once its folder was synced.
 */

/** Sectors are written whole. */
const sectorBytes = 512

type Change = Extract<DiskCall, { kind: 'write' | 'truncate' }>

interface Inode {
  durable: Buffer
  pending: Change[]
}

type NameChange = { readonly name: string; readonly inode: Inode | null }

/** A disk that takes calls one after the other. */
export interface DiskModel {
  readonly take: (call: DiskCall) => void
  /** The files by name as they may be found. `draw` gives a fraction in [0, 1) each time it is asked. */
  readonly state: (fate: Fate, draw: () => number) => ReadonlyMap<string, Buffer>
}

/** What becomes of all that was not synced. `drawn`: for each file and for the names by themselves. */
export type Fate = 'lost' | 'kept' | 'drawn'

/** A disk with these files on it, all synced. One that is not honest syncs nothing: what is lost on it must be noticed. */
export function createDiskModel(files: ReadonlyMap<string, Buffer>, honest = true): DiskModel {
  const durableNames = new Map(
    [...files].map(([name, bytes]) => [name, { durable: bytes, pending: [] } as Inode]),
  )
  const liveNames = new Map(durableNames)
  let nameChanges: NameChange[] = []
  const syncs = new Map<number, { readonly inode: Inode; readonly covers: readonly Change[] }>()
  const folderSyncs = new Map<number, number>()

  function take(call: DiskCall): void {
    switch (call.kind) {
      case 'create': {
        if (liveNames.has(call.name)) return
        const inode: Inode = { durable: Buffer.alloc(0), pending: [] }
        liveNames.set(call.name, inode)
        nameChanges.push({ name: call.name, inode })
        return
      }
      case 'unlink':
        liveNames.delete(call.name)
        nameChanges.push({ name: call.name, inode: null })
        return
      case 'write':
      case 'truncate':
        liveNames.get(call.name)?.pending.push(call)
        return
      case 'sync_begun': {
        const inode = liveNames.get(call.name)
        if (inode) syncs.set(call.call, { inode, covers: [...inode.pending] })
        return
      }
      case 'sync_ended': {
        const sync = syncs.get(call.call)
        if (!sync || !honest) return
        syncs.delete(call.call)
        const { inode, covers } = sync
        // Another sync of the same file may have ended meanwhile.
        inode.durable = changed(
          inode.durable,
          covers.filter((one) => inode.pending.includes(one)),
        )
        inode.pending = inode.pending.filter((change) => !covers.includes(change))
        return
      }
      case 'folder_sync_begun':
        folderSyncs.set(call.call, nameChanges.length)
        return
      case 'folder_sync_ended': {
        const count = folderSyncs.get(call.call) ?? 0
        for (const { name, inode } of nameChanges.slice(0, count)) rename(durableNames, name, inode)
        nameChanges = nameChanges.slice(count)
        return
      }
      default:
    }
  }

  function state(fate: Fate, draw: () => number): ReadonlyMap<string, Buffer> {
    const names = new Map(durableNames)
    const held =
      fate === 'kept'
        ? nameChanges.length
        : fate === 'lost'
          ? 0
          : Math.floor(draw() * (nameChanges.length + 1))
    for (const { name, inode } of nameChanges.slice(0, held)) rename(names, name, inode)
    return new Map([...names].map(([name, inode]) => [name, found(inode, fate, draw)]))
  }

  return { take, state }
}

function rename(names: Map<string, Inode>, name: string, inode: Inode | null): void {
  if (inode) names.set(name, inode)
  else names.delete(name)
}

function found(inode: Inode, fate: Fate, draw: () => number): Buffer {
  const { durable, pending } = inode
  if (fate === 'lost' || pending.length === 0) return durable
  if (fate === 'kept') return changed(durable, pending)
  // Few sectors lost, few kept, or half and half: a coin for each sector would never lose just one.
  const odds = [0.5, 0.1, 0.9, 1, 0][Math.floor(draw() * 5)] ?? 0.5
  const sectors = pending.flatMap((change): readonly Change[] =>
    change.kind === 'write' ? sectorsOf(change) : [change],
  )
  return changed(
    durable,
    sectors.filter(() => draw() < odds),
  )
}

/** A write cut where sectors of the disk begin. */
function sectorsOf(change: Extract<Change, { kind: 'write' }>): Extract<Change, { kind: 'write' }>[] {
  const { at, bytes } = change
  const sectors: Extract<Change, { kind: 'write' }>[] = []
  for (let from = at; from < at + bytes.length; ) {
    const to = Math.min(at + bytes.length, (Math.floor(from / sectorBytes) + 1) * sectorBytes)
    sectors.push({ ...change, at: from, bytes: bytes.subarray(from - at, to - at) })
    from = to
  }
  return sectors
}

/** The bytes of a file after changes, in order. */
function changed(before: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map((change) =>
    change.kind === 'truncate' ? change.length : change.at + change.bytes.length,
  )
  const bytes = Buffer.alloc(Math.max(before.length, ...ends))
  before.copy(bytes)
  let { length } = before
  for (const change of changes) {
    if (change.kind === 'truncate') {
      if (change.length < length) bytes.fill(0, change.length, length)
      length = change.length
    } else {
      change.bytes.copy(bytes, change.at)
      length = Math.max(length, change.at + change.bytes.length)
    }
  }
  return bytes.subarray(0, length)
}
