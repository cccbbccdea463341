import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { openReplica } from '../../db/open.ts'
import { keys, payCash, scan } from './till-parts.ts'
import { newFolder, type Rig, startTill } from './till-rig.ts'

const pin = { code: '101', pin: '246810' }
const { gold } = notableMembers

async function demoCentral(): Promise<{
  readonly start: (port?: number) => Promise<RunningCentral>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-central-'))
  let running: RunningCentral | null = null
  onTestFinished(async () => {
    await running?.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    start: async (port = 0) => {
      running = await startCentral({
        database: { kind: 'folder', folder: join(folder, 'data') },
        demo: { members: 20, coupons: 40, products: 60 },
        port,
      })
      return running
    },
  }
}

async function sellWater({ page }: Rig): Promise<void> {
  expect(await scan(page, notableProducts.water.gtin?.slice(1) ?? '')).toHaveProperty('output')
  expect(await payCash(page)).toHaveProperty('output')
}

test('[CO58] an unfurnished till enrols, loads the chain, sells with the line cut, and drains when it is back', async () => {
  const chain = await demoCentral()
  const central = await chain.start()
  const port = Number(new URL(central.url).port)
  const enrolmentCode = await central.makeEnrolmentCode('S01')
  const rig = startTill(newFolder(), { config: { central: { url: central.url, enrolmentCode } } })
  const { page, folder } = rig
  await page.until(() => page.slice('till_changed').phase === 'selling', 30_000)
  expect(
    page.notices.some((notice) => notice.kind === 'till_changed' && notice.value.loadedBps !== null),
  ).toBe(true)
  expect(await page.call('signIn', pin)).toHaveProperty('output')
  await scan(page, gold.code)
  await sellWater(rig)
  await page.until(() => page.slice('sync_changed').waiting === 0, 10_000)
  expect(page.slice('sync_changed').state).not.toBe('offline')

  await central.close()
  await sellWater(rig)
  await sellWater(rig)
  await page.until(() => page.slice('sync_changed').state === 'offline', 10_000)
  expect(page.slice('sync_changed').waiting).toBe(2)

  await chain.start(port)
  await page.call('syncNow', {})
  await page.until(() => page.slice('sync_changed').waiting === 0, 20_000)
  expect(page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  // The replica was swapped in under the running till, whole.
  const replica = openReplica({
    file: join(folder, 'replica.db'),
    key: Buffer.from(keys.replica, 'hex'),
    access: 'read',
  })
  expect(replica.prepare('PRAGMA quick_check').get<{ quick_check: string }>()?.quick_check).toBe('ok')
  replica.close()
  expect(rig.bugs).toEqual([])
}, 90_000)
