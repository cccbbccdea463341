import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notableMembers } from '../../central/seed/notable.ts'
import { codeOf, eventsOf } from './member-rig.ts'
import {
  copyOf,
  drained,
  endRecovery,
  enrolledTill,
  inOrder,
  nowhere,
  type Recovery,
  salesAtCentral,
  sellMany,
  sellWater,
  signIn,
  startRecovery,
  terminalAt,
  tillAt,
} from './recovery-rig.ts'
import { type Page, scan } from './till-parts.ts'

const limitMs = 60_000
let recovery: Recovery
beforeAll(async () => {
  recovery = await startRecovery()
}, limitMs)
afterAll(() => endRecovery(recovery))

const restricted = (page: Page) => page.slice('till_changed').restricted
const numberOf = (page: Page) => page.slice('till_changed').terminalNumber ?? ''

/** Puts the journal of an earlier copy in the place of the one there is; what lies beside it stays. */
function putBack(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    const name = `journal.db${suffix}`
    rmSync(join(to, name), { force: true })
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name))
  }
}

test(
  '[SY83] a journal put back from a backup is found by its witness: a new epoch, selling only, until head office re-admits it',
  async () => {
    const first = await enrolledTill(recovery)
    const number = numberOf(first.page)
    const { terminalId } = await terminalAt(recovery, number)
    const sold = await sellMany(first.page, 2)
    await first.till.stop()
    const backup = copyOf(first.folder)
    const again = tillAt(first.folder, recovery.url())
    expect(restricted(again.page)).toBeNull()
    sold.push(...(await sellMany(again.page, 3)))
    await drained(again.page)
    await again.till.stop()
    putBack(backup, first.folder)

    const back = tillAt(first.folder, nowhere)
    expect(restricted(back.page)).toBe('rolled_back')
    const [begun] = eventsOf(first.folder, 'terminal.epoch_started')
    expect(begun).toMatchObject({ seq: 1, data: { cause: 'rolled_back', last: { epoch: 1 } } })
    const { receiptNumber, saleId } = await sellWater(back.page)
    sold.push(saleId)
    expect(receiptNumber).toContain(`-${begun?.epoch}-`)
    await scan(back.page, notableMembers.gold.code)
    expect(codeOf(await back.page.call('burnPoints', { points: 100 as never }))).toBe('till_restricted')
    await back.till.stop()

    const online = tillAt(first.folder, recovery.url())
    expect(restricted(online.page)).toBe('rolled_back')
    await drained(online.page)
    expect(await salesAtCentral(recovery, terminalId)).toEqual(inOrder(sold))
    expect(restricted(online.page)).toBe('rolled_back')
    await recovery.headOffice(`terminals/${terminalId}/readmit`, {})
    await online.page.call('syncNow', {})
    await online.page.until(() => restricted(online.page) === null, 30_000)
    expect(codeOf(await online.page.call('burnPoints', { points: 100 as never }))).not.toBe('till_restricted')
    await online.till.stop()
    const later = tillAt(first.folder, nowhere)
    expect(restricted(later.page)).toBeNull()
  },
  limitMs,
)

test(
  '[SY84] two tills by one name at the same time: both branches are kept, both end restricted, every sale of both counts once',
  async () => {
    const first = await enrolledTill(recovery)
    const number = numberOf(first.page)
    const { terminalId } = await terminalAt(recovery, number)
    const sold = await sellMany(first.page, 2)
    await drained(first.page)
    await first.till.stop()
    // Witness and copy are cloned with the disk: only the central can tell.
    const twin = copyOf(first.folder)
    const tills = [tillAt(first.folder, recovery.url()), tillAt(twin, recovery.url())]
    const receipts: string[] = []
    for (let round = 0; round < 3; round++) {
      for (const { page } of tills) {
        const { receiptNumber, saleId } = await sellWater(page)
        sold.push(saleId)
        receipts.push(receiptNumber)
        await drained(page)
      }
    }
    const [one, two] = tills
    if (!one || !two) throw new Error('two tills')
    expect(restricted(two.page)).toBe('forked')
    expect(restricted(one.page)).toBe('not_admitted')
    await recovery.headOffice(`terminals/${terminalId}/readmit`, {})
    expect(await salesAtCentral(recovery, terminalId)).toEqual(inOrder(sold))
    // Only the epoch head office admitted spends.
    await two.page.call('syncNow', {})
    await two.page.until(() => restricted(two.page) === null, 30_000)
    expect(restricted(one.page)).toBe('not_admitted')
    // Until they were told apart both counted on from one place; from then on no number is given out twice.
    expect(new Set(receipts.slice(2)).size).toBe(receipts.length - 2)
  },
  limitMs,
)

test(
  '[SY85] a witness that is garbled or gone says nothing, and the till sells as before',
  async () => {
    const first = await enrolledTill(recovery)
    await sellWater(first.page)
    await first.till.stop()
    writeFileSync(join(first.folder, 'journal.witness'), 'garbage\nwithout a signature\n')
    const spoiled = tillAt(first.folder, recovery.url())
    expect(restricted(spoiled.page)).toBeNull()
    await spoiled.till.stop()
    rmSync(join(first.folder, 'journal.witness'), { force: true })
    rmSync(join(first.folder, 'identity.sealed'), { force: true })
    const without = tillAt(first.folder, recovery.url())
    expect(restricted(without.page)).toBeNull()
    await sellWater(without.page)
    await drained(without.page)
  },
  limitMs,
)

test(
  '[SY86] a till that is rolled back and knows nothing of it hears it from the central',
  async () => {
    const first = await enrolledTill(recovery)
    const number = numberOf(first.page)
    const { terminalId } = await terminalAt(recovery, number)
    const sold = await sellMany(first.page, 1)
    await drained(first.page)
    await first.till.stop()
    const backup = copyOf(first.folder)
    const again = tillAt(first.folder, recovery.url())
    sold.push(...(await sellMany(again.page, 2)))
    await drained(again.page)
    await again.till.stop()
    // The whole disk was put back, witness and all.
    const back = tillAt(backup, recovery.url())
    await signIn(back.page).catch(() => undefined)
    sold.push(...(await sellMany(back.page, 2)))
    await drained(back.page)
    expect(restricted(back.page)).toBe('forked')
    expect(await salesAtCentral(recovery, terminalId)).toEqual(inOrder(sold))
  },
  limitMs,
)
