import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBasket } from '../../db/journal/basket-table.ts'
import { salesBetween } from '../../db/journal/sale-table.ts'
import { openJournal } from '../../db/open.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { keys } from '../core/till-parts.ts'
import { newFolder, startTill } from '../core/till-rig.ts'
import { furnishedAfterBusyDay } from './explore.ts'
import { type Run, sellTraced } from './traced-run.ts'

/* A till whose system calls fail, or whose process dies at one of them. */

const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
const entry = new URL('../../electron/core/verify/verify-worker.ts', import.meta.url)
const made = mkdtempSync(join(tmpdir(), 'evertill-interfered-'))
const calls = ['pwrite64', 'fdatasync', 'fsync', 'ftruncate'] as const
type Call = (typeof calls)[number]

beforeAll(() => furnishedAfterBusyDay(made))
afterAll(() => rmSync(made, { recursive: true, force: true }))

function copied(): string {
  const folder = newFolder()
  cpSync(made, folder, { recursive: true })
  return folder
}

function soldIn(folder: string): { readonly sold: ReadonlySet<string>; readonly basket: string | null } {
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  const sold = new Set(salesBetween(journal, 0, Number.MAX_SAFE_INTEGER).map(({ saleId }) => String(saleId)))
  const basket = openBasket(journal)?.saleId ?? null
  journal.close()
  return { sold, basket }
}

/** Which calls of each kind the till's own thread makes from the tap to the answer of its only sale: first and last. */
async function callsOfASale(): Promise<ReadonlyMap<Call, readonly [number, number]>> {
  const folder = copied()
  const log = join(newFolder(), 'calls')
  const { sales } = await sellTraced(folder, 1, ['-o', log, '-e', `trace=write,${calls.join(',')}`])
  expect(sales).toMatchObject([{ became: 'answered' }])
  const counts = new Map<Call, number>(calls.map((call) => [call, 0]))
  const found = new Map<Call, readonly [number, number]>()
  let during = false
  const lines = readFileSync(log, 'utf8').split('\n')
  const pid = lines.find((line) => line.includes('write(1, "TAP'))?.split(' ')[0]
  for (const line of lines) {
    if (!line.startsWith(`${pid} `)) continue
    if (line.includes('write(1, "TAP')) during = true
    if (line.includes('write(1, "ANSWERED')) during = false
    const call = calls.find((name) => line.includes(` ${name}(`))
    if (!call) continue
    const number = (counts.get(call) ?? 0) + 1
    counts.set(call, number)
    if (during) found.set(call, [found.get(call)?.[0] ?? number, number])
  }
  return found
}

/** Runs `each` for all, as many at a time as there are cores. */
async function allOf<T>(all: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const lane = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await each(one)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
}

test('[JO21] killed at any writing call of a sale, the sale is there or not, never half; what was answered is there', async () => {
  const found = await callsOfASale()
  expect(found.has('pwrite64') && (found.has('fdatasync') || found.has('fsync'))).toBe(true)
  const points = [...found].flatMap(([call, [first, last]]) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({ call, when: first + index })),
  )
  const fates = { recorded: 0, open: 0 }
  await allOf(points, async ({ call, when }) => {
    const folder = copied()
    const { sales, signal, said } = await sellTraced(folder, 1, [
      ...['-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`],
    ])
    expect([call, when, signal]).toEqual([call, when, 'SIGKILL'])
    const tapped = sales[0]
    expect([call, when, tapped?.became, said.at(0)]).toEqual([call, when, 'unheard', 'START'])
    const saleId = tapped?.saleId ?? ''
    const { sold, basket } = soldIn(folder)
    expect(sold.has(saleId)).toBe(basket !== saleId)
    const { findings } = await verifyJournal({ file: join(folder, 'journal.db'), key }, noAnchors, entry)
    expect(findings).toEqual([])
    // The next start says which.
    const { page } = startTill(folder)
    const last = page.slice('last_sale_changed')
    const open = page.slice('basket_changed').saleId
    if (sold.has(saleId)) {
      fates.recorded += 1
      expect([open, last?.sale.saleId, last?.recovered]).toEqual([null, saleId, true])
    } else {
      fates.open += 1
      expect(open).toBe(saleId)
      expect(last?.sale.saleId).not.toBe(saleId)
    }
  })
  expect(points.length).toBeGreaterThan(10)
  expect(fates.open).toBeGreaterThan(0)
}, 240_000)

/** Each sale became what the till said of it, and the chain is whole. */
async function expectTrue(folder: string, run: Run): Promise<void> {
  const { sold } = soldIn(folder)
  for (const { saleId, became } of run.sales) {
    if (became === 'answered') expect(sold).toContain(saleId)
    if (became === 'not_recorded') expect(sold).not.toContain(saleId)
  }
  const { findings } = await verifyJournal({ file: join(folder, 'journal.db'), key }, noAnchors, entry)
  expect(findings).toEqual([])
}

test('[JO22] a call of a sale that fails once leaves no doubt: each sale became what was said, and selling goes on', async () => {
  const found = await callsOfASale()
  const [firstWrite, lastWrite] = found.get('pwrite64') ?? [0, 0]
  const sync = found.has('fdatasync') ? 'fdatasync' : 'fsync'
  const [when] = found.get(sync) ?? [0]
  const faults = [
    `${sync}:error=EIO:when=${when}`,
    `pwrite64:error=EIO:when=${firstWrite}`,
    `pwrite64:error=EIO:when=${lastWrite}`,
    `pwrite64:error=ENOSPC:when=${firstWrite}`,
    `pwrite64:error=ENOSPC:when=${lastWrite}`,
    `pwrite64:error=EROFS:when=${lastWrite}`,
  ]
  await allOf(faults, async (fault) => {
    const folder = copied()
    const call = fault.split(':')[0] ?? ''
    const run = await sellTraced(folder, 4, [
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${fault}`,
    ])
    expect([fault, run.said.at(-1)]).toEqual([fault, 'END'])
    await expectTrue(folder, run)
    const answered = run.sales.filter(({ became }) => became === 'answered')
    expect([fault, answered.length]).toEqual([fault, run.sales.length])
  })
}, 120_000)

test('[JO23] a disk that fails from a sale on ends trading in a clear state: nothing is claimed, nothing crashes', async () => {
  const found = await callsOfASale()
  const sync = found.has('fdatasync') ? 'fdatasync' : 'fsync'
  const [when] = found.get(sync) ?? [0]
  const [firstWrite] = found.get('pwrite64') ?? [0]
  const faults = [
    ['fsync,fdatasync', `fsync,fdatasync:error=EIO:when=${when}+`],
    ['pwrite64', `pwrite64:error=EROFS:when=${firstWrite}+`],
    ['pwrite64', `pwrite64:error=ENOSPC:when=${firstWrite}+`],
  ] as const
  await allOf(faults, async ([call, fault]) => {
    const folder = copied()
    const run = await sellTraced(folder, 4, [
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${fault}`,
    ])
    await expectTrue(folder, run)
    expect([fault, run.signal]).toEqual([fault, null])
    expect(run.sales.at(-1)?.became).not.toBe('answered')
  })
}, 120_000)
