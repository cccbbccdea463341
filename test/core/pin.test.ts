import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { openJournal } from '../../db/open.ts'
import { pinTriesBeforeLock, pinTriesBeforeSupervisor } from '../../domain/limits.ts'
import { lockedForGood } from '../../domain/staff.ts'
import { noon, staff } from './demo-chain.ts'
import { keys, type Page } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const wrong = { code: staff.cashier.code, pin: '000000' }
const right = { code: staff.cashier.code, pin: staff.cashier.pin }
const supervisor = { code: staff.supervisor.code, pin: staff.supervisor.pin }

async function fail(page: Page, times: number): Promise<unknown> {
  let last: unknown = null
  for (let time = 0; time < times; time++) last = await page.call('signIn', wrong)
  return last
}

test('[CO21] the right PIN signs in, and the event names who', async () => {
  const { page, folder } = await newTill({}, { signedIn: false })
  expect(await page.call('signIn', right)).toEqual({
    output: { staffId: staff.cashier.staffId, name: staff.cashier.name },
  })
  expect(page.slice('staff_changed')).toMatchObject({ role: 'cashier' })
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const events = eventsAfter(journal, { epoch: 0, seq: 0 }, 10, 100_000)
  journal.close()
  expect(events).toMatchObject([{ type: 'staff.signed_in', actor: staff.cashier.staffId, rules: 7, seq: 1 }])
})

test('[CO22] wrong PINs lock, for a minute and then twice as long each time, across restarts', async () => {
  const first = await newTill({}, { signedIn: false })
  expect(await fail(first.page, pinTriesBeforeLock - 1)).toEqual({ refusal: { code: 'pin_wrong' } })
  expect(await fail(first.page, 1)).toEqual({
    refusal: { code: 'pin_locked', figures: { until: noon + 60_000 } },
  })
  // Not even the right one, and not after a crash.
  const second = startTill(first.folder)
  expect(await second.page.call('signIn', right)).toMatchObject({ refusal: { code: 'pin_locked' } })
  second.clock.move(60_000)
  expect(await fail(second.page, 1)).toEqual({
    refusal: { code: 'pin_locked', figures: { until: noon + 60_000 + 120_000 } },
  })
  second.clock.move(120_000)
  expect(await second.page.call('signIn', right)).toHaveProperty('output')
  // A right one forgives.
  expect(await fail(second.page, 1)).toEqual({ refusal: { code: 'pin_wrong' } })
})

test('[CO23] after ten only a supervisor opens, by signing in', async () => {
  const { page, clock } = await newTill({}, { signedIn: false })
  let answer: unknown = null
  for (let tried = 0; tried < pinTriesBeforeSupervisor; tried++) {
    answer = await page.call('signIn', wrong)
    clock.move(3_600_000)
  }
  expect(answer).toEqual({ refusal: { code: 'pin_locked', figures: { until: lockedForGood } } })
  expect(await page.call('signIn', right)).toMatchObject({ refusal: { code: 'pin_locked' } })
  expect(await page.call('signIn', supervisor)).toHaveProperty('output')
  expect(await page.call('signIn', right)).toHaveProperty('output')
})

test('[CO24] tries side by side buy no further guess', async () => {
  const { page } = await newTill({}, { signedIn: false })
  const answers = await Promise.all(
    Array.from({ length: pinTriesBeforeLock + 3 }, () => page.call('signIn', wrong)),
  )
  const codes = answers.map((answer) => ('refusal' in answer ? answer.refusal.code : 'none'))
  expect(codes.filter((code) => code === 'pin_wrong')).toHaveLength(pinTriesBeforeLock - 1)
  expect(await page.call('signIn', right)).toMatchObject({ refusal: { code: 'pin_locked' } })
})

test('[CO25] no PIN, name or code is in the log', async () => {
  const { page, log } = await newTill({}, { signedIn: false })
  await fail(page, 2)
  await page.call('signIn', right)
  await page.call('signIn', { code: '999', pin: '987654' })
  const written = log.lines.join('\n')
  expect(written).toMatch(/staff_signed_in staffId=/)
  expect(written).toMatch(/access_denied reason=pin_wrong/)
  expect(written).not.toMatch(/246810|000000 |林小雨|987654/)
})
