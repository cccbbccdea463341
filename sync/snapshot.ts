import { join } from 'node:path'
import { constants, zstdDecompressSync } from 'node:zlib'
import { type SnapshotOffer, snapshotOfferSchema } from '../contract/wire.ts'
import { FileFault } from '../db/faults.ts'
import type { ReadDb } from '../db/handle.ts'
import { readSetting, removeSetting, saveSetting } from '../db/journal/setting-table.ts'
import { replicaVersion } from '../db/replica/schema.ts'
import { importImage } from '../db/replica/swap.ts'
import { assert } from '../domain/assert.ts'
import { snapshotCompressedMax, snapshotPlainMax } from '../domain/limits.ts'
import type { SealPin } from './apply-delta.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { JournalAccess } from './journal-access.ts'
import { openPart, readWholePart, removePart } from './part-file.ts'
import { checkProgramme } from './programme-check.ts'

/** A snapshot the till has begun to load, and the random key (64 hex digits) its part file is encrypted with. */
export interface SnapshotTicket {
  readonly offer: SnapshotOffer
  readonly partKey: string
}

/** How much has been loaded, in parts of 10 000. */
export type OnProgress = (loadedBps: number) => void

/**
 * The snapshot to load: the one begun, or a new one the central offers, kept in the journal before its first byte
 * is fetched. Faults: `too_large` for an offer beyond the limits, `refused` for another schema than ours.
 */
export async function snapshotTicket(deps: {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'offerSnapshot'>
  /** 32 random bytes. */
  readonly newKey: () => Uint8Array
  /** The till's folder. */
  readonly folder: string
}): Promise<SnapshotTicket> {
  const { journal, central } = deps
  const begun = readTicket(journal.read())
  // One begun before this till's version changed is of another schema now.
  if (begun?.offer.replicaVersion === replicaVersion) return begun
  const offer = await central.offerSnapshot()
  if (offer.compressedBytes > snapshotCompressedMax || offer.plainBytes > snapshotPlainMax) {
    throw new CentralFault('too_large', `a snapshot of ${offer.plainBytes} bytes`)
  }
  if (offer.replicaVersion !== replicaVersion) {
    throw unusable(`a snapshot of version ${offer.replicaVersion}`)
  }
  // What an earlier snapshot left is unreadable without its key.
  removePart(partPath(deps.folder))
  const ticket: SnapshotTicket = { offer, partKey: Buffer.from(deps.newKey()).toString('hex') }
  journal.write(
    (tx) => saveSetting(tx, 'snapshotDownload', { ...offer, partKey: ticket.partKey }),
    (db) => readTicket(db)?.partKey === ticket.partKey,
  )
  return ticket
}

/** The snapshot begun, or null. */
export function readTicket(journal: ReadDb): SnapshotTicket | null {
  const kept = readSetting(journal, 'snapshotDownload')
  const offer = snapshotOfferSchema.safeParse(kept)
  const partKey = kept?.['partKey']
  return offer.success && typeof partKey === 'string' ? { offer: offer.data, partKey } : null
}

/** Forgets a snapshot: it was swapped in, or the central no longer has it. Its part can never be read again. */
export function dropTicket(journal: JournalAccess): void {
  journal.write(
    (tx) => removeSetting(tx, 'snapshotDownload'),
    (db) => readTicket(db) === null,
  )
}

export interface LoadDeps {
  readonly central: Pick<CentralClient, 'readSnapshot'>
  /** The till's folder. */
  readonly folder: string
  readonly replicaKey: Uint8Array
  readonly sealPin: SealPin
}

/**
 * Loads what is missing of a snapshot, proves it whole and imports it beside the running replica, ready to be
 * swapped in. Broken off, the next call goes on where the part file ends. A part that proves damaged is thrown away
 * (fault `malformed`, code `snapshot_damaged`) and loaded anew; one that came whole and is no replica of this version is
 * refused (`replica_version`). FileFault for the disk.
 */
export async function loadSnapshot(
  deps: LoadDeps,
  ticket: SnapshotTicket,
  onProgress: OnProgress,
): Promise<void> {
  const part = partPath(deps.folder)
  const key = Buffer.from(ticket.partKey, 'hex')
  await download(deps.central, { part, key, offer: ticket.offer, onProgress })
  const compressed = readWholePart(part, key, ticket.offer.sha256)
  const image = compressed && inflate(compressed, ticket.offer.plainBytes)
  if (!image) throw damaged(part)
  try {
    importImage({
      folder: deps.folder,
      key: deps.replicaKey,
      image,
      sealPin: deps.sealPin,
      judgeProgramme: (document) => checkProgramme(document).kind,
    })
  } catch (cause) {
    if (!(cause instanceof FileFault && cause.kind === 'image')) throw cause
    // What was offered arrived whole, so it would be the same the next time.
    removePart(part)
    throw unusable('the snapshot is no replica of this version', cause)
  }
  removePart(part)
}

/** A snapshot this till can make nothing of, however often it asks: the chain comes row by row instead. */
export const snapshotUnusable = 'replica_version'

function unusable(message: string, cause?: unknown): CentralFault {
  return new CentralFault('refused', message, { code: snapshotUnusable, cause })
}

function damaged(part: string, cause?: unknown): CentralFault {
  removePart(part)
  return new CentralFault('malformed', 'the snapshot is not what was offered', {
    code: 'snapshot_damaged',
    cause,
  })
}

function partPath(folder: string): string {
  return join(folder, 'snapshot.part')
}

async function download(
  central: Pick<CentralClient, 'readSnapshot'>,
  at: {
    readonly part: string
    readonly key: Uint8Array
    readonly offer: SnapshotOffer
    readonly onProgress: OnProgress
  },
): Promise<void> {
  const { snapshotId, compressedBytes } = at.offer
  const part = openPart(at.part, at.key, compressedBytes)
  try {
    if (part.size() === compressedBytes) return
    const rest = { snapshotId, offset: part.size(), totalBytes: compressedBytes }
    for await (const bytes of central.readSnapshot(rest)) {
      part.append(bytes)
      at.onProgress(Math.floor((part.size() / compressedBytes) * 10_000))
    }
    assert(part.size() === compressedBytes, 'the client ends a snapshot at its last byte')
  } finally {
    part.close()
  }
}

/**
 * The plain bytes, or null when they are not zstd or not as many as promised. In one piece of the promised size:
 * growing by pieces and joining them costs as much as inflating. Blocks its thread, as the import after it does.
 */
function inflate(compressed: Uint8Array, plainBytes: number): Buffer | null {
  const chunkSize = Math.max(plainBytes, constants.Z_MIN_CHUNK)
  try {
    const plain = zstdDecompressSync(compressed, { maxOutputLength: plainBytes, chunkSize })
    return plain.length === plainBytes ? plain : null
  } catch {
    return null
  }
}
