import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { returnable } from '../../../domain/refund.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import type { Rules } from '../kept-rules.ts'
import { findSold, type SoldSale } from '../sold.ts'

/** A sale by the number on its receipt or its QR code, with what may still come back of it. */
export async function findSale(
  counter: Counter,
  { receipt }: CommandInput<'findSale'>,
): Promise<Result<CommandOutput<'findSale'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const found = await findSold(counter, receipt)
  return found.ok ? ok(viewOf(counter, selling.value.rules, found.value)) : found
}

function viewOf(counter: Counter, { programme }: Rules, sold: SoldSale): CommandOutput<'findSale'> {
  const { earlier, elsewhere, sale, soldAt } = sold
  const left = returnable(sale, earlier, programme)
  const memberId = sale.member?.memberId ?? null
  const standing = memberId ? counter.chain.standing(memberId, counter.clock.now()) : null
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    soldAt,
    elsewhere,
    memberName: standing?.member.maskedName ?? null,
    tenders: sale.tenders.map(({ kind, amount }) => ({ kind, amount })),
    lines: sale.lines.map(({ sku, name, quantity, net }, place) => ({
      place,
      sku,
      name,
      unit: quantity.unit,
      sold: quantity.amount,
      left: left[place]?.left ?? 0,
      net,
    })),
  }
}
