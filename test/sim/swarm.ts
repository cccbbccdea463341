import { type Cell, cells, type EventKind, type FaultName, faultNames } from './cells.ts'
import type { Random } from './random.ts'

/**
 * What one seed plays with (swarm testing, Groce et al. 2012): most faults and acts are off in most seeds, and the rest
 * are on at a strength of their own, so that rare ones are not always drowned by common ones.
 */
export interface Swarm {
  readonly days: number
  /** How long the counters are busy each day, in ms; the rest of the day nothing happens that is not caught up on. */
  readonly busyMs: number
  /** Between two customers of a till, in ms. */
  readonly pauseMs: readonly [from: number, to: number]
  /** Tills begin without name and replica. */
  readonly fromNothing: boolean
  /** How likely each fault is at a moment in which it may strike; absent = off. */
  readonly chances: Readonly<Partial<Record<FaultName, number>>>
  /** How bad the line gets: lost, doubled, cut are probabilities. */
  readonly storm: {
    readonly lost: number
    readonly doubled: number
    readonly cut: number
    readonly down: number
  }
  /** Of each kind of act, how much more or less of it is done; 0 = none. */
  readonly appetite: readonly number[]
  /** Cells this seed sets out to fill. */
  readonly aims: readonly Cell[]
}

const second = 1_000

/** How many of the cells each seed sets out to fill. */
const aimsEach = 6

/** After these everything is loaded anew: a few of them go a long way. */
const costly: readonly FaultName[] = ['replica_broken', 'central_restored', 'put_back', 'cloned']

const isOfBefore: readonly EventKind[] = ['coupon.restored', 'sale.returned']

/** What seldom comes about: a fault that needs something to go before it, after an act that does too. */
const seldom = cells.filter(({ fault, event }) => costly.includes(fault) && isOfBefore.includes(event))

/** What comes about least: both need a till of their own. */
const least = seldom.filter(({ fault }) => fault === 'put_back' || fault === 'cloned')

/** Every fifth seed is long; most are short, because what breaks mostly breaks soon. */
function isLong(seed: number): boolean {
  return seed % 5 === 0
}

/** `length`: of a seed whose own length is not wanted. */
export function drawSwarm(random: Random, seed: number, length: 'own' | 'long' = 'own'): Swarm {
  const isOn = () => random.chance(0.4)
  const some = (most: number) => (isOn() ? random.fraction() * most : 0)
  const strengths = { rare: 0.01, common: 0.04 }
  const chances: Partial<Record<FaultName, number>> = {}
  for (const fault of faultNames) {
    if (!random.chance(0.35)) continue
    const chance = random.pick([strengths.rare, strengths.common])
    chances[fault] = costly.includes(fault) ? chance / 8 : chance
  }
  const longDays = random.between(4, 10)
  return {
    days: length === 'long' || isLong(seed) ? longDays : 2 + (longDays % 3),
    busyMs: random.between(4, 9) * second,
    pauseMs: random.pick([
      [1 * second, 6 * second],
      [3 * second, 15 * second],
    ]),
    fromNothing: random.chance(0.15),
    chances,
    storm: { lost: some(0.5), doubled: some(0.5), cut: some(0.7), down: some(0.6) },
    appetite: Array.from({ length: 8 }, () => (random.chance(0.7) ? random.between(1, 3) : 0)),
    // Each seed aims at other cells: a thousand seeds aim at every one of them several times.
    aims: [
      ...Array.from(
        { length: aimsEach },
        (_, nth) => cells[((seed * aimsEach + nth) * 7) % cells.length] as Cell,
      ),
      ...(seed % 3 === 0 ? [seldom[(seed / 3) % seldom.length] as Cell] : []),
      ...(seed % 4 === 1 ? [least[((seed - 1) / 4) % least.length] as Cell] : []),
    ],
  }
}
