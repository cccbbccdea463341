import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { countPrintJobs } from '../../db/journal/print-job-table.ts'
import { saveVerdict } from '../../db/journal/verdict-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, noon, wang } from './demo-chain.ts'
import { cash, keys, openPage, payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'
import { troubledJournal } from './troubled-journal.ts'

/* What other tills did to their users, made to happen here. */

function journalOf(folder: string) {
  return openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
}

test('[CO64] a sale that was not recorded gives no receipt (odoo 60939)', async () => {
  const disk = troubledJournal()
  const printed: Uint8Array[] = []
  const openPrinter = () => ({
    print: async (bytes: Uint8Array) => {
      printed.push(bytes)
      return { kind: 'printed' as const, paperNearEnd: false }
    },
    status: async () => ({ state: 'ready' as const, paperNearEnd: false, drawerPinHigh: null }),
    close: async () => undefined,
  })
  const config = { printer: { kind: 'tcp' as const, host: '127.0.0.1', port: 9, columns: 48 as const } }
  const { page, folder, till } = await newTill({ ...disk.files, config, openPrinter })
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_before')
  expect(await payCash(page)).toEqual({ fault: 'not_recorded' })
  expect(page.slice('devices_changed').prints.waiting).toBe(0)
  // Recorded at last: one sale, one receipt.
  expect(await payCash(page)).toHaveProperty('output')
  await page.until(() => page.slice('last_sale_changed')?.sale.print === 'printed')
  await till.stop()
  expect(printed).toHaveLength(1)
  const journal = journalOf(folder)
  onTestFinished(journal.close)
  expect(countPrintJobs(journal).waiting).toBe(0)
})

test('[CO65] two windows on one till sell one basket once (odoo 152259)', async () => {
  const { page, till } = await newTill()
  const other = openPage(till)
  await scan(page, codeOfOil(1))
  expect(other.slice('basket_changed')).toEqual(page.slice('basket_changed'))
  const { saleId, toPay } = page.slice('basket_changed')
  const ask = { saleId: uuid(saleId ?? ''), toPay, tenders: [cash(toPay)] }
  const both = [page.call('commitSale', ask), other.call('commitSale', ask)]
  const [first, second] = await Promise.all(both)
  expect(first).toHaveProperty('output')
  expect(second).toEqual(first)
  expect(other.slice('basket_changed').lines).toEqual([])
  expect(await page.call('recentSales', {})).toMatchObject({ output: { sales: [{ saleId }] } })
})

test('[CO66] a payment asked for again after a lost answer burns and earns points once (odoo 222372)', async () => {
  const disk = troubledJournal()
  const { page, folder } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(200) })
  const { saleId, toPay, earns, member } = page.slice('basket_changed')
  const ask = { saleId: uuid(saleId ?? ''), toPay, tenders: [cash(toPay)] }
  disk.trouble.push('throws_after')
  const first = await page.call('commitSale', ask)
  const later = startTill(folder)
  expect(await later.page.call('commitSale', ask)).toEqual(first)
  await scan(later.page, wang.code)
  expect(earns).toBeGreaterThan(0)
  expect(later.page.slice('basket_changed').member?.points).toBe((member?.points ?? 0) - 200 + earns)
})

test('[CO67] a sale the central parks or disputes stays a sale and is never open again (odoo 288974)', async () => {
  const first = await newTill()
  const sold: Uuid[] = []
  for (const oil of [1, 2]) {
    await scan(first.page, codeOfOil(oil))
    sold.push(uuid(first.page.slice('basket_changed').saleId ?? ''))
    await payCash(first.page)
  }
  await first.till.stop()
  const journal = journalOf(first.folder)
  for (const [place, eventId] of sold.entries()) {
    const outcome = place === 0 ? 'parked' : 'disputed'
    transact(journal, (tx) =>
      saveVerdict(tx, { eventId, outcome, code: 'data_invalid', disputes: [], heardAt: noon }),
    )
  }
  journal.close()
  const { page } = startTill(first.folder)
  expect(page.slice('sync_changed')).toMatchObject({ parked: 1, disputed: 1 })
  expect(page.slice('basket_changed')).toMatchObject({ saleId: null, lines: [], held: [] })
  const recent = await page.call('recentSales', {})
  expect(recent).toMatchObject({ output: { sales: [{ saleId: sold[1] }, { saleId: sold[0] }] } })
})
