import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { CentralConfig } from '../../central/config.ts'
import { notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { eventsAnswerSchema, ledgersAnswerSchema, terminalsAnswerSchema } from '../../contract/head-office.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { beforeAll as beforeAllPlaces } from '../../db/journal/place.ts'
import { openJournal } from '../../db/open.ts'
import type { TillEvent } from '../../domain/event.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { type PostgresServer, startPostgres } from '../central/postgres.ts'
import { codeOfOil } from '../core/demo-chain.ts'
import { outputOf } from '../core/member-rig.ts'
import { keys, payCash, scan } from '../core/till-parts.ts'
import { newTill } from '../core/till-rig.ts'
import { type LineFaults, startFaultProxy } from '../fakes/fault-proxy.ts'
import { openTlsDoor } from '../rig/trust.ts'
import { createRandom } from '../sim/random.ts'

/* A whole till that sells while its line to a whole central does what lines do. */

const limitMs = 180_000
const salesWanted = 40
const weatherMs = 150

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop())

const databases: readonly (readonly [string, () => Promise<CentralConfig['database']>])[] = [
  ['PGlite', async () => ({ kind: 'memory' })],
  ['PostgreSQL', async () => (await postgres.keep()).database],
]

/** Another weather each time, decided by the seed: half of the time the line is sound. */
function weatherOf(random: ReturnType<typeof createRandom>): Partial<LineFaults> {
  const place = () => random.below(6_000)
  const way = () =>
    random.pick([
      { up: place(), down: null },
      { up: null, down: place() },
    ] as const)
  return random.pick<() => Partial<LineFaults>>([
    () => ({}),
    () => ({}),
    () => ({}),
    () => ({ refuses: true }),
    () => ({ cutAt: way() }),
    () => ({ flipsAt: way() }),
    () => ({ doublesAt: way() }),
    () => ({ swapsAt: way(), portionMax: 300 }),
    () => ({ delayMs: 40 }),
    () => ({ portionMax: 400, delayMs: 20 }),
  ])()
}

function allEventsOf(folder: string): TillEvent[] {
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const events = eventsAfter(journal, beforeAllPlaces, 10_000, 100_000_000)
  journal.close()
  return events
}

async function askAll(central: RunningCentral) {
  const door = openTlsDoor(central.ca)
  const ask = async (path: string) => {
    const response = await door.ask(new URL(`/v1/head-office/${path}`, central.url), {
      headers: { authorization: `Bearer ${central.operatorToken}` },
    })
    return response.json()
  }
  try {
    const { terminals } = terminalsAnswerSchema.parse(await ask('terminals'))
    const [terminal] = terminals
    const events = eventsAnswerSchema.parse(
      await ask(`terminals/${terminal?.terminalId}/events?epoch=0&seq=0&limit=500`),
    )
    const ledgers = ledgersAnswerSchema.parse(await ask('ledgers'))
    return { terminals, events: events.events, ledgers }
  } finally {
    await door.close()
  }
}

test.each(databases)(
  '[NW5] over a line that breaks all the time a till enrols, loads, sells and loses nothing, with a central on %s',
  async (_, database) => {
    const demo = { seed: 1, members: 200, products: 60 }
    const central = await startCentral({ database: await database(), demo })
    onTestFinished(() => central.close())
    const proxy = await startFaultProxy({ port: Number(new URL(central.url).port) })
    onTestFinished(() => proxy.close())
    const random = createRandom(5)
    const changing = setInterval(() => {
      proxy.set(weatherOf(random))
      if (random.chance(0.3)) proxy.cutAll()
    }, weatherMs)
    onTestFinished(() => clearInterval(changing))

    const enrolmentCode = await central.makeEnrolmentCode('S01')
    const url = `https://127.0.0.1:${proxy.port}`
    const config = { central: { url, enrolmentCode } }
    const { page, folder, bugs } = await newTill(
      { clock: systemClock(), config },
      { enrolled: false, loaded: false },
    )
    await page.until(() => page.slice('till_changed').phase === 'selling', 60_000)
    outputOf(await page.call('signIn', { code: '101', pin: '246810' }))
    for (let sale = 0; sale < salesWanted; sale++) {
      outputOf(await page.call('addProduct', { sku: notableProducts.rice.sku, amount: null }))
      expect(await payCash(page)).toHaveProperty('output')
    }
    clearInterval(changing)
    proxy.set({})
    proxy.cutAll()
    await page.call('syncNow', {})
    await page.until(() => page.slice('sync_changed').waiting === 0, 60_000)

    const own = allEventsOf(folder)
    const { terminals, events, ledgers } = await askAll(central)
    expect(terminals).toHaveLength(1)
    expect(events.map(({ id, seq, hash }) => ({ id, seq, hash }))).toEqual(
      own.map(({ id, seq, hash }) => ({ id, seq, hash })),
    )
    expect(new Set(events.map(({ outcome }) => outcome))).toEqual(new Set(['applied']))
    expect(own.filter(({ type }) => type === 'sale.completed')).toHaveLength(salesWanted)
    for (const sums of Object.values(ledgers)) {
      expect(sums.reduce((total, { sum }) => total + sum, 0)).toBe(0)
    }
    expect(bugs).toEqual([])
  },
  limitMs,
)

test('[NW6] a captive portal is no central: the till is offline, believes nothing of it and sells', async () => {
  const portal = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our guest network</h1>')
  })
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    portal.closeAllConnections()
    portal.close()
  })
  const { port } = portal.address() as AddressInfo
  for (const url of [`https://127.0.0.1:${port}`, `https://localhost:${port}`]) {
    const { page, bugs } = await newTill({ config: { central: { url } } })
    await page.call('syncNow', {})
    await page.until(() => page.slice('sync_changed').state === 'offline', 20_000)
    await scan(page, codeOfOil(1))
    expect(await payCash(page)).toHaveProperty('output')
    expect(page.slice('sync_changed').lastContactAt).toBeNull()
    expect(bugs).toEqual([])
  }
})
