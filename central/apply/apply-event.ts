import type { EventType, TillEvent } from '../../domain/event.ts'
import type { Dispute, Facts } from './facts.ts'
import { applySaleCompleted } from './sale-completed.ts'

type Applier<T extends EventType> = (facts: Facts, event: TillEvent<T>) => readonly Dispute[]

/** What each event does to the chain's rows; null = it is kept and changes none. */
const appliers: { readonly [T in EventType]: Applier<T> | null } = {
  'sale.completed': applySaleCompleted,
  'terminal.enrolled': null,
  'staff.signed_in': null,
  'access.denied': null,
  'receipt.reprinted': null,
}

/** Applies an event whose data were parsed; answers what of it is disputed. */
export function applyEvent(facts: Facts, event: TillEvent): readonly Dispute[] {
  const apply = appliers[event.type] as Applier<EventType> | null
  return apply ? apply(facts, event) : []
}
