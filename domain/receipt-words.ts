import type { ShownMark } from './risk-decision.ts'
import type { TenderKind } from './tender.ts'
import type { Language } from './text.ts'

/** The words printed on a receipt. The screen's words live with the screen; paper is laid out where no screen is. */
export interface ReceiptWords {
  readonly copy: string
  readonly receiptNumber: string
  readonly time: string
  readonly terminal: string
  readonly cashier: string
  readonly member: string
  readonly perKilogram: string
  readonly tierDiscount: string
  readonly campaignDiscount: string
  readonly couponDiscount: string
  readonly subtotal: string
  readonly payable: string
  readonly pointsPaid: string
  readonly toPay: string
  readonly tenders: Readonly<Record<TenderKind, string>>
  readonly change: string
  readonly savings: string
  readonly itemCount: string
  readonly pointsBurned: string
  readonly pointsEarned: string
  readonly pointsAfter: string
  /** Of the points paid with: the family owner's. */
  readonly ofFamily: string
  /** Earned and not to be spent before the day that follows. */
  readonly pendingFrom: string
  readonly heldWhileFrozen: string
  /** Of the points earned: what was owed. */
  readonly debtPaid: string
  /** Of what stored value paid: the part given on top. */
  readonly ofGiftBalance: string
  /** A paid membership that was sold, and its last day. */
  readonly planUntil: string
  readonly thanks: string
  /** The letter of sync.md 7 and the word for it. */
  readonly marks: Readonly<Record<ShownMark, string>>
}

export const receiptWords: Readonly<Record<Language, ReceiptWords>> = {
  zh: {
    copy: '补打',
    receiptNumber: '小票号',
    time: '时间',
    terminal: '收银机',
    cashier: '收银员',
    member: '会员',
    perKilogram: '/千克',
    tierDiscount: '会员折扣',
    campaignDiscount: '活动优惠',
    couponDiscount: '优惠券',
    subtotal: '小计',
    payable: '应付',
    pointsPaid: '积分抵扣',
    toPay: '实付',
    tenders: { cash: '现金', card: '银行卡', mobile: '移动支付', stored_value: '储值' },
    change: '找零',
    savings: '共优惠',
    itemCount: '件数',
    pointsBurned: '使用积分',
    pointsEarned: '获得积分',
    pointsAfter: '积分余额',
    ofFamily: '其中家庭积分',
    pendingFrom: '生效日期',
    heldWhileFrozen: '会员解冻后生效',
    debtPaid: '抵扣欠积分',
    ofGiftBalance: '其中赠金',
    planUntil: '付费会员有效期至',
    thanks: '谢谢惠顾',
    marks: {
      H: 'H 总部已确认',
      S: 'S 本店已确认',
      L: 'L 预留额度',
      O: 'O 离线',
      'O*': 'O* 离线·主管确认',
      R: 'R 收银机受限',
    },
  },
  en: {
    copy: 'COPY',
    receiptNumber: 'Receipt',
    time: 'Time',
    terminal: 'Till',
    cashier: 'Cashier',
    member: 'Member',
    perKilogram: '/kg',
    tierDiscount: 'Member discount',
    campaignDiscount: 'Campaign',
    couponDiscount: 'Coupon',
    subtotal: 'Subtotal',
    payable: 'Payable',
    pointsPaid: 'Paid with points',
    toPay: 'TO PAY',
    tenders: { cash: 'Cash', card: 'Card', mobile: 'Mobile', stored_value: 'Stored value' },
    change: 'Change',
    savings: 'You saved',
    itemCount: 'Items',
    pointsBurned: 'Points used',
    pointsEarned: 'Points earned',
    pointsAfter: 'Points balance',
    ofFamily: 'of them family points',
    pendingFrom: 'to be spent from',
    heldWhileFrozen: 'held until the freeze ends',
    debtPaid: 'less points owed',
    ofGiftBalance: 'of it gift balance',
    planUntil: 'Paid membership until',
    thanks: 'Thank you',
    marks: {
      H: 'H head office',
      S: 'S store',
      L: 'L reserved',
      O: 'O offline',
      'O*': 'O* offline, supervisor',
      R: 'R till restricted',
    },
  },
}
