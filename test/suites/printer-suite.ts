import { afterEach, expect, test } from 'vitest'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from '../../electron/devices/port.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import type { FakePrinter } from '../fakes/printer-mechanism.ts'
import { type Recorder, recorder } from '../fakes/recorder.ts'

/** Shorter waits, so that giving up is seen in a test. In ms. */
export interface PrinterSuiteWaits {
  readonly confirmBaseMs: number
  readonly heldMsMax: number
  readonly pollMs: number
  readonly lateAnswerMs: number
}

/** One kind of cable: a printer to test on, and the driver under test. */
export interface PrinterBench<Fake extends FakePrinter> {
  readonly start: () => Promise<Fake>
  readonly open: (options: {
    readonly fake: Fake
    readonly onState: (status: PrinterStatus) => void
    readonly waits: PrinterSuiteWaits
  }) => ReceiptPrinter
  /** The till alone has the printer: its wire is kept, and what the printer owes outlives it. */
  readonly isOwn: boolean
}

const patientWaits: PrinterSuiteWaits = {
  confirmBaseMs: 10_000,
  heldMsMax: 10_000,
  pollMs: 10_000,
  lateAnswerMs: 300,
}

/** A job of some lines as any driver gets it: text, line feeds, cut. */
function plainJob(name: string, lines = 20): Uint8Array {
  const text = Array.from({ length: lines }, (_, line) => `${name} ${line}\n`).join('')
  return Buffer.from(`\x1b@${text}\x1dVB\x00`, 'latin1')
}

/** The first words of each whole job that came out of the printer. */
function printedJobs(fake: FakePrinter): string[] {
  return fake.jobs.map((job) => printedRows(decodeEscpos(job.bytes))[0]?.text.split(' ')[0] ?? '')
}

/** What every receipt printer driver must do, whatever its cable. */
export function printerSuite<Fake extends FakePrinter>(
  name: string,
  { start, open, isOwn }: PrinterBench<Fake>,
): void {
  const cleanUps: (() => Promise<void>)[] = []

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  async function bench(waits: Partial<PrinterSuiteWaits> = {}): Promise<{
    fake: Fake
    printer: ReceiptPrinter
    states: Recorder<PrinterStatus>
  }> {
    const fake = await start()
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
    await fake.replug()
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
    await fake.replug()
    expect((await printer.print(plainJob('next'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['next'])
  })

  test(`[PN12] ${name}: the cable pulled in the middle is unknown, and what the printer held delays the next job only`, async () => {
    const { fake, printer } = await bench()
    fake.set({ linesToUnplug: 5, lineMs: 5 })
    expect(await printer.print(plainJob('torn'))).toEqual({ kind: 'unknown' })
    await fake.replug()
    expect((await printer.print(plainJob('next'))).kind).toBe('printed')
    const printed = fake.jobs.flatMap((job) => printedRows(decodeEscpos(job.bytes)).map(({ text }) => text))
    expect(printed.filter((text) => text === 'next 19')).toHaveLength(1)
    expect(printed.filter((text) => text === 'torn 0')).toHaveLength(1)
    expect(printed.indexOf('next 0')).toBeGreaterThan(printed.lastIndexOf('torn 4'))
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
    await states.until((seen) => seen.at(-1)?.state === 'ready')
    await fake.unplug()
    expect(await printer.print(plainJob('lost'))).toEqual({ kind: 'unreachable' })
    await states.until((seen) => seen.at(-1)?.state === 'unreachable')
    await fake.replug()
    await states.until((seen) => seen.at(-1)?.state === 'ready')
    expect((await printer.print(plainJob('found'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['found'])
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

  test(`[PN17] ${name}: garbage from the printer prints nothing, confirms nothing and stops nothing`, async () => {
    const { fake, printer } = await bench()
    await printer.print(plainJob('first'))
    // Letters, replacement marks and status look-alikes; none has the shape of an answer to GS r.
    fake.babble(Uint8Array.from({ length: 64 }, (_, place) => 0x80 | ((place * 37) & 0x6f) | 0x10))
    fake.set({ linesLeft: 5 })
    const outcome = interrupted(await printer.print(plainJob('second')))
    fake.babble(Uint8Array.of(0x11, 0x13, 0xff, 0x9c, 0xb7))
    expect(printedJobs(fake)).toEqual(['first'])
    fake.set({ paper: 'ok', linesLeft: null })
    expect(await outcome.rest).toBe('printed')
    expect(printedJobs(fake)).toEqual(['first', 'second'])
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
    const fake = await start()
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

  test.runIf(!isOwn)(`[PN19] ${name}: the link is given back soon after the work`, async () => {
    const { fake, printer } = await bench()
    await printer.print(plainJob('job'))
    expect(fake.links).toBe(1)
    await fake.linksClosed()
    expect(fake.links).toBe(0)
  })

  test.runIf(isOwn)(`[PN19] ${name}: closing frees the device for another`, async () => {
    const { fake, printer } = await bench()
    await printer.print(plainJob('first'))
    await printer.close()
    const other = open({ fake, onState: () => undefined, waits: patientWaits })
    cleanUps.push(() => other.close())
    expect((await other.print(plainJob('second'))).kind).toBe('printed')
    expect(printedJobs(fake)).toEqual(['first', 'second'])
  })

  test.runIf(isOwn)(
    `[PN14] ${name}: a pulled cable is told at once, and works again within 2 s`,
    async () => {
      const { fake, states } = await bench()
      await states.until((seen) => seen.at(-1)?.state === 'ready')
      await fake.unplug()
      await states.until((seen) => seen.at(-1)?.state === 'unreachable')
      await fake.replug()
      const back = performance.now()
      await states.until((seen) => seen.at(-1)?.state === 'ready')
      expect(performance.now() - back).toBeLessThan(2_000)
    },
  )

  test.runIf(isOwn)(`[PN23] ${name}: late answers for a job given up never confirm another`, async () => {
    const { fake, printer } = await bench({ confirmBaseMs: 600 })
    fake.set({ lineMs: 80 })
    expect(await printer.print(plainJob('slow', 18))).toEqual({ kind: 'unknown' })
    const outcome = await printer.print(plainJob('next', 3))
    expect(outcome.kind).toBe('printed')
    // It was out when it was said to be, and the one before it too, once.
    expect(printedJobs(fake)).toEqual(['slow', 'next'])
  })

  test.runIf(isOwn)(
    `[PN23] ${name}: a command cut in the middle swallows nothing of the next job`,
    async () => {
      const { fake, printer } = await bench()
      fake.set({ linesToUnplug: 3 })
      // GS v 0 with 40 000 bytes of dots, of which the printer gets a part.
      const dots = Buffer.concat([
        Buffer.from('\x1dv0\x00\x28\x00\xe8\x03', 'latin1'),
        Buffer.alloc(40_000, 0x55),
      ])
      expect(await printer.print(Buffer.concat([plainJob('torn', 5), dots]))).toEqual({ kind: 'unknown' })
      await fake.replug()
      expect((await printer.print(plainJob('next'))).kind).toBe('printed')
      expect(printedJobs(fake)).toEqual(['torn', 'next'])
    },
  )

  test(`[PN19] ${name}: closing ends a running job as unknown and leaves no link`, async () => {
    const { fake, printer } = await bench()
    fake.set({ lineMs: 5_000 })
    const running = printer.print(plainJob('cut short'))
    await fake.commandsTaken()
    await printer.close()
    expect(await running).toEqual({ kind: 'unknown' })
    // A pty does not tell its other end.
    if (!isOwn) await fake.linksClosed()
  })
}
