import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { putLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { points } from '../../domain/points.ts'
import { idOf, programme } from './demo-chain.ts'
import { pool } from './demo-value.ts'
import type { DrawSaid } from './drawing-process.ts'
import { changeReplica, eventsOf } from './member-rig.ts'
import { generous } from './risk-rows.ts'
import { furnish } from './till-parts.ts'
import { newFolder } from './till-rig.ts'

const rounds = 8
const entry = join(import.meta.dirname, 'drawing-process.ts')

/** Runs the drawing process and kills it `delayUs` after the tap of its n-th draw. Answers what it said. */
async function drawAndKill(
  folder: string,
  lost: string | null,
  at: { readonly tap: number; readonly delayUs: number },
): Promise<DrawSaid[]> {
  const args = ['--disable-warning=ExperimentalWarning', entry, folder, ...(lost ? [lost] : [])]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const said: DrawSaid[] = []
  let taps = 0
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const heard = JSON.parse(line) as DrawSaid
    said.push(heard)
    if (heard.said !== 'tapped') return
    taps += 1
    if (taps !== at.tap) return
    const until = process.hrtime.bigint() + BigInt(at.delayUs) * 1_000n
    // A timer is coarser than a commit: the moment is hit by waiting in place, a few ms at most.
    while (process.hrtime.bigint() < until);
    child.kill('SIGKILL')
  })
  await Promise.all([exited, once(lines, 'close')])
  return said
}

test('[PD13] [RI8] SIGKILL between a draw and its answer: the same id has the same ticket, none is lost or drawn twice, and exposure counts each once', async () => {
  const folder = newFolder()
  const { lottery } = programme
  const cheap = { lottery: lottery && { ...lottery, lotteryId: 'long', points: points(10), dayLimit: 1_000 } }
  await furnish(folder, { programme: cheap, policy: generous })
  const tickets = Array.from({ length: 100 }, () => 'none')
  changeReplica(folder, (tx) =>
    putLotteryPool(tx, { ...pool, poolId: idOf(7_009), lotteryId: 'long', tickets }),
  )

  const answered = new Map<string, number>()
  let lost: string | null = null
  for (let round = 0; round < rounds; round++) {
    const said = await drawAndKill(folder, lost, { tap: 2 + (round % 2), delayUs: (round * 397) % 3_000 })
    for (const step of said) {
      if (step.said === 'tapped') lost = step.actId
      else {
        expect(answered.get(step.actId) ?? step.index).toBe(step.index)
        answered.set(step.actId, step.index)
        lost = null
      }
    }
  }
  const drawn = eventsOf(folder, 'lottery.drawn')
  expect(drawn.map(({ data }) => data.index)).toEqual(drawn.map((_, place) => place))
  const recorded = new Map(drawn.map(({ id, data }) => [String(id), data.index]))
  expect(recorded.size).toBe(drawn.length)
  for (const [actId, index] of answered) expect(recorded.get(actId)).toBe(index)
  expect(drawn.length).toBeGreaterThanOrEqual(rounds)
  // Each was decided alone, for ten points, which begin a step of one yuan: the exposure lost and doubled nothing either.
  expect(drawn.map(({ exposure }) => exposure)).toEqual(drawn.map((_, place) => (place + 1) * 100))
}, 120_000)
