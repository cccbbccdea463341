import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '../central/postgres.ts'
import { soundLine } from '../fakes/fault-proxy.ts'
import { type LineRig, openLineRig } from './line-rig.ts'

/*
 * A push over a real line that breaks at every place it can. Every second byte in the suite's time; all of them with
 * EVERTILL_EVERY_BYTE=1.
 */

const limitMs = 300_000
const stride = process.env['EVERTILL_EVERY_BYTE'] === '1' ? 1 : 23
/** Longer than an answer takes on a busy machine, and short where nobody answers at all. */
const patienceMs = 2_000
const mutedPatienceMs = 150

let postgres: PostgresServer
let rigs: readonly (readonly [name: string, rig: LineRig])[]
let hasty: LineRig
beforeAll(async () => {
  postgres = await startPostgres()
  const { database } = await postgres.keep()
  rigs = [
    ['PGlite', await openLineRig({ kind: 'memory' }, patienceMs)],
    ['PostgreSQL', await openLineRig(database, patienceMs)],
  ]
  hasty = await openLineRig({ kind: 'memory' }, mutedPatienceMs)
}, 120_000)
afterAll(async () => {
  for (const [, rig] of rigs) await rig.close()
  await hasty.close()
  await postgres.stop()
})

const rigOf = (name: string) => {
  const found = rigs.find(([one]) => one === name)
  if (!found) throw new Error(`no rig ${name}`)
  return found[1]
}

/** Bytes of one whole push in each direction, its TLS included. */
async function lengthOf(rig: LineRig): Promise<{ readonly up: number; readonly down: number }> {
  await rig.settle()
  const before = rig.proxy.passed()
  expect(await rig.tryPush({})).toBe(true)
  const after = rig.proxy.passed()
  return { up: after.up - before.up, down: after.down - before.down }
}

const ways = ['up', 'down'] as const
const both = { up: null, down: null }

test.each(['PGlite', 'PostgreSQL'])(
  '[NW1] a push cut at byte N in either direction takes effect once, with a central on %s',
  async (name) => {
    const rig = rigOf(name)
    let failed = 0
    for (const way of ways) {
      const length = await lengthOf(rig)
      for (let place = 0; place <= length[way] + stride; place += stride) {
        if (!(await rig.tryPush({ cutAt: { ...both, [way]: place } }))) failed += 1
        if (place % (4 * stride) === 0) await rig.settle()
      }
    }
    await rig.settle()
    const { recorded, effective } = await rig.count()
    expect(effective).toBe(recorded)
    // Cut before its end a push fails, so that the line really was cut.
    expect(failed).toBeGreaterThan(recorded / 2)
  },
  limitMs,
)

test(
  '[NW2] a bit flipped anywhere on the line is noticed and never becomes an act',
  async () => {
    const rig = rigOf('PGlite')
    let failed = 0
    for (const way of ways) {
      const length = await lengthOf(rig)
      for (let place = 0; place < length[way]; place += stride) {
        if (!(await rig.tryPush({ flipsAt: { ...both, [way]: place } }))) failed += 1
        if (place % (4 * stride) === 0) await rig.settle()
      }
    }
    await rig.settle()
    const { recorded, effective } = await rig.count()
    expect(effective).toBe(recorded)
    expect(failed).toBeGreaterThan(recorded / 4)
  },
  limitMs,
)

test(
  '[NW3] a line that goes dead without a word, at any byte, ends in time and takes effect once',
  async () => {
    for (const way of ways) {
      const length = await lengthOf(hasty)
      for (let place = 0; place <= length[way]; place += 16 * stride) {
        await hasty.tryPush({ mutesAt: { ...both, [way]: place } })
      }
    }
    await hasty.settle()
    const { recorded, effective } = await hasty.count()
    expect(effective).toBe(recorded)
  },
  limitMs,
)

test(
  '[NW4] portions that come twice or in another order are noticed; slow and in crumbs a push gets through',
  async () => {
    const rig = rigOf('PGlite')
    for (const way of ways) {
      const length = await lengthOf(rig)
      for (let place = 0; place < length[way]; place += 8 * stride) {
        await rig.tryPush({ doublesAt: { ...both, [way]: place } })
        await rig.tryPush({ swapsAt: { ...both, [way]: place }, portionMax: 200 })
      }
    }
    await rig.settle()
    expect(await rig.tryPush({ portionMax: 100, delayMs: 5 })).toBe(true)
    expect(await rig.tryPush({ ...soundLine, refuses: true })).toBe(false)
    await rig.settle()
    const { recorded, effective } = await rig.count()
    expect(effective).toBe(recorded)
  },
  limitMs,
)
