import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteError } from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inside } from '../../db/handle.ts'
import { saveCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { connectJournal, openJournal, readJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { writeWitness } from '../../db/witness-file.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Finding } from '../../domain/finding.ts'
import { createTill } from '../../electron/core/till.ts'
import { runVerify } from '../../electron/core/verify/verify-command.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { checkpointText } from '../../sync/checkpoint.ts'
import { busyFurniture, playBusyDay } from './busy-day.ts'
import { storeId, terminalId } from './demo-chain.ts'
import { depsOf, furnish, keys, openPage } from './till-parts.ts'
import { newFolder } from './till-rig.ts'

const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
const root = join(import.meta.dirname, '..', '..')
const entry = new URL('../../electron/core/verify/verify-worker.ts', import.meta.url)
const made = mkdtempSync(join(tmpdir(), 'evertill-verify-'))
const whole = join(made, 'journal.db')
let events: TillEvent[] = []

beforeAll(async () => {
  await furnish(made, busyFurniture)
  const till = createTill(depsOf(made))
  await playBusyDay(openPage(till))
  await till.stop()
  acknowledge()
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

/** The central has taken all but the last two events. */
function acknowledge(): void {
  const journal = openJournal({ file: whole, key })
  const central = generateKeyPairSync('ed25519')
  events = eventsAfter(journal, { epoch: 0, seq: 0 }, 1_000, 10_000_000)
  const known = events.at(-3)
  if (!known) throw new Error('a busy day')
  const { epoch, hash: head, seq, time: serverTime } = known
  const said = { terminalId, epoch, seq, head, admittedEpoch: 1, serverTime }
  const sig = sign(null, Buffer.from(checkpointText(said)), central.privateKey).toString('base64')
  transact(journal, (tx) => {
    const spki = central.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    saveSetting(tx, 'centralKey', spki)
    saveSetting(tx, 'signedCheckpoint', { ...said, sig })
    saveCheckpoint(tx, said)
  })
  journal[inside].pragma('wal_checkpoint(TRUNCATE)')
  journal.close()
}

/** Checks a copy of the file after somebody who has the key changed it. */
async function verified(change: string, anchors = noAnchors): Promise<readonly Finding[]> {
  const file = join(newFolder(), 'journal.db')
  copyFileSync(whole, file)
  if (change !== '') {
    const journal = connectJournal({ file, key })
    journal[inside].exec(`PRAGMA ignore_check_constraints = ON; BEGIN; ${change}; COMMIT`)
    journal.close()
  }
  return (await verifyJournal({ file, key }, anchors, entry)).findings
}

const placeOf = (seq: number) => 2 ** 32 + seq
const named = (findings: readonly Finding[]) => findings.map(({ what, seq }) => `${what} ${seq}`)

test('[VJ1] a whole journal has no finding, an act of every sort in it, and looking leaves no trace', async () => {
  const types = new Set(events.map(({ type }) => type))
  expect(types.size).toBeGreaterThan(5)
  const file = join(newFolder(), 'journal.db')
  copyFileSync(whole, file)
  const report = await verifyJournal({ file, key }, noAnchors, entry)
  const last = events.at(-1)
  expect(report).toEqual({
    events: events.length,
    head: { epoch: 1, seq: events.length, hash: last?.hash },
    vouchedUpTo: { epoch: 1, seq: events.length - 2 },
    findings: [],
  })
  expect(readFileSync(file).equals(readFileSync(whole))).toBe(true)
})

test('[VJ2] each sort of tampering is named with its event', async () => {
  const sale = events.findIndex(({ type }) => type === 'sale.completed') + 1
  const enrolled = events.findIndex(({ type }) => type === 'member.enrolled') + 1
  const at = `place = ${placeOf(sale)}`
  const cut = events.length - 3
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      `UPDATE event SET body = replace(body, '"toPay":', '"toPay":1') WHERE ${at}`,
      [`hash_wrong ${sale}`, `sale_differs ${sale}`],
    ],
    [
      `UPDATE event SET body = replace(body, ',"type"', ', "type"') WHERE ${at}`,
      [`body_not_canonical ${sale}`],
    ],
    [`UPDATE event SET body = substr(body, 2) WHERE ${at}`, [`body_unreadable ${sale}`]],
    [`UPDATE event SET time = time + 1 WHERE ${at}`, [`columns_differ ${sale}`]],
    [`UPDATE effect SET amount = amount + 1 WHERE ${at} AND position = 0`, [`effects_differ ${sale}`]],
    [`DELETE FROM effect WHERE ${at} AND position = 0`, [`effects_differ ${sale}`]],
    [`UPDATE sale SET paid = paid - 1 WHERE ${at}`, [`sale_differs ${sale}`]],
    [`DELETE FROM sale WHERE ${at}`, [`sale_differs ${sale}`]],
    [
      `DELETE FROM own_code WHERE place = ${placeOf(enrolled)} AND kind = 'coupon'`,
      [`codes_differ ${enrolled}`],
    ],
    [
      `DELETE FROM event WHERE place = ${placeOf(enrolled)}; DELETE FROM effect WHERE place = ${placeOf(enrolled)}; DELETE FROM own_code WHERE place = ${placeOf(enrolled)}`,
      [`missing ${enrolled}`],
    ],
    [
      `DELETE FROM event WHERE place > ${placeOf(cut)}; DELETE FROM sale WHERE place > ${placeOf(cut)}; DELETE FROM effect WHERE place > ${placeOf(cut)}`,
      [`shorter_than_checkpoint ${cut + 1}`, `shorter_than_checkpoint ${cut + 1}`],
    ],
    [`DELETE FROM setting WHERE name = 'signedCheckpoint'`, [`checkpoint_unsigned ${cut + 1}`]],
    [
      `UPDATE checkpoint SET seq = seq + 1`,
      [`checkpoint_unsigned ${cut + 2}`, `differs_from_checkpoint ${cut + 2}`],
    ],
    [
      `UPDATE setting SET value = replace(value, '"seq":', '"seq":1') WHERE name = 'signedCheckpoint'`,
      [`checkpoint_unsigned ${cut + 1}`],
    ],
  ]
  for (const [change, findings] of cases) {
    expect([change, named(await verified(change))]).toEqual([change, findings])
  }
})

test('[VJ3] the end of a chain the central has not seen is held against the witness and head office', async () => {
  const last = events.at(-1)
  const seen = { epoch: 1, seq: events.length, head: last?.hash ?? '' }
  const cutOff = `DELETE FROM event WHERE place = ${placeOf(events.length)}; DELETE FROM sale WHERE place = ${placeOf(events.length)}`
  expect(await verified('', { ...noAnchors, witness: seen, checkpoint: seen })).toEqual([])
  expect(await verified(cutOff)).toEqual([])
  expect(named(await verified(cutOff, { ...noAnchors, witness: seen }))).toEqual([
    `shorter_than_witness ${seen.seq}`,
  ])
  expect(named(await verified(cutOff, { ...noAnchors, checkpoint: seen }))).toEqual([
    `shorter_than_checkpoint ${seen.seq}`,
  ])
  const other = { ...seen, head: '0'.repeat(64) }
  expect(named(await verified('', { ...noAnchors, witness: other }))).toEqual([
    `differs_from_witness ${seen.seq}`,
  ])
})

test('[VJ4] a chain written anew by whoever has the file differs from the key and the head that head office has', async () => {
  const own = generateKeyPairSync('ed25519')
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64')
  const findings = await verified('', { ...noAnchors, publicKey: own })
  expect(findings.map(({ what }) => what)).toContain('identity_wrong')
  expect(findings.filter(({ what }) => what === 'signature_wrong')).toHaveLength(events.length)
})

/** What may be edited, by table: the columns that say something of an event. */
const columns = {
  event: ['place', 'id', 'type', 'time', 'hash', 'body'],
  effect: [
    'place',
    'position',
    'kind',
    'happenedAt',
    'memberId',
    'subjectId',
    'templateId',
    'amount',
    'value',
    'earnedAt',
    'spendableFrom',
    'expiresAt',
    'body',
  ],
  own_code: ['kind', 'value', 'place', 'subjectId'],
  sale: [
    'place',
    'saleId',
    'completedAt',
    'receiptNumber',
    'toPay',
    'paid',
    'change',
    'earned',
    'burned',
    'itemCount',
  ],
} as const

type Table = keyof typeof columns

/** SQL that changes one value by its own type: a figure by an amount, a text or bytes in one place, null into something. */
function edited(column: string, draw: number): string {
  const spot = `(1 + ${draw} % max(1, length(${column})))`
  const other = `CASE substr(${column}, ${spot}, 1) WHEN '7' THEN '8' ELSE '7' END`
  const text = `substr(${column}, 1, ${spot} - 1) || ${other} || substr(${column}, ${spot} + 1)`
  const hex = `hex(${column})`
  const at = `(1 + ${draw} % length(${hex}))`
  const nibble = `CASE substr(${hex}, ${at}, 1) WHEN '7' THEN '8' ELSE '7' END`
  const bytes = `unhex(substr(${hex}, 1, ${at} - 1) || ${nibble} || substr(${hex}, ${at} + 1))`
  return `${column} = CASE typeof(${column}) WHEN 'integer' THEN ${column} + ${1 + (draw % 9)}
    WHEN 'text' THEN ${text} WHEN 'blob' THEN ${bytes} ELSE ${column === 'body' ? `'{}'` : column.endsWith('Id') ? `x'${'07'.repeat(16)}'` : draw} END`
}

const anyTable = fc.constantFrom<Table>('event', 'event', 'effect', 'own_code', 'sale')
const anyTampering = fc.oneof(
  fc.record({
    how: fc.constant('edit' as const),
    table: anyTable,
    row: fc.nat(),
    column: fc.nat(),
    draw: fc.nat(100_000),
  }),
  fc.record({ how: fc.constant('delete' as const), table: anyTable, row: fc.nat() }),
  fc.record({ how: fc.constant('insert' as const), row: fc.nat(), seq: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ how: fc.constant('swap' as const), row: fc.nat(), other: fc.nat() }),
  fc.record({ how: fc.constant('truncate' as const), row: fc.nat() }),
)

type Tampering = typeof anyTampering extends fc.Arbitrary<infer T> ? T : never

/** The rows of a table are addressed by what makes their key. */
const keyOf = {
  event: 'CAST(place AS TEXT)',
  effect: `place || ':' || position`,
  own_code: `kind || ':' || value || ':' || place`,
  sale: 'CAST(place AS TEXT)',
} as const

function at(table: Table, row: number): string {
  const numbered = `SELECT ${keyOf[table]} FROM ${table} ORDER BY ${keyOf[table]} LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM ${table})`
  return `${keyOf[table]} = (${numbered})`
}

function sqlOf(tampering: Tampering): string {
  const last = events.length
  switch (tampering.how) {
    case 'edit': {
      const names = columns[tampering.table]
      const name = names[tampering.column % names.length] ?? 'place'
      return `UPDATE ${tampering.table} SET ${edited(name, tampering.draw)} WHERE ${at(tampering.table, tampering.row)}`
    }
    case 'delete':
      return `DELETE FROM ${tampering.table} WHERE ${at(tampering.table, tampering.row)}`
    case 'insert':
      return `INSERT INTO event SELECT ${placeOf(last + tampering.seq)}, randomblob(16), type, time, hash, body
        FROM event WHERE ${at('event', tampering.row)}`
    case 'swap': {
      const [one, two] = [1 + (tampering.row % last), 1 + (tampering.other % last)]
      const free = placeOf(9_999)
      const other = one === two ? (two % last) + 1 : two
      return `UPDATE event SET place = ${free} WHERE place = ${placeOf(one)};
        UPDATE event SET place = ${placeOf(one)} WHERE place = ${placeOf(other)};
        UPDATE event SET place = ${placeOf(other)} WHERE place = ${free}`
    }
    case 'truncate':
      return ['event', 'effect', 'own_code', 'sale']
        .map((table) => `DELETE FROM ${table} WHERE place > ${placeOf(tampering.row % last)}`)
        .join(';')
  }
}

function constraintOf(thrown: unknown): null {
  if (thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT')) return null
  throw thrown
}

test('[VJ5] whatever one field is edited, row deleted, inserted or swapped, or end cut off: it is found', async () => {
  const seen = { epoch: 1, seq: events.length, head: events.at(-1)?.hash ?? '' }
  const hows = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anyTampering, async (tampering) => {
      hows.add(tampering.how)
      const findings = await verified(sqlOf(tampering), { ...noAnchors, witness: seen }).catch(constraintOf)
      // What the file's own constraints do not take is no tampering.
      fc.pre(findings !== null)
      expect(findings?.length).toBeGreaterThan(0)
    }),
    { numRuns: 150 },
  )
  expect(hows.size).toBe(5)
}, 60_000)

test('[VJ6] the command says each finding in a line and ends with 0, 1, or 2 when it could not look', async () => {
  const process_ = join(root, 'electron', 'core', 'verify', 'verify-process.ts')
  const folder = newFolder()
  copyFileSync(whole, join(folder, 'journal.db'))
  const head = join(folder, 'head.json')
  writeFileSync(head, JSON.stringify({ epoch: 1, seq: events.length, head: 'ab'.repeat(32), number: 'T1' }))
  const run = (words: readonly string[], hex = keys.journal) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', process_, ...words],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', EVERTILL_JOURNAL_KEY: hex },
        encoding: 'utf8',
        timeout: 15_000,
      },
    )
    return { status, lines: stdout.split('\n').filter((line) => line !== '') }
  }
  const good = run(['--till', folder])
  expect(good.status).toBe(0)
  expect(JSON.parse(good.lines[0] ?? '')).toMatchObject({
    whole: true,
    head: `1:${events.length}`,
    findings: 0,
  })
  const bad = run(['--till', folder, '--head', head])
  expect(bad.status).toBe(1)
  expect(JSON.parse(bad.lines[0] ?? '')).toEqual({
    event: `1:${events.length}`,
    what: 'differs_from_checkpoint',
  })
  expect(run(['--till', folder], '00'.repeat(32))).toEqual({
    status: 2,
    lines: ['{"notLookedAt":"WrongKey"}'],
  })
  expect(run(['--till', join(folder, 'nowhere')]).status).toBe(2)
  expect(run(['--frobnicate']).status).toBe(2)
  expect(readFileSync(join(folder, 'journal.db')).equals(readFileSync(whole))).toBe(true)
}, 60_000)

test('[VJ8] the command holds the end against the witness beside the file: one cut off or put back is found by it', async () => {
  const folder = newFolder()
  copyFileSync(whole, join(folder, 'journal.db'))
  const last = events.at(-1)
  const seen = { epoch: 1, seq: events.length, head: last?.hash ?? '' }
  const look = async () => {
    const lines: string[] = []
    const say = (line: string) => void lines.push(line)
    const code = await runVerify({ folder, anchors: noAnchors }, key, { entry, say })
    return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
  }
  expect(await look()).toMatchObject({ code: 0, lines: [{ witness: null }] })
  writeWitness({ folder, key }, { terminalId, ...seen, acknowledged: null })
  expect(await look()).toMatchObject({ code: 0, lines: [{ witness: 'read' }] })
  const journal = connectJournal({ file: join(folder, 'journal.db'), key })
  const place = placeOf(events.length)
  journal[inside].exec(`DELETE FROM event WHERE place = ${place}; DELETE FROM sale WHERE place = ${place};
    DELETE FROM effect WHERE place = ${place}`)
  journal.close()
  const cut = await look()
  expect(cut.code).toBe(1)
  expect(cut.lines.map(({ what }) => what)).toContain('shorter_than_witness')
  // Of another terminal, or garbled, it says nothing of this chain.
  writeWitness({ folder, key }, { terminalId: storeId, ...seen, acknowledged: null })
  expect((await look()).code).toBe(0)
  writeFileSync(join(folder, 'journal.witness'), 'nothing of ours')
  expect(await look()).toMatchObject({ code: 0, lines: [{ witness: 'garbled' }] })
})

test('[VJ7] a till that sells meanwhile is checked without holding it up', async () => {
  const folder = newFolder()
  copyFileSync(whole, join(folder, 'journal.db'))
  const selling = openJournal({ file: join(folder, 'journal.db'), key })
  const reading = readJournal({ file: join(folder, 'journal.db'), key })
  transact(selling, (tx) => saveSetting(tx, 'language', 'en'))
  expect((await verifyJournal({ file: join(folder, 'journal.db'), key }, noAnchors, entry)).findings).toEqual(
    [],
  )
  transact(selling, (tx) => saveSetting(tx, 'language', 'zh'))
  reading.close()
  selling.close()
})
