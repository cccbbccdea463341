import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUpJournal } from '../../db/backup.ts'
import { openReplica } from '../../db/open.ts'
import { putErasure } from '../../db/replica/erasure-table.ts'
import { putIdentifier, removeIdentifier } from '../../db/replica/identifier-table.ts'
import { putMember, removeMember } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import { emptyWal } from '../../db/wal.ts'
import type { Uuid } from '../../domain/ids.ts'
import { personalOf } from '../../domain/personal.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { createTill } from '../../electron/core/till.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { decryptedPages } from '../fakes/decrypted-pages.ts'
import { codeOfOil, noon } from './demo-chain.ts'
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
