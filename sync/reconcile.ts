import { createHash } from 'node:crypto'
import type { ReconcileProgress } from '../contract/replica-thread.ts'
import { type CollectionName, collections, type DigestsAnswer, type RowsAnswer } from '../contract/wire.ts'
import type { Replica } from '../db/handle.ts'
import { type Cursor, readCursor } from '../db/replica/cursor-table.ts'
import { canTravel, type TravelRow, travelRow, travelRows } from '../db/replica/travel-rows.ts'
import { holdState, transact } from '../db/transact.ts'
import { assert } from '../domain/assert.ts'
import { canonicalJson, canonicalJsonOrNull } from '../domain/canonical-json.ts'
import { reconcileRangesMax, reconcileRowsAtOnce, reconcileTriesMax, rowsPagesMax } from '../domain/limits.ts'
import { rangeOf, rowHash, sumText } from '../domain/row-digest.ts'
import { appliersOf, applyChanges, type Change, readChange, type SealPin } from './apply-delta.ts'
import type { CentralClient, FeedPlace, RowRange } from './central-client.ts'
import { CentralFault } from './central-fault.ts'

/*
 * Compares the replica with the chain, collection by collection, and repairs what differs (sync.md 4). Each step is
 * bounded; pulls go on between steps. The sums are taken of one state, held by a connection of its own, and what the
 * chain changed since is left out on both sides. A difference found that way only says where to look: a repair
 * compares row by row once more, at the cursor the writer stands at, and writes in one transaction.
 */

export interface ReconcileDeps {
  /** A connection of its own, for reading alone. */
  readonly openReader: () => Replica
  /** The replica's only writer. */
  readonly writer: () => Replica
  readonly central: Pick<CentralClient, 'digests' | 'rows'>
  readonly sealPin: SealPin
}

export interface Reconciliation {
  /** One step from where `progress` stands; what was begun of a collection is lost with this object and begun anew. */
  readonly step: (progress: ReconcileProgress) => Promise<ReconcileProgress>
  readonly close: () => void
}

/** The collections in the order they are compared. */
const compared = (Object.keys(collections) as CollectionName[]).filter(canTravel)

/** Fields that do not come back out of the seal; rows of staff are few and looked at one by one, seals too. */
const sealedFields: ReadonlySet<string> = new Set(['pinHash'])
const lookedThrough: ReadonlySet<string> = new Set(['staff'])
/** Former versions a till keeps although the chain no longer sends them. */
const keepsFormer: ReadonlySet<string> = new Set(['programme', 'policy'])

/** Where a comparison of all collections begins. */
export const reconcileStart: ReconcileProgress = {
  collection: 0,
  tries: 0,
  rows: 0,
  wrong: 0,
  repaired: 0,
  skipped: 0,
  done: false,
}

/** A collection being summed up. */
interface Scan {
  readonly collection: CollectionName
  readonly letGo: () => void
  readonly asked: DigestsAnswer
  readonly left: ReadonlySet<string>
  readonly ends: readonly (string | null)[]
  readonly sums: bigint[]
  readonly counts: number[]
  rows: Generator<TravelRow, void>
  /** Ranges that differ, once all rows were summed, and the keys that lie here in each. */
  wrong: Map<number, string[]> | null
}

/** A range to be looked at row by row. */
interface Suspect {
  readonly collection: CollectionName
  readonly after: string
  readonly to: string | null
  readonly keys: readonly string[]
}

export function createReconciliation(deps: ReconcileDeps): Reconciliation {
  const appliers = appliersOf(deps.sealPin)
  /** One connection for the whole comparison: opening a file proves it and costs. */
  let reader: Replica | null = null
  let scan: Scan | null = null
  let suspects: Suspect[] = []
  /** How far it comes once the suspects are looked at: not before, so that a thread that dies loses none of them. */
  let afterSuspects = reconcileStart

  const closeScan = () => {
    // A table read half is let go before its statement is used again.
    scan?.rows.return()
    scan?.letGo()
    scan = null
  }

  const close = () => {
    closeScan()
    reader?.close()
    reader = null
    suspects = []
  }

  /** Null: all was closed while the central was asked. */
  async function begin(collection: CollectionName): Promise<Scan | null> {
    reader ??= deps.openReader()
    const from = reader
    const letGo = holdState(from)
    try {
      const cursor = readCursor(from)
      assert(cursor, 'only a loaded replica is compared')
      const asked = await deps.central.digests(placeOf(cursor), collection, fieldsOf(collection))
      if (reader !== from) return null
      const ends = asked.ranges.map(({ to }) => to)
      return {
        collection,
        letGo,
        asked,
        left: new Set(asked.touched),
        ends,
        sums: ends.map(() => 0n),
        counts: ends.map(() => 0),
        rows: travelRows(from, collection),
        wrong: null,
      }
    } catch (fault) {
      letGo()
      throw fault
    }
  }

  /** Sums some rows up; or, once ranges are known to differ, notes what lies in them. True at the end of the table. */
  function readOn(of: Scan): boolean {
    for (let count = 0; count < reconcileRowsAtOnce; count++) {
      const { done, value } = of.rows.next()
      if (done || !value) return true
      if (of.left.has(value.key)) continue
      const range = rangeOf(of.ends, value.key)
      if (of.wrong) of.wrong.get(range)?.push(value.key)
      else {
        of.counts[range] = (of.counts[range] ?? 0) + 1
        of.sums[range] = (of.sums[range] ?? 0n) + rowHash(value, of.asked.fields, sha256)
      }
    }
    return false
  }

  function differing(of: Scan): number[] {
    return of.asked.ranges.flatMap(({ count, hash }, range) => {
      const isEqual = of.counts[range] === count && sumText(of.sums[range] ?? 0n) === hash
      return isEqual && !lookedThrough.has(of.collection) ? [] : [range]
    })
  }

  async function stepScan(
    progress: ReconcileProgress,
    collection: CollectionName,
  ): Promise<ReconcileProgress> {
    if (scan && scan.collection !== collection) closeScan()
    if (!scan) {
      scan = await begin(collection)
      return progress
    }
    if (!readOn(scan)) return progress
    if (!scan.wrong) {
      const wrong = differing(scan)
      if (wrong.length === 0) return nextCollection(progress, scan)
      scan.wrong = new Map(wrong.slice(0, reconcileRangesMax).map((range) => [range, []]))
      assert(reader, 'a scan has its reader')
      scan.rows = travelRows(reader, collection)
      return progress
    }
    const { ends, wrong } = scan
    suspects = [...wrong].map(([range, keys]) => ({
      collection,
      after: range === 0 ? '' : (ends[range - 1] ?? ''),
      to: ends[range] ?? null,
      keys,
    }))
    // A collection with more ranges than are repaired at once, and one that changed meanwhile, is compared again.
    const isAll = wrong.size < reconcileRangesMax || progress.tries + 1 >= reconcileTriesMax
    const last = scan
    afterSuspects = isAll ? nextCollection(progress, last) : { ...progress, tries: progress.tries + 1 }
    closeScan()
    return progress
  }

  function nextCollection(progress: ReconcileProgress, of: Scan): ReconcileProgress {
    const rows = of.asked.ranges.reduce((sum, { count }) => sum + count, 0)
    closeScan()
    return { ...progress, collection: progress.collection + 1, tries: 0, rows: progress.rows + rows }
  }

  /** Looks at a range row by row and writes what is wrong, all in one transaction. */
  async function repair(suspect: Suspect): Promise<{ readonly wrong: number; readonly repaired: number }> {
    const replica = deps.writer()
    const cursor = readCursor(replica)
    assert(cursor, 'only a loaded replica is repaired')
    const { collection, after, to } = suspect
    const answer = await rowsOf(placeOf(cursor), { collection, after, to })
    // Nobody else writes this file: the cursor stands where it stood.
    return transact(replica, (tx) => {
      const left = new Set(answer.touched)
      const there = new Set(answer.rows.map(({ k }) => k))
      const changes: Change[] = []
      let wrong = 0
      const judge = (change: Change | 'passed_over' | 'set_aside') => {
        wrong++
        if (typeof change === 'object') changes.push(change)
      }
      for (const { k, d } of answer.rows) {
        if (left.has(k)) continue
        const here = travelRow(tx, collection, k)
        if (here && isSame(collection, here, d, deps.sealPin)) continue
        judge(readChange({ c: collection, v: 0, k, d }, appliers))
      }
      for (const key of keepsFormer.has(collection) ? [] : suspect.keys) {
        if (there.has(key) || left.has(key) || !travelRow(tx, collection, key)) continue
        judge(readChange({ c: collection, v: 0, k: key, d: null }, appliers))
      }
      applyChanges(tx, changes)
      return { wrong, repaired: changes.length }
    })
  }

  /** All rows of a range, page by page: it may have grown since it was reckoned. */
  async function rowsOf(place: FeedPlace, range: RowRange): Promise<RowsAnswer> {
    const rows: RowsAnswer['rows'] = []
    const touched = new Set<string>()
    let after: string | undefined = range.after
    for (let page = 0; after !== undefined; page++) {
      const answer: RowsAnswer = await deps.central.rows(place, { ...range, after })
      // One that goes round in circles, or on without end, is no central.
      const isOn = answer.next === undefined || (answer.next > after && page < rowsPagesMax)
      if (!isOn) throw new CentralFault('malformed', 'pages of rows that come to no end')
      rows.push(...answer.rows)
      for (const key of answer.touched) touched.add(key)
      after = answer.next
    }
    return { rows, touched: [...touched] }
  }

  async function step(progress: ReconcileProgress): Promise<ReconcileProgress> {
    const suspect = suspects.shift()
    if (suspect) {
      const { wrong, repaired } = await repair(suspect)
      const found = { wrong: progress.wrong + wrong, repaired: progress.repaired + repaired }
      return suspects.length > 0 ? { ...progress, ...found } : { ...afterSuspects, ...found }
    }
    const collection = compared[progress.collection]
    if (!collection) {
      close()
      return { ...progress, done: true }
    }
    try {
      return await stepScan(progress, collection)
    } catch (fault) {
      if (!(fault instanceof CentralFault)) throw fault
      const next = {
        ...progress,
        collection: progress.collection + 1,
        tries: 0,
        skipped: progress.skipped + 1,
      }
      // A central of another year may not have such rows; one that changes too fast is compared tomorrow.
      if (fault.code === 'collection_unknown') return next
      if (fault.code !== 'digest_behind') throw fault
      return progress.tries + 1 < reconcileTriesMax ? { ...progress, tries: progress.tries + 1 } : next
    }
  }

  return {
    close,
    async step(progress) {
      try {
        return await step(progress)
      } catch (fault) {
        close()
        throw fault
      }
    },
  }
}

function placeOf({ change, feed }: Cursor): FeedPlace {
  return { cursor: change, feed }
}

function fieldsOf(collection: CollectionName): string[] {
  const { shape } = collections[collection] as unknown as { readonly shape: object }
  return Object.keys(shape).filter((field) => !sealedFields.has(field))
}

/** Whether a row of the chain is what lies here, a PIN compared by its seal. A row that does not parse is never the same. */
function isSame(
  collection: CollectionName,
  here: TravelRow,
  row: Readonly<Record<string, unknown>>,
  sealPin: SealPin,
): boolean {
  const parsed = collections[collection].safeParse(row)
  if (!parsed.success) return false
  const { pinHash, ...rest } = parsed.data as Readonly<Record<string, unknown>>
  const said =
    typeof pinHash === 'string'
      ? { ...rest, pinSeal: Buffer.from(sealPin(Buffer.from(pinHash, 'base64'))).toString('base64') }
      : rest
  return canonicalJsonOrNull(said) === canonicalJson(here.row)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
