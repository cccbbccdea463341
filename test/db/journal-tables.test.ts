import { expect, test } from 'vitest'
import type { Journal } from '../../db/handle.ts'
import {
  clearBasket,
  heldBaskets,
  holdBasket,
  openBasket,
  recallBasket,
  saveBasket,
} from '../../db/journal/basket-table.ts'
import { countWaiting, lastCheckpoint, saveCheckpoint } from '../../db/journal/checkpoint-table.ts'
import {
  appendEvent,
  chainHead,
  countEventsAfter,
  eventsAfter,
  findEvent,
  lastEpoch,
  placeOfEvent,
} from '../../db/journal/event-table.ts'
import { pinTries, savePinTries } from '../../db/journal/pin-tries-table.ts'
import { beforeAll } from '../../db/journal/place.ts'
import {
  addPrintJob,
  countPrintJobs,
  dropSettledPrintJobs,
  findPrintJob,
  markPrinted,
  markPrintFailed,
  markPrinting,
  markPrintUnknown,
  markPrintWaiting,
  newestPrintOf,
  nextPrintJob,
  printAgain,
  printJobsOf,
  routeWaitingPrints,
  settlePrintingJobs,
} from '../../db/journal/print-job-table.ts'
import {
  addSale,
  findSale,
  findSaleByReceipt,
  lastSale,
  recentSales,
  type SaleRecord,
} from '../../db/journal/sale-table.ts'
import { readSetting, removeSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { countVerdicts, listVerdicts, removeVerdict, saveVerdict } from '../../db/journal/verdict-table.ts'
import { transact } from '../../db/transact.ts'
import { type Basket, newBasket } from '../../domain/basket.ts'
import { noHash, sealEvent } from '../../domain/event.ts'
import { money } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { draftOf, journalIn, noon, numberedId, record, sealer, terminalId, tillFolder } from './till-files.ts'

const id = numberedId

test('[JO1] events come back as they were sealed, in chain order, over epochs', () => {
  const journal = journalIn(tillFolder())
  expect(chainHead(journal, terminalId, 1)).toEqual({ source: terminalId, epoch: 1, seq: 0, hash: noHash })
  expect(lastEpoch(journal)).toBe(0)
  const events = [1, 1, 1, 3, 3].map((epoch, index) =>
    transact(journal, (tx) => record(tx, draftOf(id(index), noon + index, '收银 🧾'), epoch)),
  )
  expect(lastEpoch(journal)).toBe(3)
  expect(chainHead(journal, terminalId, 1)).toMatchObject({ seq: 3, hash: events[2]?.hash })
  expect(eventsAfter(journal, beforeAll, 10, 1_000_000)).toEqual(events)
  expect(eventsAfter(journal, { epoch: 1, seq: 2 }, 2, 1_000_000)).toEqual(events.slice(2, 4))
  expect(findEvent(journal, id(3))).toEqual(events[3])
  expect(placeOfEvent(journal, id(4))).toEqual({ epoch: 3, seq: 2 })
  expect(placeOfEvent(journal, id(99))).toBeNull()
  expect(
    [beforeAll, { epoch: 1, seq: 1 }, { epoch: 2, seq: 7 }, { epoch: 3, seq: 2 }].map((place) =>
      countEventsAfter(journal, place),
    ),
  ).toEqual([5, 4, 2, 0])
})

test('[JO2] a batch keeps to its bytes, but an oversized event goes alone and blocks nothing', () => {
  const journal = journalIn(tillFolder())
  for (let index = 0; index < 3; index++)
    transact(journal, (tx) => record(tx, draftOf(id(index), noon, 'x'.repeat(index === 0 ? 5_000 : 10))))
  const seqs = (seq: number, bytesMax: number) =>
    eventsAfter(journal, { epoch: 1, seq }, 10, bytesMax).map((event) => event.seq)
  expect(seqs(0, 1_000)).toEqual([1])
  expect(seqs(1, 2_000)).toEqual([2, 3])
  expect(seqs(1, 800)).toEqual([2])
})

test('[JO3] a place or an id is never used twice, and a gap is a bug', () => {
  const journal = journalIn(tillFolder())
  transact(journal, (tx) => record(tx, draftOf(id(1))))
  const head = chainHead(journal, terminalId, 1)
  const ahead = sealEvent(draftOf(id(2)), { ...head, seq: head.seq + 1 }, sealer)
  expect(() => transact(journal, (tx) => appendEvent(tx, ahead))).toThrow('follows the head')
  expect(() => transact(journal, (tx) => record(tx, draftOf(id(1))) && undefined)).toThrow()
  expect(countEventsAfter(journal, beforeAll)).toBe(1)
})

test('[JO4] what waits is what no checkpoint covers, also after one that went back', () => {
  const journal = journalIn(tillFolder())
  const events = [0, 1, 2].map((index) => transact(journal, (tx) => record(tx, draftOf(id(index)))))
  expect([countWaiting(journal), lastCheckpoint(journal)]).toEqual([3, null])
  const waits = [2, 3, 1].map((seq) => {
    const head = events[seq - 1]?.hash ?? noHash
    transact(journal, (tx) => saveCheckpoint(tx, { epoch: 1, seq, head, serverTime: noon + seq }))
    expect(lastCheckpoint(journal)).toEqual({ epoch: 1, seq, head, serverTime: noon + seq })
    return countWaiting(journal)
  })
  expect(waits).toEqual([1, 0, 2])
})

const receipt: Receipt = { blocks: [{ kind: 'title', text: '小票' }, { kind: 'rule' }], openDrawer: true }

test('[JO5] print jobs wait in order, count attempts and settle as unknown after a kill', () => {
  const journal = journalIn(tillFolder())
  const queue = (sale: number, copy: number) =>
    transact(journal, (tx) => addPrintJob(tx, { actId: id(sale), copy, receipt, createdAt: noon }))
  const [first, second, third] = [queue(1, 0), queue(2, 0), queue(1, 1)] as const
  const waiting = {
    jobId: first,
    actId: id(1),
    copy: 0,
    receipt,
    state: 'waiting',
    attempts: 0,
    createdAt: noon,
    place: 'main',
    note: null,
    changedAt: noon,
  }
  expect(nextPrintJob(journal)).toEqual(waiting)
  transact(journal, (tx) => markPrinting(tx, first, noon + 1))
  expect(nextPrintJob(journal)?.jobId).toBe(second)
  expect(countPrintJobs(journal).waiting).toBe(3)
  transact(journal, (tx) => markPrintWaiting(tx, first, noon + 2))
  transact(journal, (tx) => markPrinting(tx, first, noon + 3))
  transact(journal, (tx) => markPrinted(tx, first, noon + 4))
  expect(findPrintJob(journal, first)).toEqual({
    ...waiting,
    state: 'printed',
    attempts: 2,
    changedAt: noon + 4,
  })
  transact(journal, (tx) => markPrinting(tx, second, noon + 5))
  expect(transact(journal, (tx) => settlePrintingJobs(tx, noon + 6))).toBe(1)
  expect(findPrintJob(journal, second)?.state).toBe('unknown')
  transact(journal, (tx) => markPrintFailed(tx, third, noon + 7))
  expect([nextPrintJob(journal), countPrintJobs(journal).waiting]).toEqual([null, 0])
  expect(printJobsOf(journal, id(1)).map(({ copy, state }) => [copy, state])).toEqual([
    [0, 'printed'],
    [1, 'failed'],
  ])
  expect([newestPrintOf(journal, id(1)), newestPrintOf(journal, id(9))]).toEqual([
    { state: 'failed', copy: 1 },
    null,
  ])
  expect(() => queue(1, 1)).toThrow()
  transact(journal, (tx) => markPrintUnknown(tx, third, noon + 8))
  expect(() => transact(journal, (tx) => markPrinted(tx, 99, noon))).toThrow('is there')
})

test('[JO6] settled print jobs beyond the limit go, oldest first; waiting and failed ones stay', () => {
  const journal = journalIn(tillFolder())
  const jobs = [1, 2, 3, 4, 5].map((sale) =>
    transact(journal, (tx) => addPrintJob(tx, { actId: id(sale), copy: 0, receipt, createdAt: noon })),
  )
  for (const index of [1, 2, 4]) transact(journal, (tx) => markPrinted(tx, jobs[index] as number, noon))
  transact(journal, (tx) => markPrintFailed(tx, jobs[0] as number, noon))
  transact(journal, (tx) => dropSettledPrintJobs(tx, 3))
  expect(jobs.map((job) => findPrintJob(journal, job)?.state ?? null)).toEqual([
    'failed',
    null,
    null,
    'waiting',
    'printed',
  ])
})

test('[JO6] the newest job stays whatever became of it, so that its id is never given out again', () => {
  const journal = journalIn(tillFolder())
  const queue = (act: number) =>
    transact(journal, (tx) => addPrintJob(tx, { actId: id(act), copy: 0, receipt, createdAt: noon }))
  const [waiting, newest] = [queue(1), queue(2)]
  transact(journal, (tx) => markPrinted(tx, newest, noon))
  transact(journal, (tx) => dropSettledPrintJobs(tx, 1))
  expect([findPrintJob(journal, waiting)?.state, findPrintJob(journal, newest)?.state]).toEqual([
    'waiting',
    'printed',
  ])
  expect(queue(3)).toBeGreaterThan(newest)
})

function basketOf(saleId: number): Basket {
  return { ...newBasket(id(saleId), noon), memberId: id(500), couponIds: [id(501)], memberProof: 'scanned' }
}

test('[JO7] one basket is open, others are held and come back as they were', () => {
  const journal = journalIn(tillFolder())
  const held = (heldAt: number) => ({ heldAt, payable: money(1_290), memberName: '王*' })
  transact(journal, (tx) => saveBasket(tx, basketOf(1)))
  transact(journal, (tx) => saveBasket(tx, { ...basketOf(1), pointsToBurn: points(200) }))
  expect(openBasket(journal)).toEqual({ ...basketOf(1), pointsToBurn: 200 })
  transact(journal, (tx) => holdBasket(tx, id(1), held(noon)))
  expect(openBasket(journal)).toBeNull()
  transact(journal, (tx) => saveBasket(tx, basketOf(2)))
  expect(() => transact(journal, (tx) => recallBasket(tx, id(1)))).toThrow('no basket is open')
  transact(journal, (tx) => holdBasket(tx, id(2), held(noon + 1)))
  expect(heldBaskets(journal)).toEqual([
    { ...held(noon), basket: { ...basketOf(1), pointsToBurn: 200 } },
    { ...held(noon + 1), basket: basketOf(2) },
  ])
  expect(transact(journal, (tx) => recallBasket(tx, id(9)))).toBeNull()
  expect(transact(journal, (tx) => recallBasket(tx, id(1)))).toEqual({ ...basketOf(1), pointsToBurn: 200 })
  transact(journal, (tx) => saveBasket(tx, basketOf(3)))
  expect(openBasket(journal)).toEqual(basketOf(3))
  transact(journal, clearBasket)
  expect([openBasket(journal), heldBaskets(journal).length]).toEqual([null, 1])
})

test('[JO8] settings, PIN tries and verdicts are remembered', () => {
  const journal = journalIn(tillFolder())
  expect(readSetting(journal, 'language')).toBeNull()
  transact(journal, (tx) => {
    saveSetting(tx, 'language', 'zh')
    saveSetting(tx, 'language', 'en')
    saveSetting(tx, 'terminal', { terminalId, number: 'T1', storeId: id(7) })
    savePinTries(tx, id(1), { failures: 5, lockedUntil: noon })
    saveVerdict(tx, { eventId: id(2), outcome: 'parked', code: 'data_invalid', disputes: [], heardAt: noon })
    saveVerdict(tx, {
      eventId: id(3),
      outcome: 'disputed',
      code: null,
      disputes: [{ kind: 'coupon_use', subject: `${id(8)}:1`, other: id(4) }],
      heardAt: noon + 1,
    })
  })
  expect(readSetting(journal, 'language')).toBe('en')
  expect(readSetting(journal, 'terminal')).toEqual({ terminalId, number: 'T1', storeId: id(7) })
  transact(journal, (tx) => removeSetting(tx, 'terminal'))
  expect(readSetting(journal, 'terminal')).toBeNull()
  expect(pinTries(journal, id(1))).toEqual({ failures: 5, lockedUntil: noon })
  expect(pinTries(journal, id(2))).toEqual({ failures: 0, lockedUntil: 0 })
  expect(countVerdicts(journal)).toEqual({ disputed: 1, parked: 1 })
  expect(listVerdicts(journal, 1)[0]?.disputes).toEqual([
    { kind: 'coupon_use', subject: `${id(8)}:1`, other: id(4) },
  ])
  transact(journal, (tx) => removeVerdict(tx, id(2)))
  expect(countVerdicts(journal)).toEqual({ disputed: 1, parked: 0 })
})

/** A sale's line beside an event of the same id. */
function sellTo(journal: Journal, number: number, changed: Partial<SaleRecord> = {}, epoch = 1): SaleRecord {
  return transact(journal, (tx) => {
    const { seq, id: saleId } = record(tx, draftOf(id(number), changed.completedAt ?? noon), epoch)
    const sale: SaleRecord = {
      saleId,
      epoch,
      seq,
      completedAt: noon,
      receiptNumber: `S01-T1-${epoch}-${String(seq).padStart(6, '0')}`,
      toPay: money(100),
      paid: money(120),
      change: money(20),
      earned: points(1),
      burned: noPoints,
      itemCount: 3,
      memberName: null,
      ...changed,
    }
    addSale(tx, sale)
    return sale
  })
}

test('[JO9] sales are listed newest first, and found by id and by receipt number', () => {
  const journal = journalIn(tillFolder())
  expect(lastSale(journal)).toBeNull()
  const sales = [
    sellTo(journal, 1),
    sellTo(journal, 2, { memberName: '李*', completedAt: noon - 1 }),
    sellTo(journal, 3, {}, 2),
  ]
  expect(recentSales(journal, 2)).toEqual([sales[2], sales[1]])
  expect(lastSale(journal)).toEqual(sales[2])
  expect([findSale(journal, id(2)), findSale(journal, id(9))]).toEqual([sales[1], null])
  expect(findSaleByReceipt(journal, 'S01-T1-2-000001')).toEqual(sales[2])
  for (const stranger of ['S02-T1-2-000001', 'S01-T1-2-000002', 'S01-T1-2', '', 'S01-T1-999999-000001'])
    expect(findSaleByReceipt(journal, stranger)).toBeNull()
})

test('[PN32] a job printed again waits for the first printer, whichever it went to', () => {
  const journal = journalIn(tillFolder())
  const receipt: Receipt = { blocks: [], openDrawer: true }
  const jobId = transact(journal, (tx) => {
    const added = addPrintJob(tx, { actId: id(1), copy: 0, receipt, createdAt: noon })
    routeWaitingPrints(tx, { place: 'backup', note: null, at: noon })
    markPrinting(tx, added, noon)
    markPrintFailed(tx, added, noon)
    return added
  })
  expect(findPrintJob(journal, jobId)?.receipt.openDrawer).toBe(false)
  transact(journal, (tx) => printAgain(tx, jobId, receipt, noon))
  expect(nextPrintJob(journal, 'main')).toMatchObject({ jobId, place: 'main' })
})
