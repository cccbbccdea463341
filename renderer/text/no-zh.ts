import type { FaultCode } from '../../contract/bridge.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import type { FaultWords, RefusalWords } from './words-of-no.ts'

/** The till's no while selling, in Chinese. */
export const zhSellingNo = {
  basket_empty: { says: '购物篮是空的', todo: '请先扫描商品。' },
  basket_full: { says: '购物篮已满', exact: '购物篮最多 {{max}} 行', todo: '请先结账，余下的另开一单。' },
  basket_changed: { says: '购物篮刚刚变了，没有收款', todo: '请核对新的应收金额，再确认收款。' },
  line_unknown: { says: '这一行已经不在购物篮里', todo: '请选择其他商品。' },
  quantity_invalid: {
    says: '数量不对',
    exact: '数量须在 1 到 {{max}} 之间',
    todo: '请重新输入；价签定价的商品不能改数量，需要几份就扫几次。',
  },
  code_damaged: { says: '条码没读完整', todo: '请再扫一次，或手工输入条码下的数字。' },
  code_too_long: { says: '这个码太长', todo: '请确认扫的是商品码、会员码或优惠券码。' },
  code_unknown: { says: '不认识这个码', todo: '请确认扫的是商品码、会员码或优惠券码。' },
  setup_file_invalid: {
    says: '设置文件看不懂',
    exact: '设置文件里“{{at}}”这一项不对',
    todo: '请改好文件，或换一台收银机的 till.json。',
  },
  setup_not_saved: { says: '设置没有保存下来', todo: '请看磁盘空间和文件夹权限，再保存一次。' },
  print_unknown: { says: '这张小票已经处理过了', todo: '请看列表里的最新状态。' },
  printer_none: { says: '没有设置打印机', todo: '请店铺 IT 在“设备设置”里选一台打印机。' },
  printer_not_ready: { says: '打印机现在不能打印', todo: '请看纸、上盖和网线，再试一次。' },
  card_unknown: { says: '这张卡没有登记到会员', todo: '按 F2 用手机号或姓名查会员。' },
  card_foreign: {
    says: '这不是会员卡，可能是银行卡或交通卡',
    todo: '没有读取卡内信息，也没有扣款。请把卡还给顾客，换会员卡。',
  },
  card_unreadable: { says: '卡拿开太快，没读到', todo: '请把卡放在读卡器上停一秒。' },
  product_unknown: { says: '没有这个商品', todo: '请用搜索按名称查找，或请主管核对条码。' },
  member_unknown: {
    says: '找不到这位会员',
    todo: '请核对会员号。离线时只查了本机，总部可能有资料。可先按非会员收银，或用手机号登记。',
  },
  member_nowhere: {
    says: '总部也没有这位会员',
    todo: '请核对会员号，或按 F2 用手机号查找。可按非会员收银，或为顾客登记。',
  },
  member_not_here: {
    says: '本地区没有这位会员的资料',
    todo: '可能是其他地区的会员；离线时无法询问总部。可先按非会员收银，或用手机号登记，总部会合并。',
  },
  member_coming: { says: '总部已找到，资料正在送来', todo: '请稍后再试一次，也可以先继续收银。' },
  member_frozen: { says: '会员已冻结，不能用券和积分', todo: '可以照常购物。请顾客联系会员服务。' },
  member_blacklisted: {
    says: '该会员不能享受权益',
    exact: '该会员不能享受权益：{{reason}}',
    todo: '请按非会员收银；如有疑问请叫主管。',
  },
  member_missing: { says: '还没有识别会员', todo: '请先扫会员码，或按 F2 输入会员号。' },
  coupon_unknown: { says: '没有这张券', todo: '请核对券码；新发的券要等下次同步。可先按原价收银。' },
  coupon_used: { says: '这张券已经用过了', todo: '请顾客换一张券，或按原价收银。' },
  coupon_expired: {
    says: '这张券已过期',
    exact: '这张券已于 {{expiredAt}} 过期',
    todo: '请顾客换一张券，或按原价收银。',
  },
  coupon_not_yet_valid: {
    says: '这张券还没生效',
    exact: '这张券 {{validFrom}} 才生效',
    todo: '请顾客生效后再用，这次按原价收银。',
  },
  coupon_revoked: { says: '这张券已作废', todo: '请按原价收银；顾客可联系会员服务。' },
  coupon_not_yours: { says: '这张券属于另一位会员', todo: '请扫券主本人的会员码。' },
  coupon_wrong_store: { says: '这张券不能在本店使用', todo: '请顾客到指定门店使用，这次按原价收银。' },
  coupon_wrong_tier: { says: '会员等级不符合这张券', todo: '请顾客换一张券，或按原价收银。' },
  coupon_wrong_time: {
    says: '现在不是这张券的使用时间',
    exact: '这张券只能在 {{when}} 使用',
    todo: '请顾客在规定时间使用，这次按原价收银。',
  },
  coupon_no_goods: { says: '购物篮里没有适用商品', todo: '加入适用商品后会自动生效。' },
  coupon_spend_more: {
    says: '还没到使用门槛',
    exact: '适用商品再买 {{missing}} 就能用',
    todo: '加购后会自动生效，满 {{minimum}} 可用。',
    todoPlain: '加购适用商品后会自动生效。',
  },
  coupon_not_combinable: { says: '不能和已用的券一起用', todo: '请先移除另一张券，再用这张。' },
  coupon_day_limit: {
    says: '今天的使用次数已满',
    exact: '每天最多用 {{limit}} 次，今天已满',
    todo: '请顾客明天再用，这次按原价收银。',
  },
  coupon_already_in_basket: { says: '这张券已经在购物篮里', todo: '不用再扫。' },
  coupons_too_many: { says: '券太多了', exact: '一单最多 {{max}} 张券', todo: '请先移除一张。' },
  points_not_enough: { says: '积分不够', exact: '可用积分只有 {{points}} 分', todo: '请减少抵扣积分。' },
  points_not_multiple: {
    says: '积分数不对',
    exact: '积分须是 {{step}} 的整数倍',
    todo: '请用加减按钮调整。',
  },
  points_over_share: { says: '抵扣超过上限', exact: '这单最多抵扣 {{max}} 分', todo: '请减少抵扣积分。' },
  tender_short: { says: '收款不够', exact: '还差 {{missing}}', todo: '请补足金额再确认。' },
  tender_over: {
    says: '刷卡或手机支付收多了',
    exact: '多了 {{over}}，只有现金可以找零',
    todo: '请把银行卡或手机支付的金额改小。',
  },
  tender_invalid: { says: '金额不对', todo: '请重新输入收款金额。' },
  signed_out: { says: '还没有登录', todo: '请先输入工号和密码。' },
  staff_unknown: { says: '没有这个工号', todo: '请核对工号；新员工要等下次同步。' },
  pin_wrong: { says: '密码不对', todo: '请重新输入密码。' },
  pin_locked: {
    says: '试错太多，已锁定',
    exact: '试错太多，锁定到 {{until}}',
    todo: '请稍后再试，或请主管登录。',
  },
  role_not_allowed: { says: '您没有这个权限', todo: '请叫主管来操作。' },
  sale_unknown: { says: '本机没有这笔销售', todo: '请到原收银机补打。' },
  held_none: { says: '这个挂单已经不在了', todo: '可能已被取出，请看列表。' },
  held_too_many: { says: '挂单太多', exact: '最多挂 {{max}} 单', todo: '请先取出并结清一单。' },
  nothing_to_undo: { says: '没有可撤销的操作', todo: '可直接修改购物篮。' },
  not_enrolled: { says: '这台收银机还没注册', todo: '请门店 IT 用注册码注册。' },
  already_enrolled: { says: '这台收银机已经注册过', todo: '直接登录即可。' },
  enrolment_code_wrong: { says: '注册码不对或已失效', todo: '请门店 IT 重新申请注册码，15 分钟内使用。' },
  central_not_proven: {
    says: '对方不是本公司的总部',
    todo: '请核对总部地址；仍不行，请联系总部 IT，先不要再试。',
  },
  central_unreachable: { says: '联系不上总部', todo: '请检查网络和总部地址，再试一次。' },
  replica_loading: { says: '商品和会员还在载入', todo: '请等载入完成，通常不到一分钟。' },
  till_restricted: {
    says: '这台收银机暂时只能销售和积分',
    todo: '券和积分请顾客留好，照常销售，积分照算；请门店 IT 联系总部恢复这台收银机。',
  },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>

export const zhFaults = {
  call_malformed: { says: '这个操作没有被理解', todo: '请再试一次；如果重复出现，请通知门店 IT。' },
  not_recorded: { says: '没有保存成功，什么都没有记录', todo: '购物篮原样保留，请再试一次。' },
  disk_full: {
    says: '磁盘已满，什么都没有记录',
    todo: '请不要在这里收款。请门店 IT 清理磁盘，顾客请到其他收银台。',
  },
  stopped: { says: '这台收银机已停止收银', todo: '请换一台收银机，并通知门店 IT。' },
  core_failed: { says: '程序出错，正在自动重启', todo: '购物篮已保存，请稍等几秒再继续。' },
  core_lost: { says: '收银核心正在重启', todo: '几秒后自动恢复，请不要重复收款。' },
  timed_out: { says: '没有及时答复', todo: '磁盘可能很慢。请稍等再试，不要重复收款。' },
} satisfies Readonly<Record<FaultCode, FaultWords>>
