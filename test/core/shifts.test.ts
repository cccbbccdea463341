import { expect, test } from 'vitest'
import { uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import type { OpenPrinter } from '../../electron/devices/open-printer.ts'
import { programme, staff } from './demo-chain.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { slipsOf, withPrinter, wordsOn } from './paper.ts'
import { approve, begin, soldOils } from './refusal-row.ts'
import { closeShift, openShift } from './shift-rows.ts'
import type { Page } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const float = 50_000

async function payOut(page: Page, amount: number, actId?: Awaited<ReturnType<typeof begin>>) {
  const input = { kind: 'pay_out', amount: money(amount), reason: 'supplier', note: ' 豆腐 ' } as const
  return page.call('moveCash', { ...input, actId: actId ?? (await begin(page)) })
}

/** Sells two oils for cash with change. Answers what is to be paid for them. */
async function sellForCash(page: Page): Promise<number> {
  await soldOils(page, { member: null })
  const { toPay } = outputOf(await page.call('recentSales', {})).sales[0] ?? { toPay: 0 }
  return toPay
}

const signInAs = (page: Page, who: 'cashier' | 'supervisor') =>
  page.call('signIn', { code: staff[who].code, pin: staff[who].pin })

test('[SF10] a shift counts every cash move from its float to a blind count, and the next begins with what it left', async () => {
  const { folder, page } = await newTill(withPrinter)
  expect(page.slice('shift_changed')).toEqual({ open: null, nextFloat: null, between: null })
  expect(await openShift(page)).toEqual({ output: {} })
  const [opened] = eventsOf(folder, 'shift.opened')
  expect(page.slice('shift_changed')).toEqual({
    open: { shiftId: opened?.id, openedAt: opened?.time, float },
    nextFloat: null,
    between: null,
  })
  const sold = await sellForCash(page)
  const [sale] = eventsOf(folder, 'sale.completed')
  await page.call('returnSale', {
    actId: await begin(page),
    saleId: uuid(sale?.id ?? ''),
    lines: [{ place: 0, amount: 1 }],
    reason: 'unwanted',
  })
  const [returned] = eventsOf(folder, 'sale.returned')
  const paidOut = await begin(page)
  await payOut(page, 1_234, paidOut)
  const [moved] = eventsOf(folder, 'cash.moved')
  expect(moved?.data).toMatchObject({ kind: 'pay_out', amount: 1_234, note: '豆腐', shiftId: opened?.id })
  expect(slipsOf(folder, paidOut)).toMatchObject([{ openDrawer: true }])
  const expected = float + sold - (returned?.data.refund ?? 0) - 1_234
  const closed = outputOf(
    await closeShift(page, { counted: money(expected - 5), left: money(float - 1_000) }),
  )
  expect(closed).toMatchObject({
    float,
    expected,
    counted: expected - 5,
    difference: -5,
    left: float - 1_000,
    figures: { sales: 1, turnover: sold, returns: 1, moves: 1, moved: { pay_out: 1_234 } },
  })
  const [event] = eventsOf(folder, 'shift.closed')
  expect(event).toMatchObject({ approver: null, data: { shiftId: opened?.id, recounts: 0 } })
  expect(wordsOn(slipsOf(folder, uuid(event?.id ?? ''))[0])).toContain('-0.05')
  expect(page.slice('shift_changed')).toEqual({ open: null, nextFloat: float - 1_000, between: null })
})

test('[SF11] a shift outlives a crash and whoever opened it: signing out is recorded and closes nothing', async () => {
  const first = await newTill()
  await openShift(first.page)
  const sold = await sellForCash(first.page)
  await first.page.call('signOut', {})
  const second = startTill(first.folder)
  expect(second.page.slice('staff_changed')).toBeNull()
  expect(second.page.slice('shift_changed').open).toMatchObject({ float })
  await signInAs(second.page, 'supervisor')
  await sellForCash(second.page)
  const closed = outputOf(await closeShift(second.page, { counted: money(float), left: money(0) }))
  expect(closed).toMatchObject({ figures: { sales: 2 }, expected: float + 2 * sold })
  expect(eventsOf(first.folder, 'staff.signed_out')).toMatchObject([
    { actor: staff.cashier.staffId, data: { staffId: staff.cashier.staffId } },
  ])
  expect(eventsOf(first.folder, 'shift.closed')).toMatchObject([{ actor: staff.supervisor.staffId }])
})

test('[SF12] an act of the drawer asked for again happens once and answers the same', async () => {
  const { folder, page } = await newTill()
  const actId = await begin(page)
  for (let time = 0; time < 2; time++) {
    expect(await page.call('openShift', { actId, float: money(float) })).toEqual({ output: {} })
  }
  const moveId = await begin(page)
  expect(await payOut(page, 100, moveId)).toEqual(await payOut(page, 100, moveId))
  const closeId = await begin(page)
  const count = { actId: closeId, counted: money(float - 100), left: money(0) }
  const once = await closeShift(page, count)
  expect(once).toMatchObject({ output: { difference: 0 } })
  expect(await closeShift(page, count)).toEqual(once)
  const types = ['shift.opened', 'cash.moved', 'shift.closed'] as const
  expect(types.map((type) => eventsOf(folder, type).length)).toEqual([1, 1, 1])
})

test('[SF13] a difference over the limit is closed with a supervisor, and how often it was counted is told', async () => {
  const { clock, folder, page } = await newTill(withPrinter)
  const { differenceMax } = programme.cash
  await openShift(page)
  const actId = await begin(page)
  const count = { actId, counted: money(float + differenceMax + 1), left: money(0), note: '找错零钱' }
  const refused = await closeShift(page, count)
  expect(refused).toMatchObject({
    refusal: { code: 'approval_needed', figures: { actId, amount: 0 } },
  })
  expect(eventsOf(folder, 'shift.closed')).toEqual([])
  await approve(page, refused)
  // The word was for that count and no other, and not for ever.
  expect(await closeShift(page, { ...count, left: money(1) })).toMatchObject({
    refusal: { code: 'approval_needed' },
  })
  clock.move(programme.stepUp.approvalMs + 1)
  expect(await closeShift(page, count)).toMatchObject({ refusal: { code: 'approval_stale' } })
  await approve(page, refused)
  expect(await closeShift(page, count)).toMatchObject({ output: { difference: differenceMax + 1 } })
  const [closed] = eventsOf(folder, 'shift.closed')
  expect(closed).toMatchObject({ approver: staff.supervisor.staffId, proof: 'supervisor' })
  // One count, however often it was asked for.
  expect(closed?.data).toMatchObject({ recounts: 1, note: '找错零钱' })
  expect(wordsOn(slipsOf(folder, uuid(closed?.id ?? ''))[0])).toContain('找错零钱')
})

test('[SF13] the limit is the programme’s, and a supervisor closes by themselves', async () => {
  const strict = { programme: { cash: { differenceMax: money(0), cashiersOpenDrawer: false } } }
  const { page } = await newTill({}, strict)
  await openShift(page)
  expect(await closeShift(page, { counted: money(float + 1), note: '?' })).toMatchObject({
    refusal: { code: 'approval_needed' },
  })
  await signInAs(page, 'supervisor')
  const count = { counted: money(float + 1), note: '多收一分' }
  expect(await closeShift(page, count)).toMatchObject({ output: { difference: 1 } })
})

test('[SF19] a count that did not fit asks for a word of explanation, also once one fits, and the same count is one', async () => {
  const { folder, page } = await newTill()
  await openShift(page)
  const actId = await begin(page)
  const off = { actId, counted: money(float - 10_000), left: money(0) }
  for (let time = 0; time < 2; time++) {
    expect(await closeShift(page, off)).toMatchObject({ refusal: { code: 'count_note_missing' } })
  }
  const more = { ...off, counted: money(float - 9_000) }
  expect(await closeShift(page, more)).toMatchObject({ refusal: { code: 'count_note_missing' } })
  const fits = { ...off, counted: money(float) }
  expect(await closeShift(page, fits)).toMatchObject({ refusal: { code: 'count_note_missing' } })
  expect(await closeShift(page, { ...fits, note: ' 一百元夹在下面 ' })).toMatchObject({
    output: { difference: 0 },
  })
  expect(eventsOf(folder, 'shift.closed')).toMatchObject([{ data: { recounts: 2, note: '一百元夹在下面' } }])
})

test('[SF26] the second person sees what a count came to before they let it pass, and who counted does not', async () => {
  const { folder, page } = await newTill()
  await openShift(page)
  const actId = await begin(page)
  const off = { actId, counted: money(float - 10_000), left: money(0), note: '少一百' }
  const refused = await closeShift(page, off)
  expect(JSON.stringify(refused)).not.toContain(String(float))
  const { code, pin } = staff.supervisor
  expect(await page.call('lookAtCount', { actId, code, pin })).toEqual({
    output: { expected: float, counted: float - 10_000, difference: -10_000 },
  })
  const own = { actId, code: staff.cashier.code, pin: staff.cashier.pin }
  expect(await page.call('lookAtCount', own)).toMatchObject({ refusal: { code: 'approval_self' } })
  // A look is no word.
  expect(await closeShift(page, off)).toMatchObject({ refusal: { code: 'approval_needed' } })
  expect(eventsOf(folder, 'approval.given')).toEqual([])
})

test('[SF19] a correction of the drawer is a supervisor’s, for that very sum and note', async () => {
  const { folder, page } = await newTill()
  await openShift(page)
  const input = {
    actId: await begin(page),
    kind: 'pay_in',
    amount: money(500),
    reason: 'correction',
  } as const
  const refused = await page.call('moveCash', { ...input, note: '多找了' })
  expect(refused).toMatchObject({ refusal: { code: 'approval_needed', figures: { amount: 500 } } })
  await approve(page, refused)
  expect(await page.call('moveCash', { ...input, note: '别的' })).toMatchObject({
    refusal: { code: 'approval_needed' },
  })
  expect(await page.call('moveCash', { ...input, note: '多找了' })).toHaveProperty('output')
  expect(eventsOf(folder, 'cash.moved')).toMatchObject([{ approver: staff.supervisor.staffId }])
  await signInAs(page, 'supervisor')
  const alone = { ...input, actId: await begin(page), note: '核对后更正' }
  expect(await page.call('moveCash', alone)).toHaveProperty('output')
})

/** A printer that keeps what it was sent, with the events there were by then. */
function drawerPrinter(events: () => number) {
  const sent: { readonly bytes: string; readonly events: number }[] = []
  const changed = {
    ...withPrinter,
    openPrinter: ((_printer, { onState = () => undefined }) => {
      onState({ state: 'ready', paperNearEnd: false, drawerPinHigh: null })
      return {
        print: async (bytes: Uint8Array) => {
          sent.push({ bytes: Buffer.from(bytes).toString('hex'), events: events() })
          return { kind: 'printed' as const, paperNearEnd: false }
        },
        status: async () => ({ state: 'ready' as const, paperNearEnd: false, drawerPinHigh: null }),
        close: async () => undefined,
      }
    }) satisfies OpenPrinter,
  }
  return { changed, sent }
}

test('[SF14] a drawer opened without a sale is recorded first, then moved by a pulse alone, with a supervisor', async () => {
  let folder = ''
  const { changed, sent } = drawerPrinter(() => eventsOf(folder, 'drawer.opened').length)
  const rig = await newTill(changed)
  folder = rig.folder
  const { page } = rig
  await openShift(page)
  const asked = { actId: await begin(page), reason: 'change', note: '' } as const
  const refused = await page.call('openDrawer', asked)
  expect(refused).toMatchObject({ refusal: { code: 'approval_needed', figures: { amount: 0 } } })
  expect(sent).toEqual([])
  await approve(page, refused)
  expect(await page.call('openDrawer', asked)).toEqual({ output: { pulse: 'sent' } })
  expect(sent).toEqual([{ bytes: '1b700019fa', events: 1 }])
  expect(eventsOf(folder, 'drawer.opened')).toMatchObject([
    { actor: staff.cashier.staffId, approver: staff.supervisor.staffId, data: { reason: 'change' } },
  ])
  // Asked again nothing moves, and a shift tells how often it was done.
  await page.call('openDrawer', asked)
  expect(sent).toHaveLength(1)
  expect(outputOf(await page.call('shiftReport', { print: false })).openings).toBe(1)
})

test('[SF14] a supervisor opens it alone, and a cashier where the programme says so', async () => {
  const { changed, sent } = drawerPrinter(() => 0)
  const open = async (page: Page) =>
    page.call('openDrawer', { actId: await begin(page), reason: 'check', note: '' })
  const supervised = (await newTill(changed)).page
  await signInAs(supervised, 'supervisor')
  expect(await open(supervised)).toEqual({ output: { pulse: 'sent' } })
  const trusting = { programme: { cash: { differenceMax: money(0), cashiersOpenDrawer: true } } }
  expect(await open((await newTill(changed, trusting)).page)).toEqual({ output: { pulse: 'sent' } })
  expect(sent).toHaveLength(2)
  // Where the printer is known to be away nothing is recorded that did not happen.
  const { folder, page } = await newTill(withPrinter, trusting)
  expect(await open(page)).toMatchObject({ refusal: { code: 'printer_not_ready' } })
  expect(eventsOf(folder, 'drawer.opened')).toEqual([])
})

test('[SF14] a pulse waits for the receipt before it; one that failed goes again, and after a crash nobody knows', async () => {
  const trusting = { programme: { cash: { differenceMax: money(0), cashiersOpenDrawer: true } } }
  const jobs: string[] = []
  const busy = Promise.withResolvers<void>()
  const failures = ['the printer is away for a moment']
  const openPrinter: OpenPrinter = (_printer, { onState = () => undefined }) => {
    onState({ state: 'ready', paperNearEnd: false, drawerPinHigh: null })
    return {
      print: async (bytes) => {
        const isPulse = bytes.length < 10
        jobs.push(isPulse ? 'pulse' : 'receipt')
        if (!isPulse) await busy.promise
        else if (failures.pop()) return { kind: 'not_ready', reason: 'busy' }
        return { kind: 'printed', paperNearEnd: false }
      },
      status: async () => ({ state: 'ready', paperNearEnd: false, drawerPinHigh: null }),
      close: async () => undefined,
    }
  }
  const { folder, page } = await newTill({ ...withPrinter, openPrinter }, trusting)
  await sellForCash(page)
  await expect.poll(() => jobs).toEqual(['receipt'])
  const asked = { actId: await begin(page), reason: 'check', note: '' } as const
  const first = page.call('openDrawer', asked)
  busy.resolve()
  expect(await first).toEqual({ output: { pulse: 'not_ready' } })
  expect(jobs).toEqual(['receipt', 'pulse'])
  expect(await page.call('openDrawer', asked)).toEqual({ output: { pulse: 'sent' } })
  expect(await page.call('openDrawer', asked)).toEqual({ output: { pulse: 'sent' } })
  expect(jobs).toEqual(['receipt', 'pulse', 'pulse'])
  const again = startTill(folder, { ...withPrinter, openPrinter })
  expect(await again.page.call('openDrawer', asked)).toEqual({ output: { pulse: 'unknown' } })
  expect(eventsOf(folder, 'drawer.opened')).toHaveLength(1)
})

test('[SF15] what should be in the drawer is not told to who has to count it, and a report is printed again as a copy', async () => {
  const { changed, sent } = drawerPrinter(() => 0)
  const { folder, page } = await newTill(changed)
  await openShift(page)
  await sellForCash(page)
  expect(outputOf(await page.call('shiftReport', { print: true }))).toMatchObject({ sales: 1, cash: null })
  await signInAs(page, 'supervisor')
  const { cash: told } = outputOf(await page.call('shiftReport', { print: false }))
  expect(told).toMatchObject({ figures: { sales: 1 } })
  await closeShift(page, { counted: money(told?.expected ?? 0), left: money(0) })
  const [closed] = outputOf(await page.call('recentShifts', {})).shifts
  expect(closed).toMatchObject({ difference: 0 })
  const shiftId = uuid(closed?.shiftId ?? '')
  expect(await page.call('reprintShift', { shiftId })).toEqual({ output: {} })
  const [event] = eventsOf(folder, 'shift.closed')
  await page.until(() => slipsOf(folder, uuid(event?.id ?? '')).length === 2)
  expect(sent.length).toBeGreaterThan(0)
  const { page: silent } = await newTill(withPrinter)
  await openShift(silent)
  expect(await silent.call('shiftReport', { print: true })).toMatchObject({
    refusal: { code: 'printer_not_ready' },
  })
  const { page: paperless } = await newTill()
  await openShift(paperless)
  await closeShift(paperless, {})
  const [without] = outputOf(await paperless.call('recentShifts', {})).shifts
  expect(await paperless.call('reprintShift', { shiftId: uuid(without?.shiftId ?? '') })).toMatchObject({
    refusal: { code: 'printer_none' },
  })
})

test('[SF16] without a shift a till sells as ever, and no shift counts what was sold outside of it', async () => {
  const { page } = await newTill()
  await sellForCash(page)
  await openShift(page)
  await sellForCash(page)
  expect(outputOf(await page.call('shiftReport', { print: false }))).toMatchObject({ sales: 1 })
})

test('[SF18] what was sold without a shift is told with the next one, and lies in the float it is offered', async () => {
  const { folder, page } = await newTill()
  await openShift(page)
  await closeShift(page, { left: money(30_000) })
  const sold = await sellForCash(page)
  expect(page.slice('shift_changed')).toEqual({
    open: null,
    nextFloat: 30_000 + sold,
    between: { sales: 1, cash: sold },
  })
  await page.call('openShift', { actId: await begin(page), float: money(30_000 + sold) })
  const [first, second] = eventsOf(folder, 'shift.opened')
  expect(first?.data).not.toHaveProperty('between')
  expect(second?.data.between).toMatchObject({ sales: 1, taken: { cash: sold } })
  await sellForCash(page)
  await closeShift(page, { counted: money(30_000 + 2 * sold), left: money(0) })
  expect(page.slice('shift_changed')).toEqual({ open: null, nextFloat: 0, between: null })
})

test.each([
  ['high', true, 'open'],
  ['high', false, 'closed'],
  ['low', true, 'closed'],
  ['low', false, 'open'],
  [undefined, true, undefined],
  ['high', null, undefined],
] as const)(
  '[SF17] a drawer that is open at %s with its level high: %s is %s',
  async (openAt, level, drawer) => {
    const printer = { ...withPrinter.config.printer, ...(openAt ? { drawerOpenAt: openAt } : {}) }
    const { page } = await newTill({
      config: { printer },
      openPrinter: (_printer, { onState }) => {
        onState?.({ state: 'ready', paperNearEnd: false, drawerPinHigh: level })
        return withPrinter.openPrinter()
      },
    })
    expect(page.slice('devices_changed').printer?.drawer).toBe(drawer)
  },
)
