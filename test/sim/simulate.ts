import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { beforeAll } from '../../db/journal/place.ts'
import type { TillEvent } from '../../domain/event.ts'
import { acts } from './acts.ts'
import { type BackupMark, type Bookkeeper, Broken, createBookkeeper } from './bookkeeper.ts'
import { accounts, beginning, coupons, firstRows, members, products, stores } from './chain-facts.ts'
import { type Counter, counterOf, type People } from './counter.ts'
import { checkEnd, hasConverged } from './end-checks.ts'
import { fastFolder } from './fast-folder.ts'
import { changeAtHeadOffice } from './head-office.ts'
import { keysFrom } from './keys.ts'
import { createModelCentral, type ModelCentral, type ModelWatcher } from './model-central.ts'
import type { ModelState } from './model-state.ts'
import { createRandom, type Random } from './random.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { sell } from './sell.ts'
import { createSimNetwork, type SimNetwork, type Weather } from './sim-network.ts'
import { createSimTill, type SimTill } from './sim-till.ts'
import { type Spoiler, spoiled } from './spoil.ts'
import { createTally, type Tally } from './tally.ts'

/** How long faults and sales go on, and how long calm may take to put everything right, in simulated ms. */
const activeMs = 70_000
const calmMsMax = 900_000

const tillCount = 3

/** What one seed came to. `trace` are the last things that happened before something broke. */
export interface SimResult {
  readonly seed: number
  readonly tally: Tally
  readonly events: number
  readonly broken: unknown
  readonly trace: readonly string[]
}

export interface World {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly tally: Tally
  readonly central: ModelCentral
  readonly network: SimNetwork
  readonly tills: readonly SimTill[]
  readonly bookkeeper: Bookkeeper
  readonly people: People
}

/** Plays one seed to its end. The same seed plays the same to the last message. `spoiler`: a fault to be noticed. */
export async function simulate(seed: number, spoiler: Spoiler | null = null): Promise<SimResult> {
  const folder = mkdtempSync(join(fastFolder(), 'evertill-sim-'))
  const random = createRandom(seed)
  const scheduler = createScheduler()
  const tally = createTally()
  const trace: string[] = []
  const note = (what: string) => {
    trace.push(`${String(scheduler.elapsed()).padStart(7)} ${what}`)
    if (trace.length > 400) trace.shift()
  }
  const bugs: unknown[] = []
  const play: { crashes: boolean } = { crashes: false }
  const now = () => beginning + scheduler.elapsed()
  let life = 0
  const keeper: { books: Bookkeeper | null } = { books: null }
  const central = createModelCentral({
    keys: keysFrom(random.bytes(32)),
    random,
    now,
    watcher: watcherOf(keeper, note),
  })
  const bookkeeper = createBookkeeper(central.state().feeds.at(-1)?.name ?? '')
  keeper.books = bookkeeper
  central.change(firstRows())
  const network = createSimNetwork({
    central: spoiled(central, spoiler),
    random,
    scheduler,
    tally,
    life: () => life,
  })

  const tills = Array.from({ length: tillCount }, (_, place) => {
    const store = stores[place === tillCount - 1 ? 1 : 0]
    if (!store) throw new Error('a store for each till')
    const till: SimTill = createSimTill({
      name: `till ${place + 1}`,
      folder: join(folder, `till-${place + 1}`),
      enrolmentCode: central.makeCode(store.storeId),
      random,
      scheduler,
      network,
      tally,
      now,
      crashChance: () => (play.crashes ? 0.005 : 0),
      forgetsCommits: spoiler?.kind === 'forget_commit',
      onFirstEvent: bookkeeper.acknowledge,
      onCrash: () => {
        note(`till ${place + 1} crashed`)
        tally.count('crash')
        scheduler.after(random.between(500, 8_000), () => restart(till))
      },
      onBug: (thrown) => void bugs.push(thrown),
    })
    return till
  })
  const restart = (till: SimTill) => {
    till.start()
    const identity = till.identity()
    const overlay = till.overlay()
    note(`${till.name} started`)
    if (identity) bookkeeper.reopened(identity.terminal.terminalId, eventsOf(till))
    else if (overlay) throw new Broken('a till with a replica and no name')
  }
  const people: People = {
    memberIds: members.map(({ memberId }) => memberId),
    bearerCouponIds: coupons.filter(({ memberId }) => memberId === null).map(({ couponId }) => couponId),
    cardIds: accounts.filter(({ code }) => code !== null).map(({ accountId }) => accountId),
    skus: products.map(({ sku }) => sku),
  }
  const world: World = { random, scheduler, tally, central, network, tills, bookkeeper, people }

  let broken: unknown = null
  try {
    for (const till of tills) till.start()
    await settle(
      world,
      bugs,
      () => tills.every((till) => till.overlay() !== null && till.identity() !== null),
      120_000,
    )
    play.crashes = true
    planSales(world, note)
    planWeather(world, note)
    planHeadOffice(world, note)
    planCrashes(world)
    planCentral(world, note, () => life++)
    await run(world, bugs, () => scheduler.elapsed() < activeMs)
    play.crashes = false
    calm(network.weather)
    note('calm')
    await settle(world, bugs, () => hasConverged(world), scheduler.elapsed() + calmMsMax)
    checkEnd(world, eventsOf)
  } catch (thrown) {
    broken = thrown
  }
  for (const till of tills) till.dispose()
  rmSync(folder, { recursive: true, force: true })
  const events = [...central.state().terminals.values()].reduce(
    (sum, terminal) => sum + terminal.events.length,
    0,
  )
  return { seed, tally, events, broken, trace }
}

function watcherOf(
  keeper: { readonly books: Bookkeeper | null },
  note: (what: string) => void,
): ModelWatcher {
  return {
    onTaken: (terminalId, events, change) => {
      note(`central took ${events[0]?.seq}–${events.at(-1)?.seq} of ${terminalId.slice(-4)} as ${change}`)
      keeper.books?.watcher.onTaken(terminalId, events, change)
    },
    onChanged: (rows, change) => keeper.books?.watcher.onChanged(rows, change),
  }
}

/** All events of a till as its journal holds them now. */
export function eventsOf(till: SimTill): TillEvent[] {
  const journal = till.journal()
  return journal ? eventsAfter(journal, beforeAll, 100_000, Number.MAX_SAFE_INTEGER) : []
}

/** Steps while `goOn` holds; everything is checked after each step. */
async function run(world: World, bugs: readonly unknown[], goOn: () => boolean): Promise<void> {
  const { memberIds } = world.people
  const couponIds = () => world.bookkeeper.couponIds()
  const accountIds = accounts.map(({ accountId }) => accountId)
  const seen = new Map<string, string>()
  let change = -1
  let checks = 0
  while (goOn()) {
    if (!(await world.scheduler.step())) throw new Broken('nothing is planned any more')
    if (bugs.length > 0) throw bugs[0]
    for (const till of world.tills) {
      const state = till.fingerprint()
      if (state === null || state === seen.get(till.name)) continue
      seen.set(till.name, state)
      // A third of the coupons each time: every one of them is soon looked at again.
      const some = couponIds().filter((_, place) => place % 3 === checks % 3)
      checks++
      world.bookkeeper.checkTill(till, { memberIds, couponIds: some, accountIds })
    }
    if (world.central.state().change === change) continue
    change = world.central.state().change
    world.bookkeeper.checkCentral(world.central.state())
  }
}

/** Steps until `done`, at the latest until `limitMs` of simulated time. */
async function settle(
  world: World,
  bugs: readonly unknown[],
  done: () => boolean,
  limitMs: number,
): Promise<void> {
  await run(world, bugs, () => {
    if (world.scheduler.elapsed() > limitMs) throw new Broken('it does not come to rest')
    return !done()
  })
}

function calm(weather: Weather): void {
  Object.assign(weather, { lost: 0, doubled: 0, cut: 0, slowMs: 40, down: false } satisfies Weather)
}

/** Calls `act` again and again after random pauses while faults go on. */
function again(world: World, pauseMs: readonly [number, number], act: () => void): void {
  const { random, scheduler } = world
  scheduler.after(random.between(...pauseMs), () => {
    if (scheduler.elapsed() >= activeMs) return
    act()
    again(world, pauseMs, act)
  })
}

function planSales(world: World, note: (what: string) => void): void {
  const { random, tills, bookkeeper } = world
  for (const till of tills) {
    again(world, [1_500, 11_000], () => {
      if (!till.isAlive()) return
      const event = random.chance(0.05) ? till.recordStrange() : actAt(world, till)
      if (!event) return
      note(`${till.name} recorded ${event.seq}`)
      bookkeeper.acknowledge(event)
    })
  }
}

/** One customer: mostly a sale, else something beside it. */
function actAt({ people, random, tally }: World, till: SimTill): TillEvent | null {
  const counter: Counter | null = counterOf(till)
  if (!counter) {
    tally.count('sale_without_replica')
    return null
  }
  if (random.chance(0.6)) return sell(counter, people, { random, tally })
  let left = random.fraction()
  const chosen = acts.find(([, share]) => {
    left -= share
    return left < 0
  })
  const [act] = chosen ?? acts[0] ?? []
  return act?.(counter, people, { random, tally }) ?? null
}

function planWeather(world: World, note: (what: string) => void): void {
  const { random, network } = world
  again(world, [4_000, 20_000], () => {
    const stormy = random.chance(0.6)
    const share = (most: number) => (stormy && random.chance(0.6) ? random.fraction() * most : 0)
    Object.assign(network.weather, {
      lost: share(0.5),
      doubled: share(0.5),
      cut: share(0.7),
      slowMs: random.pick([20, 200, 2_000]),
      down: random.chance(0.2),
    } satisfies Weather)
    note(network.weather.down ? 'the line is down' : stormy ? 'the line is bad' : 'the line is good')
  })
}

function planHeadOffice(world: World, note: (what: string) => void): void {
  again(world, [3_000, 16_000], () => note(`head office ${changeAtHeadOffice(world.central, world.random)}`))
}

function planCrashes(world: World): void {
  const { random, tills } = world
  again(world, [12_000, 50_000], () => random.pick(tills).crash())
}

interface Backup {
  readonly state: ModelState
  readonly mark: BackupMark
}

/** The central is started anew now and then; in half of the seeds once from an old backup. */
function planCentral(world: World, note: (what: string) => void, onRestart: () => void): void {
  const { random, scheduler, central, bookkeeper, tally } = world
  const begin = (what: string, backup: Backup | null) => {
    onRestart()
    central.restart(backup?.state)
    bookkeeper.centralRestarted(central.state().feeds.at(-1)?.name ?? '', backup?.mark ?? null)
    note(`the central ${what}`)
    tally.count(`central_${what}`)
  }
  again(world, [15_000, 80_000], () => begin('started', null))
  if (!random.chance(0.6)) return
  const backupAt = random.between(8_000, activeMs - 25_000)
  scheduler.after(backupAt, () => {
    const backup: Backup = { state: central.backup(), mark: bookkeeper.backedUp() }
    scheduler.after(random.between(5_000, activeMs - backupAt), () => {
      if (scheduler.elapsed() < activeMs + 20_000) begin('restored', backup)
    })
  })
}
