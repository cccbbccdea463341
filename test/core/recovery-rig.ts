import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { openCheckpointer } from '../../db/journal/checkpointer.ts'
import type { Uuid } from '../../domain/ids.ts'
import { systemClock } from '../../electron/core/clock.ts'
import type { TillDeps } from '../../electron/core/deps.ts'
import { openTlsDoor } from '../rig/trust.ts'
import { outputOf } from './member-rig.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { newFolder, type Rig, startTill } from './till-rig.ts'

/* Tills whose files something happens to, against a real central on PGlite. */

export const operatorToken = 'operator-token-of-recovery'
const water = notableProducts.water.gtin?.slice(1) ?? ''

export interface Recovery {
  readonly folder: string
  readonly closeDoor: () => Promise<void>
  readonly central: RunningCentral
  /** The path under `/v1/head-office/`, answered as JSON. */
  readonly headOffice: <T>(path: string, body?: object) => Promise<T>
  readonly url: () => string
}

export async function startRecovery(members = 20): Promise<Recovery> {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-central-'))
  const central = await startCentral({
    database: { kind: 'folder', folder: join(folder, 'data') },
    operatorToken,
    demo: { members, coupons: 40, products: 60 },
    port: 0,
  })
  const door = openTlsDoor(central.ca)
  return {
    central,
    folder,
    closeDoor: door.close,
    url: () => central.url,
    async headOffice(path, body) {
      const response = await door.ask(new URL(`/v1/head-office/${path}`, central.url), {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const answer = await response.json()
      expect(response.status, JSON.stringify(answer)).toBe(200)
      return answer as never
    },
  }
}

export async function endRecovery({ central, closeDoor, folder }: Recovery): Promise<void> {
  await closeDoor()
  await central.close()
  await rm(folder, { recursive: true, force: true })
}

/** Writes the keepsakes at once after each commit, so that a test knows when they are there. */
const keepAtOnce: Pick<TillDeps, 'openCheckpoints'> = {
  openCheckpoints: (journal) => {
    const checkpointer = openCheckpointer(journal)
    return {
      nudge: () => checkpointer.checkpoint(),
      empty: () => checkpointer.empty(),
      close: async () => checkpointer.close(),
    }
  },
}

/** Starts a till on a folder; `online` false: its central is out of reach. */
export function tillAt(folder: string, url: string): Rig {
  return startTill(folder, { ...keepAtOnce, config: { central: { url } }, clock: systemClock() })
}

export const nowhere = 'https://127.0.0.1:1'

/** A till of the demo chain, enrolled, loaded and signed in. */
export async function enrolledTill({ central }: Recovery): Promise<Rig> {
  const enrolmentCode = await central.makeEnrolmentCode('S01')
  const config = { central: { url: central.url, enrolmentCode } }
  const rig = startTill(newFolder(), { ...keepAtOnce, config, clock: systemClock() })
  await rig.page.until(() => rig.page.slice('till_changed').phase === 'selling', 60_000)
  await signIn(rig.page)
  await drained(rig.page)
  return rig
}

export async function signIn(page: Page): Promise<void> {
  expect(await page.call('signIn', { code: '101', pin: '246810' })).toHaveProperty('output')
}

/** Sells a bottle of water for cash. */
export async function sellWater(
  page: Page,
): Promise<{ readonly saleId: Uuid; readonly receiptNumber: string }> {
  await scan(page, water)
  const { saleId, receiptNumber } = outputOf(await payCash(page))
  return { saleId, receiptNumber }
}

export async function sellMany(page: Page, count: number): Promise<string[]> {
  const sold: string[] = []
  for (let sale = 0; sale < count; sale++) sold.push((await sellWater(page)).saleId)
  return sold
}

export async function drained(page: Page, limitMs = 30_000): Promise<void> {
  await page.call('syncNow', {})
  await page.until(() => page.slice('sync_changed').waiting === 0, limitMs)
}

/** A till with a queue as a kill leaves it: `inFile` sales it never sent stand in its journal's file, `inWal` in the WAL. */
export interface QueuedTill {
  readonly folder: string
  readonly terminalId: string
  /** Sales the central has. */
  readonly known: readonly string[]
  readonly inFile: readonly string[]
  readonly inWal: readonly string[]
  /** The folder once all stood in the file. */
  readonly closed: string
  /** The folder as it was when half of `inFile` stood in the WAL. */
  readonly before: string
}

export async function queuedTill(recovery: Recovery): Promise<QueuedTill> {
  const first = await enrolledTill(recovery)
  const { terminalId } = await terminalAt(recovery, first.page.slice('till_changed').terminalNumber ?? '')
  const known = await sellMany(first.page, 2)
  await drained(first.page)
  await first.till.stop()
  const offline = tillAt(first.folder, nowhere)
  const inFile = await sellMany(offline.page, 2)
  const before = copyOf(first.folder)
  inFile.push(...(await sellMany(offline.page, 2)))
  await offline.till.stop()
  const again = tillAt(first.folder, nowhere)
  const inWal = await sellMany(again.page, 4)
  const folder = copyOf(first.folder)
  await again.till.stop()
  return { folder, terminalId, known, inFile, inWal, closed: first.folder, before }
}

/** A copy of a folder, gone when the test is. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'evertill-copy-'))
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(folder, copy, { recursive: true })
  return copy
}

interface Told {
  readonly id: string
  readonly type: string
  readonly outcome: string
}

/** Ids in an order of their own, each as often as it is there. */
export function inOrder(ids: readonly string[]): string[] {
  return ids.toSorted((one, other) => (one < other ? -1 : 1))
}

/** Every sale the central knows of a terminal, in its chain and beside it, as often as it counts. */
export async function salesAtCentral(recovery: Recovery, terminalId: string): Promise<string[]> {
  const path = `terminals/${terminalId}/events?limit=500`
  const { events } = await recovery.headOffice<{ events: readonly Told[] }>(path)
  const chain = events.filter(({ type, outcome }) => type === 'sale.completed' && outcome === 'applied')
  const { forks } = await recovery.headOffice<{
    forks: readonly { terminalId: string; body: string; verdict: string | null }[]
  }>('forks?limit=500')
  const beside = forks
    .filter((fork) => fork.terminalId === terminalId && fork.verdict !== null)
    .filter((fork) => (JSON.parse(fork.verdict ?? '{}') as Told).outcome === 'applied')
    .map(({ body }) => JSON.parse(body) as Told)
    .filter(({ type }) => type === 'sale.completed')
  return inOrder([...chain, ...beside].map(({ id }) => id))
}

export async function terminalAt(
  recovery: Recovery,
  number: string,
): Promise<{
  readonly terminalId: string
  readonly epoch: number
  readonly admittedEpoch: number
}> {
  const { terminals } = await recovery.headOffice<{
    terminals: readonly { terminalId: string; number: string; epoch: number; admittedEpoch: number }[]
  }>('terminals')
  const found = terminals.find((terminal) => terminal.number === number)
  if (!found) throw new Error(`no terminal ${number}`)
  return found
}
