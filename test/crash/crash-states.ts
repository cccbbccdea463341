import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { createDiskModel, type Fate } from './disk-model.ts'
import { type DiskCall, readStraceLog } from './strace-log.ts'

/* The states a recorded run may have left on the disk, had the power gone between two of its calls. */

export interface CrashState {
  /** The same for states that are the same. */
  readonly key: string
  readonly files: ReadonlyMap<string, Buffer>
  /** After this many calls. */
  readonly call: number
  readonly fate: Fate
  /** Sales whose answer was on its way to the cashier by then. */
  readonly answered: ReadonlySet<string>
  /** Sales that were tapped by then. */
  readonly tapped: ReadonlySet<string>
}

export interface Recording {
  /** Where the run's files were, as strace saw them. */
  readonly folder: string
  /** Where they lie as they were before the run. */
  readonly before: string
  readonly log: string
  /** The databases that matter, each with its WAL; a WAL's index is memory, made anew at every start. */
  readonly databases: readonly string[]
}

/** Every state once: nothing unsynced kept, all of it kept, and `torn` draws at each call that left something unsynced. */
export function* crashStates(
  recording: Recording,
  how: {
    readonly torn: number
    readonly draw: () => number
    /** A disk that does not sync when told. */
    readonly honest: boolean
    /** Only the states after these calls: several processes share the work. */
    readonly isMine: (call: number) => boolean
  },
): Generator<CrashState> {
  const calls = readStraceLog(recording.log, recording.folder)
  const names = recording.databases.flatMap((name) => [name, `${name}-wal`])
  const before = new Map(
    recording.databases.map((name) => [name, readFileSync(join(recording.before, name))] as const),
  )
  const disk = createDiskModel(before, how.honest)
  const seen = new Set<string>()
  const answered = new Set<string>()
  const tapped = new Set<string>()
  let started = false
  for (const [call, done] of calls.entries()) {
    if ('name' in done && !names.includes(done.name)) continue
    disk.take(done)
    if (done.kind === 'said') {
      const [word, id = ''] = done.words
      if (word === 'START') started = true
      if (word === 'TAP') tapped.add(id)
      if (word === 'ANSWERED') answered.add(id)
    }
    if (!started || !how.isMine(call)) continue
    for (const fate of fatesAfter(done, how.torn)) {
      const files = disk.state(fate, how.draw)
      const key = hashOf(files, answered.size)
      if (seen.has(key)) continue
      seen.add(key)
      yield { key, files, call, fate, answered: new Set(answered), tapped: new Set(tapped) }
    }
  }
}

/** Which fates a call may have changed. */
function fatesAfter({ kind }: DiskCall, torn: number): Fate[] {
  if (kind === 'said' || kind === 'sync_ended' || kind === 'folder_sync_ended') return ['lost', 'kept']
  if (kind === 'sync_begun' || kind === 'folder_sync_begun') return Array<Fate>(torn).fill('drawn')
  return ['kept', ...Array<Fate>(torn).fill('drawn')]
}

function hashOf(files: ReadonlyMap<string, Buffer>, answered: number): string {
  return [answered, ...[...files].map(([name, bytes]) => `${name}:${bytes.length}:${crc32(bytes)}`)].join(' ')
}
