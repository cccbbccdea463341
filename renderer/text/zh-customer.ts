/** 顾客屏的用语。 */
export const zhCustomer = {
  welcome: '欢迎光临',
  closed: '本收银台暂停服务',
  training: '训练中，不是真实交易',
  subtotal: '小计',
  savings: '已优惠',
  burned: '积分抵扣（{{points}} 分）',
  toPay: '应付',
  earns: '本单可得 {{points}} 积分',
  points: '积分 {{points}}',
  thanks: '谢谢惠顾',
  paid: '已付 {{amount}}',
  change: '找零 {{amount}}',
  earned: '获得 {{points}} 积分',
}
