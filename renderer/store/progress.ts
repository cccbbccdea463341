import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FaultCode } from '../../contract/bridge.ts'
import type { SaleSummary } from '../../contract/command.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { StepUpAsk } from './proving.ts'

/** Where on the screen a message belongs. */
export type Place =
  | 'scan'
  | 'basket'
  | 'member'
  | 'coupon'
  | 'pay'
  | 'sign_in'
  | 'enrol'
  | 'list'
  | 'join'
  | 'step_up'
  | 'service'

/** `giving`: of something given away, where some refusals mean another thing than at a sale. */
export type Message = { readonly place: Place; readonly giving?: true } & (
  | { readonly refusal: Refusal }
  | { readonly fault: FaultCode }
)

/** A payment on its way to the core. */
export interface Commit {
  readonly saleId: Uuid
  readonly toPay: Money
  /**
   * `saving`: asked, not answered; `saving_long`: for so long that the cashier is told why. `slow`: no answer in time,
   * the core is still there: asking again is safe, the sale's id makes it one sale. `lost`: the core went away; its first slices after the restart tell.
   */
  readonly state: 'saving' | 'saving_long' | 'slow' | 'lost'
}

/** Whether the answer is still awaited: until it comes nothing is submitted again. */
export function isSaving(commit: Commit): boolean {
  return commit.state === 'saving' || commit.state === 'saving_long'
}

/** Acts under way and what came of them. Written by acts only. */
export interface Progress {
  readonly message: Message | null
  readonly commit: Commit | null
  /** The sale just finished, until the next one begins. */
  readonly done: SaleSummary | null
  /** A payment the core lost before recording it: the basket still stands. */
  readonly notRecorded: { readonly toPay: Money } | null
  /** Signing in, enrolling or proving, so that a button is not pressed twice. */
  readonly busy: boolean
  /** An act outside a sale is on its way, so that it is not asked for twice. */
  readonly acting: boolean
  /** The second proof asked for last: an approval that went stale is asked for anew with the same words. */
  readonly lastAsk: StepUpAsk | null
}

export type ProgressStore = StoreApi<Progress>

export const noProgress: Progress = {
  message: null,
  commit: null,
  done: null,
  notRecorded: null,
  busy: false,
  acting: false,
  lastAsk: null,
}

export function createProgress(start: Partial<Progress> = {}): ProgressStore {
  return createStore<Progress>(() => ({ ...noProgress, ...start }))
}
