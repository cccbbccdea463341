import type { CashMoveKind, CashReason } from './shift.ts'
import type { TenderKind } from './tender.ts'
import type { Language } from './text.ts'

/** The words on the slips of shifts and cash moves. */
export interface ShiftSlipWords {
  /** X: so far. Z: as it was closed. */
  readonly soFar: string
  readonly closed: string
  readonly kinds: Readonly<Record<CashMoveKind, string>>
  readonly reasons: Readonly<Record<CashReason, string>>
  readonly tenders: Readonly<Record<TenderKind, string>>
  readonly slipNumber: string
  readonly reason: string
  readonly note: string
  readonly openedAt: string
  readonly closedAt: string
  readonly float: string
  readonly sales: string
  readonly turnover: string
  readonly returns: string
  readonly returned: string
  readonly topUps: string
  readonly toppedUp: string
  readonly taken: string
  readonly refunded: string
  readonly openings: string
  readonly expected: string
  readonly counted: string
  readonly difference: string
  readonly recounts: string
  readonly left: string
  readonly banked: string
  readonly signature: string
}

export const shiftSlipWords: Readonly<Record<Language, ShiftSlipWords>> = {
  zh: {
    soFar: '当班报表 (X)',
    closed: '交班报表 (Z)',
    kinds: { pay_in: '现金存入', pay_out: '现金支出', safe_drop: '大钞入库' },
    reasons: {
      change: '补充零钱',
      supplier: '付供应商',
      expenses: '店内开支',
      correction: '更正',
      too_much: '钱箱现金过多',
      other: '其他',
    },
    tenders: { cash: '现金', card: '银行卡', mobile: '移动支付', stored_value: '储值' },
    slipNumber: '单号',
    reason: '原因',
    note: '备注',
    openedAt: '开班时间',
    closedAt: '交班时间',
    float: '备用金',
    sales: '销售笔数',
    turnover: '销售金额',
    returns: '退货笔数',
    returned: '退货金额',
    topUps: '充值笔数',
    toppedUp: '充值金额',
    taken: '收款',
    refunded: '退款',
    openings: '无销售开钱箱次数',
    expected: '应有现金',
    counted: '实点现金',
    difference: '差额',
    recounts: '重新清点次数',
    left: '留作备用金',
    banked: '上交现金',
    signature: '签名',
  },
  en: {
    soFar: 'SHIFT SO FAR (X)',
    closed: 'SHIFT CLOSED (Z)',
    kinds: { pay_in: 'CASH IN', pay_out: 'CASH OUT', safe_drop: 'DROP TO SAFE' },
    reasons: {
      change: 'Change brought',
      supplier: 'Paid to supplier',
      expenses: 'Shop expenses',
      correction: 'Correction',
      too_much: 'Too much in the drawer',
      other: 'Other',
    },
    tenders: { cash: 'Cash', card: 'Card', mobile: 'Mobile', stored_value: 'Stored value' },
    slipNumber: 'Slip',
    reason: 'Reason',
    note: 'Note',
    openedAt: 'Opened',
    closedAt: 'Closed',
    float: 'Float',
    sales: 'Sales',
    turnover: 'Turnover',
    returns: 'Returns',
    returned: 'Returned',
    topUps: 'Top-ups',
    toppedUp: 'Topped up',
    taken: 'Taken',
    refunded: 'Refunded',
    openings: 'Drawer opened without a sale',
    expected: 'Expected cash',
    counted: 'Counted cash',
    difference: 'DIFFERENCE',
    recounts: 'Counted again',
    left: 'Left as float',
    banked: 'Handed in',
    signature: 'Signature',
  },
}
