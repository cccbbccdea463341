import { afterEach, expect, test } from 'vitest'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from '../../electron/devices/port.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { type FakeReceiptPrinter, startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { type Recorder, recorder } from '../fakes/recorder.ts'

/** Shorter waits, so that giving up is seen in a test. In ms. */
export interface PrinterSuiteWaits {
  readonly confirmBaseMs: number
  readonly heldMsMax: number
  readonly pollMs: number
}

export type OpenPrinter = (options: {
  readonly fake: FakeReceiptPrinter
  readonly onState: (status: PrinterStatus) => void
  readonly waits: PrinterSuiteWaits
}) => ReceiptPrinter

const patientWaits: PrinterSuiteWaits = { confirmBaseMs: 10_000, heldMsMax: 10_000, pollMs: 10_000 }

/** A job of some lines as any driver gets it: text, line feeds, cut. */
function plainJob(name: string, lines = 20): Uint8Array {
  const text = Array.from({ length: lines }, (_, line) => `${name} ${line}\n`).join('')
  return Buffer.from(`\x1b@${text}\x1dVB\x00`, 'latin1')
}

/** The first words of each whole job that came out of the printer. */
function printedJobs(fake: FakeReceiptPrinter): string[] {
  return fake.jobs.map((job) => printedRows(decodeEscpos(job.bytes))[0]?.text.split(' ')[0] ?? '')
}

/** What every receipt printer driver must do, whatever its cable. */
export function printerSuite(name: string, open: OpenPrinter): void {
  const cleanUps: (() => Promise<void>)[] = []

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  async function bench(waits: Partial<PrinterSuiteWaits> = {}): Promise<{
    fake: FakeReceiptPrinter
    printer: ReceiptPrinter
    states: Recorder<PrinterStatus>
  }> {
    const fake = await startReceiptPrinter()
    cleanUps.push(() => fake.close())
    const states = recorder<PrinterStatus>()
    const printer = open({ fake, onState: states.add, waits: { ...patientWaits, ...waits } })
    cleanUps.push(() => printer.close())
    return { fake, printer, states }
  }

  function interrupted(outcome: PrintOutcome): Extract<PrintOutcome, { kind: 'interrupted' }> {
    if (outcome.kind !== 'interrupted') throw new Error(`the job was ${outcome.kind}`)
    return outcome
  }

  test(`[PN9] ${name}: a job is printed when the printer has confirmed its end`, async () => {
    const { fake, printer } = await bench()
    for (const job of ['first', 'second', 'third']) {
      expect(await printer.print(plainJob(job))).toEqual({ kind: 'printed', paperNearEnd: false })
      expect(printedJobs(fake).at(-1)).toBe(job)
    }
    expect(fake.jobs.length).toBe(3)
  })

  test(`[PN9] ${name}: paper near its end is told with the job`, async () => {
    const { fake, printer } = await bench()
    fake.set({ paper: 'near_end' })
    expect(await printer.print(plainJob('job'))).toEqual({ kind: 'printed', paperNearEnd: true })
  })

  test.each([
    ['paper_out', { paper: 'out' }],
    ['cover_open', { cover: 'open' }],
    ['cover_open', { cover: 'open', paper: 'out' }],
    ['faulted', { cutter: 'jammed' }],
  ] as const)(`[PN10] ${name}: %s before the job, and nothing is sent`, async (reason, condition) => {
    const { fake, printer } = await bench()
    fake.set(condition)
    expect(await printer.print(plainJob('refused'))).toEqual({ kind: 'not_ready', reason })
    fake.set({ paper: 'ok', cover: 'closed', cutter: 'ok' })
    await printer.print(plainJob('taken'))
    expect(printedJobs(fake)).toEqual(['taken'])
  })

  test(`[PN11] ${name}: paper out in the middle, the printer finishes by itself and it comes out once`, async () => {
    const { fake, printer } = await bench()
    fake.set({ linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('held')))
    expect(outcome.reason).toBe('paper_out')
    expect(printedJobs(fake)).toEqual([])
    fake.set({ paper: 'ok', linesLeft: null })
    expect(await outcome.rest).toBe('printed')
    expect(printedJobs(fake)).toEqual(['held'])
    expect(await printer.print(plainJob('next'))).toEqual({ kind: 'printed', paperNearEnd: false })
  })

  test(`[PN11] ${name}: a job that stops twice is still waited for`, async () => {
    const { fake, printer, states } = await bench()
    fake.set({ linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('held')))
    fake.set({ paper: 'ok', linesLeft: 5, cover: 'open' })
    await states.until((seen) => seen.at(-1)?.state === 'cover_open')
    fake.set({ cover: 'closed' })
    await states.until((seen) => seen.at(-1)?.state === 'paper_out')
    fake.set({ paper: 'ok', linesLeft: null })
    expect(await outcome.rest).toBe('printed')
    expect(printedJobs(fake)).toEqual(['held'])
  })

  test(`[PN20] ${name}: a held job is unknown when the mains fail, and the next one is its own`, async () => {
    const { fake, printer } = await bench()
    fake.set({ linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('torn')))
    fake.powerCycle()
    expect(await outcome.rest).toBe('unknown')
    fake.set({ paper: 'ok', linesLeft: null })
    expect((await printer.print(plainJob('next'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['next'])
  })

  test(`[PN20] ${name}: a held job is not waited for without end`, async () => {
    const { fake, printer } = await bench({ heldMsMax: 300 })
    fake.set({ linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('held')))
    expect(await outcome.rest).toBe('unknown')
  })

  test(`[PN12] ${name}: the link lost in the middle is unknown, and the next job prints`, async () => {
    const { fake, printer, states } = await bench()
    fake.set({ linesToPowerCut: 5 })
    expect(await printer.print(plainJob('torn'))).toEqual({ kind: 'unknown' })
    expect(states.items.at(-1)?.state).toBe('unreachable')
    expect((await printer.print(plainJob('next'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['next'])
  })

  test(`[PN13] ${name}: a printer without a back-channel gets the whole job, unconfirmed`, async () => {
    const { fake, printer, states } = await bench()
    fake.set({ backChannel: 'none' })
    expect(await printer.print(plainJob('mute'))).toEqual({ kind: 'sent_unconfirmed' })
    await fake.job(0)
    expect(printedJobs(fake)).toEqual(['mute'])
    expect(states.items.at(-1)?.state).toBe('unknown')
  })

  test(`[PN13] ${name}: a printer that answers status and never GS r is sent to, unconfirmed`, async () => {
    const { fake, printer } = await bench({ confirmBaseMs: 300 })
    fake.set({ backChannel: 'realtime' })
    expect(await printer.print(plainJob('first'))).toEqual({ kind: 'sent_unconfirmed' })
    expect(await printer.print(plainJob('second'))).toEqual({ kind: 'sent_unconfirmed' })
    expect(printedJobs(fake)).toEqual(['first', 'second'])
  })

  test(`[PN13] ${name}: a printer that used to confirm and falls silent is unknown, not unconfirmed`, async () => {
    const { fake, printer } = await bench({ confirmBaseMs: 300 })
    await printer.print(plainJob('first'))
    fake.set({ backChannel: 'realtime' })
    expect(await printer.print(plainJob('second'))).toEqual({ kind: 'unknown' })
  })

  test(`[PN10] ${name}: a printer that used to answer and is silent before the job gets nothing`, async () => {
    const { fake, printer } = await bench()
    await printer.print(plainJob('first'))
    fake.set({ backChannel: 'none' })
    expect(await printer.print(plainJob('second'))).toEqual({ kind: 'not_ready', reason: 'offline' })
    expect(printedJobs(fake)).toEqual(['first'])
  })

  test(`[PN14] ${name}: nobody there is unreachable, and found when it comes back`, async () => {
    const { fake, printer, states } = await bench({ pollMs: 50 })
    const port = fake.port
    await states.until((seen) => seen.at(-1)?.state === 'ready')
    await fake.close()
    expect(await printer.print(plainJob('lost'))).toEqual({ kind: 'unreachable' })
    await states.until((seen) => seen.at(-1)?.state === 'unreachable')
    const again = await startReceiptPrinter({ port })
    cleanUps.push(() => again.close())
    await states.until((seen) => seen.at(-1)?.state === 'ready')
    expect((await printer.print(plainJob('found'))).kind).toBe('printed')
    expect(printedJobs(again)).toEqual(['found'])
  })

  test(`[PN15] ${name}: one job at a time, also while one is held`, async () => {
    const { fake, printer } = await bench()
    fake.set({ linesLeft: 5 })
    const running = printer.print(plainJob('running'))
    expect(await printer.print(plainJob('second'))).toEqual({ kind: 'not_ready', reason: 'busy' })
    const outcome = interrupted(await running)
    expect(await printer.print(plainJob('third'))).toEqual({ kind: 'not_ready', reason: 'busy' })
    fake.set({ paper: 'ok', linesLeft: null })
    await outcome.rest
    expect((await printer.print(plainJob('fourth'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['running', 'fourth'])
  })

  test(`[PN16] ${name}: a slow printer is waited for, its job confirmed when it is out`, async () => {
    const { fake, printer } = await bench()
    fake.set({ lineMs: 40 })
    expect((await printer.print(plainJob('slow', 15))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['slow'])
  })

  test(`[PN16] ${name}: a printer that never ends is unknown when the patience is over`, async () => {
    const { fake, printer } = await bench({ confirmBaseMs: 300 })
    fake.set({ lineMs: 5_000 })
    expect(await printer.print(plainJob('stuck'))).toEqual({ kind: 'unknown' })
  })

  test(`[PN17] ${name}: automatic status is no confirmation`, async () => {
    const { fake, printer } = await bench()
    fake.set({ automaticStatus: true, linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('held')))
    for (const paper of ['near_end', 'out', 'near_end', 'out'] as const) fake.set({ paper, cover: 'open' })
    expect(printedJobs(fake)).toEqual([])
    fake.set({ paper: 'ok', cover: 'closed', linesLeft: null })
    expect(await outcome.rest).toBe('printed')
    expect(printedJobs(fake)).toEqual(['held'])
  })

  test.each([
    ['ready', {}, { state: 'ready', paperNearEnd: false, drawerPinHigh: false }],
    ['little paper', { paper: 'near_end' }, { state: 'ready', paperNearEnd: true, drawerPinHigh: false }],
    ['no paper', { paper: 'out' }, { state: 'paper_out', paperNearEnd: true, drawerPinHigh: false }],
    ['open cover', { cover: 'open' }, { state: 'cover_open', paperNearEnd: false, drawerPinHigh: false }],
    ['jammed cutter', { cutter: 'jammed' }, { state: 'faulted', paperNearEnd: false, drawerPinHigh: false }],
    ['open drawer', { drawer: 'open' }, { state: 'ready', paperNearEnd: false, drawerPinHigh: true }],
    [
      'no back-channel',
      { backChannel: 'none' },
      { state: 'unknown', paperNearEnd: false, drawerPinHigh: null },
    ],
  ] as const)(`[PN18] ${name}: status with %s`, async (_case, condition, expected) => {
    const fake = await startReceiptPrinter()
    cleanUps.push(() => fake.close())
    fake.set(condition)
    const printer = open({ fake, onState: () => undefined, waits: patientWaits })
    cleanUps.push(() => printer.close())
    expect(await printer.status()).toEqual(expected)
  })

  test(`[PN18] ${name}: a change between jobs is told by itself, and told once`, async () => {
    const { fake, states } = await bench({ pollMs: 30 })
    await states.until((seen) => seen.length === 1)
    fake.set({ cover: 'open' })
    await states.until((seen) => seen.length === 2)
    fake.set({ cover: 'closed' })
    await states.until((seen) => seen.length === 3)
    expect(states.items.map(({ state }) => state)).toEqual(['ready', 'cover_open', 'ready'])
  })

  test(`[PN19] ${name}: the link is given back soon after the work`, async () => {
    const { fake, printer } = await bench()
    await printer.print(plainJob('job'))
    expect(fake.links).toBe(1)
    await fake.linksClosed()
    expect(fake.links).toBe(0)
  })

  test(`[PN19] ${name}: closing ends a running job as unknown and leaves no link`, async () => {
    const { fake, printer } = await bench()
    fake.set({ lineMs: 5_000 })
    const running = printer.print(plainJob('cut short'))
    await fake.commandsTaken()
    await printer.close()
    expect(await running).toEqual({ kind: 'unknown' })
    await fake.linksClosed()
  })
}
