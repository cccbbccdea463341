import { expect, test } from 'vitest'
import type { Notice } from '../../contract/notice.ts'
import { devices, guestBasket, offline, saleOf, selling } from '../../renderer/gallery/fixtures.ts'
import {
  emptyMirror,
  type Mirror,
  scannerStateOf,
  withConnection,
  withNotice,
} from '../../renderer/store/mirror.ts'

const notices: readonly (readonly [Notice, keyof Mirror])[] = [
  [{ kind: 'till_changed', value: selling.till as never }, 'till'],
  [{ kind: 'staff_changed', value: selling.staff }, 'staff'],
  [{ kind: 'basket_changed', value: guestBasket }, 'basket'],
  [{ kind: 'sync_changed', value: offline }, 'sync'],
  [{ kind: 'devices_changed', value: devices }, 'devices'],
  [{ kind: 'last_sale_changed', value: { sale: saleOf(0), recovered: true } }, 'lastSale'],
]

test.each(notices)('[UI13] $kind replaces its slice whole and no other', (notice, slice) => {
  const before = { ...selling, heard: new Set<Notice['kind']>() }
  const after = withNotice(before, notice)
  expect(after[slice]).toBe('value' in notice ? notice.value : null)
  expect(after.heard).toEqual(new Set([notice.kind]))
  for (const other of Object.keys(before) as (keyof Mirror)[])
    if (other !== slice && other !== 'heard') expect(after[other]).toBe(before[other])
})

test('[UI13] a device scan is a happening and changes no slice', () => {
  const notice: Notice = { kind: 'scan_taken', outcome: { kind: 'member_attached' }, refusal: null }
  expect(withNotice(selling, notice)).toBe(selling)
})

test('[UI14] a lost core keeps what was known and marks it as not heard since', () => {
  const told = notices.reduce((mirror, [notice]) => withNotice(mirror, notice), emptyMirror)
  expect(told.heard.size).toBe(notices.length)
  const lost = withConnection(told, 'lost')
  expect(lost).toEqual({ ...told, connection: 'lost', heard: new Set() })
  expect(withConnection(lost, 'connected').basket).toBe(guestBasket)
})

test('[UI14] a scanner is ready when the core at work says so, not when the one before did', () => {
  const scanners = [{ name: 'ttyACM0', state: 'ready' }] as const
  const told: Notice = { kind: 'devices_changed', value: { ...devices, scanners: [...scanners] } }
  const ready = withNotice(emptyMirror, told)
  expect(scannerStateOf(emptyMirror)).toBeNull()
  expect(scannerStateOf(ready)).toBe('ready')
  const back = withConnection(withConnection(ready, 'lost'), 'connected')
  expect(scannerStateOf(back)).toBe('absent')
  expect(scannerStateOf(withNotice(back, told))).toBe('ready')
})

test('[SN18] one scanner of several that is away is told, quietly, and all of them away more plainly', () => {
  const scanners = (...states: ('ready' | 'absent' | 'faulted')[]) =>
    withNotice(emptyMirror, {
      kind: 'devices_changed',
      value: { ...devices, scanners: states.map((state) => ({ name: 'scanner', state })) },
    })
  expect(scannerStateOf(scanners('ready', 'ready'))).toBe('ready')
  expect(scannerStateOf(scanners('absent', 'ready'))).toBe('partly')
  expect(scannerStateOf(scanners('absent', 'absent'))).toBe('absent')
  expect(scannerStateOf(scanners('faulted'))).toBe('faulted')
  expect(scannerStateOf(scanners())).toBe('keyboard')
})
