import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { Tx } from '../../../db/handle.ts'
import { clearBasket } from '../../../db/journal/basket-table.ts'
import { addPrintJob } from '../../../db/journal/print-job-table.ts'
import { addSale, findSale, type SaleRecord } from '../../../db/journal/sale-table.ts'
import type { Basket } from '../../../domain/basket.ts'
import type { ChainHead, TillEvent } from '../../../domain/event.ts'
import { type PricedBasket, type PriceInput, priceBasket } from '../../../domain/price.ts'
import { judgeReach } from '../../../domain/redemption.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { receiptNumberOf, type SaleCompleted, type SettleInput, settleSale } from '../../../domain/sale.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { type Decided, decideThenRecord, type Prepared } from '../decide-act.ts'
import { requireSelling, type Selling, stillSelling } from '../gate.ts'
import { paperMark } from '../marks.ts'
import { receiptOf } from '../receipt-of-sale.ts'
import { nextPlace, recordEvent } from '../record-event.ts'
import { actOfSale, spentBySale } from '../sale-proof.ts'
import { saleRecordOf, summaryOf } from '../sale-summary.ts'
import { requireStepUp } from '../step-up.ts'

/** A sale the rules allow, before anybody was asked. */
interface Settled extends Prepared {
  readonly sale: SaleCompleted
  readonly selling: Selling
  readonly basket: Basket
  readonly now: number
  readonly memberName: string | null
}

/**
 * Sells the basket the cashier saw. Everything of the sale is one event in one transaction: before it nothing
 * happened, after it everything did, and only then the screen is answered. Asked again for a sale that is already
 * recorded (the answer was lost) it answers that sale and sells nothing. A sale that spends nothing of a member's or
 * bearer's is answered at once; any other asks the central first, for as long as the policy says (sync.md 7).
 */
export function commitSale(
  counter: Counter,
  input: CommandInput<'commitSale'>,
): Result<CommandOutput<'commitSale'>> | Promise<Result<CommandOutput<'commitSale'>>> {
  const recorded = findSale(counter.books.read(), input.saleId)
  if (recorded) return ok(summaryOf(counter.books.read(), recorded))
  const underWay = counter.asking.underWay<Result<CommandOutput<'commitSale'>>>(input.saleId)
  if (underWay !== null) return underWay
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  return decideThenRecord<Settled, CommandOutput<'commitSale'>>(
    counter,
    () => settle(counter, input),
    (settled, decided) => ok(sold(counter, record(counter, settled, decided))),
  )
}

/** The sale stands: everybody else is told. */
function sold(counter: Counter, sale: SaleRecord): CommandOutput<'commitSale'> {
  counter.basket.sold()
  counter.proofs.forgetApproval(sale.saleId)
  counter.asking.recorded(sale.saleId)
  counter.lastSale.recorded(sale)
  // Without a shift each sale changes what the next one begins with.
  counter.notices.touch('devices_changed', 'shift_changed')
  counter.printing.nudge()
  // The answer to the cashier goes out first: then the log hears of it, and what waits is counted, told and sent.
  counter.clock.after(0, () => {
    counter.log.write('info', 'sale_committed', { saleId: sale.saleId, seq: sale.seq })
    counter.sync.nudge()
    // The welcome state names the campaigns of this very hour.
    counter.notices.touch('till_changed')
  })
  return summaryOf(counter.books.read(), sale)
}

/** The rules' last word. A sum that is not the one on the screen sells nothing: the cashier looks again. */
function settle(counter: Counter, input: CommandInput<'commitSale'>): Result<Settled> {
  const at = stillSelling(counter)
  if (!at.ok) return at
  const selling = at.value
  const { identity, rules } = selling
  const basket = counter.basket.open()
  if (!basket || basket.lines.length === 0) return refuse('basket_empty')
  if (basket.saleId !== input.saleId) return refuse('basket_changed')
  const now = counter.clock.now()
  const price = counter.chain.priceInput(basket, rules, now)
  if (counter.session.restriction() !== null && input.tenders.some(({ kind }) => kind === 'stored_value')) {
    return refuse('till_restricted')
  }
  // The member's points would be lost without a word: the cashier waits for the load or takes the member off.
  if (basket.memberId && !price.standing) return refuse('replica_loading')
  const priced = priceBasket(price)
  const { toPay } = priced
  if (toPay !== input.toPay) {
    counter.notices.touch('basket_changed')
    return refuse('basket_changed', { toPay })
  }
  const reached = reach(counter, price, priced)
  if (!reached.ok) return reached
  const settled = settleSale({
    price,
    priced,
    tenders: input.tenders,
    ...valueAtHand(counter, input.tenders, now),
    lotId: counter.chance.newId(now),
    // Its number follows the last event, which what is judged below may add.
    receiptNumber: '',
  })
  if (!settled.ok) return settled
  const { sale } = settled.value
  const act = actOfSale(price, priced)
  const proof = requireStepUp(counter, selling, act)
  if (!proof.ok) return proof
  return ok({
    act,
    ...spentBySale(sale, price.coupons),
    proof: proof.value,
    sale,
    selling: { identity, rules, staff: selling.staff },
    basket,
    now,
    memberName: price.standing?.member.maskedName ?? null,
  })
}

/** Contact may be lost since a coupon of the central alone was added: it is not sold on without. */
function reach({ sync }: Counter, { coupons }: PriceInput, priced: PricedBasket): Result<true> {
  const online = isInContact(sync.slice())
  const applied = new Set(priced.coupons.map(({ couponId }) => couponId))
  const refused = coupons
    .filter(({ coupon }) => applied.has(coupon.couponId))
    .map(({ template }) => judgeReach(template, online))
    .find(({ ok: isReached }) => !isReached)
  return refused ?? ok(true)
}

function numberAfter({ identity, rules }: Selling, head: ChainHead): string {
  return receiptNumberOf({
    storeNumber: rules.store.number,
    terminalNumber: identity.terminal.number,
    epoch: identity.epoch,
    seq: head.seq + 1,
  })
}

/** The value accounts the tenders speak of, as this till knows them, and what it took from each today. */
function valueAtHand(
  { chain, sync }: Counter,
  tenders: CommandInput<'commitSale'>['tenders'],
  now: number,
): Pick<SettleInput, 'accounts' | 'spentToday' | 'offline'> {
  const asked = new Set(tenders.map(({ accountId }) => accountId).filter((id) => id !== null))
  const found = [...asked].map((accountId) => chain.account(accountId, now)).filter((at) => at !== null)
  return {
    accounts: found.map(({ account }) => account),
    spentToday: Object.fromEntries(found.map((at) => [at.account.accountId, at.spentToday])),
    offline: !isInContact(sync.slice()),
  }
}

function record(counter: Counter, settled: Settled, decided: Decided): SaleRecord {
  const { basket, memberName, now, selling } = settled
  const { identity, rules, staff } = selling
  const head = nextPlace(counter.books.read(), identity)
  const sale = { ...settled.sale, receiptNumber: numberAfter(selling, head) }
  const receipt = counter.printing.hasPrinter()
    ? receiptOf({
        sale,
        rules,
        terminalNumber: identity.terminal.number,
        cashierName: staff.name,
        completedAt: now,
        language: counter.session.language(),
        copy: 0,
        memberName,
        mark: paperMark(counter, decided),
      })
    : null
  const beside = (tx: Tx, event: TillEvent) => {
    addSale(tx, saleRecordOf(sale, event, memberName))
    if (receipt) addPrintJob(tx, { actId: sale.saleId, copy: 0, receipt, createdAt: now })
    clearBasket(tx)
  }
  const event = recordEvent(counter.books, {
    identity,
    draft: {
      id: basket.saleId,
      type: 'sale.completed',
      time: now,
      actor: staff.staffId,
      rules: rules.programme.version,
      mode: 'isolated',
      data: sale,
    },
    head,
    decided,
    beside,
  })
  return saleRecordOf(sale, event, memberName)
}
