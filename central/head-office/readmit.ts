import type { Uuid } from '../../domain/ids.ts'
import type { Database } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { branchHeads } from '../tables/event.ts'
import { admitEpoch, findTerminal } from '../tables/terminal.ts'

/**
 * Head office looked at what a terminal told and lets it spend again: in its newest epoch, or in the one named. Of two
 * tills by one name only the one that writes this epoch is admitted. Refuses `terminal_unknown` and `epoch_unknown`.
 */
export function readmitTerminal(
  database: Database,
  terminalId: Uuid,
  epoch: number | null,
): Promise<{ readonly terminalId: Uuid; readonly admittedEpoch: number }> {
  return database.transaction(async (tx) => {
    const terminal = await findTerminal(tx, terminalId)
    if (!terminal) throw new RequestRefused(404, 'terminal_unknown', 'there is no such terminal')
    const admittedEpoch = epoch ?? terminal.epoch
    const [head] = await branchHeads(tx, terminalId, [admittedEpoch])
    if (!head && admittedEpoch !== terminal.epoch) {
      throw new RequestRefused(404, 'epoch_unknown', 'the terminal sent nothing of this epoch')
    }
    await admitEpoch(tx, terminalId, admittedEpoch)
    return { terminalId, admittedEpoch }
  })
}
