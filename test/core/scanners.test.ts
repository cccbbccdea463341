import { expect, test } from 'vitest'
import { scanRepeatMs } from '../../domain/device-limits.ts'
import { uuid } from '../../domain/ids.ts'
import type { ScannerEvents, ScannerSetup, ScanVerdict } from '../../electron/devices/port.ts'
import { codeOfOil, wang } from './demo-chain.ts'
import { openPage, payCash, standingClock } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/** A scanner in the test's hand; the driver has its own tests on a real line. */
function handScanner() {
  const opened: (ScannerEvents & { readonly setup: ScannerSetup })[] = []
  const verdicts: ScanVerdict[] = []
  let closed = 0
  return {
    opened,
    verdicts,
    closed: () => closed,
    openScanner: (setup: ScannerSetup, events: ScannerEvents) => {
      opened.push({ setup, ...events })
      return {
        tell: (verdict: ScanVerdict) => void verdicts.push(verdict),
        close: async () => {
          closed += 1
        },
      }
    },
  }
}

const config = { scanners: [{ kind: 'serial' as const, path: '/dev/serial/by-id/till-1', baudRate: 9_600 }] }

test('[CO53] a scan from a device goes the way of every scan and is told to the page', async () => {
  const hand = handScanner()
  const { page } = await newTill({ config, openScanner: hand.openScanner })
  expect(hand.opened[0]?.setup).toMatchObject({ path: '/dev/serial/by-id/till-1', baudRate: 9_600 })
  hand.opened[0]?.onScan(codeOfOil(1))
  hand.opened[0]?.onScan('nonsense')
  expect(page.notices.filter(({ kind }) => kind === 'scan_taken')).toEqual([
    { kind: 'scan_taken', outcome: { kind: 'product_added', lineId: 1 }, refusal: null },
    { kind: 'scan_taken', outcome: null, refusal: { code: 'code_unknown' } },
  ])
  // The basket is right before the page hears of the scan.
  const kinds = page.notices.map(({ kind }) => kind)
  expect(kinds.lastIndexOf('basket_changed')).toBeLessThan(kinds.indexOf('scan_taken') + 1)
  expect(page.slice('basket_changed').lines).toHaveLength(1)
})

test('[CO54] the state of each device is on the screen, and stopping frees them first', async () => {
  const hand = handScanner()
  const { page, till } = await newTill({ config, openScanner: hand.openScanner })
  expect(page.slice('devices_changed').scanners).toEqual([{ name: 'till-1', state: 'absent' }])
  hand.opened[0]?.onState('ready')
  await page.until(() => page.slice('devices_changed').scanners[0]?.state === 'ready')
  hand.opened[0]?.onState('absent')
  await page.until(() => page.slice('devices_changed').scanners[0]?.state === 'absent')
  expect(page.slice('devices_changed').printer).toBeNull()
  await till.stop()
  expect(hand.closed()).toBe(1)
})

test('[CS60] while the page asks for a code, device scans go to it unread, and a new page begins with the basket', async () => {
  const hand = handScanner()
  const { page, till } = await newTill({ config, openScanner: hand.openScanner })
  await page.call('routeScans', { to: 'page' })
  hand.opened[0]?.onScan(codeOfOil(1))
  expect(page.notices.filter(({ kind }) => kind.startsWith('scan_'))).toEqual([
    { kind: 'scan_read', text: codeOfOil(1) },
  ])
  expect(page.slice('basket_changed').lines).toEqual([])
  await page.call('routeScans', { to: 'basket' })
  hand.opened[0]?.onScan(codeOfOil(3))
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  await page.call('routeScans', { to: 'page' })
  openPage(till)
  hand.opened[0]?.onScan(codeOfOil(2))
  expect(page.slice('basket_changed').lines).toHaveLength(2)
})

/** A clock whose running time is moved by hand. */
function handClock() {
  let elapsed = 0
  const clock = { ...standingClock(), elapsed: () => elapsed }
  const move = (ms: number) => {
    elapsed += ms
  }
  return { clock, move }
}

test('[SN16] a code read fifty times in a row is one scan, and one brought again is another', async () => {
  const hand = handScanner()
  const { clock, move } = handClock()
  const { page } = await newTill({
    config: { scanners: [...config.scanners, ...config.scanners] },
    openScanner: hand.openScanner,
    clock,
  })
  const amount = () => page.slice('basket_changed').lines[0]?.amount
  for (let nth = 0; nth < 50; nth += 1) {
    hand.opened[0]?.onScan(codeOfOil(1))
    move(scanRepeatMs - 1)
  }
  expect(amount()).toBe(1)
  move(1)
  hand.opened[0]?.onScan(codeOfOil(1))
  expect(amount()).toBe(2)
  // Another scanner's reading is another package; so is one with another code between.
  hand.opened[1]?.onScan(codeOfOil(1))
  expect(amount()).toBe(3)
  hand.opened[0]?.onScan(codeOfOil(2))
  hand.opened[0]?.onScan(codeOfOil(1))
  expect(amount()).toBe(4)
})

test('[SN17] a scanner is told what became of its own scan: taken, or refused', async () => {
  const hand = handScanner()
  const { page } = await newTill({ config, openScanner: hand.openScanner })
  hand.opened[0]?.onScan(codeOfOil(1))
  hand.opened[0]?.onScan('nonsense')
  hand.opened[0]?.onScan(wang.code)
  expect(hand.verdicts).toEqual(['good', 'bad', 'good'])
  // While the page asks for a code the core does not know what became of it, and says nothing.
  await page.call('routeScans', { to: 'page' })
  hand.opened[0]?.onScan(codeOfOil(2))
  expect(hand.verdicts).toHaveLength(3)
})

test('[SN19] a scan between the sum shown and the payment is in the basket, and the payment is asked for anew', async () => {
  const hand = handScanner()
  const { page } = await newTill({ config, openScanner: hand.openScanner })
  hand.opened[0]?.onScan(codeOfOil(1))
  const { saleId, toPay } = page.slice('basket_changed')
  hand.opened[0]?.onScan(codeOfOil(2))
  const tenders = [{ kind: 'cash' as const, amount: toPay, accountId: null }]
  expect(await page.call('commitSale', { saleId: uuid(saleId ?? ''), toPay, tenders })).toMatchObject({
    refusal: { code: 'basket_changed' },
  })
  expect(page.slice('basket_changed').lines).toMatchObject([{ amount: 1 }, { amount: 1 }])
  expect(await payCash(page)).toHaveProperty('output')
  hand.opened[0]?.onScan(codeOfOil(3))
  expect(page.slice('basket_changed').lines).toMatchObject([{ amount: 1 }])
})
