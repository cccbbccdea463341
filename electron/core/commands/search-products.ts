import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** Products by name, code or category; without a query the favourites. */
export function searchProducts(
  counter: Counter,
  { query, categoryId }: CommandInput<'searchProducts'>,
): Result<CommandOutput<'searchProducts'>> {
  if (!counter.session.identity()) return refuse('not_enrolled')
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  return ok({ products: [...counter.chain.searchProducts(query.trim(), categoryId)] })
}
