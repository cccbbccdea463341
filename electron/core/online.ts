import { type RefusalCode, refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { askCentral, type Online } from '../../sync/online.ts'
import type { Counter } from './counter.ts'

/**
 * Asks the central while a customer waits, within `onlineAskMs`. `codes` are the problems the contract names for the
 * question. `central`: another client where nobody waits. One that does not answer in time, or not as agreed, is "not online" and never "no" (contract/online.ts).
 */
export async function askOnline<T, Code extends RefusalCode>(
  counter: Pick<Counter, 'sync' | 'log'>,
  codes: readonly Code[],
  question: (central: CentralClient) => Promise<T>,
  central = counter.sync.central(),
): Promise<Online<T, Code>> {
  if (!central) return { kind: 'unknown', why: 'unreachable' }
  const answered = await askCentral(() => question(central), codes)
  if (answered.kind === 'unknown') counter.log.write('info', 'not_online', { reason: answered.why })
  return answered
}

/** The answer, the central's own refusal, or `online_only` without contact. */
export function answerOf<T, Code extends RefusalCode>(online: Online<T, Code>): Result<T> {
  if (online.kind === 'answered') return ok(online.answer)
  return refuse(online.kind === 'refused' ? online.code : 'online_only')
}
