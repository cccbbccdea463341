import type { CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { checkMayBegin } from '../disk-room.ts'

/** To the training till and nothing of this one changed: its basket, its shift and who is signed in stay as they are. */
export async function enterTraining(counter: Counter): Promise<Result<CommandOutput<'enterTraining'>>> {
  const { training } = counter
  if (training.coach) return refuse('training_on')
  const settled = nothingOpen(counter)
  if (!settled.ok) return settled
  // Its store takes room, and what is left is for the sale at hand.
  checkMayBegin(counter.room)
  await training.rest()
  // Devices take a moment to be free; a payment may have begun in it.
  const still = nothingOpen(counter)
  if (!still.ok) {
    training.wake()
    return still
  }
  counter.log.write('info', 'training_begun')
  training.change()
  return ok({})
}

/** No act waits for head office, and the fate of the last sale was seen. */
function nothingOpen({ asking, lastSale }: Counter): Result<Record<string, never>> {
  if (asking.current() !== null) return refuse('asking_central')
  return lastSale.slice()?.recovered ? refuse('sale_fate_open') : ok({})
}
