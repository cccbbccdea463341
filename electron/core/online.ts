import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import type { Counter } from './counter.ts'

/** What came of a question to the central: its answer, its own no by a code of the contract, or no contact. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'offline' }

/**
 * Asks the central while a customer waits, within `onlineAskMs`. One that does not answer in time, or not as agreed, is
 * "not online" and never "no" (contract/online.ts).
 */
export async function askOnline<T>(
  counter: Pick<Counter, 'sync' | 'log'>,
  question: (central: CentralClient) => Promise<T>,
): Promise<Asked<T>> {
  const central = counter.sync.central()
  if (!central) return { kind: 'offline' }
  try {
    return { kind: 'answered', answer: await question(central) }
  } catch (fault) {
    if (!(fault instanceof CentralFault)) throw fault
    if (fault.code !== null && fault.kind === 'refused') return { kind: 'refused', code: fault.code }
    counter.log.write('info', 'not_online', { reason: fault.kind })
    return { kind: 'offline' }
  }
}

/** The answer, or the refusal a command gives: `online_only` without contact, else one of `known` by the central's code, else `otherwise`. */
export function answerOf<T, Code extends Parameters<typeof refuse>[0]>(
  asked: Asked<T>,
  known: readonly Code[],
  otherwise: Code,
): Result<T> {
  if (asked.kind === 'answered') return ok(asked.answer)
  if (asked.kind === 'offline') return refuse('online_only')
  return refuse(known.find((code) => code === asked.code) ?? otherwise)
}
