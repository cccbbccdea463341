import type { CommandInput } from '../../contract/command.ts'
import { points } from '../../domain/points.ts'
import { coupons, frozen, idOf, poor, wang } from './demo-chain.ts'
import { accounts } from './demo-value.ts'
import type { Row } from './refusal-row.ts'
import { leaseOf } from './risk-rows.ts'
import type { Furniture, Page } from './till-parts.ts'

/* What a till refuses of leases without contact; what only the central can say is in leases.test.ts. */

const take = (page: Page, changes: Partial<CommandInput<'takeLease'>>) =>
  page.call('takeLease', {
    leaseId: idOf(4_200),
    kind: 'points',
    subjectId: wang.memberId,
    amount: 100,
    hours: 8,
    ...changes,
  })

function row(code: string, changes: Partial<CommandInput<'takeLease'>>, furniture: Furniture = {}): Row {
  return { command: 'takeLease', code, furniture, act: ({ page }) => take(page, changes) }
}

/** Inputs that would be right on a till that can sell. */
export const leasePlain = {
  leaseDesk: { accountId: null },
  takeLease: { leaseId: idOf(8), kind: 'points', subjectId: wang.memberId, amount: 1, hours: 1 },
  returnLease: { leaseId: idOf(8) },
  storeDisputes: {},
} as const

export const leaseRows: Row[] = [
  row('till_restricted', {}, { restricted: true }),
  row('member_unknown', { subjectId: idOf(8) }),
  row('member_frozen', { subjectId: frozen.memberId }),
  row('points_not_enough', { subjectId: poor.memberId, amount: points(999_999) }),
  row('coupon_unknown', { kind: 'coupon', subjectId: idOf(8), amount: 1 }),
  row('coupon_used', { kind: 'coupon', subjectId: coupons.used.couponId, amount: 1 }),
  row('account_unknown', { kind: 'value', subjectId: idOf(8) }),
  row('account_frozen', { kind: 'value', subjectId: accounts.frozen.accountId }),
  row('value_not_enough', { kind: 'value', subjectId: accounts.card.accountId, amount: 99_999_999 }),
  row('lease_held', {}, { leases: [leaseOf(wang.memberId, 300, { kind: 'points' })] }),
  row('lease_taken', {}, { leases: [leaseOf(wang.memberId, 300, { kind: 'points', terminalId: idOf(77) })] }),
  row('online_only', {}),
  {
    command: 'returnLease',
    code: 'lease_unknown',
    act: ({ page }) => page.call('returnLease', { leaseId: idOf(8) }),
  },
  {
    command: 'returnLease',
    code: 'online_only',
    furniture: { leases: [leaseOf(wang.memberId, 300, { kind: 'points' })] },
    act: ({ page }) => page.call('returnLease', { leaseId: idOf(4_100) }),
  },
]

export const leasesElsewhere: Readonly<Record<string, string>> = {
  'takeLease lease_refused': 'in leases.test.ts, with a central',
  'takeLease outcome_unknown': 'in leases.test.ts, with a central',
  'returnLease lease_unsent': 'in leases.test.ts, with a central',
  'returnLease outcome_unknown': 'in leases.test.ts, with a central',
}
