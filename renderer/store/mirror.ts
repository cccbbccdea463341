import { createStore, type StoreApi } from 'zustand/vanilla'
import type {
  BasketSlice,
  DevicesSlice,
  LastSaleSlice,
  Notice,
  RiskSlice,
  ShiftSlice,
  StaffSlice,
  SyncSlice,
  TillSlice,
} from '../../contract/notice.ts'
import type { TrainingSlice } from '../../contract/training-commands.ts'

/** What the core last said, slice by slice. Only notices and the connection itself write it. */
export interface Mirror {
  /** `connecting` until the first port, `lost` between the core's death and its next port. */
  readonly connection: 'connecting' | 'connected' | 'lost'
  /** Slices are null until the first notice; after a loss they keep what was last known. */
  readonly till: TillSlice | null
  readonly staff: StaffSlice
  readonly basket: BasketSlice | null
  readonly sync: SyncSlice | null
  readonly risk: RiskSlice | null
  readonly shift: ShiftSlice | null
  readonly devices: DevicesSlice | null
  readonly lastSale: LastSaleSlice
  /** Null at a till that sells. */
  readonly training: TrainingSlice
  /** Slices heard since the present port came: what is not in it may be stale. */
  readonly heard: ReadonlySet<Notice['kind']>
}

export type MirrorStore = StoreApi<Mirror>

export const emptyMirror: Mirror = {
  connection: 'connecting',
  till: null,
  staff: null,
  basket: null,
  sync: null,
  risk: null,
  shift: null,
  devices: null,
  lastSale: null,
  training: null,
  heard: new Set(),
}

export function createMirror(start: Mirror = emptyMirror): MirrorStore {
  return createStore<Mirror>(() => start)
}

/** The mirror after a notice: its slice replaced whole. `scan_taken` and `scan_read` are happenings, not slices. */
export function withNotice(mirror: Mirror, notice: Notice): Mirror {
  const heard = mirror.heard.has(notice.kind) ? mirror.heard : new Set([...mirror.heard, notice.kind])
  switch (notice.kind) {
    case 'till_changed':
      return { ...mirror, heard, till: notice.value }
    case 'staff_changed':
      return { ...mirror, heard, staff: notice.value }
    case 'basket_changed':
      return { ...mirror, heard, basket: notice.value }
    case 'sync_changed':
      return { ...mirror, heard, sync: notice.value }
    case 'risk_changed':
      return { ...mirror, heard, risk: notice.value }
    case 'shift_changed':
      return { ...mirror, heard, shift: notice.value }
    case 'devices_changed':
      return { ...mirror, heard, devices: notice.value }
    case 'last_sale_changed':
      return { ...mirror, heard, lastSale: notice.value }
    case 'training_changed':
      return { ...mirror, heard, training: notice.value }
    case 'scan_taken':
    case 'scan_read':
    case 'device_heard':
      return mirror
  }
}

/**
 * What the scanner's badge says; null before anything is known. A core that is gone reads no scanner, whatever it said
 * last: until the next one has spoken none is ready. `partly`: of several, one is away. The keyboard wedge always is one.
 */
export function scannerStateOf({
  devices,
  heard,
}: Mirror): 'ready' | 'partly' | 'absent' | 'faulted' | 'keyboard' | null {
  if (devices === null) return null
  const [first] = devices.scanners
  if (first === undefined) return 'keyboard'
  if (!heard.has('devices_changed')) return 'absent'
  const ready = devices.scanners.filter(({ state }) => state === 'ready').length
  if (ready === devices.scanners.length) return 'ready'
  return ready > 0 ? 'partly' : first.state
}

export function withConnection(mirror: Mirror, connection: Mirror['connection']): Mirror {
  return { ...mirror, connection, heard: new Set() }
}
