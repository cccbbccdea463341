import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../../domain/assert.ts'
import { importCacheKib } from '../../domain/limits.ts'
import type { Programme } from '../../domain/programme.ts'
import { FileFault } from '../faults.ts'
import { besideFile, removeWithBeside, renameDurably, syncFile, syncFolder } from '../file-moves.ts'
import { broken, type Image, inside, type Tx } from '../handle.ts'
import { assertNotNewer, schemaVersion } from '../migrate.ts'
import { connectReplica, type KeyedFile, newFileKey, openImageBytes, openNewImage } from '../open.ts'
import { transact } from '../transact.ts'
import { memberPinsAfter, putMemberPin } from './member-pin-table.ts'
import {
  allProgrammes,
  currentProgramme,
  noteProgrammeRefused,
  type ProgrammeRefused,
  putProgramme,
  removeProgramme,
} from './programme-table.ts'
import { copiedTables, replicaIndexes, replicaMigrations, replicaTables, replicaVersion } from './schema.ts'
import { allStaff, putStaff } from './staff-table.ts'

/** PINs sealed between two reads of an image. */
const pinsAtOnce = 1_000

/** Names of the replica's files in the till's folder. */
export function replicaFiles(folder: string): {
  readonly current: string
  /** A whole, checked replica that waits to become the current one. */
  readonly next: string
  /** An import under way, worthless until finished. */
  readonly loading: string
  /** A replica being made from the feed of rows; like an import it is begun anew at each start. */
  readonly rows: string
} {
  const current = join(folder, 'replica.db')
  return {
    current,
    next: join(folder, 'replica.next.db'),
    loading: join(folder, 'replica.loading.db'),
    rows: join(folder, 'replica.rows.db'),
  }
}

export interface ImageImport extends Pick<KeyedFile, 'key'> {
  readonly folder: string
  /** The plain SQLite file of a snapshot, in memory. It may be changed or emptied by the import. */
  readonly image: Buffer
  /** Turns the hash of a PIN into what this till keeps of it. */
  readonly sealPin: (pinHash: Uint8Array) => Uint8Array
  /** What this till makes of a programme document; left out, it takes every one. */
  readonly judgeProgramme?: (document: unknown) => 'good' | ProgrammeRefused['reason']
}

/**
 * Turns a snapshot into an encrypted replica beside the running one, with its indexes, every row counted. Blocks
 * its thread. Nothing plain touches the disk. Killed anywhere it leaves the running replica as it was. Throws
 * ReplicaBroken on a damaged image, NewerSchema on one of a newer version, DiskFull, DiskFault.
 */
export function importImage(asked: ImageImport): void {
  const { folder, image: bytes, key } = asked
  const { loading, next } = replicaFiles(folder)
  removeWithBeside(loading)
  removeWithBeside(next)
  const image = openImageBytes(bytes)
  try {
    assertOurTables(image)
    transact(image, (tx) => {
      sealPins(tx, asked.sealPin)
      keepGoodProgrammes(tx, asked)
    })
    copyTables(image, loading, key)
  } catch (error) {
    image.close()
    removeWithBeside(loading)
    throw error
  }
  image.close()
  // Opening it the way the till will proves key and schema, and leaves it in WAL mode with nothing beside it.
  connectReplica({ file: loading, key, access: 'write' }).close()
  syncFile(loading)
  renameDurably(loading, next)
}

function sealPins(tx: Tx, sealPin: ImageImport['sealPin']): void {
  for (const staff of allStaff(tx)) putStaff(tx, { ...staff, pinSeal: sealPin(staff.pinSeal) })
  let page = memberPinsAfter(tx, null, pinsAtOnce)
  while (page.length > 0) {
    for (const pin of page) putMemberPin(tx, { ...pin, pinSeal: sealPin(pin.pinSeal) })
    page = memberPinsAfter(tx, page.at(-1)?.memberId ?? null, pinsAtOnce)
  }
}

/** Documents this till cannot go by stay out and are noted; when none is left the one at work until now goes on. */
function keepGoodProgrammes(tx: Tx, { folder, key, judgeProgramme }: ImageImport): void {
  if (!judgeProgramme) return
  const refused: ProgrammeRefused[] = []
  for (const { version, body } of allProgrammes(tx)) {
    const reason = judgeProgramme(body)
    if (reason === 'good') continue
    removeProgramme(tx, String(version))
    refused.push({ version, reason })
  }
  if (refused.length > 0 && currentProgramme(tx) === null) {
    const atWork = programmeAtWork(folder, key)
    if (atWork) putProgramme(tx, atWork)
  }
  for (const one of refused) noteProgrammeRefused(tx, one)
}

/** The programme of the replica that is to be replaced; null when there is none that can be read. */
function programmeAtWork(folder: string, key: Uint8Array): Programme | null {
  const { current } = replicaFiles(folder)
  if (!existsSync(current)) return null
  try {
    const replica = connectReplica({ file: current, key, access: 'read' })
    try {
      return currentProgramme(replica)
    } finally {
      replica.close()
    }
  } catch (fault) {
    // A broken one is why the snapshot is loaded.
    if (fault instanceof FileFault) return null
    throw fault
  }
}

/** The image is whole and has exactly the tables this version knows: no view or trigger of a stranger. */
function assertOurTables(image: Image): void {
  assertNotNewer(image, replicaMigrations)
  const model = openNewImage(':memory:')
  const isOurs = schemaOf(image) === schemaOf(model)
  model.close()
  const checked = image.prepare('PRAGMA quick_check').get<{ quick_check: string }>()
  if (!isOurs || schemaVersion(image) !== replicaVersion || checked?.quick_check !== 'ok') throw broken(image)
}

function schemaOf(image: Image): string {
  return JSON.stringify(image.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all())
}

/**
 * Copies record by record (SQLite's transfer between equal tables) into a file attached with the key, and builds a
 * table's indexes right after it, from what is still in the cache. Unsafe settings: the file counts only once it is
 * synced and renamed.
 */
function copyTables(image: Image, file: string, key: Uint8Array): void {
  const { exec } = image[inside]
  exec(`ATTACH '${file.replaceAll("'", "''")}' AS loading KEY '${newFileKey(key).replaceAll("'", "''")}'`)
  exec('PRAGMA loading.journal_mode = OFF; PRAGMA loading.synchronous = OFF')
  exec(`PRAGMA loading.cache_size = ${-importCacheKib}`)
  transact(image, (tx) => {
    exec(replicaTables.replaceAll('CREATE TABLE ', 'CREATE TABLE loading.'))
    const indexes = new Set(replicaIndexes.trim().split('\n'))
    for (const table of copiedTables) {
      const { changes } = tx.prepare(`INSERT INTO loading.${table} SELECT * FROM main.${table}`).run()
      const { rows } = tx.prepare(`SELECT count(*) AS rows FROM main.${table}`).get<{ rows: number }>() ?? {}
      assert(changes === rows, `${table}: ${changes} of ${rows} rows copied`)
      for (const index of indexes) {
        if (!index.includes(` ON ${table} (`)) continue
        exec(index.replace(/(UNIQUE )?INDEX /, '$&loading.'))
        indexes.delete(index)
      }
    }
    assert(indexes.size === 0, 'every index belongs to a copied table')
    exec(`PRAGMA loading.user_version = ${replicaVersion}`)
  })
  exec('DETACH loading')
}

/** Makes the replica that came row by row the one that waits to become the current one. It must be closed. */
export function finishRows(folder: string): void {
  const { next, rows } = replicaFiles(folder)
  removeWithBeside(next)
  // Its last connection took the WAL along; what is left beside it is nobody's.
  for (const suffix of besideFile) rmSync(rows + suffix, { force: true })
  syncFile(rows)
  renameDurably(rows, next)
}

/** Forgets a replica that was being made from the feed of rows. */
export function dropRows(folder: string): void {
  removeWithBeside(replicaFiles(folder).rows)
}

/**
 * Makes `replica.next.db`, if there is one, the replica. Every connection to both must be closed, on every thread.
 * Called before the replica is opened at each start too: it finishes a swap that was cut short. Answers whether
 * there was one.
 */
export function swapReplica(folder: string): boolean {
  const { current, next, loading, rows } = replicaFiles(folder)
  removeWithBeside(loading)
  removeWithBeside(rows)
  if (!existsSync(next)) return false
  // First what belongs to the old file: its WAL beside the new file would be replayed into it.
  for (const suffix of besideFile) rmSync(current + suffix, { force: true })
  syncFolder(folder)
  renameDurably(next, current)
  return true
}
