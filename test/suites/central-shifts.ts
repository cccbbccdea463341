import { beforeEach, expect, test } from 'vitest'
import { shiftsAnswerSchema } from '../../contract/shift-report.ts'
import { firstHead, type TillEvent } from '../../domain/event.ts'
import { money } from '../../domain/money.ts'
import {
  countEvent,
  noFigures,
  type OpenShift,
  type ShiftClosed,
  type ShiftFigures,
  settleShift,
} from '../../domain/shift.ts'
import { dayKey } from '../../domain/time.ts'
import { actsBench } from './acts-bench.ts'
import { idOf, longAgo, storeOne } from './central-chain.ts'
import { newEventId, type SuiteTill } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'

const slipNumber = 'S01-T1-1-000001'
const dayMs = 86_400_000

/** Shifts of the drawers of a store, as the central adds them up and head office reads them. */
export function shiftsContract(start: StartReferenceUnderTest): void {
  const { running, kinds, next, ...bench } = actsBench(start)
  let till: SuiteTill
  let other: SuiteTill
  /** Each test has a day of its own: the store's shifts of other days are not in its answers. */
  let time: number
  beforeEach(() => {
    till = bench.till()
    other = bench.other()
    time = longAgo + next() * dayMs
  })

  const open = (of: SuiteTill, float: number, between?: ShiftFigures): TillEvent<'shift.opened'> => {
    const shiftId = newEventId()
    const data = { shiftId, storeId: storeOne, float: money(float), ...(between ? { between } : {}) }
    return of.seal('shift.opened', data, shiftId, { time }) as TillEvent<'shift.opened'>
  }
  const payOut = (of: SuiteTill, shift: TillEvent<'shift.opened'>, amount: number) => {
    const moveId = newEventId()
    const data = {
      moveId,
      slipNumber,
      storeId: storeOne,
      shiftId: shift.data.shiftId,
      kind: 'pay_out',
      amount: money(amount),
      reason: 'supplier',
      note: '豆腐\0',
    } as const
    return of.seal('cash.moved', data, moveId, { time })
  }
  const closing = (
    shift: TillEvent<'shift.opened'>,
    events: readonly TillEvent[],
    counted: number,
  ): ShiftClosed => {
    const before: OpenShift = {
      shiftId: shift.data.shiftId,
      openedAt: shift.time,
      float: shift.data.float,
      figures: events.reduce(countEvent, noFigures),
      recounts: 0,
    }
    const count = { counted: money(counted), left: money(0), denominations: [] }
    const settled = settleShift(before, count, { storeId: storeOne, slipNumber, note: '找错' })
    if (!settled.ok) throw new Error(settled.refusal.code)
    return settled.value
  }
  const close = (of: SuiteTill, data: ShiftClosed) =>
    of.seal('shift.closed', data, newEventId(), { time: time + 1, approver: idOf('p', 2) })

  async function report(more = ''): Promise<ReturnType<typeof shiftsAnswerSchema.parse>> {
    const day = dayKey(time, 'Asia/Shanghai')
    const response = await (await running()).headOffice(`stores/S01/shifts?day=${day}${more}`)
    expect(response.status).toBe(200)
    return shiftsAnswerSchema.parse(await response.json())
  }

  test('[SF20] a store’s shifts are added up from their events, and what was counted stands beside', async () => {
    const shift = open(till, 50_000)
    const acts = [till.sell(), payOut(till, shift, 300), till.sell()]
    const closed = closing(shift, acts, 51_600)
    expect(closed).toMatchObject({ expected: 51_700, difference: -100 })
    // In two batches: the second one finds the shift as the first left it.
    expect(kinds(await till.push([shift, ...acts.slice(0, 2)]))).toEqual([[], [], []])
    const between = { ...noFigures, sales: 1, turnover: money(700) }
    const stillOpen = open(other, 20_000, between)
    expect(kinds(await other.push([stillOpen]))).toEqual([[]])
    expect(kinds(await till.push([...acts.slice(2), close(till, closed)]))).toEqual([[], []])
    const { shifts, sums, more } = await report()
    expect(more).toBe(false)
    expect(sums).toEqual({ shifts: 2, closed: 1, expected: 51_700, counted: 51_600, difference: -100 })
    expect(shifts.find(({ shiftId }) => shiftId === shift.id)).toMatchObject({
      terminalId: till.enrolment.terminalId,
      float: 50_000,
      figures: { sales: 2, turnover: 2_000, taken: { cash: 2_000 }, moved: { pay_out: 300 } },
      closed: {
        at: time + 1,
        approver: idOf('p', 2),
        expected: 51_700,
        counted: 51_600,
        difference: -100,
        left: 0,
        note: '找错',
        agrees: true,
      },
      between: null,
      moves: [{ kind: 'pay_out', amount: 300, reason: 'supplier', note: '豆腐\u{fffd}' }],
    })
    expect(shifts.find(({ shiftId }) => shiftId === stillOpen.id)).toMatchObject({
      closed: null,
      moves: [],
      between,
    })
    expect(await report('&limit=1')).toMatchObject({ sums, more: true })
  })

  test('[SF21] a shift whose figures are not what its events come to is disputed, and taken', async () => {
    const wrongs: readonly (readonly [string, (closed: ShiftClosed) => ShiftClosed])[] = [
      ['turnover', (closed) => ({ ...closed, figures: { ...closed.figures, turnover: money(1) } })],
      ['expected', (closed) => ({ ...closed, expected: money(closed.expected + 7) })],
      ['difference', (closed) => ({ ...closed, difference: money(0) })],
      ['float', (closed) => ({ ...closed, float: money(1) })],
      ['shiftId', (closed) => ({ ...closed, shiftId: newEventId() })],
    ]
    for (const [subject, wrong] of wrongs) {
      const shift = open(till, 1_000)
      const acts = [till.sell()]
      const pushed = await till.push([shift, ...acts, close(till, wrong(closing(shift, acts, 1_990)))])
      expect(kinds(pushed)).toEqual([[], [], ['shift_differs']])
      expect(bench.taken(pushed)[2]?.disputes?.[0]).toMatchObject({ subject })
      const found = (await report()).shifts.find(({ shiftId }) => shiftId === shift.id)
      expect(found?.figures.turnover).toBe(1_000)
      // Whoever closes another shift leaves this one open.
      expect(found?.closed?.agrees).toBe(subject === 'shiftId' ? undefined : false)
    }
    // Nothing waits for it: the next sale is taken as ever.
    expect(kinds(await till.push([till.sell()]))).toEqual([[]])
  })

  test('[SF22] an event counts in the shift it stands in, in whatever order epochs are told', async () => {
    const lost = open(till, 100)
    const inLost = till.sell()
    expect(kinds(await till.push([lost, inLost]))).toEqual([[], []])
    // The till lost its journal: it begins anew, and what is salvaged of the time before comes later.
    const stray = till.sell()
    till.continueAt(firstHead(till.enrolment.terminalId, 2))
    const begun = open(till, 200)
    expect(kinds(await till.push([begun]))).toEqual([[]])
    expect(kinds(await till.push([stray], true))).toEqual([[]])
    const acts = [till.sell()]
    const closed = closing(begun, acts, 1_200)
    // After it is closed nothing counts in it any more.
    const closedFor = close(till, closed)
    const after = till.sell()
    expect(kinds(await till.push([...acts, closedFor, after]))).toEqual([[], [], []])
    const figures = new Map((await report()).shifts.map((row) => [row.shiftId, row.figures.sales]))
    expect([figures.get(lost.id), figures.get(begun.id)]).toEqual([2, 1])
  })

  test('[SF23] a closing told twice closes once, and a shift nobody heard of is for people', async () => {
    const shift = open(till, 0)
    const closed = closing(shift, [], 0)
    const events = [shift, close(till, closed)]
    await till.push(events)
    expect(bench.taken(await till.push(events)).map(({ outcome }) => outcome)).toEqual([
      'duplicate',
      'duplicate',
    ])
    expect(kinds(await till.push([close(till, closed)]))).toEqual([['shift_differs']])
    expect((await report()).sums).toMatchObject({ shifts: 1, closed: 1 })
  })

  test('[SF25] a closing meets the shift it names and no other, wherever the till’s chain goes on', async () => {
    const first = open(till, 100)
    expect(kinds(await till.push([first]))).toEqual([[]])
    // The till was restored to where the first was open; the chain has heard of a second one meanwhile.
    const second = open(till, 200)
    const late = till.sell()
    expect(kinds(await till.push([second]))).toEqual([[]])
    till.continueAt(firstHead(till.enrolment.terminalId, 2))
    expect(kinds(await till.push([close(till, closing(first, [], 100))]))).toEqual([[]])
    const found = async (shift: TillEvent) =>
      (await report()).shifts.find(({ shiftId }) => shiftId === shift.id)
    expect((await found(first))?.closed).toMatchObject({ counted: 100, agrees: true })
    expect(await found(second)).toMatchObject({ closed: null, figures: { sales: 0 } })
    // What is told late of the time before counts where it stood, also when that is closed by now.
    const third = open(till, 300)
    await till.push([third, close(till, closing(third, [], 300))])
    expect(kinds(await till.push([late], true))).toEqual([[]])
    expect(await found(second)).toMatchObject({ figures: { sales: 1 } })
    expect(await found(third)).toMatchObject({ closed: { agrees: true }, figures: { sales: 0 } })
    // Long ago is no reason to miss it.
    const old = open(till, 1)
    await till.push([old])
    for (let more = 0; more < 9; more++) await till.push([open(till, 1)])
    expect(kinds(await till.push([close(till, closing(old, [], 1))]))).toEqual([[]])
    expect((await found(old))?.closed).toMatchObject({ agrees: true })
  })

  test('[SF24] the list is for head office alone, of a store and a day there are', async () => {
    const { headOffice } = await running()
    expect((await headOffice('stores/S99/shifts?day=2026-09-21')).status).toBe(404)
    expect((await headOffice('stores/S01/shifts?day=yesterday')).status).toBe(400)
    expect((await till.ask('/v1/head-office/stores/S01/shifts?day=2026-09-21')).status).toBe(401)
  })
}
