import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Journal } from '../../db/handle.ts'
import { lastCheckpoint, saveCheckpoint } from '../../db/journal/checkpoint-table.ts'
import {
  addIntent,
  intentState,
  intentsIn,
  markAllUnused,
  markUnused,
  removeIntent,
} from '../../db/journal/intent-table.ts'
import { addLateAnswer, lateAnswerTo, lateDeclines } from '../../db/journal/late-answer-table.ts'
import {
  addUnsecured,
  confirmUnsecured,
  exposureOf,
  lastFullSync,
  sessionSince,
  usedUnsecured,
} from '../../db/journal/unsecured-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { money } from '../../domain/money.ts'
import { endSessionAt, sessionEndBefore } from '../../sync/session.ts'
import { draftOf, journalIn, key, noon, numberedId, record, tillFolder } from './till-files.ts'

const member = numberedId(70)
const other = numberedId(71)

/** Records an event that a till decided alone, worth `amount`; the number names it. */
function decideAlone(journal: Journal, number: number, amount: number, memberId = member): void {
  transact(journal, (tx) => {
    const event = record(tx, draftOf(numberedId(number), noon + number))
    addUnsecured(tx, event, { memberId, uses: 1, amount: money(amount) })
  })
}

/** The central acknowledges everything so far. */
function acknowledge(journal: Journal, seq: number): void {
  transact(journal, (tx) => saveCheckpoint(tx, { epoch: 1, seq, head: '00'.repeat(32), serverTime: noon }))
}

function access(journal: Journal) {
  return {
    read: () => journal,
    write: <T>(work: Parameters<typeof transact>[1]) => transact(journal, work) as T,
  } as Parameters<typeof endSessionAt>[0]
}

test('[JO34] exposure is what no full sync and no late approval has settled', () => {
  const journal = journalIn(tillFolder())
  expect([exposureOf(journal), sessionSince(journal)]).toEqual([0, null])
  decideAlone(journal, 1, 300)
  decideAlone(journal, 2, 500, other)
  expect([exposureOf(journal), sessionSince(journal)]).toEqual([800, noon + 1])
  transact(journal, (tx) => confirmUnsecured(tx, numberedId(1)))
  expect([exposureOf(journal), sessionSince(journal)]).toEqual([500, noon + 2])
  const day = { from: noon, until: noon + 100 }
  expect(usedUnsecured(journal, [member], day)).toEqual({ uses: 0, amount: 0 })
  expect(usedUnsecured(journal, [member, other], day)).toEqual({ uses: 1, amount: 500 })
  expect(usedUnsecured(journal, [other], { from: noon, until: noon + 2 })).toEqual({ uses: 0, amount: 0 })
})

test('[JO35] a session ends with a pull begun after every event was acknowledged, and not before', () => {
  const journal = journalIn(tillFolder())
  decideAlone(journal, 1, 300)
  expect(sessionEndBefore(journal)).toBeNull()
  acknowledge(journal, 1)
  const before = sessionEndBefore(journal)
  expect(before).toMatchObject({ epoch: 1, seq: 1 })
  // Decided while the pull was under way: it is of the next session.
  decideAlone(journal, 2, 500)
  if (before) endSessionAt(access(journal), before, noon)
  expect(exposureOf(journal)).toBe(500)
  expect(sessionEndBefore(journal)).toBeNull()
  acknowledge(journal, 2)
  const last = lastCheckpoint(journal)
  if (last) endSessionAt(access(journal), last, noon)
  expect(exposureOf(journal)).toBe(0)
  // Nothing is open: no pull costs a write.
  expect(sessionEndBefore(journal)).toBeNull()
  // An earlier end never opens it again.
  if (before) endSessionAt(access(journal), before, noon)
  expect(lastFullSync(journal)).toEqual({ epoch: 1, seq: 2 })
})

test('[JO36] an intent stands until its act is recorded or given back', () => {
  const journal = journalIn(tillFolder())
  const [first, second] = [numberedId(1), numberedId(2)]
  transact(journal, (tx) => {
    addIntent(tx, first, noon)
    addIntent(tx, second, noon + 1)
    markUnused(tx, first)
  })
  expect(intentsIn(journal, 'asked', 9)).toEqual([second])
  expect(intentsIn(journal, 'unused', 9)).toEqual([first])
  transact(journal, (tx) => addIntent(tx, first, noon + 2))
  expect(intentState(journal, first)).toBe('asked')
  transact(journal, (tx) => {
    removeIntent(tx, second)
    markAllUnused(tx)
  })
  expect(intentsIn(journal, 'unused', 9)).toEqual([first])
  expect(intentState(journal, second)).toBeNull()
})

test('[JO36] the first late answer stands, and a no is listed for people', () => {
  const journal = journalIn(tillFolder())
  const [yes, no] = [numberedId(1), numberedId(2)]
  transact(journal, (tx) => {
    addLateAnswer(tx, { eventId: yes, code: null, heardAt: noon })
    addLateAnswer(tx, { eventId: no, code: 'coupon_used', heardAt: noon + 1 })
    addLateAnswer(tx, { eventId: no, code: null, heardAt: noon + 2 })
  })
  expect(lateAnswerTo(journal, yes)).toMatchObject({ code: null })
  expect(lateDeclines(journal, 9)).toEqual([{ eventId: no, code: 'coupon_used', heardAt: noon + 1 }])
})

test('[JO37] over any acts, confirmations, full syncs and reopenings exposure is the sum of what is open', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('decide' as const),
        amount: fc.integer({ min: 0, max: 900 }),
      }),
    },
    fc.record({ kind: fc.constant('confirm' as const), which: fc.nat(20) }),
    fc.record({ kind: fc.constant('sync' as const) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const folder = tillFolder()
      const open = () => openJournal({ file: join(folder, 'journal.db'), key })
      let journal = open()
      const amounts: number[] = []
      for (const one of steps) {
        if (one.kind === 'decide') {
          decideAlone(journal, amounts.length + 1, one.amount)
          amounts.push(one.amount)
        } else if (one.kind === 'confirm' && one.which < amounts.length) {
          transact(journal, (tx) => confirmUnsecured(tx, numberedId(one.which + 1)))
          amounts[one.which] = 0
        } else if (one.kind === 'sync' && amounts.length > 0) {
          acknowledge(journal, amounts.length)
          const end = sessionEndBefore(journal)
          if (end) endSessionAt(access(journal), end, noon)
          amounts.fill(0)
        } else if (one.kind === 'reopen') {
          journal.close()
          journal = open()
        }
        expect(exposureOf(journal)).toBe(amounts.reduce((sum, amount) => sum + amount, 0))
      }
      journal.close()
    }),
    { numRuns: 12 },
  )
})
