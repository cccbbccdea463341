import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { DiskFault } from '../../db/faults.ts'
import { lessons } from '../../domain/training-lessons.ts'
import type { ScannerEvents, ScannerSetup } from '../../electron/devices/port.ts'
import { ampleRoom } from '../rig/ample-room.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, wang } from './demo-chain.ts'
import { furnish, keys, openPage, type Page, payCash, scan } from './till-parts.ts'
import { newFolder, newTill, startTill } from './till-rig.ts'
import { lessonOf, pay, played, prop, startTraining, type TrainingRig, trainingOf } from './training-rig.ts'

const entry = join(import.meta.dirname, 'training-child.ts')
const training = (folder: string) => join(folder, 'training')

async function newTraining(...of: Parameters<typeof startTraining>): Promise<TrainingRig> {
  const rig = await startTraining(...of)
  onTestFinished(() => rig.till.stop())
  return rig
}

async function begin(page: Page, lessonId: string): Promise<void> {
  expect(await page.call('beginLesson', { lessonId })).toHaveProperty('output')
}

/** What every file in a till's folder holds, as its hash. The `-shm` holds nothing: it is SQLite's note of who reads. */
function bytesOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
    .map(({ name }) => name)
  return new Map(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

test('[TN6] every lesson can be done at the training till, right at once, again and again', async () => {
  const { page } = await newTraining(newFolder())
  expect(trainingOf(page)).toEqual({ lesson: null, best: [], paper: null })
  for (const round of [1, 2])
    for (const { lessonId, steps } of lessons) {
      await begin(page, lessonId)
      await played[lessonId as keyof typeof played](page)
      expect([round, lessonId, lessonOf(page)]).toEqual([
        round,
        lessonId,
        expect.objectContaining({
          step: steps.length,
          score: expect.objectContaining({ points: 100, stars: 3, mistakes: 0, practise: [] }),
        }),
      ])
    }
  expect(trainingOf(page).best.map(({ lessonId }) => lessonId)).toEqual(Object.keys(played))
  expect(Object.keys(played)).toEqual(lessons.map(({ lessonId }) => lessonId))
})

test('[TN6] a lesson begins with empty hands, whatever went before', async () => {
  const { page } = await newTraining(newFolder())
  await begin(page, 'hold_recall')
  await scan(page, prop(page, 'rice'))
  await page.call('holdBasket', {})
  await scan(page, prop(page, 'oil'))
  await begin(page, 'cash_sale')
  expect(page.slice('basket_changed')).toMatchObject({ lines: [], held: [], member: null })
  expect(lessonOf(page)).toMatchObject({ lessonId: 'cash_sale', step: 0, mistakes: 0, score: null })
})

test('[TN7] mistakes and hints count at the step they are made in, and the best of several runs is kept', async () => {
  const { page } = await newTraining(newFolder())
  await begin(page, 'cash_sale')
  await scan(page, 'nonsense')
  expect(lessonOf(page)).toMatchObject({ step: 0, mistakes: 1, hinted: false })
  await page.call('takeHint', {})
  expect(lessonOf(page)).toMatchObject({ hinted: true })
  for (const name of ['rice', 'milk', 'toast'] as const) await scan(page, prop(page, name))
  // Exact cash is not what was asked for: the sale stands and counts as a mistake.
  await pay(page)
  expect(lessonOf(page)).toMatchObject({ step: 1, mistakes: 1, hinted: false, score: null })
  await scan(page, prop(page, 'rice'))
  await pay(page, 1_000)
  expect(lessonOf(page).score).toMatchObject({ mistakes: 2, firstTime: 0, practise: [0, 1] })
  const first = trainingOf(page).best
  await begin(page, 'cash_sale')
  await played.cash_sale(page)
  expect(trainingOf(page).best).toEqual([{ lessonId: 'cash_sale', points: 100, stars: 3 }])
  expect(first[0]?.points).toBeLessThan(100)
  await page.call('endLesson', {})
  expect(trainingOf(page)).toMatchObject({ lesson: null, best: [{ points: 100 }] })
})

test('[TN8] nothing of it reaches the journal and the replica of the till that sells', async () => {
  const { folder, page, log } = await newTill()
  await scan(page, wang.code)
  await scan(page, codeOfOil(1))
  await page.call('holdBasket', {})
  await scan(page, codeOfOil(2))
  const before = bytesOf(folder)
  const shown = { basket: page.slice('basket_changed'), staff: page.slice('staff_changed') }
  expect(await page.call('enterTraining', {})).toHaveProperty('output')
  expect(log.lines.at(-1)).toContain('training_begun')

  const beside = await startTraining(folder)
  for (const { lessonId } of lessons) {
    await begin(beside.page, lessonId)
    await played[lessonId as keyof typeof played](beside.page)
  }
  expect(await beside.page.call('dayReport', { day: null })).toMatchObject({
    output: { sales: 10, returns: 1, enrolled: 1 },
  })
  await beside.page.call('signOut', {})
  expect(await beside.page.call('leaveTraining', {})).toHaveProperty('output')
  expect(beside.left()).toBe(1)
  await beside.till.stop()

  expect([...bytesOf(folder)]).toEqual([...before])
  const again = openPage(startTill(folder).till)
  expect(again.slice('basket_changed')).toEqual({ ...shown.basket, canUndo: false, changedLineId: null })
  expect(again.slice('staff_changed')).toEqual(shown.staff)
  expect(await again.call('dayReport', { day: null })).toMatchObject({ output: { sales: 0 } })
})

test('[TN8] nobody outside hears of it: no call of a central, no byte to a printer, no key in the folder', async () => {
  const folder = newFolder()
  let calls = 0
  const ear = createServer((socket) => {
    calls += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void ear.close())
  const { port } = ear.address() as { port: number }
  const never = (): never => {
    throw new Error('a training till has neither')
  }
  const { page, till } = await startTraining(folder, {
    config: {
      central: { url: `https://127.0.0.1:${port}`, enrolmentCode: 'ABCDE23456' },
      printer: { kind: 'tcp', host: '127.0.0.1', port, columns: 48 },
    },
    openPrinter: never,
    openWriter: never,
  })
  await begin(page, 'cash_sale')
  await played.cash_sale(page)
  await page.until(() => trainingOf(page).paper !== null)
  await page.call('syncNow', {})
  expect(page.slice('sync_changed')).toMatchObject({ lastContactAt: null })
  expect(calls).toBe(0)
  expect(readdirSync(training(folder))).not.toContain('keys.json')
  await till.stop()
})

test('[TN5] what would have been printed is shown, marked, and the queue is settled', async () => {
  const { page } = await newTraining(newFolder())
  await begin(page, 'cash_sale')
  await played.cash_sale(page)
  await page.until(() => trainingOf(page).paper !== null)
  const { blocks = [], number } = trainingOf(page).paper ?? {}
  expect(number).toBe(1)
  const mark = { kind: 'title', text: '*** 训练 TRAINING ***' }
  expect([blocks[0], blocks.at(-1)]).toEqual([mark, mark])
  expect(blocks.map((block) => ('text' in block ? block.text : ''))).toContain('训练店')
  await page.until(() => page.slice('last_sale_changed')?.sale.print === 'printed')
  const { saleId } = page.slice('last_sale_changed')?.sale ?? {}
  if (saleId) await page.call('reprintReceipt', { saleId })
  await page.until(() => trainingOf(page).paper?.number === 2)
})

test('[TN9] training is refused while an act waits for head office', async () => {
  let answer = (): void => undefined
  const held = new Promise<null>((resolve) => {
    answer = () => resolve(null)
  })
  const central = await centralInContact((path) => (path === '/v1/authorize' ? held : null))
  const { page } = await tillInContact(central, { policy: { authorizeMs: 1_500 } })
  await scan(page, wang.code)
  await scan(page, codeOfOil(1))
  await page.call('burnPoints', { points: 100 as never })
  const paid = payCash(page)
  await page.until(() => page.slice('risk_changed').asking)
  expect(await page.call('enterTraining', {})).toEqual({ refusal: { code: 'asking_central' } })
  answer()
  expect(await paid).toHaveProperty('output')
  expect(await page.call('enterTraining', {})).toHaveProperty('output')
})

test('[TN9] training is refused before the fate of the last sale was seen', async () => {
  const { folder, page } = await newTill()
  await scan(page, codeOfOil(1))
  await payCash(page)
  const again = startTill(folder).page
  expect(again.slice('last_sale_changed')).toMatchObject({ recovered: true })
  expect(await again.call('enterTraining', {})).toEqual({ refusal: { code: 'sale_fate_open' } })
  await again.call('acknowledgeSale', {})
  expect(await again.call('enterTraining', {})).toHaveProperty('output')
})

test('[TN9] training is not begun on a full disk', async () => {
  const scarce = { ...ampleRoom, level: () => 'last_sale' as const, look: () => 'last_sale' as const }
  const { folder, page } = await newTill({ watchRoom: () => scarce })
  expect(await page.call('enterTraining', {})).toEqual({ fault: 'disk_full' })
  expect(existsSync(training(folder))).toBe(false)
})

test('[TN9] a till that sells has no lessons, and a training till no training of its own', async () => {
  const { page } = await newTill()
  const off = { refusal: { code: 'training_off' } }
  expect(await page.call('beginLesson', { lessonId: 'cash_sale' })).toEqual(off)
  expect(await page.call('takeHint', {})).toEqual(off)
  expect(await page.call('endLesson', {})).toEqual(off)
  expect(await page.call('leaveTraining', {})).toEqual(off)
  expect(page.slice('training_changed')).toBeNull()
  const { page: learner } = await newTraining(newFolder())
  expect(await learner.call('enterTraining', {})).toEqual({ refusal: { code: 'training_on' } })
  expect(await learner.call('beginLesson', { lessonId: 'none' })).toEqual({ fault: 'call_malformed' })
})

test('[TN10] the scanners go to the training till and come back', async () => {
  const open = new Map<number, ScannerEvents>()
  let opened = 0
  const openScanner = (_setup: ScannerSetup, events: ScannerEvents) => {
    opened += 1
    const place = opened
    open.set(place, events)
    return {
      tell: () => undefined,
      close: async () => {
        open.delete(place)
      },
    }
  }
  const config = { scanners: [{ kind: 'serial' as const, path: '/dev/scanner', baudRate: 9_600 }] }
  const { folder, page, till } = await newTill({ config, openScanner })
  expect([...open.keys()]).toEqual([1])
  await page.call('enterTraining', {})
  expect([...open.keys()]).toEqual([])
  const beside = await startTraining(folder, { config, openScanner })
  expect([...open.keys()]).toEqual([2])
  await begin(beside.page, 'cash_sale')
  for (const name of ['rice', 'milk', 'toast'] as const) open.get(2)?.onScan(prop(beside.page, name))
  expect(lessonOf(beside.page).step).toBe(1)
  expect(page.slice('basket_changed').lines).toEqual([])
  await beside.till.stop()
  till.trainingOver(null)
  expect([...open.keys()]).toEqual([3])
  expect(existsSync(training(folder))).toBe(false)
  open.get(3)?.onScan(codeOfOil(1))
  expect(page.slice('basket_changed').lines).toHaveLength(1)
})

test('[TN10] a core that comes back beside a training till leaves it its store and its scanners', async () => {
  let opened = 0
  const openScanner = () => {
    opened += 1
    return { tell: () => undefined, close: async () => undefined }
  }
  const config = { scanners: [{ kind: 'serial' as const, path: '/dev/scanner', baudRate: 9_600 }] }
  const { folder } = await newTill()
  await newTraining(folder)
  const start = { folder, mode: 'demo' as const, appVersion: '0', keys, keyTrouble: null, restarts: 1 }
  const { page } = startTill(folder, { config, openScanner, start: { ...start, resting: true } })
  expect(opened).toBe(0)
  expect(existsSync(join(training(folder), 'journal.db'))).toBe(true)
  expect(await scan(page, codeOfOil(1))).toHaveProperty('output')
})

test('[TN15] a training that ended by itself is told, until the next one', async () => {
  const { folder, log, page, till } = await newTill()
  expect(page.slice('till_changed').trainingFailed).toBe(false)
  await page.call('enterTraining', {})
  till.trainingOver('ENOSPC')
  expect(log.lines.at(-1)).toContain('training_failed reason=ENOSPC')
  await page.until(() => page.slice('till_changed').trainingFailed)
  // The page is loaded anew: what it hears first says so too.
  expect(openPage(till).slice('till_changed').trainingFailed).toBe(true)
  expect(existsSync(training(folder))).toBe(false)
  await page.call('enterTraining', {})
  expect(page.slice('till_changed').trainingFailed).toBe(false)
  till.trainingOver(null)
  expect(openPage(till).slice('till_changed').trainingFailed).toBe(false)
})

test('[TN15] a training till whose store broke is left all the same', async () => {
  const folder = newFolder()
  const broken = () => {
    throw new DiskFault({ kind: 'journal', file: 'journal.db' }, 'gone')
  }
  const { left, page } = await newTraining(folder, { openJournal: broken })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped' })
  expect(await page.call('beginLesson', { lessonId: 'cash_sale' })).toEqual({ fault: 'stopped' })
  expect(await page.call('leaveTraining', {})).toHaveProperty('output')
  expect(left()).toBe(1)
})

test('[TN11] works on a terminal that was never enrolled, and leaves it so', async () => {
  const folder = newFolder()
  const { page } = startTill(folder)
  expect(page.slice('till_changed').phase).toBe('not_enrolled')
  expect(await page.call('enterTraining', {})).toHaveProperty('output')
  const beside = await startTraining(folder)
  expect(beside.page.slice('till_changed')).toMatchObject({
    phase: 'selling',
    store: { name: { zh: '训练店', en: 'Training shop' } },
  })
  expect(beside.page.slice('staff_changed')).toMatchObject({ role: 'cashier' })
  await beside.till.stop()
  expect(startTill(folder).page.slice('till_changed').phase).toBe('not_enrolled')
  expect(existsSync(training(folder))).toBe(false)
})

test('[TN12] SIGKILL in the middle of training: the till starts as it was, and nothing of the training is left', async () => {
  const folder = newFolder()
  await furnish(folder)
  const before = startTill(folder)
  await scan(before.page, codeOfOil(3))
  await before.page.call('enterTraining', {})
  const shown = before.page.slice('basket_changed')

  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let scores = 0
  for await (const line of createInterface({ input: child.stdout })) {
    scores += 1
    expect(line).toBe('100')
    // In the middle of the next lesson.
    if (scores === 3) child.kill('SIGKILL')
  }
  await exited
  expect(scores).toBeGreaterThanOrEqual(3)
  expect(readdirSync(training(folder))).toContain('journal.db')

  const after = startTill(folder)
  expect(existsSync(training(folder))).toBe(false)
  expect(after.page.slice('basket_changed')).toEqual({ ...shown, canUndo: false, changedLineId: null })
  expect(after.page.slice('staff_changed')).toEqual(before.page.slice('staff_changed'))
  expect(after.page.slice('last_sale_changed')).toBeNull()
})
