import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { noPoints } from '../../../domain/points.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { nameOfCoupon, returningOf } from '../returning.ts'
import { soldOf } from '../sold.ts'

/** What coming back would mean in money, points and coupons, without doing it. */
export function quoteReturn(
  counter: Counter,
  { lines, saleId }: CommandInput<'quoteReturn'>,
): Result<CommandOutput<'quoteReturn'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (!mayDo(selling.value.staff.role, 'return')) return refuse('role_not_allowed')
  const sold = soldOf(counter, saleId)
  if (!sold.ok) return sold
  const { sale } = sold.value
  const quoted = returningOf(counter, selling.value, {
    sold: sold.value,
    wanted: lines,
    // Nothing is recorded: no return has this id or number.
    returnId: saleId,
    receiptNumber: sale.receiptNumber,
    reason: 'other',
    now: counter.clock.now(),
  })
  if (!quoted.ok) return quoted
  const { couponsRestored, givenBack, refund, refunds, takenBack } = quoted.value.returned
  return ok({
    refund,
    refunds: refunds.map(({ kind, amount }) => ({ kind, amount })),
    takenBack: takenBack?.points ?? noPoints,
    debt: takenBack?.debt ?? noPoints,
    givenBack: givenBack?.points ?? noPoints,
    couponsRestored: couponsRestored.map(({ couponId }) => nameOfCoupon(sale, couponId)),
  })
}
