import type { Tx } from '../../db/handle.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { addPrintJob } from '../../db/journal/print-job-table.ts'
import type { ChainHead, EventData, EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Proof } from '../../domain/proof.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { receiptNumberOf } from '../../domain/sale.ts'
import type { Counter } from './counter.ts'
import type { Decided } from './decide-act.ts'
import { ActOfAnotherKind } from './faults.ts'
import type { Selling } from './gate.ts'
import { nextPlace, recordEvent } from './record-event.ts'

/*
 * Acts outside a sale: each has an id made before (`beginAct`) which becomes its event's. Asked again with the same id
 * an act answers what is recorded and does nothing twice.
 */

/**
 * The act recorded under this id, or null when it has not happened.
 * @throws ActOfAnotherKind when the id is that of something else.
 */
export function recordedAct<T extends EventType>(
  counter: Counter,
  actId: Uuid,
  type: T,
): TillEvent<T> | null {
  const event = findEvent(counter.books.read(), actId)
  if (event && event.type !== type) throw new ActOfAnotherKind(`${actId} is no ${type}`)
  return event as TillEvent<T> | null
}

/** Where the next event of this till will stand, and the number that is on its slip. */
export interface ActPlace {
  readonly head: ChainHead
  /** Unique in the chain: the form of a receipt's number. */
  readonly slipNumber: string
}

/** The place the next act takes. No other event may come between this and `recordAct`: both run in one turn. */
export function nextActPlace(counter: Counter, { identity, rules }: Selling): ActPlace {
  const head = nextPlace(counter.books.read(), identity)
  const slipNumber = receiptNumberOf({
    storeNumber: rules.store.number,
    terminalNumber: identity.terminal.number,
    epoch: identity.epoch,
    seq: head.seq + 1,
  })
  return { head, slipNumber }
}

/** An act that the rules allowed. */
export interface AllowedAct<T extends EventType> {
  readonly actId: Uuid
  readonly type: T
  /** Epoch ms. */
  readonly now: number
  readonly data: EventData[T]
  /** The head its slip's number follows; missing = none looked at before. */
  readonly head?: ChainHead
  /** Who decided it, for an act that spends something; the proof is in it. */
  readonly decided?: Decided
  readonly proof?: Proof
  readonly approver?: Uuid | null
  /** Printed when this till has a printer. */
  readonly receipt?: (() => Receipt) | null
  readonly beside?: (tx: Tx, event: TillEvent<T>) => void
}

/**
 * Records an act: its event, effects and slip in one transaction; then paper, screen and the line to head office hear
 * of it. Everything was judged before: nothing is refused here.
 */
export function recordAct<T extends EventType>(
  counter: Counter,
  { identity, rules, staff }: Selling,
  act: AllowedAct<T>,
): TillEvent<T> {
  const { actId, type, now, data } = act
  const receipt = act.receipt && counter.printing.hasPrinter() ? act.receipt() : null
  const event = recordEvent(counter.books, {
    identity,
    draft: {
      id: actId,
      type,
      time: now,
      actor: staff.staffId,
      rules: rules.programme.version,
      mode: 'isolated',
      proof: act.proof ?? 'none',
      approver: act.approver ?? null,
      data,
    },
    ...(act.head ? { head: act.head } : {}),
    ...(act.decided ? { decided: act.decided } : {}),
    beside: (tx, recorded) => {
      if (receipt) addPrintJob(tx, { actId, copy: 0, receipt, createdAt: now })
      act.beside?.(tx, recorded)
    },
  })
  counter.proofs.forgetApproval(actId)
  counter.asking.recorded(actId)
  counter.notices.touch('basket_changed', 'devices_changed', 'shift_changed')
  if (receipt) counter.printing.nudge()
  // The answer to the cashier goes out first.
  counter.clock.after(0, () => {
    counter.log.write('info', 'act_recorded', { state: type, seq: event.seq })
    counter.sync.nudge()
  })
  return event
}
