import type { TillEvent } from '../../domain/event.ts'
import { recomputeSale } from '../../domain/recompute.ts'
import { type Dispute, dispute, type Facts } from './facts.ts'

/** Longest subject of a dispute on the wire. */
const subjectMax = 80

/**
 * Runs the rules over what the sale says again, by the version it names: till and central agree bit for bit, or the
 * first figure that differs is disputed. A version the central never had cannot be checked and is not.
 */
export function checkRules(facts: Facts, event: TillEvent<'sale.completed'>): readonly Dispute[] {
  const programme = facts.programmes.byVersion.get(event.rules)
  if (!programme) return []
  const [first] = recomputeSale(event.data, event.time, programme, facts.store)
  if (!first) return []
  return [dispute('rules_differ', (first.path === '' ? 'sale' : first.path).slice(0, subjectMax), event.id)]
}
