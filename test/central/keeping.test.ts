import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '../../domain/assert.ts'
import { couponRow, idOf, lotRow, smallChain } from '../suites/central-chain.ts'
import { enrolTill, type PushResult, saleOf, tableOf } from '../suites/central-till.ts'
import { fleetOf, startNode } from './node-fleet.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { operatorToken } from './running-central.ts'

/* Backups and the archive, by the commands, with tills before and after. */

const program = join(import.meta.dirname, '..', '..', 'central', 'main.ts')
const limitMs = 120_000

let postgres: PostgresServer
let folder: string
beforeAll(async () => {
  postgres = await startPostgres()
  folder = mkdtempSync(join(tmpdir(), 'evertill-keeping-'))
})
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

const newDatabase = async () => {
  const { database } = await postgres.keep()
  assert(database.kind === 'postgres', 'a database of PostgreSQL')
  return database.url
}
function command(...words: string[]) {
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  })
  const said: unknown = done.stdout === '' ? null : JSON.parse(done.stdout)
  return { code: done.status, said, complaint: done.stderr }
}
const asked = async (url: string, sql: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
const outcomes = (result: PushResult) => {
  assert('answer' in result, `the push is taken, not ${JSON.stringify(result)}`)
  return result.answer.verdicts.map(({ outcome }) => outcome)
}
const secretsSql = `SELECT (SELECT to_jsonb(k) FROM signing_key k) AS "signing", (SELECT to_jsonb(k) FROM chain_keys k) AS "chain",
  (SELECT jsonb_agg(to_jsonb(k)) FROM code_key k) AS "codes"`

test('[CE106] a backup put back is found out by the tills, which send again exactly what it lacks', {
  timeout: limitMs,
}, async () => {
  const first = await newDatabase()
  const file = join(folder, 'chain.backup')
  const before = fleetOf([await startNode(first)])
  await before.change([...smallChain, lotRow(9, 1, 1_000), couponRow(9, 1)])
  const till = await enrolTill(before)
  const burn = () => till.sell({ member: 1, burns: [{ lot: 9, points: 10 }] })
  const kept = [burn(), burn()]
  await till.push(kept)
  expect(command('backup', '--postgres', first, file)).toMatchObject({ code: 0, said: { file } })
  expect(statSync(file).mode & 0o077).toBe(0)
  const use = () => till.sell({ member: 1, coupons: [{ coupon: 9, useNumber: 1 }] })
  const lost = [burn(), use(), burn()]
  expect(outcomes(await till.push(lost))).toEqual(['applied', 'applied', 'applied'])
  const { place } = await till.pull()
  const secrets = await asked(first, secretsSql)
  await before.nodes[0]?.kill('SIGTERM')

  const second = await newDatabase()
  expect(command('restore', '--postgres', second, file)).toMatchObject({ code: 0, said: { file } })
  expect(command('restore', '--postgres', second, file)).toMatchObject({ code: 2 })
  expect(await asked(second, secretsSql)).toEqual(secrets)
  const after = fleetOf([await startNode(second), await startNode(second)])
  // The same till, which now finds another central at its address.
  before.nodes.splice(0, 1, ...after.nodes)
  try {
    await after.change([lotRow(7, 1, 5)])
    // Its cursor is of a history that was lost; the new run has another name.
    const query = new URLSearchParams({ since: String(place.cursor), feed: place.feed ?? '' })
    expect((await till.ask(`/v1/changes?${query}`)).status).toBe(409)
    expect((await till.pull()).place.feed).not.toBe(place.feed)
    // It confirms its checkpoint with its last event, and is told where to go on.
    const probe = await till.push(lost.slice(-1))
    assert('conflict' in probe, 'what it had acknowledged is a gap now')
    expect(probe.conflict).toMatchObject({
      expected: { epoch: 1, seq: 3 },
      checkpoint: { head: kept[1]?.hash },
    })
    expect(outcomes(await till.push(lost))).toEqual(['applied', 'applied', 'applied'])
    expect(outcomes(await till.push([...kept, ...lost]))).toEqual(
      Array.from({ length: 5 }, () => 'duplicate'),
    )
    const rows = tableOf((await till.pull()).rows)
    expect(rows.get(`lot ${idOf('l', 9)}`)).toMatchObject({ points: 1_000 - 40 })
    expect(rows.get(`coupon ${idOf('c', 9)}`)).toMatchObject({ usesDone: 1 })
  } finally {
    await after.close()
    await before.close()
  }
})

test('[CE106] what cannot be kept as asked is refused in words', { timeout: limitMs }, async () => {
  expect(command('backup')).toMatchObject({ code: 2, complaint: expect.stringContaining('--postgres URL') })
  expect(command('restore', '--postgres', await newDatabase(), join(folder, 'nothing'))).toMatchObject({
    code: 2,
  })
  expect(command('archive', '--data', folder)).toMatchObject({ code: 2 })
})

test('[CE107] archived events stay what they were: duplicates for ever, whole when asked for, good for returns', {
  timeout: limitMs,
}, async () => {
  const url = await newDatabase()
  const fleet = fleetOf([await startNode(url)])
  try {
    await fleet.change([...smallChain, lotRow(9, 1, 1_000)])
    const till = await enrolTill(fleet)
    const sales = Array.from({ length: 700 }, () => till.sell({ member: 1, burns: [{ lot: 9, points: 1 }] }))
    await till.push(sales.slice(0, 400))
    await till.push(sales.slice(400))
    const [sale] = sales
    assert(sale?.type === 'sale.completed', 'a sale')
    const whole = async () => {
      const path = `/v1/head-office/events/${sale.id}`
      const response = await fleet.ask(path, { headers: { authorization: `Bearer ${operatorToken}` } })
      return ((await response.json()) as { readonly event: unknown }).event
    }
    const receipt = (sale.data as { readonly receiptNumber: string }).receiptNumber
    const byReceipt = async () => (await till.ask(`/v1/sales/${receipt}`)).json()
    const before = [await whole(), await byReceipt()]

    expect(command('archive', '--postgres', url)).toMatchObject({ code: 0, said: { events: 0, segments: 0 } })
    // All of it is old to who keeps nothing at hand.
    expect(command('archive', '--postgres', url, '--days', '0')).toMatchObject({
      code: 0,
      said: { events: 700, segments: 2 },
    })
    const [left] = await asked(url, 'SELECT count(*)::int AS n FROM event WHERE "body" IS NOT NULL')
    expect(left).toEqual({ n: 0 })
    const [sizes] = await asked(url, 'SELECT sum(length("bytes"))::int AS n FROM archive_segment')
    expect(Number(sizes?.['n'])).toBeLessThan(JSON.stringify(sales).length / 4)

    expect([await whole(), await byReceipt()]).toEqual(before)
    expect(new Set(outcomes(await till.push(sales.slice(0, 500))))).toEqual(new Set(['duplicate']))
    const twice = till.seal('sale.completed', saleOf(sale.id, till.enrolment.storeId, { member: 1 }), sale.id)
    expect(outcomes(await till.push([twice]))).toEqual(['parked'])
    const other = { ...sale, hash: '0'.repeat(64) }
    expect(await till.push([other])).toMatchObject({ status: 409, conflict: { code: 'fork' } })
    expect(tableOf((await till.pull()).rows).get(`lot ${idOf('l', 9)}`)).toMatchObject({ points: 300 })
  } finally {
    await fleet.close()
  }
})
