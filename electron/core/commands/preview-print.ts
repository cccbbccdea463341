import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { findPrintJob } from '../../../db/journal/print-job-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireStaff } from '../gate.ts'

/** A receipt as its printer will print it. Refuses as `requireStaff` does, and `print_unknown`. */
export async function previewPrint(
  counter: Counter,
  { jobId }: CommandInput<'previewPrint'>,
): Promise<Result<CommandOutput<'previewPrint'>>> {
  const at = requireStaff(counter)
  if (!at.ok) return at
  const job = findPrintJob(counter.books.read(), jobId)
  if (!job) return refuse('print_unknown')
  const { previewReceipt } = await import('../../devices/codec/receipt-preview.ts')
  return ok({ svg: previewReceipt(job.receipt, counter.printing.paperOf(job.place)) })
}
