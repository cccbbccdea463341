import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { addSale } from '../../db/journal/sale-table.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { saveVerdict } from '../../db/journal/verdict-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { assert } from '../../domain/assert.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { dayMs } from '../../domain/time.ts'
import { saleRecordOf } from '../../electron/core/sale-summary.ts'
import { seededChance } from '../chance.ts'
import { benchKeys } from '../checkout/till-folder.ts'
import { newSellerKeys, sealSale, settleSales } from '../scale/sales.ts'

const awayDays = 30
/** What was disputed before: the list people have not looked at. */
const verdicts = 1_000

/** Fills the journal of an enrolled till that is not running with sales of the last 30 days nobody has heard of. */
export function fillQueue(folder: string, queued: number, members: number): void {
  const journal = openJournal({
    file: join(folder, 'journal.db'),
    key: Buffer.from(benchKeys.journal, 'hex'),
  })
  const { sealer } = newSellerKeys()
  const sales = settleSales(seededChance(7), members)
  const now = Date.now()
  transact(journal, (tx) => {
    const terminal = readSetting(tx, 'terminal')
    const epoch = readSetting(tx, 'epoch')
    assert(terminal && epoch, 'the till is enrolled')
    let head = chainHead(tx, terminal.terminalId, epoch)
    for (let nth = 0; nth < queued; nth++) {
      const sale = sales[nth % sales.length]
      assert(sale, 'there are sales')
      const soldAt = now - Math.floor((awayDays * dayMs * (queued - nth)) / queued)
      const { event, head: next } = sealSale(sale, head, { till: 1, sealer, soldAt })
      appendEvent(tx, event)
      addEffects(tx, event, effectsOf(event))
      addSale(tx, saleRecordOf(event.data as SaleCompleted, event, null))
      if (nth < verdicts) {
        const { id: eventId } = event
        const disputes = [{ kind: 'coupon_use', subject: eventId, other: eventId }]
        saveVerdict(tx, { eventId, outcome: 'disputed', code: null, disputes, heardAt: now })
      }
      head = next
    }
  })
  journal.close()
}
