import type { SaleReturned } from './refund.ts'
import type { Language } from './text.ts'

/** The words on slips beside those on receipts (`receipt-words.ts`). */
export interface SlipWords {
  readonly redemption: string
  readonly undone: string
  readonly gift: string
  readonly lottery: string
  readonly donation: string
  readonly topUp: string
  readonly refund: string
  readonly slipNumber: string
  readonly coupon: string
  readonly uses: string
  readonly usesLeft: string
  readonly worth: string
  readonly signature: string
  readonly validUntil: string
  readonly issuedCoupon: string
  readonly ticket: string
  readonly proof: string
  readonly handOver: string
  readonly project: string
  readonly donated: string
  readonly certificate: string
  readonly principal: string
  readonly giftBalance: string
  readonly principalAfter: string
  readonly giftAfter: string
  readonly ofSale: string
  readonly withoutSale: string
  readonly refundTotal: string
  readonly refundedBy: string
  readonly pointsTakenBack: string
  readonly pointsOwed: string
  readonly pointsGivenBack: string
  readonly couponsRestored: string
  readonly reason: string
  readonly reasons: Readonly<Record<SaleReturned['reason'], string>>
  readonly customerSignature: string
}

export const slipWords: Readonly<Record<Language, SlipWords>> = {
  zh: {
    redemption: '核销凭证',
    undone: '核销撤销',
    gift: '积分兑换凭证',
    lottery: '抽奖凭证',
    donation: '积分捐赠证书',
    topUp: '储值充值凭证',
    refund: '退货凭证',
    slipNumber: '凭证号',
    coupon: '券',
    uses: '核销次数',
    usesLeft: '剩余次数',
    worth: '面值',
    signature: '签名券',
    validUntil: '有效期至',
    issuedCoupon: '获得券',
    ticket: '票号',
    proof: '验证码',
    handOver: '请凭此证到服务台领取',
    project: '项目',
    donated: '捐赠金额',
    certificate: '证书编号',
    principal: '充值本金',
    giftBalance: '赠送金额',
    principalAfter: '本金余额',
    giftAfter: '赠金余额',
    ofSale: '原小票号',
    withoutSale: '无小票退货',
    refundTotal: '退款合计',
    refundedBy: '退至',
    pointsTakenBack: '扣回积分',
    pointsOwed: '其中欠积分',
    pointsGivenBack: '退还积分',
    couponsRestored: '退还券',
    reason: '退货原因',
    reasons: { unwanted: '不想要', damaged: '商品损坏', wrong_goods: '商品不符', other: '其他' },
    customerSignature: '顾客签名',
  },
  en: {
    redemption: 'REDEEMED',
    undone: 'REDEMPTION UNDONE',
    gift: 'GIFT FOR POINTS',
    lottery: 'LOTTERY DRAW',
    donation: 'DONATION CERTIFICATE',
    topUp: 'TOP-UP',
    refund: 'RETURN',
    slipNumber: 'Slip',
    coupon: 'Coupon',
    uses: 'Uses redeemed',
    usesLeft: 'Uses left',
    worth: 'Face value',
    signature: 'Signed coupon',
    validUntil: 'Valid until',
    issuedCoupon: 'Coupon received',
    ticket: 'Ticket',
    proof: 'Proof',
    handOver: 'Please show this slip at the service desk',
    project: 'Project',
    donated: 'Donated',
    certificate: 'Certificate',
    principal: 'Topped up',
    giftBalance: 'Given on top',
    principalAfter: 'Principal balance',
    giftAfter: 'Gift balance',
    ofSale: 'Of receipt',
    withoutSale: 'Return without receipt',
    refundTotal: 'REFUND',
    refundedBy: 'Refunded by',
    pointsTakenBack: 'Points taken back',
    pointsOwed: 'of them owed',
    pointsGivenBack: 'Points given back',
    couponsRestored: 'Coupons given back',
    reason: 'Reason',
    reasons: {
      unwanted: 'Not wanted',
      damaged: 'Damaged',
      wrong_goods: 'Wrong goods',
      other: 'Other',
    },
    customerSignature: 'Signature',
  },
}
