import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyCoupon } from '../../codes/coupon.ts'
import { backUpJournal } from '../../db/backup.ts'
import type { ReadDb } from '../../db/handle.ts'
import { addPrintJob, markPrinted } from '../../db/journal/print-job-table.ts'
import { readSetting, type Settings, saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { putErasure } from '../../db/replica/erasure-table.ts'
import { putIdentifier, removeIdentifier } from '../../db/replica/identifier-table.ts'
import { putMember, removeMember } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import { emptyWal } from '../../db/wal.ts'
import type { Uuid } from '../../domain/ids.ts'
import { personalOf } from '../../domain/personal.ts'
import { points } from '../../domain/points.ts'
import { hourMs } from '../../domain/time.ts'
import { couponOfSigned } from '../../electron/core/brought-coupon.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { createTill } from '../../electron/core/till.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { decryptedPages } from '../fakes/decrypted-pages.ts'
import { codeOfOil, coupons, idOf, noon, wang } from './demo-chain.ts'
import { memberProgramme, signedCoupon, tagOf } from './member-chain.ts'
import { eventsOf, newMemberTill, outputOf, personOf } from './member-rig.ts'
import { depsOf, keys, openPage, type Page, payCash, scan, standingClock } from './till-parts.ts'

/* A member enrolled, served and erased at a till: nothing of them may be left, in whatever page of whatever file. */

const keyOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const journalKey = keyOf(keys.journal)
const replicaKey = keyOf(keys.replica)
const verifyEntry = new URL('../../electron/core/verify/verify-worker.ts', import.meta.url)

const newcomer = {
  phone: '13987654321',
  name: '欧阳倩雪',
  birthday: '02-29',
  consents: { service: true, marketing: false, profiling: false },
  referrerCode: null,
} as const

/** All that says who somebody is, as it may stand in a file. */
function tracesOf(folder: string): readonly string[] {
  const { member, identifiers } = personOf(eventsOf(folder, 'member.enrolled')[0])
  const { code, maskedName, maskedPhone, initials, sealed } = member
  const traces = [
    code,
    maskedName,
    maskedPhone,
    `"${initials}"`,
    sealed,
    ...identifiers.map(({ value }) => value),
  ]
  return [...traces, newcomer.phone, newcomer.name].filter((trace) => trace !== null)
}

/** Which traces stand in which file of the folder: `file trace`. */
function found(folder: string, traces: readonly string[]): string[] {
  const files = readdirSync(folder).filter((name) => /\.db(\.(aside|rescue)-[^.]*)?$/.test(name))
  expect(files).toContain('journal.db')
  return files.flatMap((name) => {
    const key = name.startsWith('journal') ? journalKey : replicaKey
    const pages = decryptedPages(join(folder, name), key)
    return traces
      .filter((trace) => pages.some((page) => page.includes(trace)))
      .map((trace) => `${name} ${traces.indexOf(trace)}`)
  })
}

/** What a pull brings: first the chain's own copy of the member, later that they are erased. */
function pulled(folder: string, work: (tx: Parameters<typeof putErasure>[0]) => void): void {
  const replica = openReplica({ file: join(folder, 'replica.db'), key: replicaKey, access: 'write' })
  transact(replica, work)
  emptyWal(replica)
  replica.close()
}

async function serve(page: Page): Promise<Uuid> {
  const { memberId } = outputOf(await page.call('enrolMember', newcomer))
  await scan(page, codeOfOil(1))
  expect(await payCash(page)).toHaveProperty('output')
  // One more is on hold, with their name beside it.
  await scan(page, codeOfOil(2))
  await page.call('holdBasket', {})
  return memberId
}

test('[ER1] an erased member leaves nothing in journal, replica, their WALs and copies, and head office hears of it', async () => {
  const { page, till, folder } = await newMemberTill()
  const memberId = await serve(page)
  const traces = tracesOf(folder)
  expect(traces.length).toBeGreaterThan(6)
  const { member, identifiers } = personOf(eventsOf(folder, 'member.enrolled')[0])
  pulled(folder, (tx) => {
    putMember(tx, member)
    for (const identifier of identifiers) putIdentifier(tx, identifier)
  })
  const journalFile = join(folder, 'journal.db')
  backUpJournal({ file: journalFile, key: journalKey, target: `${journalFile}.rescue-${noon}` })
  await till.stop()
  // Before: they stand in each of the files, so that the search proves something.
  const before = found(folder, traces)
  for (const name of ['journal.db', 'replica.db', `journal.db.rescue-${noon}`]) {
    expect(
      before.some((one) => one.startsWith(`${name} `)),
      name,
    ).toBe(true)
  }

  pulled(folder, (tx) => {
    putErasure(tx, { memberId, erasedAt: noon + 5 })
    removeMember(tx, memberId)
    for (const { kind, value } of identifiers) removeIdentifier(tx, `${kind}:${value}`)
  })
  const clock = standingClock(noon + 60_000)
  const again = createTill(
    depsOf(folder, {
      clock,
      openCheckpoints: (journal) =>
        startCheckpointThread({
          entry: new URL('../../db/journal/checkpoint-worker.ts', import.meta.url),
          journal,
          clock,
          log: { write: () => undefined, close: () => undefined },
        }),
    }),
  )
  const reopened = openPage(again)
  expect(reopened.slice('basket_changed').held).toMatchObject([{ memberName: null }])
  expect(eventsOf(folder, 'member.erased')).toMatchObject([
    { actor: null, data: { memberIds: [memberId], unreadable: 0 } },
  ])
  await again.stop()

  expect(found(folder, traces)).toEqual([])
  const [enrolled] = eventsOf(folder, 'member.enrolled')
  expect(enrolled && personalOf(enrolled.data.personal)).toBeNull()
  expect(
    (await verifyJournal({ file: journalFile, key: journalKey }, noAnchors, verifyEntry)).findings,
  ).toEqual([])
})

test('[ER17] what was put right of an erased member is forgotten with them', async () => {
  const { page, till, folder } = await newMemberTill({ signedIn: 'supervisor' })
  const { memberId } = outputOf(await page.call('enrolMember', newcomer))
  const phone = '13700002222'
  const wish = { memberId, name: '司马光明', phone, birthday: '04-05' }
  expect(await page.call('changeProfile', wish)).toEqual({ output: {} })
  const told = personalOf(eventsOf(folder, 'member.profile_changed')[0]?.data.personal ?? '')
  const { name, phone: changed, sealed, salt } = told ?? {}
  const traces = [name?.maskedName, changed?.maskedPhone, changed?.hash, sealed, salt].map(String)
  await till.stop()
  expect(found(folder, traces)).toHaveLength(traces.length)
  pulled(folder, (tx) => putErasure(tx, { memberId, erasedAt: noon + 5 }))
  const clock = standingClock(noon + 60_000)
  const again = createTill(
    depsOf(folder, {
      clock,
      openCheckpoints: (journal) =>
        startCheckpointThread({
          entry: new URL('../../db/journal/checkpoint-worker.ts', import.meta.url),
          journal,
          clock,
          log: { write: () => undefined, close: () => undefined },
        }),
    }),
  )
  await again.stop()
  expect(found(folder, traces)).toEqual([])
  const [bare] = eventsOf(folder, 'member.profile_changed')
  expect(bare && personalOf(bare.data.personal)).toBeNull()
  const journal = { file: join(folder, 'journal.db'), key: journalKey }
  expect((await verifyJournal(journal, noAnchors, verifyEntry)).findings).toEqual([])
})

test('[ER2] done once, and again for whatever head office erases later; a till that sells on notices nothing', async () => {
  const { page, till, folder } = await newMemberTill()
  const memberId = await serve(page)
  await till.stop()
  for (const time of [1, 2]) {
    pulled(folder, (tx) => putErasure(tx, { memberId, erasedAt: noon + time }))
    const again = createTill(depsOf(folder))
    const reopened = openPage(again)
    await scan(reopened, codeOfOil(1))
    expect(await payCash(reopened)).toHaveProperty('output')
    await again.stop()
    expect(eventsOf(folder, 'member.erased')).toHaveLength(1)
  }
})

test('[ER3] a replica set aside goes whole; a journal nobody can read is told to head office', async () => {
  const { page, till, folder } = await newMemberTill()
  const memberId = await serve(page)
  await till.stop()
  const broken = join(folder, 'journal.db')
  const copy = `${broken}.aside-copy`
  backUpJournal({ file: broken, key: journalKey, target: copy })
  writeFileSync(copy, Buffer.alloc(8_192, 7))
  const replica = join(folder, 'replica.db')
  openReplica({ file: `${replica}.other`, key: replicaKey, access: 'write' }).close()
  renameSync(`${replica}.other`, `${replica}.aside-1`)
  pulled(folder, (tx) => putErasure(tx, { memberId, erasedAt: noon }))
  const again = createTill(depsOf(folder))
  await again.stop()
  expect(eventsOf(folder, 'member.erased')).toMatchObject([{ data: { unreadable: 1 } }])
  expect(readdirSync(folder).filter((name) => name.includes('aside'))).toEqual(['journal.db.aside-copy'])
})

/** A setting that says nothing of a member but, at most, an id nobody can read once they are erased. */
const nobody = 'of no member'

/** Every setting: what it may hold of this member, or that it is of none. A new one does not compile until it is here. */
function settingsOf(memberId: Uuid): { readonly [Name in keyof Settings]-?: Settings[Name] | typeof nobody } {
  const sent = { actId: idOf(7_001), points: points(5), staffId: idOf(7_002) }
  const receiver = { kind: 'phone_hash', value: 'hash-of-their-phone' } as const
  const code = signedCoupon({ memberTag: tagOf(memberId) })
  const signed = verifyCoupon(code, memberProgramme().codeKeys, noon)
  if (!signed.ok) throw new Error('a coupon of this chain')
  return {
    openTransfers: [
      { ...sent, fromMemberId: memberId, to: { ...receiver, value: 'their-friend' }, toMemberId: null },
      { ...sent, actId: idOf(7_003), fromMemberId: wang.memberId, to: receiver, toMemberId: memberId },
    ],
    broughtCoupons: [
      { coupon: { ...coupons.good, memberId, code: 'their-coupon' }, signed: null, code: null },
      { coupon: couponOfSigned(signed.value), signed: signed.value, code },
    ],
    seenCodes: [[`${memberId}:${noon}:their-nonce`, noon + hourMs]],
    terminal: nobody,
    epoch: nobody,
    admittedEpoch: nobody,
    epochCause: nobody,
    epochDue: nobody,
    wholeFrom: nobody,
    salvage: nobody,
    centralUrl: nobody,
    ca: nobody,
    tls: nobody,
    standing: nobody,
    nextTlsKey: nobody,
    privateKey: nobody,
    publicKey: nobody,
    centralKey: nobody,
    keys: nobody,
    language: nobody,
    time: nobody,
    lastContactAt: nobody,
    snapshotDownload: nobody,
    signedCheckpoint: nobody,
    provenFeed: nobody,
    reconciled: nobody,
    betweenShifts: nobody,
    seenSaleId: nobody,
    signedIn: nobody,
    lastStore: nobody,
    lastProgramme: nobody,
  }
}

/** Every table of the journal, and whether it may say more of a member than an id. */
const tables: Readonly<Record<string, boolean>> = {
  event: true,
  effect: true,
  own_code: true,
  sale: true,
  print_job: true,
  held_basket: true,
  setting: true,
  open_basket: false,
  pin_tries: false,
  checkpoint: false,
  verdict: false,
  stray: false,
  erased_member: false,
  unsecured: false,
  full_sync: false,
  intent: false,
  lease_return: false,
  shift: false,
  late_answer: false,
}

test('[ER7] of everything a journal may hold of a member nothing is left, and a new place for it is noticed', async () => {
  const { page, till, folder } = await newMemberTill()
  const memberId = await serve(page)
  const { member } = personOf(eventsOf(folder, 'member.enrolled')[0])
  await scan(page, codeOfOil(3))
  await scan(page, member.code)
  await page.call('holdBasket', {})
  const saleId = eventsOf(folder, 'sale.completed')[0]?.id
  if (!saleId) throw new Error('a sale')
  await till.stop()
  const settings = settingsOf(memberId)
  const filled = Object.entries(settings).filter(([, value]) => value !== nobody)
  const file = join(folder, 'journal.db')
  const journal = openJournal({ file, key: journalKey })
  transact(journal, (tx) => {
    for (const [name, value] of filled) saveSetting(tx, name as keyof Settings, value as never)
    const text = { kind: 'text', text: member.maskedName } as never
    const job = { actId: saleId, copy: 0, createdAt: noon, receipt: { blocks: [text], openDrawer: false } }
    markPrinted(tx, addPrintJob(tx, job), noon)
  })
  const names = journal
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    .all<{ name: string }>()
    .map(({ name }) => name)
  expect(new Set(Object.keys(tables))).toEqual(new Set(names))
  const marks = ['their-friend', 'hash-of-their-phone', 'their-coupon', tagOf(memberId), 'their-nonce']
  const traces = [...tracesOf(folder), ...marks]
  const whereIn = (db: ReadDb) =>
    names.filter((name) => {
      const rows = JSON.stringify(db.prepare(`SELECT * FROM ${name}`).all())
      return traces.some((trace) => rows.includes(JSON.stringify(trace).slice(1, -1)))
    })
  expect(whereIn(journal)).toEqual(names.filter((name) => tables[name]))
  for (const mark of marks) {
    const [{ found = 0 } = {}] = journal
      .prepare(`SELECT count(*) AS found FROM setting WHERE instr(value, ?) > 0`)
      .all<{ found: number }>(mark)
    expect([mark, found]).toEqual([mark, 1])
  }
  journal.close()

  pulled(folder, (tx) => putErasure(tx, { memberId, erasedAt: noon + 5 }))
  const again = createTill(depsOf(folder))
  // What the core remembers of the codes it took is not written back.
  await scan(openPage(again), signedCoupon({ couponId: idOf(7_004) }))
  await again.stop()
  const after = openJournal({ file, key: journalKey })
  expect(whereIn(after)).toEqual([])
  expect(readSetting(after, 'openTransfers')).toEqual([])
  after.close()
})
