import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { findEvent } from '../../../db/journal/event-table.ts'
import { addPrintJob, printJobsOf } from '../../../db/journal/print-job-table.ts'
import { findSale } from '../../../db/journal/sale-table.ts'
import type { TillEvent } from '../../../domain/event.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { markOf } from '../../../domain/risk-decision.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { receiptOf } from '../receipt-of-sale.ts'
import { recordEvent } from '../record-event.ts'

/** Prints a marked copy; who did it and which copy it was is an event of its own. */
export function reprintReceipt(
  counter: Counter,
  { saleId }: CommandInput<'reprintReceipt'>,
): Result<CommandOutput<'reprintReceipt'>> {
  const { books, chain, clock, session } = counter
  const identity = session.identity()
  if (!identity) return refuse('not_enrolled')
  const rules = chain.rules()
  if (!rules) return refuse('replica_loading')
  const staff = session.staff()
  if (!staff) return refuse('signed_out')
  if (!mayDo(staff.role, 'reprint')) return refuse('role_not_allowed')
  const sale = findSale(books.read(), saleId)
  const event = sale && (findEvent(books.read(), saleId) as TillEvent<'sale.completed'> | null)
  if (!event) return refuse('sale_unknown')

  const now = clock.now()
  const copy = (printJobsOf(books.read(), saleId).at(-1)?.copy ?? 0) + 1
  const receipt = receiptOf({
    sale: event.data,
    rules,
    terminalNumber: identity.terminal.number,
    cashierName: (event.actor && chain.staff(event.actor)?.name) || staff.name,
    completedAt: event.time,
    language: session.language(),
    copy,
    memberName: sale.memberName,
    mark: markOf(event),
  })
  recordEvent(books, {
    identity,
    draft: {
      id: counter.chance.newId(now),
      type: 'receipt.reprinted',
      time: now,
      actor: staff.staffId,
      rules: rules.programme.version,
      mode: 'isolated',
      data: { saleId, copy },
    },
    beside: (tx) => addPrintJob(tx, { actId: saleId, copy, receipt, createdAt: now }),
  })
  counter.notices.touch('last_sale_changed', 'devices_changed', 'sync_changed')
  counter.printing.nudge()
  counter.sync.nudge()
  return ok({})
}
