import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { needsSupervisor } from '../../../domain/anomaly.ts'
import { assert } from '../../../domain/assert.ts'
import type { Money } from '../../../domain/money.ts'
import type { Product } from '../../../domain/product.ts'
import type { Receipt } from '../../../domain/receipt.ts'
import { type SaleReturned, settleReturnWithoutSale } from '../../../domain/refund.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutReturnReceipt } from '../../../domain/return-receipt.ts'
import { mayDo } from '../../../domain/staff.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import { judgeAnomaliesNow } from '../anomalies.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling, type Selling } from '../gate.ts'
import { type ProofOfAct, requireApproval, subjectOf } from '../second-proof.ts'
import { slipFrame } from '../slips.ts'

type Asked = CommandInput<'returnWithoutSale'>

/** Goods without their sale, a supervisor's decision: at most today's price, in cash, no points and no coupons. */
export function returnWithoutSale(
  counter: Counter,
  asked: Asked,
): Result<CommandOutput<'returnWithoutSale'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { actId } = asked
  const recorded = recordedAct(counter, actId, 'sale.returned')
  if (recorded) return ok({ receiptNumber: recorded.data.receiptNumber, refund: recorded.data.refund })
  const products = productsOf(counter, asked)
  if (!products.ok) return products
  const settle = (receiptNumber: string) => settleLoose(asked, products.value, selling.value, receiptNumber)
  const judged = settle('')
  if (!judged.ok) return judged
  const approved = approve(counter, selling.value, {
    actId,
    amount: judged.value.refund,
    subject: subjectOf({ memberId: null, of: asked.lines }),
  })
  if (!approved.ok) return approved
  const now = counter.clock.now()
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const settled = settle(slipNumber)
  if (!settled.ok) return settled
  const returned = settled.value
  recordAct(counter, selling.value, {
    actId,
    type: 'sale.returned',
    now,
    data: returned,
    head,
    ...approved.value,
    receipt: () => receiptOf(counter, selling.value, { returned, products: products.value, now }),
  })
  return ok({ receiptNumber: returned.receiptNumber, refund: returned.refund })
}

function productsOf(counter: Counter, { lines }: Asked): Result<readonly Product[]> {
  const products: Product[] = []
  for (const { sku } of lines) {
    const product = counter.chain.productBySku(sku)
    if (!product) return notFound(counter, 'product_unknown')
    products.push(product)
  }
  return ok(products)
}

/** What is given back for a line is the supervisor's to say, up to its price of today. */
function settleLoose(
  { actId, lines, reason }: Asked,
  products: readonly Product[],
  { rules }: Selling,
  receiptNumber: string,
): Result<SaleReturned> {
  return settleReturnWithoutSale({
    goods: lines.map(({ amount, refund }, place) => {
      const product = products[place]
      assert(product, 'a product was found for each line')
      return { product, amount, refund }
    }),
    store: rules.store,
    returnId: actId,
    receiptNumber,
    reason,
  })
}

/**
 * A supervisor does it by themselves, anybody else with a supervisor's word for this act and amount; where the rules
 * against anomalies want a second person, so does a supervisor. Refuses `anomaly_blocked`, `approval_needed`
 * {actId, amount}, `approval_stale`.
 */
function approve(
  counter: Counter,
  selling: Selling,
  act: { readonly actId: Asked['actId']; readonly amount: Money; readonly subject: string },
): Result<ProofOfAct> {
  const watched = { actId: act.actId, act: 'return_without_sale', memberId: null } as const
  const flags = judgeAnomaliesNow(counter, selling, watched)
  if (!flags.ok) return flags
  const mayAlone = mayDo(selling.staff.role, 'return_without_sale') && !needsSupervisor(flags.value)
  if (mayAlone) return ok({ proof: 'none', approver: null })
  return requireApproval(counter, act)
}

function receiptOf(
  counter: Counter,
  selling: Selling,
  of: { readonly returned: SaleReturned; readonly products: readonly Product[]; readonly now: number },
): Receipt {
  const { now, products, returned } = of
  return layoutReturnReceipt(slipFrame(counter, selling, { at: now, memberName: null, pointsAfter: null }), {
    returned,
    names: products.map(({ name, unit }) => ({ name, unit })),
    couponNames: [],
  })
}
