import type { PropName } from '../../domain/training.ts'
import type { RefusalWords } from './words-of-no.ts'

/** 培训收银员时的用语。 */
export const zhTraining = {
  mark: '训练',
  enter: '培训练习',
  enterTodo: '用一台假的收银机练手，不影响真实营业。',
  leave: '离开训练',
  lessons: '课程',
  lessonsTitle: '选一课，跟着做',
  lessonsLead: '这里的商品、会员和钱都是假的。离开后全部清除，不会上传，不会打印。',
  free: '自由练习',
  freeSays: '自由练习：想做什么都可以，这里的一切都不算数。',
  noMember: '练习用会员：尾号 5678；券号在会员卡里看。',
  signIn: '练习用工号 101，密码 246810；主管 201，密码 135790。',
  step: '第 {{step}} 步，共 {{steps}} 步',
  mistakes: '错 {{number}} 次',
  hint: '提示',
  paper: '看小票',
  paperTitle: '小票预览（没有打印）',
  start: '开始',
  again: '再来一次',
  next: '下一课',
  guide: '参考用时 {{seconds}} 秒',
  best: '最好 {{points}} 分',
  notYet: '还没练过',
  result: '成绩',
  points: '{{points}} 分',
  stars: '{{stars}} 颗星（满分 3 颗）',
  firstTime: '一次做对 {{right}} / {{steps}} 步',
  mistakesAll: '错误 {{number}} 次',
  time: '用时 {{seconds}} 秒（参考 {{guide}} 秒）',
  practise: '建议再练',
  perfect: '每一步都一次做对，很好！',
  props: {
    rice: '大米',
    milk: '牛奶',
    toast: '吐司',
    formula: '奶粉',
    oil: '花生油',
    member_card: '会员卡',
    phone_tail: '手机尾号',
    coupon: '服务券',
    unknown_card: '陌生卡',
    receipt: '小票',
  } satisfies Record<PropName, string>,
  hand: '扫这个',
} as const

export const zhTrainingNo = {
  training_on: { says: '已经在训练里', todo: '请先离开训练，再重新进入。' },
  training_off: { says: '现在不在训练里', todo: '请从登录界面或帮助（F1）进入训练。' },
  training_failed: {
    says: '训练自己中断了',
    todo: '现在已回到正式收银，数据没有变化。可以再进一次训练；如果又中断，请告诉门店 IT。',
  },
  sale_fate_open: { says: '上一笔销售的结果还没有看过', todo: '请先看清并确认上一笔的结果，再进入训练。' },
} satisfies Readonly<Record<string, RefusalWords>>
