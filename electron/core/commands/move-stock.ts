import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { giftOf, isLow, stockLeft } from '../../../domain/gift.ts'
import { settleStockMove } from '../../../domain/gift-stock.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import { recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { noteDenial, noteEvent } from '../note-event.ts'

/**
 * Gifts that came, were written off or were counted, with or without the network: the store's stock follows at once. Asked
 * again with the same id it counts once.
 */
export function moveStock(
  counter: Counter,
  { actId, giftId, way, amount }: CommandInput<'moveStock'>,
): Result<CommandOutput<'moveStock'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { identity, rules, staff } = selling.value
  if (!mayDo(staff.role, 'move_stock')) {
    noteDenial(counter, identity, { staffId: staff.staffId, what: 'move_stock' })
    return refuse('role_not_allowed')
  }
  const { chain } = counter
  if (!chain.isLoaded()) return refuse('replica_loading')
  const gift = giftOf(rules.programme, giftId)
  if (!gift.ok) return gift
  const { storeId } = rules.store
  if (!recordedAct(counter, actId, 'gift.stock_moved')) {
    const moved = settleStockMove({ gift: gift.value, stock: chain.giftStock(giftId), storeId, way, amount })
    if (!moved.ok) return moved
    const { staffId: actor } = staff
    noteEvent(counter, identity, { id: actId, type: 'gift.stock_moved', actor, data: moved.value })
  }
  const stock = chain.giftStock(giftId)
  return ok({ stock: stockLeft(gift.value, stock) ?? 0, low: isLow(gift.value, stock) })
}
