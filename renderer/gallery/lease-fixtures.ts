import type { CommandOutput } from '../../contract/command.ts'
import type { DisputeView, LateDecline } from '../../contract/dispute-commands.ts'
import type { Leasable } from '../../contract/lease-commands.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { idOf, saturday, silverMember } from './fixtures.ts'

/* What a core would answer about leases and disputes, for pictures and tests of the screen. */

const hour = 3_600_000
const { maskedName, memberId } = silverMember
const aircon = { zh: '家电满 2000 减 300', en: '¥300 off appliances from ¥2,000' }

export const leasable: readonly Leasable[] = [
  { kind: 'points', subjectId: memberId, name: null, card: null, most: 12_480, open: 'yes' },
  { kind: 'value', subjectId: memberId, name: null, card: null, most: 39_300, open: 'yes' },
  { kind: 'value', subjectId: idOf(870), name: null, card: 'G****0318', most: 0, open: 'nothing' },
  { kind: 'coupon', subjectId: idOf(871), name: aircon, card: null, most: 1, open: 'yes' },
  {
    kind: 'coupon',
    subjectId: idOf(872),
    name: { zh: '早餐卡 10 次', en: 'Ten breakfasts' },
    card: null,
    most: 7,
    open: 'here',
  },
  {
    kind: 'coupon',
    subjectId: idOf(873),
    name: { zh: '周年庆礼盒', en: 'Anniversary box' },
    card: null,
    most: 1,
    open: 'elsewhere',
  },
]

export const leases: CommandOutput<'leaseDesk'> = {
  online: true,
  leasable: [...leasable],
  held: [
    {
      leaseId: idOf(880),
      kind: 'coupon',
      name: { zh: '早餐卡 10 次', en: 'Ten breakfasts' },
      card: null,
      memberName: maskedName,
      granted: 7,
      left: 5,
      expiresAt: saturday + 2 * hour,
      state: 'held',
    },
    {
      leaseId: idOf(881),
      kind: 'value',
      name: null,
      card: 'G****0318',
      memberName: null,
      granted: 20_000,
      left: 12_050,
      expiresAt: saturday + 8 * hour,
      state: 'held',
    },
    {
      leaseId: idOf(882),
      kind: 'points',
      name: null,
      card: null,
      memberName: '李*',
      granted: 2_000,
      left: 2_000,
      expiresAt: saturday + 24 * hour,
      state: 'returning',
    },
  ],
}

const disputed: DisputeView = {
  number: 318,
  kind: 'coupon_use',
  name: { zh: '满200减50', en: '¥50 off ¥200' },
  recordedAt: saturday - hour,
  lost: { eventId: idOf(890), slipNumber: 'S01-1-1-000207' },
  won: { eventId: idOf(891), slipNumber: null },
  isOwn: true,
  cashier: '小林',
  approver: null,
  memberName: maskedName,
  mode: 'isolated',
  points: points(0),
  amount: money(5_000),
  outcome: null,
  decidedBy: null,
  decidedAt: null,
  note: null,
}

export const disputes: readonly DisputeView[] = [
  disputed,
  {
    ...disputed,
    number: 316,
    kind: 'points_overdraft',
    name: null,
    recordedAt: saturday - 5 * hour,
    points: points(320),
    amount: money(0),
    isOwn: false,
    approver: '周主管',
  },
  {
    ...disputed,
    number: 309,
    kind: 'value_overdraft',
    name: null,
    recordedAt: saturday - 30 * hour,
    amount: money(1_250),
    outcome: 'write_off',
    decidedBy: '总部 陈',
    decidedAt: saturday - 20 * hour,
    note: '系统断网，顾客无过错',
  },
  { ...disputed, number: 301, kind: 'sold_twice', name: null, outcome: 'refunded', amount: money(0) },
]

export const lateDeclines: readonly LateDecline[] = [
  { eventId: idOf(895), slipNumber: 'S01-1-1-000209', code: 'coupon_used', heardAt: saturday - hour / 2 },
]
