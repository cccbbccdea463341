import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPglite } from '../../central/pglite-database.ts'
import { runProgrammeCommand } from '../../central/programme-command.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { policyRowSchema } from '../../contract/risk.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import { ticketNonce } from '../../domain/lottery.ts'
import { standardPolicy } from '../../domain/risk.ts'
import { burnOf } from '../suites/central-acts-data.ts'
import { idOf, longAgo, smallChain, storeOne } from '../suites/central-chain.ts'
import { enrolTill, newEventId, type SuiteTill, sha256, tableOf } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import { underTest } from './running-central.ts'

/* The commands work on the folder of a central that does not run: each test pushes, closes, commands. */

let folder: string
let till: SuiteTill
let pool: LotteryPool
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-central-'))
  const document = join(folder, 'programme.json')
  writeFileSync(document, JSON.stringify(demoProgramme(longAgo)))
  await withCentral(async (central) => {
    await central.change(smallChain)
  })
  expect(await run('publish-programme', document)).toMatchObject({ end: 0, said: { version: 1 } })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const place = () => ({ kind: 'folder', folder: join(folder, 'database') }) as const
const neverAsked = async (): Promise<never> => {
  throw new Error('nothing is copied here')
}

/** The central that runs just now: the till outlives each of them. */
let host: ReferenceUnderTest | null = null
const ask: ReferenceUnderTest['ask'] = async (path, request, as) => {
  if (!host) throw new Error('no central runs')
  return host.ask(path, request, as)
}

async function withCentral<T>(
  work: (central: Awaited<ReturnType<typeof underTest>>) => Promise<T>,
): Promise<T> {
  const central = await underTest({ database: place(), copyAway: neverAsked, close: async () => {} })
  host = central
  try {
    return await work(central)
  } finally {
    host = null
    await central.close()
  }
}

async function run(...words: string[]) {
  const lines: string[] = []
  const complaints: string[] = []
  const end = await runProgrammeCommand([...words, '--data', folder], {
    say: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
  })
  const said: unknown = lines[0] === undefined ? null : JSON.parse(lines[0])
  return { end, said, complaint: complaints[0] ?? '' }
}

const draw = (index: number, more: { prizeId?: string; nonce?: string } = {}) => {
  const drawId = newEventId()
  return till.seal(
    'lottery.drawn',
    {
      drawId,
      slipNumber: 'S01-T1-1-000001',
      storeId: storeOne,
      memberId: idOf('m', 1),
      lotteryId: pool.lotteryId,
      poolId: pool.poolId,
      index,
      prizeId: more.prizeId ?? (pool.tickets[index] as string),
      name: { zh: '奖', en: 'Prize' },
      nonce: more.nonce ?? ticketNonce(pool.seed, index, sha256),
      burned: burnOf(1, []),
      issued: null,
    },
    drawId,
  )
}

const audit = async () => {
  const { end, said } = await run('audit-pool', '--pool', pool.poolId)
  const report = said as { draws: number; findings: { what: string; index?: number | null }[] }
  return {
    end,
    draws: report.draws,
    findings: report.findings.map(({ what, index }) => [what, index ?? null]),
  }
}

test('[CE63] an honest pool opens without a finding; a forged draw, a swapped ticket and another root are found', {
  timeout: 60_000,
}, async () => {
  await withCentral(async (central) => {
    till = await enrolTill({ ...central, ask })
    const rows = [...tableOf((await till.pull()).rows).values()] as unknown as LotteryPool[]
    const dealt = rows.find(({ tickets }) => tickets !== undefined)
    if (!dealt) throw new Error('enrolment deals a pool')
    pool = dealt
    expect(pool.tickets.length).toBe(1_000)
    expect(pool.tickets.filter((ticket) => ticket === 'grand')).toHaveLength(1)
    expect(pool.tickets.filter((ticket) => ticket === 'coupon')).toHaveLength(800)
    await till.push([draw(0), draw(1), draw(2)])
  })
  expect(await audit()).toEqual({ end: 0, draws: 3, findings: [] })

  await withCentral(async () => {
    const wanted = pool.tickets[3] === 'grand' ? 'none' : 'grand'
    await till.push([draw(3, { prizeId: wanted }), draw(5), draw(6, { nonce: '0'.repeat(64) })])
  })
  expect(await audit()).toEqual({
    end: 1,
    draws: 6,
    findings: [
      ['prize_wrong', 3],
      ['nonce_wrong', 6],
      ['draw_missing', 4],
    ],
  })

  const database = await openPglite(join(folder, 'database'))
  const tickets = [...pool.tickets]
  const other = tickets.findIndex((ticket) => ticket !== tickets[0])
  ;[tickets[0], tickets[other]] = [tickets[other] as string, tickets[0] as string]
  await database.query('UPDATE lottery_pool SET "tickets" = $2::jsonb, "root" = $3 WHERE "poolId" = $1', [
    pool.poolId,
    JSON.stringify(tickets),
    '0'.repeat(64),
  ])
  await database.close()
  const found = (await audit()).findings.map(([what]) => what)
  expect(found).toContain('root_changed')
  expect(found).toContain('root_wrong')
})

test('[CE63] a till gets its next pool when few tickets are left, and only then', async () => {
  const database = await openPglite(join(folder, 'database'))
  const pools = async () => (await database.query<{ n: number }>('SELECT count(*) AS n FROM pool_root'))[0]?.n
  expect(await pools()).toBe(1)
  await database.query('UPDATE lottery_pool SET "drawn" = 800')
  await database.close()
  expect(await run('pools')).toMatchObject({ end: 0, said: { dealt: 0 } })
  const again = await openPglite(join(folder, 'database'))
  await again.query('UPDATE lottery_pool SET "drawn" = 801')
  await again.close()
  expect(await run('pools')).toMatchObject({ end: 0, said: { dealt: 1 } })
  expect(await run('pools')).toMatchObject({ end: 0, said: { dealt: 0 } })
})

test('[CE67] commands say what they did; what cannot be done as asked is refused in words', async () => {
  expect(await run('nightly')).toMatchObject({ end: 0, said: { members: 2 } })
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, JSON.stringify({ ...demoProgramme(longAgo), version: 2, tiers: [] }))
  expect((await run('publish-programme', broken)).end).toBe(2)
  writeFileSync(broken, '{')
  expect(await run('publish-programme', broken)).toMatchObject({ end: 2, complaint: 'the file is not JSON' })
  expect((await run('audit-pool')).end).toBe(2)
  expect((await run('audit-pool', '--pool', idOf('z', 1))).complaint).toContain('no pool')
  expect(await runProgrammeCommand(['nightly'], { say: () => {}, complain: () => {} })).toBe(2)
})

const firstPolicy = { ...standardPolicy, version: 1 }

test('[CE116] limits are signed: those of the design first, later ones by a version that grows', async () => {
  const document = join(folder, 'limits.json')
  const publish = (limits: unknown) => {
    writeFileSync(document, JSON.stringify(limits))
    return run('publish-policy', document)
  }
  const stricter = { ...firstPolicy, version: 2, boundedMax: 2_000 }
  expect(await publish(stricter)).toMatchObject({ end: 0, said: { version: 2 } })
  expect(await publish({ ...stricter, boundedMax: 9_000 })).toMatchObject({ end: 2 })
  expect(await publish({ ...stricter, version: 3, authorizeMs: 5_000 })).toMatchObject({ end: 2 })
  const { rows, key } = await withCentral(async (central) => {
    const reader = await enrolTill(central)
    return { rows: (await reader.pull()).rows, key: reader.enrolment.centralKey }
  })
  const policies = rows.flatMap(({ c, d }) => (c === 'policy' && d ? [policyRowSchema.parse(d)] : []))
  expect(policies.map(({ sig: _, ...limits }) => limits)).toEqual([firstPolicy, stricter])
  for (const { sig, ...limits } of policies) {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    const text = Buffer.from(canonicalJson(limits))
    expect(verify(null, text, publicKey, Buffer.from(sig, 'base64'))).toBe(true)
  }
})

test('[CE84] readmit lets a terminal spend in its newest epoch or the one named, and says so; another epoch is refused', async () => {
  const { terminalId } = await withCentral(async (central) => {
    const one = await enrolTill({ ...central, ask })
    await one.push([one.sell()])
    return one.enrolment
  })
  expect(await run('readmit', terminalId)).toMatchObject({
    end: 0,
    said: { terminalId, admittedEpoch: 1 },
  })
  expect(await run('readmit', terminalId, '--epoch', '1')).toMatchObject({ end: 0 })
  for (const words of [[terminalId, '--epoch', '7'], ['T1'], ['--epoch', '1']]) {
    expect(await run('readmit', ...words)).toMatchObject({ end: 2 })
  }
})
