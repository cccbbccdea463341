import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { beforeAll } from '../../db/journal/place.ts'
import type { TillEvent } from '../../domain/event.ts'
import { type Bookkeeper, createBookkeeper } from './bookkeeper.ts'
import { Broken } from './broken.ts'
import type { Cell } from './cells.ts'
import { accounts, beginning, coupons, firstRows, members, products, stores } from './chain-facts.ts'
import type { People } from './counter.ts'
import { checkEnd, hasConverged } from './end-checks.ts'
import { fastFolder } from './fast-folder.ts'
import { createFaults, type Faults } from './faults.ts'
import { keysFrom } from './keys.ts'
import { createModelCentral, type ModelCentral, type ModelWatcher } from './model-central.ts'
import type { ModelState } from './model-state.ts'
import { centralUpheaval, planDays } from './plans.ts'
import { createRandom, type Random } from './random.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { copyOfFiles } from './sim-disk.ts'
import { createSimNetwork, fairWeather, type SimNetwork } from './sim-network.ts'
import { createSimTill } from './sim-till.ts'
import { type Spoiler, spoiled, type TillSpoiler } from './spoil.ts'
import { drawSwarm, type Swarm } from './swarm.ts'
import { createTally, type Tally } from './tally.ts'
import { type SimTill, type TillKeys, tillKeysFrom } from './till-shape.ts'
import { createTimeCheck } from './time-check.ts'

/** How long calm may take to put everything right, in simulated ms. */
const calmMsMax = 900_000

const tillCount = 3

/** What one seed came to. `trace` are the last things that happened before something broke. */
export interface SimResult {
  readonly seed: number
  readonly tally: Tally
  readonly events: number
  /** Tills times the days they were open. */
  readonly tillDays: number
  readonly broken: unknown
  readonly trace: readonly string[]
}

export interface World {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly swarm: Swarm
  readonly tally: Tally
  readonly central: ModelCentral
  readonly network: SimNetwork
  readonly tills: readonly SimTill[]
  readonly bookkeeper: Bookkeeper
  readonly people: People
  readonly faults: Faults
  readonly note: (what: string) => void
  /** Keeps a copy of a till's journal, to be put back later. */
  readonly copyJournal: (till: SimTill) => void
  /** Steps while `goOn` holds; everything is checked after each step. */
  readonly run: (goOn: () => boolean) => Promise<void>
}

/**
 * Tills that are enrolled and loaded, at rest: where most seeds begin. Keys and ids are the same in all of them; nothing
 * a simulation proves hangs on these.
 */
export interface Stage {
  /** The files of each till, in folders of their names. */
  readonly folder: string
  readonly state: ModelState
  readonly elapsed: number
  /** What the bookkeeper was told so far, in order. */
  readonly told: readonly ((books: Bookkeeper) => void)[]
  readonly close: () => void
}

/** Enrols and loads tills once, for all seeds of a process. */
export async function setStage(): Promise<Stage> {
  const opened = openWorld({ random: createRandom(0), swarm: drawSwarm(createRandom(0), 0) })
  const { world, folder } = opened
  for (const till of world.tills) till.start()
  await settle(world, () => isReady(world) && hasConverged(world), 120_000)
  const { bookkeeper, central, scheduler, tills } = world
  const told = [...opened.told]
  const staged = mkdtempSync(join(fastFolder(), 'evertill-stage-'))
  for (const till of tills) till.leaveFiles(join(staged, till.name))
  for (const till of tills) till.dispose()
  rmSync(folder, { recursive: true, force: true })
  bookkeeper.checkCentral(central.state())
  return {
    folder: staged,
    state: central.backup(),
    elapsed: scheduler.elapsed(),
    told,
    close: () => rmSync(staged, { recursive: true, force: true }),
  }
}

/** How a seed is played otherwise than by itself. */
export interface Otherwise {
  /** A fault to be noticed. */
  readonly spoiler?: Spoiler | null
  /** `long` where it is to be longer than it would be. */
  readonly length?: 'own' | 'long'
  /** The cells it sets out to fill, in place of its own. */
  readonly aims?: readonly Cell[]
}

/** Plays one seed to its end. The same seed plays the same to the last message. */
export async function simulate(
  seed: number,
  stage: Stage,
  { spoiler = null, length = 'own', aims }: Otherwise = {},
): Promise<SimResult> {
  const random = createRandom(seed)
  const drawn = drawSwarm(random, seed, length)
  const swarm = aims ? { ...drawn, aims } : drawn
  const { world, folder, trace } = openWorld({
    random,
    swarm,
    spoiler,
    stage: swarm.fromNothing ? null : stage,
  })
  const { central, faults, network, scheduler, tally, tills } = world
  let broken: unknown = null
  try {
    for (const till of tills) till.start()
    await settle(world, () => isReady(world), scheduler.elapsed() + 120_000)
    faults.begin()
    await planDays(world)
    faults.stop()
    Object.assign(network.weather, fairWeather)
    for (const till of tills) Object.assign(till.line, { apart: false, mishap: null })
    world.note('calm')
    await settle(world, () => hasConverged(world), scheduler.elapsed() + calmMsMax)
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
  return { seed, tally, events, tillDays: tillCount * swarm.days, broken, trace }
}

function isReady({ tills }: World): boolean {
  return tills.every((till) => till.overlay() !== null && till.identity() !== null)
}

function openWorld(of: {
  readonly random: Random
  readonly swarm: Swarm
  readonly spoiler?: Spoiler | null
  readonly stage?: Stage | null
}) {
  const { random, swarm, spoiler = null, stage = null } = of
  const folder = mkdtempSync(join(fastFolder(), 'evertill-sim-'))
  const scheduler = createScheduler()
  const tally = createTally()
  const trace: string[] = []
  const note = (what: string) => {
    trace.push(`${String(scheduler.elapsed()).padStart(10)} ${what}`)
    if (trace.length > 400) trace.shift()
  }
  const bugs: unknown[] = []
  const now = () => beginning + scheduler.elapsed()
  const lives = { central: 0 }
  const keeper: { books: Bookkeeper | null } = { books: null }
  const told: ((books: Bookkeeper) => void)[] = []
  const tell = (what: (books: Bookkeeper) => void) => {
    if (told.length < 100) told.push(what)
    if (keeper.books) what(keeper.books)
  }
  // Keys and ids of a stage are those of its tills: whoever begins there has the same.
  const identities = createRandom(0)
  const central = createModelCentral({
    keys: keysFrom(identities.bytes(32)),
    random,
    now,
    watcher: watcherOf(tell, note),
  })
  if (stage) {
    central.restart(stage.state)
    scheduler.skip(stage.elapsed)
  }
  const bookkeeper = createBookkeeper(central.state().feeds[0]?.name ?? '')
  keeper.books = bookkeeper
  for (const what of stage?.told ?? []) what(bookkeeper)
  if (stage) bookkeeper.centralRestarted(central.state().feeds.at(-1)?.name ?? '', null)
  else central.change(firstRows())
  const network = createSimNetwork({
    central: spoiled(central, spoiler),
    random,
    scheduler,
    tally,
    life: () => lives.central,
  })
  const tills: SimTill[] = []
  const copyJournal = (till: SimTill) => {
    if (!till.isAlive()) return
    till.copyJournal()
    bookkeeper.copied(till.name)
  }
  const upheaval = {
    ...centralUpheaval({ random, scheduler, central, bookkeeper, tally, note }, () => lives.central++),
    tills: () => tills,
    clone: (till: SimTill) => clone(till),
    copyJournal,
    putBack: (till: SimTill) => {
      if (till.isAlive() && !till.identity()) return false
      if (!till.putBackJournal()) return false
      bookkeeper.putBack(till.name, till.witnessed())
      return true
    },
  }
  const faults = createFaults({ swarm, random, scheduler, tally, upheaval, note })
  const add = (name: string, keys: TillKeys, enrolmentCode: string): SimTill => {
    const till: SimTill = createSimTill({
      name,
      folder: join(folder, name),
      enrolmentCode,
      keys,
      random,
      scheduler,
      network,
      tally,
      now,
      strike: faults.strike,
      onPhase: faults.onPhase,
      spoiler: spoiler === null ? null : (spoiler.kind as TillSpoiler),
      onOwnEvent: (event) => {
        if (event.type === 'terminal.epoch_started') tally.count('epoch_begun_while_running')
        tell((books) => books.acknowledge(name, event))
      },
      onDown: (how) => {
        note(`${name} ${how}`)
        tally.count(`till_${how.replaceAll(' ', '_')}`)
        scheduler.after(random.between(500, 8_000), () => restart(till))
      },
      onBug: (thrown) => void bugs.push(thrown),
    })
    tills.push(till)
    return till
  }
  const restart = (till: SimTill) => {
    till.start()
    note(`${till.name} started`)
    if (till.identity()) bookkeeper.reopened(till.name, eventsOf(till))
    else if (till.overlay()) throw new Broken('a till with a replica and no name')
  }
  const keysOf = new Map<string, TillKeys>()
  for (let place = 0; place < tillCount; place++) {
    const store = stores[place === tillCount - 1 ? 1 : 0]
    if (!store) throw new Error('a store for each till')
    const name = `till ${place + 1}`
    const keys = tillKeysFrom(identities)
    keysOf.set(name, keys)
    if (stage) copyOfFiles(join(stage.folder, name), join(folder, name, 'life-0'))
    add(name, keys, stage ? '' : central.makeCode(store.storeId))
  }
  function clone(till: SimTill): boolean {
    const name = `${till.name} clone`
    const keys = keysOf.get(till.name)
    if (!keys || tills.some((other) => other.name === name)) return false
    till.leaveFiles(join(folder, name, 'life-0'))
    bookkeeper.cloned(till.name, name)
    restart(add(name, keys, ''))
    return true
  }
  const people: People = {
    memberIds: members.map(({ memberId }) => memberId),
    bearerCouponIds: coupons.filter(({ memberId }) => memberId === null).map(({ couponId }) => couponId),
    cardIds: accounts.filter(({ code }) => code !== null).map(({ accountId }) => accountId),
    skus: products.map(({ sku }) => sku),
  }
  const checked = checksOf({ scheduler, tills, bookkeeper, people, central, bugs })
  const world: World = {
    ...{
      random,
      scheduler,
      swarm,
      tally,
      central,
      network,
      tills,
      bookkeeper,
      people,
      faults,
      note,
      copyJournal,
    },
    run: async (goOn) => {
      while (goOn()) {
        if (!(await scheduler.step())) throw new Broken('nothing is planned any more')
        checked()
      }
    },
  }
  return { world, folder, trace, told }
}

function watcherOf(
  tell: (what: (books: Bookkeeper) => void) => void,
  note: (what: string) => void,
): ModelWatcher {
  return {
    onTaken: (terminalId, events, at) => {
      const what = `${events[0]?.seq}–${events.at(-1)?.seq} of ${terminalId.slice(-4)}`
      note(`central took ${what} as ${at.change}${at.beside ? ' beside the chain' : ''}`)
      tell(({ watcher }) => watcher.onTaken(terminalId, events, at))
    },
    onChanged: (rows, change) => tell(({ watcher }) => watcher.onChanged(rows, change)),
  }
}

/** All events of a till as its journal holds them now. */
export function eventsOf(till: SimTill): TillEvent[] {
  const journal = till.journal()
  return journal ? eventsAfter(journal, beforeAll, 100_000, Number.MAX_SAFE_INTEGER) : []
}

/** What is checked after every step: every till whose files changed, the central when it did, and all clocks. */
function checksOf(
  of: Pick<World, 'scheduler' | 'tills' | 'bookkeeper' | 'people' | 'central'> & {
    readonly bugs: readonly unknown[]
  },
): () => void {
  const { bookkeeper, bugs, central, people, tills } = of
  const accountIds = accounts.map(({ accountId }) => accountId)
  const seen = new Map<string, string>()
  const time = createTimeCheck(() => beginning + of.scheduler.elapsed())
  let change = -1
  return () => {
    if (bugs.length > 0) throw bugs[0]
    for (const till of tills) {
      time.check(till)
      const state = till.fingerprint()
      if (state === null || state === seen.get(till.name)) continue
      seen.set(till.name, state)
      const { memberIds } = people
      bookkeeper.checkTill(till, { memberIds, couponIds: bookkeeper.couponIds(), accountIds })
    }
    if (central.state().change === change) return
    change = central.state().change
    bookkeeper.checkCentral(central.state())
  }
}

/** Steps until `done`, at the latest until `limitMs` of simulated time. */
async function settle(world: World, done: () => boolean, limitMs: number): Promise<void> {
  await world.run(() => {
    if (world.scheduler.elapsed() > limitMs) throw new Broken('it does not come to rest')
    return !done()
  })
}
