import { expect, test } from 'vitest'
import type { SerialScannerOptions } from '../../electron/devices/scanner-serial.ts'
import { codeOfOil } from './demo-chain.ts'
import { openPage } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/** A scanner in the test's hand; the driver has its own tests on a real line. */
function handScanner() {
  const opened: SerialScannerOptions[] = []
  let closed = 0
  return {
    opened,
    closed: () => closed,
    openScanner: (options: SerialScannerOptions) => {
      opened.push(options)
      return {
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
  expect(hand.opened[0]).toMatchObject({ path: '/dev/serial/by-id/till-1', baudRate: 9_600 })
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
  hand.opened[0]?.onScan(codeOfOil(1))
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  await page.call('routeScans', { to: 'page' })
  openPage(till)
  hand.opened[0]?.onScan(codeOfOil(2))
  expect(page.slice('basket_changed').lines).toHaveLength(2)
})
