import type { RefusalCode } from '../../domain/refusal.ts'
import type { RefusalWords } from './words-of-no.ts'

/** The no of honest redemption, in Chinese: whatever is refused, the goods are still sold and points still counted. */
export const zhRiskNo = {
  denied: { says: '总部已停用，不能核销', todo: '按原价收银，积分照算；请顾客联系会员服务。' },
  leased_elsewhere: {
    says: '这张券已预留给另一台收银机',
    todo: '请到那台收银机使用，或留着券，按原价收银，积分照算。',
  },
  deny_list_old: {
    says: '本机离线太久，不能再核销',
    exact: '本机的停用名单已 {{hours}} 小时没有更新，不能核销',
    todo: '请顾客把券留着，按原价收银，积分照算；联网后即可使用。',
  },
  offline_value: {
    says: '离线时不能用储值',
    todo: '请用其他方式付款；要离线使用，请联网时先预留。',
  },
  offline_over_bound: {
    says: '离线时金额太大',
    exact: '离线时一次最多核销 {{max}}',
    todo: '请顾客把券留着或少用积分，按原价收银，积分照算。',
  },
  offline_member_uses: {
    says: '这位会员今天的离线核销次数已满',
    exact: '离线时每位会员每天最多核销 {{max}} 次',
    todo: '请主管确认，或把券留着，按原价收银，积分照算。',
  },
  offline_member_amount: {
    says: '这位会员今天的离线额度已满',
    exact: '这位会员今天离线还可用 {{left}}',
    todo: '请主管确认，或把券留着，按原价收银，积分照算。',
  },
  offline_till_limit: {
    says: '本机的离线额度已满',
    exact: '本机离线还可核销 {{left}}',
    todo: '请顾客把券留着，按原价收银，积分照算；联网同步后恢复。',
  },
  offline_store_limit: {
    says: '本店的离线额度已满',
    exact: '本店离线还可核销 {{left}}',
    todo: '请顾客把券留着，按原价收银，积分照算；联网同步后恢复。',
  },
  ask_again: { says: '刚才的询问已失效', todo: '请再按一次，重新询问总部。' },
  lease_held: { says: '本机已经预留了一份', todo: '用完它，或先在“本机已预留”里归还，再重新预留。' },
  lease_taken: {
    says: '已经预留给别的收银机',
    todo: '请到那台收银机使用，或请他们归还后再预留。',
  },
  lease_refused: {
    says: '总部不同意预留',
    todo: '可预留的不够，或者已停用。请少预留一些，或联网时直接使用。',
  },
  lease_unknown: { says: '这份预留已经不在了', todo: '它已归还、到期或被总部收回，不用再处理。' },
  lease_unsent: {
    says: '刚用掉的部分总部还没收到',
    todo: '请等几秒同步完成，再按一次归还。',
  },
  asking_central: { says: '正在询问总部', todo: '请稍等一两秒，再继续操作。' },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>

/** Where something is given to another member. */
export const zhGivingNo = {
  denied: { says: '总部已停用，不能转赠', todo: '没有转出。请顾客联系会员服务。' },
  leased_elsewhere: {
    says: '这张券已预留给另一台收银机',
    todo: '没有转出。等那台收银机归还预留后再转赠。',
  },
  member_frozen: { says: '转赠人或收赠人的会员已冻结', todo: '没有转出。请冻结的会员联系会员服务。' },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>
