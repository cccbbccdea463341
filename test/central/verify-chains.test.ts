import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { openPostgres } from '../../central/postgres-database.ts'
import { runProgrammeCommand } from '../../central/programme-command.ts'
import { type CentralReport, verifyChains } from '../../central/verify-chains.ts'
import { smallChain } from '../suites/central-chain.ts'
import { enrolTill } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { underTest } from './running-central.ts'

let postgres: PostgresServer
let central: ReferenceUnderTest
let database: Database
let url = ''

beforeAll(async () => {
  postgres = await startPostgres()
  const keeping = await postgres.keep()
  if (keeping.database.kind !== 'postgres') throw new Error('a PostgreSQL was asked for')
  url = keeping.database.url
  central = await underTest(keeping)
  await central.change(smallChain)
  for (let till = 0; till < 2; till++) {
    const seller = await enrolTill(central)
    await seller.push([seller.sell({}), seller.sell({}), seller.sell({})])
  }
  database = openPostgres(url, (fault) => {
    throw fault
  })
})
afterAll(async () => {
  await database.close()
  await central.close()
  await postgres.stop()
})

class Undone extends Error {}

/** What is found once somebody changed the database; then it is as it was. */
async function foundAfter(change: string): Promise<string[]> {
  let report: CentralReport | null = null
  const changing = database.transaction(async (tx) => {
    // A constraint keeps honest hands from it, not somebody who owns the database.
    await tx.script(change)
    report = await verifyChains(tx)
    throw new Undone()
  })
  await expect(changing).rejects.toBeInstanceOf(Undone)
  return (report as CentralReport | null)?.findings.map(({ what, seq }) => `${what} ${seq}`) ?? []
}

test('[CE150] an honest central has no finding', async () => {
  expect(await database.transaction(verifyChains, 'repeatable')).toEqual({
    terminals: 2,
    events: 6,
    findings: [],
  })
  const said: string[] = []
  const end = await runProgrammeCommand(['verify', '--postgres', url], {
    say: (line) => said.push(line),
    complain: (line) => said.push(line),
  })
  expect([end, said]).toEqual([0, ['{"whole":true,"terminals":2,"events":6,"findings":0}']])
})

test('[CE151] whatever is edited, deleted, inserted, put elsewhere or cut off is named', async () => {
  const one = `"terminalId" = (SELECT min("terminalId"::text)::uuid FROM terminal)`
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      `UPDATE event SET "body" = replace("body", '"toPay":', '"toPay":1') WHERE ${one} AND "seq" = 2`,
      ['hash_wrong 2'],
    ],
    [
      `UPDATE event SET "hash" = repeat('0', 64) WHERE ${one} AND "seq" = 2`,
      ['columns_differ 2', 'prev_wrong 3'],
    ],
    [`UPDATE event SET "type" = 'gift.exchanged' WHERE ${one} AND "seq" = 2`, ['columns_differ 2']],
    [`DELETE FROM event WHERE ${one} AND "seq" = 2`, ['missing 2']],
    [`DELETE FROM event WHERE ${one} AND "seq" = 3`, ['head_differs 3']],
    [`UPDATE terminal SET "seq" = 2 WHERE ${one}`, ['head_differs 2']],
    [
      `INSERT INTO event SELECT "terminalId", 1, 4, gen_random_uuid(), "idTaken", "type", "hash", "body", "verdict", "receivedAt"
       FROM event WHERE ${one} AND "seq" = 3`,
      ['place_wrong 4', 'prev_wrong 4', 'columns_differ 4', 'head_differs 3'],
    ],
    [
      `UPDATE event SET "seq" = 9 WHERE ${one} AND "seq" = 1; UPDATE event SET "seq" = 1 WHERE ${one} AND "seq" = 2;
       UPDATE event SET "seq" = 2 WHERE ${one} AND "seq" = 9`,
      ['place_wrong 1', 'prev_wrong 1', 'place_wrong 2', 'prev_wrong 2', 'prev_wrong 3'],
    ],
    [
      `UPDATE terminal SET "publicKey" = (SELECT "publicKey" FROM signing_key) WHERE ${one}`,
      [1, 2, 3].map((seq) => `signature_wrong ${seq}`),
    ],
  ]
  for (const [change, findings] of cases)
    expect([change, await foundAfter(change)]).toEqual([change, findings])
})

test('[CE152] lots and accounts that are not what the books say, and uses by no event, are named', async () => {
  const lot = `"lotId" = (SELECT "lotId" FROM lot ORDER BY "lotId" LIMIT 1)`
  expect(await foundAfter(`UPDATE lot SET "points" = "points" + 1 WHERE ${lot}`)).toEqual(['lot_differs 0'])
  expect(
    await foundAfter(`INSERT INTO points_entry ("memberId", "lotId", "debit", "credit", "points")
    SELECT "memberId", "lotId", 'adjustment', 'points', 5 FROM lot WHERE ${lot}`),
  ).toEqual(['lot_differs 0'])
  expect(
    await foundAfter(`INSERT INTO account ("accountId", "code", "memberId", "status", "principal", "gift", "changeNumber")
    VALUES (gen_random_uuid(), NULL, NULL, 'active', 100, 0, 1)`),
  ).toEqual(['account_differs 0'])
  expect(
    await foundAfter(`INSERT INTO points_entry ("memberId", "debit", "credit", "points")
    SELECT "memberId", 'points', 'points', 5 FROM lot WHERE ${lot}`),
  ).toEqual(['books_unbalanced 0'])
  expect(
    await foundAfter(`INSERT INTO coupon_use ("couponId", "useNumber", "eventId", "terminalId", "usedAt", "amount")
    VALUES (gen_random_uuid(), 1, gen_random_uuid(), gen_random_uuid(), 1, 1)`),
  ).toEqual(['use_differs 0'])
})

test('[CE205] an event that says more exposure than any limits allowed is named', async () => {
  const one = `"terminalId" = (SELECT min("terminalId"::text)::uuid FROM terminal) AND "seq" = 2`
  const saying = (exposure: number) =>
    foundAfter(
      `UPDATE event SET "body" = replace("body", '"exposure":0', '"exposure":${exposure}') WHERE ${one}`,
    )
  expect(await saying(200_000)).toEqual(['hash_wrong 2'])
  expect(await saying(200_001)).toEqual(['hash_wrong 2', 'exposure_over 2'])
})
