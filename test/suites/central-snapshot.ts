import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SnapshotOffer, snapshotOfferSchema } from '../../contract/wire.ts'
import { replicaVersion } from '../../db/replica/schema.ts'
import { uuidFromBytes } from '../../domain/ids.ts'
import { idOf, smallChain, storeOne } from './central-chain.ts'
import { enrolTill, type SuiteTill } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

export function snapshotContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest
  let till: SuiteTill
  let offer: SnapshotOffer
  let whole: Buffer
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
    till = await enrolTill(central)
    await till.push([till.sell({ member: 1, burns: [{ lot: 1, points: 100 }] })])
    const response = await till.ask('/v1/snapshot', { method: 'POST' })
    expect(response.status).toBe(200)
    offer = snapshotOfferSchema.parse(await response.json())
    whole = await bytes(await till.ask(`/v1/snapshot/${offer.snapshotId}`))
  })
  afterAll(() => central.close())

  const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer())
  const range = (value: string) => till.ask(`/v1/snapshot/${offer.snapshotId}`, { headers: { range: value } })

  test('[CE22] the file is what the offer says, to the byte', () => {
    expect(offer.replicaVersion).toBe(replicaVersion)
    expect(whole.length).toBe(offer.compressedBytes)
    expect(createHash('sha256').update(whole).digest('hex')).toBe(offer.sha256)
    expect(zstdDecompressSync(whole).length).toBe(offer.plainBytes)
  })

  test('[CE22] it is read by ranges and can be resumed anywhere', async () => {
    const size = offer.compressedBytes
    const cut = Math.floor(size / 3)
    const first = await range(`bytes=0-${cut - 1}`)
    expect(first.status).toBe(206)
    expect(first.headers.get('content-range')).toBe(`bytes 0-${cut - 1}/${size}`)
    const rest = await range(`bytes=${cut}-`)
    expect(rest.status).toBe(206)
    expect(rest.headers.get('content-range')).toBe(`bytes ${cut}-${size - 1}/${size}`)
    expect(Buffer.concat([await bytes(first), await bytes(rest)]).equals(whole)).toBe(true)
    expect((await range(`bytes=${size}-`)).status).toBe(416)
  })

  test('[CE23] it holds the rows of one change number, and the feed goes on from there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evertill-suite-'))
    try {
      const file = join(folder, 'snapshot.db')
      writeFileSync(file, zstdDecompressSync(whole))
      const database = new Database(file, { readonly: true })
      const all = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[]
      expect(all('SELECT points FROM lot ORDER BY points')).toEqual([{ points: 300 }, { points: 900 }])
      expect(all('SELECT sku, unitPrice FROM product ORDER BY sku')).toEqual([
        { sku: 'P1', unitPrice: 1_000 },
        { sku: 'P2', unitPrice: 2_500 },
      ])
      const [member] = all('SELECT memberId FROM member ORDER BY memberId')
      expect(uuidFromBytes(member?.['memberId'] as Buffer)).toBe(idOf('m', 1))
      expect(all('SELECT count(*) AS n FROM coupon')).toEqual([{ n: 3 }])
      expect(all('SELECT epoch, seq FROM applied')).toEqual([{ epoch: 1, seq: 1 }])
      expect(all('SELECT feed, change FROM cursor')).toEqual([
        { feed: offer.feed, change: offer.changeNumber },
      ])
      const staff = all('SELECT storeId, pinSeal FROM staff')
      expect(staff).toHaveLength(1)
      expect(uuidFromBytes(staff[0]?.['storeId'] as Buffer)).toBe(storeOne)
      expect(Buffer.from(staff[0]?.['pinSeal'] as Buffer)).toEqual(Buffer.alloc(32, 1))
      database.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    const place = { cursor: offer.changeNumber, feed: offer.feed }
    expect((await till.pull(place)).rows).toEqual([])
    await till.push([till.sell({ member: 1, burns: [{ lot: 1, points: 1 }] })])
    const { rows } = await till.pull(place)
    expect(rows.map(({ c, d }) => [c, d?.['points'] ?? d?.['seq']])).toContainEqual(['lot', 899])
    expect(rows.at(-1)).toMatchObject({ c: 'applied', d: { seq: 2 } })
  })

  test('[CE22] a snapshot nobody was offered is gone', async () => {
    const far = await enrolTill(central, 'S02')
    for (const [one, id] of [
      [till, idOf('x', 1)],
      [far, offer.snapshotId],
    ] as const) {
      const response = await one.ask(`/v1/snapshot/${id}`)
      expect(response.status).toBe(410)
      expect(await response.json()).toMatchObject({ code: 'snapshot_gone' })
    }
  })
}
