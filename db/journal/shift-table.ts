import type { TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import {
  countEvent,
  countsInShift,
  noFigures,
  type OpenShift,
  type ShiftFigures,
} from '../../domain/shift.ts'
import type { ReadDb, Tx } from '../handle.ts'
import { placeNumber } from './place.ts'
import { readSetting, removeSetting, saveSetting } from './setting-table.ts'

const openSql = `SELECT place, body FROM shift WHERE closedPlace IS NULL`
const addSql = `INSERT INTO shift (place, closedPlace, openedAt, body) VALUES (?, NULL, ?, ?)`
const saveSql = `UPDATE shift SET body = ? WHERE closedPlace IS NULL`
const closeSql = `UPDATE shift SET closedPlace = ? WHERE closedPlace IS NULL`
const closedSql = `
SELECT closing.body AS body FROM shift JOIN event AS closing ON closing.place = shift.closedPlace
ORDER BY shift.place DESC LIMIT ?`
const closedOfSql = `
SELECT closing.body AS body FROM event AS opening
JOIN shift ON shift.place = opening.place JOIN event AS closing ON closing.place = shift.closedPlace
WHERE opening.id = ?`

/** The shift of this till's drawer, or null while none is open. */
export function openShift(db: ReadDb): OpenShift | null {
  const row = db.prepare(openSql).get<{ body: string }>()
  return row ? (JSON.parse(row.body) as OpenShift) : null
}

/** What happened since the last shift was closed, or ever, while none is open. */
export function betweenShifts(db: ReadDb): ShiftFigures {
  return readSetting(db, 'betweenShifts') ?? noFigures
}

/** What an event does to the shifts, in its own transaction: opens one, counts in the open one or between two, or closes it. */
export function addToShift(tx: Tx, event: TillEvent): void {
  if (event.type === 'shift.opened') {
    const { float, shiftId } = (event as TillEvent<'shift.opened'>).data
    const shift: OpenShift = { shiftId, openedAt: event.time, float, figures: noFigures, recounts: 0 }
    tx.prepare(addSql).run(placeNumber(event), event.time, JSON.stringify(shift))
    removeSetting(tx, 'betweenShifts')
  } else if (event.type === 'shift.closed') {
    tx.prepare(closeSql).run(placeNumber(event))
  } else if (countsInShift(event.type)) {
    const shift = openShift(tx)
    if (shift) saveOpenShift(tx, { ...shift, figures: countEvent(shift.figures, event) })
    else saveSetting(tx, 'betweenShifts', countEvent(betweenShifts(tx), event))
  }
}

/** One more count that was too far off to close the shift with; the same count again is none. */
export function addRecount(tx: Tx, counted: Money): void {
  const shift = openShift(tx)
  if (!shift || shift.lastCount === counted) return
  saveOpenShift(tx, { ...shift, recounts: shift.recounts + 1, lastCount: counted })
}

/** What the latest shifts of this till were closed with, newest first. */
export function closedShifts(db: ReadDb, limit: number): TillEvent<'shift.closed'>[] {
  return db.prepare(closedSql).all<{ body: string }>(limit).map(parsed)
}

/** What a shift was closed with, or null while it is open or nobody knows it. */
export function closedShiftOf(db: ReadDb, shiftId: Uuid): TillEvent<'shift.closed'> | null {
  const row = db.prepare(closedOfSql).get<{ body: string }>(uuidToBytes(shiftId))
  return row ? parsed(row) : null
}

function saveOpenShift(tx: Tx, shift: OpenShift): void {
  tx.prepare(saveSql).run(JSON.stringify(shift))
}

function parsed({ body }: { readonly body: string }): TillEvent<'shift.closed'> {
  return JSON.parse(body) as TillEvent<'shift.closed'>
}
