import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { KnownHead } from '../../../contract/chain-check.ts'
import type { Checkpoint } from '../../../contract/wire.ts'
import type { ReadDb } from '../../../db/handle.ts'
import { lastCheckpoint } from '../../../db/journal/checkpoint-table.ts'
import { extentOf, keptEventUpTo, placeOfNth, strayPlaces } from '../../../db/journal/kept-rows.ts'
import { type Place, placeFrom, placeNumber } from '../../../db/journal/place.ts'
import { readSetting } from '../../../db/journal/setting-table.ts'
import { type KeyedFile, readJournal } from '../../../db/open.ts'
import { readTogether } from '../../../db/transact.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { verifyEventsPerThread, verifyFindingsMax } from '../../../domain/limits.ts'
import { signatureCheck } from '../../../sync/checkpoint.ts'
import { type Range, type Signer, verifyRange } from './verify-range.ts'

/** What a chain is held against from outside of its own file. */
export interface Anchors {
  /** The terminal's public key as head office has it (SPKI DER, base64); null: the file's own word. */
  readonly publicKey: string | null
  /** A checkpoint of the central that did not come from this file, its signature checked already. */
  readonly checkpoint: KnownHead | null
  /** What the witness file says of the last commit (sync.md 7); of another terminal it says nothing. */
  readonly witness: (KnownHead & { readonly terminalId?: Uuid }) | null
}

export const noAnchors: Anchors = { publicKey: null, checkpoint: null, witness: null }

export interface VerifyReport {
  readonly events: number
  /** The last event; null in an empty chain. */
  readonly head: (Place & { readonly hash: string }) | null
  /** Up to where a checkpoint signed by the central vouches for the chain; null: up to nowhere. */
  readonly vouchedUpTo: Place | null
  /** At most `verifyFindingsMax`, in the order of the chain; what is about no event comes last. */
  readonly findings: readonly Finding[]
}

/** What a thread is started with. */
export interface VerifyOrder {
  readonly journal: KeyedFile
  readonly range: Range
  readonly signer: Signer
}

/**
 * Checks a till's journal, which another process may have open: every event with all that is kept beside it, and the
 * end of the chain against what the central signed and the witness saw. A long chain is checked by as many threads as
 * there are cores (`entry`: the built `verify-worker`). Reads only. Throws the faults of `readJournal`.
 */
export async function verifyJournal(
  journal: KeyedFile,
  anchors: Anchors,
  entry: string | URL,
): Promise<VerifyReport> {
  const db = readJournal(journal)
  try {
    const seen = readTogether(db, () => ({
      extent: extentOf(db),
      head: headOf(db),
      stray: strayFindings(db),
      ...judgeIdentity(db, anchors),
    }))
    const ends = judgeEnds(db, seen.head, anchors)
    const ranges = rangesOf(db, seen.extent)
    const inOrder =
      ranges.length === 1
        ? ranges.map((range) => verifyRange(db, range, seen.signer))
        : await Promise.all(
            ranges.map((range) => checkOnThread({ journal, range, signer: seen.signer }, entry)),
          )
    const findings = [...seen.findings, ...inOrder.flat(), ...seen.stray, ...ends.findings]
    return {
      events: seen.extent.count,
      head: seen.head,
      vouchedUpTo: ends.vouchedUpTo,
      findings: findings.slice(0, verifyFindingsMax),
    }
  } finally {
    db.close()
  }
}

function headOf(db: ReadDb): VerifyReport['head'] {
  const row = keptEventUpTo(db, extentOf(db).last)
  return row && { ...placeFrom(row.place), hash: row.hash.toString('hex') }
}

function strayFindings(db: ReadDb): Finding[] {
  return strayPlaces(db, verifyFindingsMax).map(({ table, place }) => ({
    what: 'stray_rows',
    ...place,
    detail: table,
  }))
}

/** Whose chain this is. A till that was never enrolled has no events and nobody to be. */
function judgeIdentity(
  db: ReadDb,
  anchors: Anchors,
): { readonly signer: Signer; readonly findings: readonly Finding[] } {
  const terminalId = readSetting(db, 'terminal')?.terminalId
  const own = readSetting(db, 'publicKey')
  const publicKey = anchors.publicKey ?? own
  const wrong = (detail: string): Finding => ({ what: 'identity_wrong', epoch: 0, seq: 0, detail })
  const { count } = extentOf(db)
  const findings = [
    ...(count > 0 && (!terminalId || !publicKey) ? [wrong('no terminal or no key')] : []),
    ...(anchors.publicKey !== null && own !== anchors.publicKey ? [wrong('another key than given')] : []),
  ]
  return {
    signer: { terminalId: terminalId ?? ('' as Signer['terminalId']), publicKey: publicKey ?? '' },
    findings,
  }
}

/** The end of the chain against everything that saw it from outside. */
function judgeEnds(
  db: ReadDb,
  head: VerifyReport['head'],
  anchors: Anchors,
): { readonly vouchedUpTo: Place | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const acknowledged = lastCheckpoint(db)
  const terminalId = readSetting(db, 'terminal')?.terminalId
  const { witness } = anchors
  const isOfOther = witness?.terminalId !== undefined && witness.terminalId !== terminalId
  const signed = readSetting(db, 'signedCheckpoint')
  const centralKey = readSetting(db, 'centralKey')
  const isGenuine =
    signed !== null && centralKey !== null && signed.terminalId === terminalId && holds(centralKey, signed)
  const kept = acknowledged && acknowledged.seq > 0 ? acknowledged : null
  const isCovered = isGenuine && kept !== null && placeNumber(kept) <= placeNumber(signed)
  if ((signed && !isGenuine) || (kept && !isCovered)) {
    findings.push({ what: 'checkpoint_unsigned', ...placeOf(kept ?? signed), detail: '' })
  }
  const seen = [
    ...(kept ? [['checkpoint', kept] as const] : []),
    ...(isGenuine ? [['checkpoint', signed] as const] : []),
    ...(anchors.checkpoint ? [['checkpoint', anchors.checkpoint] as const] : []),
    ...(witness && !isOfOther ? [['witness', witness] as const] : []),
  ]
  for (const [by, at] of seen) findings.push(...judgeEnd(db, head, by, at))
  return { vouchedUpTo: isGenuine ? placeOf(signed) : null, findings }
}

function placeOf(at: Place | null): Place {
  return { epoch: at?.epoch ?? 0, seq: at?.seq ?? 0 }
}

function holds(centralKey: string, signed: Checkpoint): boolean {
  try {
    return signatureCheck(centralKey)(signed)
  } catch {
    return false
  }
}

function judgeEnd(
  db: ReadDb,
  head: VerifyReport['head'],
  by: 'checkpoint' | 'witness',
  at: Place & { readonly head: string },
): Finding[] {
  if (at.seq === 0) return []
  const { epoch, seq } = at
  if (!head || placeNumber(head) < placeNumber(at)) {
    const detail = head ? `the chain ends at ${head.epoch}:${head.seq}` : 'the chain is empty'
    return [{ what: `shorter_than_${by}`, epoch, seq, detail }]
  }
  const row = keptEventUpTo(db, placeNumber(at))
  const hash = row?.place === placeNumber(at) ? row.hash.toString('hex') : null
  // One that is gone from the middle is named as missing.
  return hash === null || hash === at.head ? [] : [{ what: `differs_from_${by}`, epoch, seq, detail: '' }]
}

/** The chain in as many stretches of the same length as threads are worth their start. */
function rangesOf(db: ReadDb, { count, last }: { readonly count: number; readonly last: number }): Range[] {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(count / verifyEventsPerThread)))
  const ranges: Range[] = []
  let after = 0
  for (let thread = 1; thread <= threads; thread++) {
    const upTo = thread === threads ? last : (placeOfNth(db, Math.floor((count * thread) / threads)) ?? last)
    ranges.push({ after, upTo })
    after = upTo
  }
  return ranges
}

function checkOnThread(order: VerifyOrder, entry: string | URL): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: order })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`a thread of the check ended with ${code}`)))
  })
}
