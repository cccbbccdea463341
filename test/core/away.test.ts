import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { dayMs } from '../../domain/time.ts'
import { openTlsDoor } from '../rig/trust.ts'
import { noon } from './demo-chain.ts'
import { keys, payCash, scan, standingClock } from './till-parts.ts'
import { newFolder, startTill } from './till-rig.ts'

/* A till and its central over weeks: both clocks are passed in, files and TLS are real. */

async function shop() {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-away-'))
  let now = noon
  const startAt = (port: number): Promise<RunningCentral> => {
    const database = { kind: 'folder', folder: join(folder, 'data') } as const
    const demo = { members: 20, coupons: 40, products: 60 }
    return startCentral({ database, demo, port }, { clock: () => now })
  }
  let central = await startAt(0)
  const start = async () => {
    central = await startAt(Number(new URL(central.url).port))
    return central
  }
  onTestFinished(async () => {
    await central.close()
    await rm(folder, { recursive: true, force: true })
  })
  const { makeEnrolmentCode, url } = central
  const clock = standingClock()
  const enrolmentCode = await makeEnrolmentCode('S01')
  const rig = startTill(newFolder(), { clock, config: { central: { url, enrolmentCode } } })
  const { page } = rig
  await page.until(() => page.slice('till_changed').phase === 'selling', 30_000)
  expect(await page.call('signIn', { code: '101', pin: '246810' })).toHaveProperty('output')
  const sell = async () => {
    expect(await scan(page, notableProducts.water.gtin?.slice(1) ?? '')).toHaveProperty('output')
    expect(await payCash(page)).toHaveProperty('output')
  }
  const drained = () => page.until(() => page.slice('sync_changed').waiting === 0, 30_000)
  return {
    rig,
    page,
    start,
    sell,
    drained,
    central: () => central,
    pass: (ms: number) => {
      now += ms
      clock.move(ms)
    },
    /** The certificate the till has, as its file says. */
    certificate: () => {
      const journal = openJournal({
        file: join(rig.folder, 'journal.db'),
        key: Buffer.from(keys.journal, 'hex'),
      })
      try {
        return readSetting(journal, 'tls')?.certificate
      } finally {
        journal.close()
      }
    },
  }
}

test('[CO75] at a third of its life a certificate is renewed by itself, and the till speaks with the new one', async () => {
  const { certificate, drained, page, pass, rig, sell } = await shop()
  await drained()
  const first = certificate()
  pass(11 * dayMs)
  await page.call('syncNow', {})
  await expect.poll(certificate, { timeout: 20_000 }).not.toBe(first)
  await sell()
  await drained()
  expect(rig.bugs).toEqual([])
}, 90_000)

test('[CO76] ninety days away: it sells all along, says that it needs a code, takes it, and hands everything over', async () => {
  const { central, drained, page, pass, rig, sell, start } = await shop()
  await drained()
  await central().close()
  for (let day = 1; day <= 90; day++) {
    pass(dayMs)
    if (day % 15 === 0) await sell()
  }
  await page.until(() => page.slice('sync_changed').waiting === 6, 10_000)
  expect(await page.call('renewTill', { code: 'ABCDEFGH12' })).toEqual({
    refusal: { code: 'central_unreachable' },
  })
  const back = await start()
  await page.call('syncNow', {})
  await page.until(() => page.slice('sync_changed').state === 'expired', 30_000)
  await sell()
  expect(await page.call('renewTill', { code: 'WRONGCODE1' })).toEqual({
    refusal: { code: 'enrolment_code_wrong' },
  })
  expect(await page.call('renewTill', { code: await back.makeEnrolmentCode('S01') })).toEqual({ output: {} })
  await drained()
  await page.until(() => page.slice('sync_changed').state === 'online', 30_000)
  expect(page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  expect(rig.bugs).toEqual([])
}, 120_000)

test('[CO77] a revoked till says so, goes on selling and earning only, hands over what it did, and raises no alarm', async () => {
  const { central, drained, page, pass, rig, sell } = await shop()
  await sell()
  await drained()
  const { ca, operatorToken, url } = central()
  const door = openTlsDoor(ca)
  const { terminals } = (await (
    await door.ask(`${url}/v1/head-office/terminals`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
  ).json()) as { terminals: { terminalId: string }[] }
  const revocation = await door.ask(
    `${url}/v1/head-office/terminals/${terminals[0]?.terminalId}/revocation`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: '{}',
    },
  )
  expect(revocation.status).toBe(200)
  await door.close()
  pass(60_000)
  await page.call('syncNow', {})
  await page.until(() => page.slice('sync_changed').state === 'revoked', 30_000)
  expect(page.slice('till_changed').restricted).toBe('revoked')
  await sell()
  await drained()
  expect(page.slice('sync_changed').state).toBe('revoked')
  expect(rig.log.lines.filter((line) => line.includes(' error '))).toEqual([])
  // Also when it starts without a line.
  await rig.till.stop()
  await central().close()
  const again = startTill(rig.folder)
  expect(again.page.slice('till_changed').restricted).toBe('revoked')
  expect(rig.bugs).toEqual([])
}, 120_000)
