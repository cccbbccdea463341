import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { returningOf, returnReceipt } from '../returning.ts'
import { soldOf } from '../sold.ts'

/**
 * Goods of a sale come back, whole or in parts and as often as there are any left: money by what was paid with, points
 * both ways, coupons once all is back. Asked again with the same id it answers what is recorded.
 */
export function returnSale(
  counter: Counter,
  { actId, lines, reason, saleId }: CommandInput<'returnSale'>,
): Result<CommandOutput<'returnSale'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, actId, 'sale.returned')
  if (recorded) return ok({ receiptNumber: recorded.data.receiptNumber, refund: recorded.data.refund })
  if (!mayDo(selling.value.staff.role, 'return')) return refuse('role_not_allowed')
  const sold = soldOf(counter, saleId)
  if (!sold.ok) return sold
  const now = counter.clock.now()
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const settled = returningOf(counter, selling.value, {
    sold: sold.value,
    wanted: lines,
    returnId: actId,
    receiptNumber: slipNumber,
    reason,
    now,
  })
  if (!settled.ok) return settled
  const { returned } = settled.value
  recordAct(counter, selling.value, {
    actId,
    type: 'sale.returned',
    now,
    data: returned,
    head,
    receipt: () => returnReceipt(counter, selling.value, { ...settled.value, sale: sold.value.sale, now }),
  })
  return ok({ receiptNumber: returned.receiptNumber, refund: returned.refund })
}
