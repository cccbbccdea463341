import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { CommitUnknown } from '../../db/faults.ts'
import { clearBasket, saveBasket } from '../../db/journal/basket-table.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead, placeOfEvent } from '../../db/journal/event-table.ts'
import { addPrintJob } from '../../db/journal/print-job-table.ts'
import { addSale } from '../../db/journal/sale-table.ts'
import { openJournal, reopenAfterUnknown } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { newBasket } from '../../domain/basket.ts'
import { sealEvent } from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'

/*
 * A till in a process of its own that only sells, for tests that kill it or let its disk fail.
 * Arguments: folder, acts. It says START, then `SOLD <id>` after each commit, and END; on an unknown outcome
 * `UNKNOWN <id> <code>`, then `THERE <id>` or `ABSENT <id>` once it looked, then sells on.
 */

const [folder = '', acts = '0'] = process.argv.slice(2)
const at = { file: join(folder, 'journal.db'), key: Buffer.from('5d'.repeat(32), 'hex') }
const terminalId = '01900000-0000-7000-8000-0000000dbba0' as Uuid
const { privateKey } = generateKeyPairSync('ed25519')
const sealer = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  sign: (hashHex: string) => sign(null, Buffer.from(hashHex, 'hex'), privateKey).toString('base64'),
}
const say = (...words: readonly string[]) => writeSync(1, `${words.join(' ')}\n`)
const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

let journal = openJournal(at)

function sell(saleId: Uuid, memberId: Uuid, lotId: Uuid): void {
  const now = Date.now()
  transact(journal, (tx) => {
    const draft = {
      id: saleId,
      type: 'access.denied',
      time: now,
      actor: null,
      rules: 1,
      mode: 'isolated',
      data: { staffId: null, what: 'x'.repeat(1_200) },
    } as const
    const event = sealEvent(draft, chainHead(tx, terminalId, 1), sealer)
    appendEvent(tx, event)
    addEffects(tx, event, [
      { kind: 'points_burned', memberId, lotId: newId(), points: points(100) },
      {
        kind: 'points_earned',
        memberId,
        lotId,
        points: points(5),
        earnedAt: now,
        spendableFrom: now,
        expiresAt: now + 1,
      },
      { kind: 'growth_added', memberId, growth: 5 },
    ])
    addSale(tx, {
      saleId,
      epoch: event.epoch,
      seq: event.seq,
      completedAt: now,
      receiptNumber: `S01-T1-1-${event.seq}`,
      toPay: money(1_000),
      paid: money(1_000),
      change: money(0),
      earned: points(5),
      burned: points(100),
      itemCount: 3,
      memberName: '王*',
    })
    addPrintJob(tx, {
      actId: saleId,
      copy: 0,
      receipt: { blocks: [{ kind: 'text', text: '商品'.repeat(300), align: 'left' }], openDrawer: false },
      createdAt: now,
    })
    clearBasket(tx)
  })
}

transact(journal, (tx) => saveBasket(tx, newBasket(newId(), 0)))
say('START')
for (let act = 0; act < Number(acts); act++) {
  const saleId = newId()
  try {
    sell(saleId, newId(), newId())
    say('SOLD', saleId)
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error
    say('UNKNOWN', saleId, error.cause instanceof Error ? error.cause.name : 'nothing')
    journal.close()
    journal = reopenAfterUnknown(at)
    say(placeOfEvent(journal, saleId) ? 'THERE' : 'ABSENT', saleId)
  }
}
say('END')
