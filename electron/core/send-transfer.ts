import { phoneHash } from '../../codes/personal.ts'
import type { OpenTransfer } from '../../db/journal/setting-table.ts'
import { parsePhone } from '../../domain/enrolment.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type RefusalCode, refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { classifyScan } from '../../domain/scan.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import type { Counter } from './counter.ts'
import { memberKeys } from './member-keys.ts'
import { askOnline } from './online.ts'
import { closeTransfer, keepTransferOpen } from './open-transfers.ts'

/** Who is to get something: by member code or phone, which leaves the till as its hash alone; null for what is neither. */
export function receiverOf(counter: Pick<Counter, 'books'>, text: string): OpenTransfer['to'] | null {
  const scanned = classifyScan(text, [])
  if (scanned.ok && scanned.value.kind === 'member') {
    return { kind: 'member_code', value: scanned.value.code }
  }
  const phone = parsePhone(text)
  if (!phone.ok) return null
  return { kind: 'phone_hash', value: phoneHash(phone.value, memberKeys(counter.books).phone) }
}

/** The id of a receiver this till's copy knows. */
export function receiverIdOf({ chain }: Pick<Counter, 'chain'>, to: OpenTransfer['to']): Uuid | null {
  return chain.memberByIdentifier(to.kind, to.value)?.memberId ?? null
}

/**
 * Sends a transfer, which is kept open until the central has answered: without an answer it refuses `outcome_unknown`. The
 * rows follow with the next pull, which is not waited for. `codes`: what the central may say no by.
 */
export async function sendTransfer<T, Code extends RefusalCode>(
  counter: Counter,
  transfer: OpenTransfer,
  codes: readonly Code[],
  question: (central: CentralClient) => Promise<T>,
): Promise<Result<T>> {
  keepTransferOpen(counter, transfer)
  const answer = await askOnline(counter, codes, question)
  if (answer.kind === 'unknown') return refuse('outcome_unknown')
  closeTransfer(counter, transfer)
  if (answer.kind === 'refused') return refuse(answer.code)
  counter.sync.hurry()
  return ok(answer.answer)
}
