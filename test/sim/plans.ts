import { readCursor } from '../../db/replica/cursor-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import { acts } from './acts.ts'
import type { BackupMark, Bookkeeper } from './bookkeeper.ts'
import type { EventKind } from './cells.ts'
import { type Counter, counterOf } from './counter.ts'
import type { Upheaval } from './faults.ts'
import { changeAtHeadOffice } from './head-office.ts'
import type { ModelCentral } from './model-central.ts'
import type { ModelState } from './model-state.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { sell } from './sell.ts'
import type { Weather } from './sim-network.ts'
import type { World } from './simulate.ts'
import type { Tally } from './tally.ts'
import type { SimTill } from './till-shape.ts'

const dayMs = 86_400_000

/**
 * The days of a seed. Each has one busy stretch; what is left of it passes at once, because idle tills would only ask
 * in vain. What was due meanwhile comes late, as on machines that slept: the first thing of a day is to catch up.
 */
export async function planDays(world: World): Promise<void> {
  const { random, scheduler, swarm, tally } = world
  const day = { isOpen: true }
  planCustomers(world, () => day.isOpen)
  planWeather(world, () => day.isOpen)
  planAdmissions(world, () => day.isOpen)
  planOthers(world, () => day.isOpen)
  for (let nth = 1; nth <= swarm.days; nth++) {
    const from = scheduler.elapsed()
    day.isOpen = true
    await world.run(() => scheduler.elapsed() < from + swarm.busyMs)
    day.isOpen = false
    // Now and then the shop closes in the middle of it all; else what is under way comes to its end.
    if (random.chance(0.5)) await world.run(() => scheduler.elapsed() < from + swarm.busyMs + 5_000)
    if (nth < swarm.days) scheduler.skip(from + dayMs - scheduler.elapsed())
    tally.count('day')
  }
}

/** Calls `act` again and again after random pauses, while the shops are open. */
function again(
  world: World,
  isOpen: () => boolean,
  of: { readonly pauseMs: readonly [number, number]; readonly act: () => void },
): void {
  const { random, scheduler } = world
  scheduler.after(random.between(...of.pauseMs), () => {
    if (isOpen()) of.act()
    again(world, isOpen, of)
  })
}

function planCustomers(world: World, isOpen: () => boolean): void {
  const { tills, bookkeeper, random, swarm, note } = world
  const [from, to] = swarm.pauseMs
  const each = 3
  again(world, isOpen, {
    pauseMs: [Math.round(from / each), Math.round(to / each)],
    act: () => {
      const till = random.pick(tills)
      if (!till.isAlive()) return
      const replica = till.overlay()?.replica
      const knew = replica ? readCursor(replica) : null
      const event = actAt(world, till)
      if (!event) return
      note(`${till.name} recorded ${event.epoch}/${event.seq} ${event.type}`)
      bookkeeper.acknowledge(till.name, event, knew)
    },
  })
}

/** People at head office look at tills whose past is in doubt, and admit them again. */
function planAdmissions(world: World, isOpen: () => boolean): void {
  const { bookkeeper, central, note, random, tally } = world
  again(world, isOpen, {
    pauseMs: [2_000, 15_000],
    act: () => {
      const doubted = [...central.state().terminals.values()].filter(({ events, admittedEpoch }) => {
        const newest = Math.max(1, ...events.map(({ event }) => event.epoch))
        return newest > 1 && admittedEpoch !== newest
      })
      if (doubted.length === 0) return
      const terminal = random.pick(doubted)
      const epoch = Math.max(...terminal.events.map(({ event }) => event.epoch))
      terminal.admittedEpoch = epoch
      bookkeeper.admitted(terminal.terminalId, epoch)
      note(`head office admits ${terminal.terminalId.slice(-4)} in epoch ${epoch}`)
      tally.count('till_readmitted')
    },
  })
}

/** What a till does that may only sell and earn. */
const freeKinds: readonly EventKind[] = [
  'sale.completed',
  'sale.returned',
  'member.enrolled',
  'campaign.shown',
]

/** One customer: what this seed aims at, else mostly a sale, else something beside it. */
function actAt(world: World, till: SimTill): TillEvent | null {
  const { people, random, swarm, tally, faults } = world
  const wanted = random.chance(0.85) ? faults.wantedOf(till) : null
  if (wanted === 'campaign.shown' || (wanted === null && random.chance(0.05))) return till.recordStrange()
  const counter: Counter | null = counterOf(till)
  if (!counter) {
    tally.count('sale_without_replica')
    return null
  }
  const chance = { random, tally }
  // A till that is not trusted sells, takes back, enrols and tops up; all else is refused there.
  if (counter.isRestricted && !freeKinds.includes(wanted ?? 'sale.completed'))
    return sell(counter, people, chance)
  if (wanted === 'sale.completed' || (wanted === null && random.chance(0.55)))
    return sell(counter, people, chance)
  const known = wanted && acts.find(([, , kind]) => kind === wanted)
  if (wanted === 'coupon.restored' && till.lastKind() !== 'coupon.redeemed') {
    return acts.find(([, , kind]) => kind === 'coupon.redeemed')?.[0](counter, people, chance) ?? null
  }
  if (known) return known[0](counter, people, chance)
  const shares = acts.map(([, share], place) => share * (swarm.appetite[place] ?? 1))
  let left = random.fraction() * shares.reduce((sum, share) => sum + share, 0)
  const chosen = acts.find(([, , kind], place) => {
    left -= shares[place] ?? 0
    return left < 0 && (!counter.isRestricted || freeKinds.includes(kind))
  })
  return chosen?.[0](counter, people, chance) ?? null
}

function planWeather(world: World, isOpen: () => boolean): void {
  const { random, network, note, swarm } = world
  const { storm } = swarm
  again(world, isOpen, {
    pauseMs: [2_000, 10_000],
    act: () => {
      const stormy = random.chance(0.6)
      const share = (most: number) => (stormy ? random.fraction() * most : 0)
      Object.assign(network.weather, {
        lost: share(storm.lost),
        doubled: share(storm.doubled),
        cut: share(storm.cut),
        slowMs: random.pick([20, 200, 2_000]),
        down: random.chance(storm.down / 3),
      } satisfies Weather)
      note(network.weather.down ? 'the line is down' : stormy ? 'the line is bad' : 'the line is good')
    },
  })
}

/** Head office does its work, and what befalls tills that just stand there. */
function planOthers(world: World, isOpen: () => boolean): void {
  const { faults, note, random, tills } = world
  again(world, isOpen, {
    pauseMs: [3_000, 16_000],
    act: () => note(`head office ${changeAtHeadOffice(world.central, random)}`),
  })
  again(world, isOpen, {
    pauseMs: [600, 2_500],
    act: () => {
      faults.helpAims()
      for (const till of tills) {
        faults.onIdle(till)
        if (random.chance(0.03)) world.copyJournal(till)
      }
    },
  })
}

interface Backup {
  readonly state: ModelState
  readonly mark: BackupMark
}

/** The central is started anew, or from a backup taken before, and lines are cut. */
export function centralUpheaval(
  deps: {
    readonly random: Random
    readonly scheduler: Scheduler
    readonly central: ModelCentral
    readonly bookkeeper: Bookkeeper
    readonly tally: Tally
    readonly note: (what: string) => void
  },
  onRestart: () => void,
): Omit<Upheaval, 'tills' | 'clone' | 'putBack' | 'copyJournal'> {
  const { bookkeeper, central, note, random, scheduler, tally } = deps
  let backup: Backup | null = null
  let backupAt = 0
  const begin = (what: string, from: Backup | null) => {
    onRestart()
    central.restart(from?.state)
    bookkeeper.centralRestarted(central.state().feeds.at(-1)?.name ?? '', from?.mark ?? null)
    note(`the central ${what}`)
    tally.count(`central_${what}`)
  }
  const backUp = () => {
    backup = { state: central.backup(), mark: bookkeeper.backedUp() }
    backupAt = scheduler.elapsed()
  }
  // A backup now and then: the one put back is old or new.
  const again = () => {
    scheduler.after(random.between(4_000, 30_000), () => {
      if (backup === null || random.chance(0.5)) backUp()
      again()
    })
  }
  again()
  return {
    backUp,
    restartCentral: () => begin('started', null),
    restoreCentral: () => {
      if (!backup || scheduler.elapsed() - backupAt < 1_000) return false
      begin('restored', backup)
      return true
    },
    cutOff: (tills, ms) => {
      for (const till of tills) {
        till.line.apart = true
        scheduler.after(ms, () => {
          till.line.apart = false
        })
      }
    },
  }
}
