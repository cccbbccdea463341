import type { Panel } from '../store/entry.ts'
import { type LeaseEntry, noService } from '../store/service-entry.ts'
import { idOf, offline, saturday, selling } from './fixtures.ts'
import { disputes, lateDeclines, leasable, leases } from './lease-fixtures.ts'
import { away, found, guest, member, typed } from './service-starts.ts'
import type { GalleryState } from './states.ts'

/* Every state of what is set aside for this till, and of the disputes. */

const atLease: Panel = { kind: 'lease' }
const atDisputes: Panel = { kind: 'disputes' }
const supervisor = { ...member, staff: { staffId: idOf(11), name: '周主管', role: 'supervisor' as const } }

function asked(lease: Partial<LeaseEntry>, row = 0) {
  return typed(atLease, { lease: { ...noService.lease, ...lease } }, { row })
}

const granted = { granted: 1_000, expiresAt: saturday + 8 * 3_600_000, atHand: true }

export const leaseStates: readonly GalleryState[] = [
  { name: 'lease-loading', mirror: member, entry: asked({}) },
  {
    name: 'lease-nobody',
    mirror: guest,
    entry: asked({}),
    finder: found({ leases: { ...leases, leasable: [] } }),
  },
  { name: 'lease-points', mirror: member, entry: asked({ wish: '1000' }), finder: found({ leases }) },
  {
    name: 'lease-value',
    mirror: member,
    entry: asked({ wish: '120.5', hours: 24 }, 1),
    finder: found({ leases }),
  },
  { name: 'lease-coupon', mirror: member, entry: asked({ hours: 2 }, 3), finder: found({ leases }) },
  {
    name: 'lease-empty',
    mirror: member,
    entry: asked({}),
    finder: found({ leases: { ...leases, leasable: [] } }),
  },
  {
    name: 'lease-refused',
    mirror: member,
    entry: asked({ wish: '1000' }),
    finder: found({ leases }),
    progress: { message: { place: 'service', refusal: { code: 'lease_refused' } } },
  },
  {
    name: 'lease-offline',
    mirror: away,
    entry: asked({}),
    finder: found({ leases: { ...leases, online: false } }),
  },
  { name: 'lease-held', mirror: member, entry: asked({ tab: 'held' }, 1), finder: found({ leases }) },
  {
    name: 'lease-held-offline',
    mirror: away,
    entry: asked({ tab: 'held' }),
    finder: found({ leases: { ...leases, online: false } }),
  },
  {
    name: 'lease-held-empty',
    mirror: member,
    entry: asked({ tab: 'held' }),
    finder: found({ leases: { ...leases, held: [] } }),
  },
  {
    name: 'lease-done',
    mirror: member,
    entry: asked({}),
    finder: found({ leases, leaseDone: { of: leasable[0] as never, answer: granted } }),
  },
  {
    name: 'lease-done-soon',
    mirror: member,
    entry: asked({}),
    finder: found({
      leases,
      leaseDone: { of: leasable[3] as never, answer: { ...granted, granted: 1, atHand: false } },
    }),
  },
  { name: 'disputes-loading', mirror: supervisor, entry: typed(atDisputes) },
  {
    name: 'disputes',
    mirror: supervisor,
    entry: typed(atDisputes, {}, { row: 1 }),
    finder: found({
      disputes: { disputes: [...disputes], open: 2, more: true, lateDeclines: [...lateDeclines] },
    }),
  },
  {
    name: 'disputes-empty',
    mirror: supervisor,
    entry: typed(atDisputes),
    finder: found({ disputes: { disputes: [], open: 0, more: false, lateDeclines: [] } }),
  },
  {
    name: 'disputes-offline',
    mirror: { ...supervisor, sync: offline },
    entry: typed(atDisputes),
    finder: found({ disputes: { disputes: null, open: null, more: false, lateDeclines: [...lateDeclines] } }),
  },
  { name: 'disputes-refused', mirror: selling, entry: typed(atDisputes) },
  {
    name: 'sync-disputes',
    mirror: { ...supervisor, sync: supervisor.sync && { ...supervisor.sync, disputed: 3 } },
    entry: { panel: { kind: 'sync' } },
    finder: found({
      disputes: { disputes: [...disputes], open: 2, more: false, lateDeclines: [...lateDeclines] },
    }),
  },
]
