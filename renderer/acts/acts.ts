import { basketActs } from './basket-acts.ts'
import type { Desk } from './desk.ts'
import { payActs } from './pay-acts.ts'
import { scanActs } from './scan-acts.ts'
import { sessionActs } from './session-acts.ts'

/** Every act a person can do at this screen. Components and keys call these and nothing else. */
export function createActs(desk: Desk) {
  return { ...basketActs(desk), ...payActs(desk), ...scanActs(desk), ...sessionActs(desk) }
}

export type Acts = ReturnType<typeof createActs>
