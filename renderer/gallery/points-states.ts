import { points } from '../../domain/points.ts'
import type { Panel } from '../store/entry.ts'
import { noService, type ServiceEntry } from '../store/service-entry.ts'
import { idOf, noBasket, selling, silverMember } from './fixtures.ts'
import {
  couponGiven,
  desk,
  donationDone,
  drawDone,
  giftDone,
  gifts,
  transferDone,
} from './service-fixtures.ts'
import { away, found, guest, member, served, typed } from './service-starts.ts'
import type { GalleryState } from './states.ts'

/* Every state of the list of services and of the points desk. */

const atDesk: Panel = { kind: 'points_desk' }

function tabbed(tab: ServiceEntry['points']['tab'], over: Partial<ServiceEntry['points']> = {}) {
  return typed(atDesk, { points: { ...noService.points, tab, ...over } })
}

export const pointsStates: readonly GalleryState[] = [
  {
    name: 'service-gifts-restricted',
    mirror: { ...served, till: served.till && { ...served.till, restricted: 'rolled_back' } },
    entry: tabbed('gifts'),
    finder: found({ desk }),
  },
  { name: 'service-list', mirror: member, entry: typed({ kind: 'services' }) },
  { name: 'service-points-nobody', mirror: guest, entry: tabbed('gifts'), finder: found({ desk }) },
  { name: 'service-points-loading', mirror: served, entry: tabbed('gifts') },
  { name: 'service-gifts', mirror: served, entry: { ...tabbed('gifts'), row: 3 }, finder: found({ desk }) },
  {
    name: 'service-gifts-many',
    mirror: member,
    entry: { ...tabbed('gifts'), row: 20 },
    finder: found({
      desk: {
        ...desk,
        gifts: Array.from({ length: 60 }, (_, index) => ({
          ...(gifts[index % gifts.length] ?? (gifts[0] as never)),
          giftId: `gift-${index}`,
        })),
      },
    }),
  },
  {
    name: 'service-gifts-empty',
    mirror: served,
    entry: tabbed('gifts'),
    finder: found({ desk: { ...desk, gifts: [] } }),
  },
  {
    name: 'service-gifts-frozen',
    mirror: {
      ...selling,
      basket: { ...noBasket, member: { ...silverMember, status: 'frozen', birthdayToday: false } },
    },
    entry: tabbed('gifts'),
    finder: found({ desk: { ...desk, gifts: gifts.map((gift) => ({ ...gift, open: 'member' as const })) } }),
  },
  {
    name: 'service-gift-confirm',
    mirror: away,
    entry: { ...tabbed('gifts', { confirms: true }), row: 3 },
    finder: found({ desk }),
  },
  {
    name: 'service-gift-refused',
    mirror: away,
    entry: { ...tabbed('gifts'), row: 3 },
    finder: found({ desk }),
    progress: { message: { place: 'service', refusal: { code: 'gift_out_of_stock' } } },
  },
  {
    name: 'service-gift-done',
    mirror: served,
    entry: tabbed('gifts'),
    finder: found({ desk, pointsDone: { kind: 'gifts', of: giftDone } }),
  },
  { name: 'service-lottery', mirror: away, entry: tabbed('lottery'), finder: found({ desk }) },
  {
    name: 'service-lottery-acting',
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk }),
    progress: { acting: true },
  },
  {
    name: 'service-lottery-closed',
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk: { ...desk, lottery: null } }),
  },
  ...(['goods', 'coupon', 'nothing'] as const).map((kind) => ({
    name: `service-draw-${kind}`,
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk, pointsDone: { kind: 'lottery' as const, of: drawDone(kind) } }),
  })),
  {
    name: 'service-donation',
    mirror: away,
    entry: { ...tabbed('donation', { wish: '5000' }), row: 1 },
    finder: found({ desk }),
  },
  {
    name: 'service-donation-done',
    mirror: away,
    entry: tabbed('donation'),
    finder: found({
      desk,
      pointsDone: {
        kind: 'donation',
        of: donationDone,
        project: { zh: '乡村图书角', en: 'Village libraries' },
      },
    }),
  },
  {
    name: 'service-transfer',
    mirror: served,
    entry: tabbed('transfer', { to: 'M0000000000121', wish: '1000', field: 'wish' }),
    finder: found({ desk }),
  },
  {
    name: 'service-transfer-offline',
    mirror: away,
    entry: tabbed('transfer'),
    finder: found({ desk: { ...desk, online: false } }),
  },
  {
    name: 'service-transfer-open',
    mirror: served,
    entry: tabbed('transfer'),
    finder: found({
      desk: { ...desk, openTransfer: { actId: idOf(861), points: points(1_000), to: 'M0000000000121' } },
    }),
  },
  {
    name: 'service-transfer-done',
    mirror: served,
    entry: tabbed('transfer'),
    finder: found({ desk, pointsDone: { kind: 'transfer', of: transferDone } }),
  },
  {
    name: 'service-give-coupon',
    mirror: served,
    entry: { ...tabbed('coupon', { to: 'M0000000000121' }), row: 1 },
    finder: found({ desk }),
  },
  {
    name: 'service-gifts-stocked',
    mirror: selling,
    entry: { ...tabbed('gifts'), row: 1 },
    finder: found({
      desk: {
        ...desk,
        canMoveStock: true,
        gifts: gifts.map((gift) => ({ ...gift, open: 'member' as const })),
      },
    }),
  },
  {
    name: 'service-gift-stock-too-many',
    mirror: served,
    entry: { ...tabbed('gifts', { stocking: 'written_off', wish: '50' }), row: 1 },
    finder: found({ desk: { ...desk, canMoveStock: true } }),
  },
  {
    name: 'service-gift-stock',
    mirror: served,
    entry: { ...tabbed('gifts', { stocking: 'counted', wish: '12' }), row: 1 },
    finder: found({ desk: { ...desk, canMoveStock: true } }),
  },
  {
    name: 'service-give-coupon-none',
    mirror: served,
    entry: tabbed('coupon'),
    finder: found({ desk: { ...desk, giveable: [] } }),
  },
  {
    name: 'service-give-coupon-offline',
    mirror: away,
    entry: tabbed('coupon'),
    finder: found({ desk: { ...desk, online: false } }),
  },
  {
    name: 'service-give-coupon-done',
    mirror: served,
    entry: tabbed('coupon'),
    finder: found({
      desk,
      pointsDone: { kind: 'coupon', of: couponGiven, name: { zh: '满 100 减 20', en: '¥20 off ¥100' } },
    }),
  },
]
