import { expect, test } from 'vitest'
import type { ReadDb } from '../../db/handle.ts'
import { countWaiting, saveCheckpoint } from '../../db/journal/checkpoint-table.ts'
import {
  anyEffectAfter,
  couponUsesOfMember,
  effectsOfMember,
  effectsOnSubject,
  enrolledAfter,
  lastEffectPlace,
  ownByCode,
  usesOfTemplateAfter,
} from '../../db/journal/effect-table.ts'
import { eventsOfType, redemptionsOf, returnsOfSale, undoOf } from '../../db/journal/event-list.ts'
import { chainHead, findEvent, lastEventTime, lastPlaceAndHead } from '../../db/journal/event-table.ts'
import { memberDay, valueSpentBetween } from '../../db/journal/member-day.ts'
import { outgoingEvents } from '../../db/journal/outbox.ts'
import { beforeAll } from '../../db/journal/place.ts'
import { findSale, lastSale, recentSales } from '../../db/journal/sale-table.ts'
import { countVerdicts, listVerdicts } from '../../db/journal/verdict-table.ts'
import { transact } from '../../db/transact.ts'
import { numberedId as id, journalIn, noon, terminalId, tillFolder } from './till-files.ts'

/** The questions of a till that sells, syncs and is looked at. */
const questions: Readonly<Record<string, (db: ReadDb) => unknown>> = {
  countWaiting,
  countVerdicts,
  listVerdicts: (db) => listVerdicts(db, 100),
  outgoingEvents: (db) => outgoingEvents(db, beforeAll, 500, 1_000_000),
  chainHead: (db) => chainHead(db, terminalId, 1),
  lastPlaceAndHead,
  lastEventTime: (db) => lastEventTime(db, 0),
  findEvent: (db) => findEvent(db, id(1)),
  findSale: (db) => findSale(db, id(1)),
  lastSale,
  recentSales: (db) => recentSales(db, 20),
  anyEffectAfter: (db) => anyEffectAfter(db, beforeAll),
  lastEffectPlace,
  effectsOfMember: (db) => effectsOfMember(db, id(1), beforeAll),
  effectsOnSubject: (db) => effectsOnSubject(db, id(1), beforeAll),
  couponUsesOfMember: (db) => couponUsesOfMember(db, id(1)),
  usesOfTemplateAfter: (db) => usesOfTemplateAfter(db, id(1), beforeAll),
  ownByCode: (db) => ownByCode(db, 'coupon', 'C1', beforeAll),
  enrolledAfter: (db) => enrolledAfter(db, beforeAll, 20),
  memberDay: (db) => memberDay(db, [id(1)], { from: noon, until: noon + 1 }),
  valueSpentBetween: (db) => valueSpentBetween(db, id(1), { from: noon, until: noon + 1 }),
  redemptionsOf: (db) => redemptionsOf(db, [id(1)], noon),
  eventsOfType: (db) => eventsOfType(db, 'gift.exchanged', { from: noon, until: noon + 1, limit: 10 }),
  salesOfDay: (db) => eventsOfType(db, 'sale.completed', { from: noon, until: noon + 1, limit: 10 }),
  returnsOfSale: (db) => returnsOfSale(db, id(1)),
  undoOf: (db) => undoOf(db, id(1)),
}

/** Walks of whole tables, or sorts of what was found, that a plan has. A limit ends a walk in the order of a key. */
function costly(sql: string, plan: readonly { readonly detail: string }[]): string[] {
  const isLimited = /\bLIMIT\b/.test(sql)
  return plan.flatMap(({ detail }) => {
    const walks = /^SCAN (event|effect|sale|verdict|stray|own_code)\b/.test(detail)
    const isNarrow = detail.includes('USING COVERING INDEX')
    return (walks && !isLimited && !isNarrow) || (isLimited && detail.includes('TEMP B-TREE')) ? [detail] : []
  })
}

test('[JO24] no question of a selling till walks the queue: each goes by a key or an index, however long it is', () => {
  const journal = journalIn(tillFolder())
  transact(journal, (tx) => saveCheckpoint(tx, { epoch: 1, seq: 0, head: '0'.repeat(64), serverTime: noon }))
  const asked = new Map<string, string>()
  for (const [name, ask] of Object.entries(questions)) {
    const listening = {
      ...journal,
      prepare(sql: string) {
        asked.set(sql, name)
        return journal.prepare(sql)
      },
    }
    ask(listening)
  }
  expect(asked.size).toBeGreaterThanOrEqual(Object.keys(questions).length)
  const found: string[] = []
  for (const [sql, name] of asked) {
    const values = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const plan = journal.prepare(`EXPLAIN QUERY PLAN ${sql}`).all<{ detail: string }>(...values)
    found.push(...costly(sql, plan).map((detail) => `${name}: ${detail}`))
  }
  expect(found).toEqual([])
  journal.close()
})
