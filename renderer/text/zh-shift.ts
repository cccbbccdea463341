export const zhShiftNo = {
  shift_open: { says: '已经开班', todo: '请先交班，再重新开班。' },
  shift_missing: { says: '还没有开班', todo: '请先清点备用金开班，再试一次。' },
  count_invalid: { says: '清点金额对不上', todo: '请检查各面额张数，留作备用金的不能多于实点现金。' },
  cash_amount_invalid: { says: '金额不对', todo: '请输入大于零的金额。' },
  cash_reason_invalid: { says: '原因不适用', todo: '请选择适合这笔现金的原因，备注写短一些。' },
}
