import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs } from '../../domain/time.ts'
import type { KeptTime } from '../../domain/trusted-time.ts'
import { createTrustedClock } from '../../electron/core/trusted-clock.ts'
import { codeOfOil, coupons, noon, wang } from './demo-chain.ts'
import { payCash, scan, standingClock } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

function trusted(clock: ReturnType<typeof standingClock>, known: KeptTime = { notBefore: 0, offset: 0 }) {
  const kept: KeptTime[] = []
  let changes = 0
  const made = createTrustedClock({
    clock,
    kept: known,
    keep: (time) => kept.push(time),
    onChanged: () => {
      changes += 1
    },
  })
  return { ...made, kept, changes: () => changes }
}

test('[TT3] time passes as the machine counts it and follows no hand on the clock; heard, it never goes back', () => {
  const minutes = fc.integer({ min: 0, max: 2_000 }).map((count) => count * 60_000)
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), ms: minutes }),
    fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: 0, max: 4_000_000_000_000 }) }),
    fc.record({ kind: fc.constant('hear' as const), lateMs: fc.integer({ min: 0, max: 10_000 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const clock = standingClock()
      const till = trusted(clock)
      let passed = 0
      let last = till.now()
      for (const one of steps) {
        if (one.kind === 'pass') {
          clock.move(one.ms)
          passed += one.ms
        } else if (one.kind === 'set') clock.setWall(one.ms)
        else till.hear(noon + passed - one.lateMs)
        const now = till.now()
        expect(now).toBeGreaterThanOrEqual(last)
        // An answer is as old as the line was slow.
        expect(now).toBeLessThanOrEqual(noon + passed)
        expect(now).toBeGreaterThanOrEqual(noon + passed - 10_000)
        last = now
      }
      till.stop()
    }),
  )
})

test('[TT4] what was only believed is put right by head office, and written down at once', () => {
  const clock = standingClock(noon + 40 * dayMs)
  const till = trusted(clock, { notBefore: noon, offset: 0 })
  expect(till.view()).toEqual({ trust: 'believed', skewMs: 0 })
  till.hear(noon + 1_000)
  expect(till.now()).toBe(noon + 1_000)
  expect(till.view()).toEqual({ trust: 'confirmed', skewMs: 40 * dayMs - 1_000 })
  expect(till.kept).toEqual([{ notBefore: noon + 1_000, offset: 1_000 - 40 * dayMs }])
  expect(till.changes()).toBe(1)
  till.stop()
})

test('[TT5] an idle till in contact writes its time down every ten minutes, not at every answer', () => {
  const clock = standingClock()
  const till = trusted(clock)
  for (let minute = 0; minute <= 60; minute++) {
    till.hear(clock.now())
    clock.move(60_000)
  }
  expect(till.kept.map(({ notBefore }) => (notBefore - noon) / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 60])
  till.stop()
})

test('[TT6] a wall clock set forward or back neither ends nor revives a coupon, also over a restart', async () => {
  const { page, folder, clock } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  clock.setWall(noon + 60 * dayMs)
  expect(await scan(page, coupons.good.code)).toHaveProperty('output')
  clock.setWall(noon - 60 * dayMs)
  expect(await scan(page, coupons.expired.code)).toMatchObject({ refusal: { code: 'coupon_expired' } })
  clock.move(11 * dayMs)
  expect(await scan(page, coupons.sameGroup.code)).toMatchObject({ refusal: { code: 'coupon_expired' } })
  await page.call('clearBasket', {})
  await scan(page, codeOfOil(1))
  expect(await payCash(page)).toHaveProperty('output')

  for (const year of [1970, 2000, 2126]) {
    const again = startTill(folder, { clock: standingClock(Date.UTC(year, 0, 1)) })
    expect(again.page.slice('till_changed').time.trust).toBe('doubted')
    await scan(again.page, codeOfOil(1))
    await scan(again.page, wang.code)
    expect(await scan(again.page, coupons.good.code)).toMatchObject({ refusal: { code: 'coupon_expired' } })
    await again.page.call('clearBasket', {})
    await scan(again.page, codeOfOil(1))
    expect(await payCash(again.page)).toHaveProperty('output')
    await again.till.stop()
  }
})

test('[TT7] a clock that is off is told once it matters, and that it is right again', () => {
  const clock = standingClock()
  const timers: (() => void)[] = []
  const after = (_delayMs: number, act: () => void) => {
    timers.push(act)
    return () => undefined
  }
  const till = trusted({ ...clock, after })
  const look = () => timers.pop()?.()
  const told = [0, 240_000, 360_000, 420_000, -360_000, 0].map((off) => {
    clock.setWall(noon + off)
    look()
    return till.changes()
  })
  expect(told).toEqual([0, 0, 1, 1, 1, 2])
})
