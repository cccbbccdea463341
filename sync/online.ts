import { CentralFault, type CentralFaultKind } from './central-fault.ts'

/**
 * What came of a question to the central: its answer, its no by one of the codes the contract names for the question,
 * or nothing that can be gone by. A central that is not reached in time has not said no (sync.md 5).
 */
export type Online<T, Code extends string> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'refused'; readonly code: Code }
  | { readonly kind: 'unknown'; readonly why: CentralFaultKind }

/** Asks; `codes` are the problems the contract names. Never throws for what the world does, only for our own bugs. */
export async function askCentral<T, Code extends string>(
  question: () => Promise<T>,
  codes: readonly Code[],
): Promise<Online<T, Code>> {
  try {
    return { kind: 'answered', answer: await question() }
  } catch (fault) {
    if (!(fault instanceof CentralFault)) throw fault
    const code = codes.find((one) => one === fault.code)
    return code === undefined ? { kind: 'unknown', why: fault.kind } : { kind: 'refused', code }
  }
}
