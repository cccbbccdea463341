import { expect, test } from 'vitest'
import { pushesAtOnceMax, pushWaitMs } from '../../central/limits.ts'
import type { RequestRefused } from '../../central/problem.ts'
import { createAdmission } from '../../central/push/admission.ts'
import type { Uuid } from '../../domain/ids.ts'
import { idOf } from '../suites/central-chain.ts'

const pushMs = 200

/** Tills that push over and over into one admission, on a clock of their own; answers how many pushes each got done. */
async function crowd(
  tills: number,
  lastsMs: number,
): Promise<{ readonly done: readonly number[]; readonly turnedAway: number }> {
  let now = 1_000
  const admission = createAdmission(() => now)
  const timers: { at: number; act: () => void }[] = []
  const later = (ms: number, act: () => void) => void timers.push({ at: now + ms, act })
  const done = Array.from({ length: tills }, () => 0)
  let atOnce = 0
  let turnedAway = 0
  const push = (till: number): void => {
    const askedAt = now
    admission
      .enter(idOf('T', till) as Uuid, () => false)
      .then(
        (leave) => {
          atOnce += 1
          expect(atOnce).toBeLessThanOrEqual(pushesAtOnceMax)
          expect(now - askedAt).toBeLessThanOrEqual(2 * pushWaitMs)
          later(pushMs, () => {
            atOnce -= 1
            done[till] = (done[till] ?? 0) + 1
            leave()
            push(till)
          })
        },
        (refused: RequestRefused) => {
          expect(refused).toMatchObject({ status: 503, code: 'push_queue_full' })
          turnedAway += 1
          later((refused.retryAfter ?? 0) * 1_000, () => push(till))
        },
      )
  }
  for (let till = 0; till < tills; till++) push(till)
  for (const end = now + lastsMs; now < end; ) {
    await new Promise((resolve) => setImmediate(resolve))
    timers.sort((a, b) => a.at - b.at)
    const next = timers.shift()
    if (!next) break
    now = next.at
    next.act()
  }
  return { done, turnedAway }
}

test('[CE108] 200 tills that push at once all have their turn, in turn, and none waits for long', async () => {
  const { done, turnedAway } = await crowd(200, 200_000)
  const all = done.reduce((sum, pushes) => sum + pushes, 0)
  // Nine tenths of what could be done at all is done, and the luckiest till is no more than twice as far as the last.
  expect(all).toBeGreaterThan(((200_000 / pushMs) * pushesAtOnceMax * 9) / 10)
  expect(Math.min(...done)).toBeGreaterThan(0)
  // Who was turned away comes again about when it is its turn, not with all the others at once.
  expect(turnedAway).toBeLessThan(1.2 * all)
  expect(Math.max(...done)).toBeLessThanOrEqual(2 * Math.min(...done))
})

test('[CE108] a till alone is never held up, and who went away is passed over', async () => {
  const admission = createAdmission(() => 1_000)
  const leave = await admission.enter(idOf('T', 1), () => false)
  const other = await admission.enter(idOf('T', 2), () => false)
  const gone = admission.enter(idOf('T', 3), () => true)
  const waits = admission.enter(idOf('T', 4), () => false)
  leave()
  leave()
  const last = await waits
  other()
  last()
  await expect(Promise.race([gone, Promise.resolve('still waiting')])).resolves.toBe('still waiting')
})
