import type { Image, Tx } from '../handle.ts'
import { openNewImage } from '../open.ts'
import { transact } from '../transact.ts'
import { type Cursor, saveCursor } from './cursor-table.ts'

/**
 * A snapshot being built by the central: a plain SQLite file with the replica's tables and no secondary indexes.
 * Rows are written with the same `put…` functions a pull uses, except lots and coupons: `addLot`, `addCoupon`.
 * Rows written in the order of their primary keys make the smallest and fastest file.
 */
export interface SnapshotImage {
  /** One transaction; call as often as rows come in. */
  readonly write: (work: (tx: Tx) => void) => void
  /** Names the state the rows are and closes the file. */
  readonly finish: (cursor: Cursor) => void
  /** Closes an unfinished file; its caller removes it. */
  readonly abandon: () => void
}

/** Creates the file; it must not exist yet. */
export function createSnapshotImage(file: string): SnapshotImage {
  const image: Image = openNewImage(file)
  return {
    write: (work) => transact(image, work),
    finish(cursor) {
      transact(image, (tx) => saveCursor(tx, cursor))
      image.close()
    },
    abandon: image.close,
  }
}
