import type { CashMoveKind, CashReason, DrawerReason } from '../../domain/shift.ts'
import type { ShiftTab } from '../store/shift-entry.ts'

/** 班次与钱箱的用语。 */
export const zhShift = {
  title: '班次与钱箱',
  openWith: '开班 备用金 {{amount}}',
  countFloat: '清点备用金开班',
  float: '备用金',
  floatFirst: '清点钱箱里的现金，输入金额。',
  floatTodo: '清点钱箱里的现金：和下面的金额一样就直接确认，不一样就输入实际金额。',
  since: '{{time}} 开班',
  tabs: { now: '当班', move: '现金收支', count: '交班', drawer: '开钱箱', past: '以往' } satisfies Readonly<
    Record<ShiftTab, string>
  >,
  sales: '销售 {{number}} 笔',
  returns: '退货 {{number}} 笔',
  topUps: '充值 {{number}} 笔',
  moves: '现金收支',
  openings: '无销售开钱箱',
  times: '{{number}} 次',
  expected: '应有现金',
  blind: '交班时先清点，再看应有金额。',
  print: '打印当班报表',
  kinds: { pay_in: '现金存入', pay_out: '现金支出', safe_drop: '大钞入库' } satisfies Readonly<
    Record<CashMoveKind, string>
  >,
  submit: {
    pay_in: '存入 {{amount}}',
    pay_out: '支出 {{amount}}',
    safe_drop: '入库 {{amount}}',
  } satisfies Readonly<Record<CashMoveKind, string>>,
  reasons: {
    change: '补充零钱',
    supplier: '付供应商',
    expenses: '店内开支',
    correction: '更正',
    too_much: '现金过多',
    other: '其他',
  } satisfies Readonly<Record<CashReason, string>>,
  why: { change: '换零钱', check: '查看', other: '其他' } satisfies Readonly<Record<DrawerReason, string>>,
  amount: '金额',
  note: '备注（可不填）',
  noteNeeded: '备注（必填，写明用途）',
  countNote: '差额原因（必填）',
  moved: '已记录，钱箱会打开',
  countTodo: '清点钱箱：输入总额，或按面额输入张数。',
  sum: '总额',
  left: '留作备用金',
  counted: '实点',
  difference: '差额',
  handIn: '上交',
  close: '交班',
  closed: '已交班',
  even: '分毫不差',
  drawerTodo: '不收钱也打开钱箱：会记录是谁、为什么。按规定需要时由主管确认。',
  openDrawer: '打开钱箱',
  drawerIsOpen: '钱箱开着',
  drawerLeft: '钱箱没关好',
  pulse: {
    sent: '钱箱已打开',
    not_ready: '打印机没有响应，钱箱没有打开',
    unknown: '不知道钱箱是否打开',
  },
  pulseTodo: {
    sent: '',
    not_ready: '请用钥匙打开钱箱，并检查打印机。',
    unknown: '没打开就重新开一次，会另记一笔。',
  },
  between: '上次交班后没开班就收了 {{number}} 笔，现金 {{amount}}',
  past: '还没有交过班',
  reprint: '重打交班报表',
}

export const zhShiftNo = {
  shift_open: { says: '已经开班', todo: '请先交班，再重新开班。' },
  shift_missing: { says: '还没有开班', todo: '请先清点备用金开班，再试一次。' },
  count_invalid: { says: '清点金额对不上', todo: '请检查各面额张数，留作备用金的不能多于实点现金。' },
  cash_amount_invalid: { says: '金额不对', todo: '请输入大于零的金额。' },
  cash_note_missing: { says: '这个原因要写说明', todo: '请在备注里写明这笔现金的用途，再确认。' },
  count_note_missing: { says: '清点有差额', todo: '请再点一次，或写明可能的原因，由主管确认交班。' },
  cash_reason_invalid: { says: '原因不适用', todo: '请选择适合这笔现金的原因，备注写短一些。' },
}
