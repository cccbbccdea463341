import { createPublicKey, verify } from 'node:crypto'
import { join } from 'node:path'
import { lastCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { putSalvaged } from '../../db/journal/event-table.ts'
import { beforeAll, isAfter, placeFrom } from '../../db/journal/place.ts'
import { addSale } from '../../db/journal/sale-table.ts'
import { readSetting, removeSetting } from '../../db/journal/setting-table.ts'
import { type CarvedEvent, carveEvents } from '../../db/salvage/carve-events.ts'
import { effectsOf } from '../../domain/effect.ts'
import { hashOf, type TillEvent } from '../../domain/event.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import { isWorlds } from './faults.ts'
import { faultFields, type Log } from './log.ts'
import { saleRecordOf } from './sale-summary.ts'
import { sha256 } from './sealing.ts'

/** Pages looked at in one go, so that selling is never held up: some milliseconds. */
const pagesAtOnce = 32

export interface Salvage {
  /** Reads back what a broken journal set aside still holds, if one waits for it. Goes on in the background. */
  readonly start: () => void
  readonly stop: () => void
}

/**
 * Events that prove to be this till's own, by hash and signature, and that the central is not known to have, come into
 * the journal under their own places: their effects count here and sync sends them. Started again it begins again:
 * nothing comes in twice.
 */
export function createSalvage(options: {
  readonly folder: string
  readonly journalKey: Uint8Array
  readonly books: Books
  readonly clock: Clock
  readonly log: Log
  /** Something came in, or the last of it. */
  readonly onChanged: () => void
  readonly onThrown: (thrown: unknown) => void
}): Salvage {
  const { books, clock, folder, log } = options
  let callOff = () => {}
  let count = 0

  function step(events: Generator<readonly CarvedEvent[], void>): void {
    try {
      const found: CarvedEvent[] = []
      for (let pages = 0; pages < pagesAtOnce; pages++) {
        const next = events.next()
        if (next.done) {
          take(found)
          end()
          return
        }
        found.push(...next.value)
      }
      take(found)
      callOff = clock.after(0, () => step(events))
    } catch (thrown) {
      log.write('error', 'salvage_faulted', faultFields(thrown))
      // A disk that fails now is tried again at the next start.
      if (!isWorlds(thrown)) options.onThrown(thrown)
    }
  }

  function take(found: readonly CarvedEvent[]): void {
    const journal = books.read()
    const acknowledged = lastCheckpoint(journal) ?? beforeAll
    const wholeFrom = readSetting(journal, 'wholeFrom') ?? 0
    const isOurs = proofOf(
      readSetting(journal, 'publicKey') ?? '',
      readSetting(journal, 'terminal')?.terminalId ?? '',
    )
    const events = found
      .filter(({ place }) => isAfter(placeFrom(place), acknowledged) && placeFrom(place).epoch < wholeFrom)
      .flatMap((carved) => isOurs(carved) ?? [])
    if (events.length === 0) return
    books.write(
      (tx) => {
        for (const { event, body } of events) {
          if (!putSalvaged(tx, event, body)) continue
          addEffects(tx, event, effectsOf(event))
          if (event.type === 'sale.completed')
            addSale(tx, saleRecordOf(event.data as SaleCompleted, event, null))
          count += 1
        }
      },
      // Begun again, nothing comes in twice.
      () => true,
    )
  }

  function end(): void {
    books.write(
      (tx) => removeSetting(tx, 'salvage'),
      (db) => readSetting(db, 'salvage') === null,
    )
    log.write('info', 'events_salvaged', { count })
    options.onChanged()
  }

  return {
    start: () => {
      const name = readSetting(books.read(), 'salvage')
      if (name === null) return
      const events = carveEvents({ file: join(folder, name), key: options.journalKey })
      callOff = clock.after(0, () => step(events))
    },
    stop: () => callOff(),
  }
}

/** Whether something carved is an event of this terminal, whole and signed. */
function proofOf(publicKey: string, terminalId: string) {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  return ({ place, body }: CarvedEvent): { readonly event: TillEvent; readonly body: string } | null => {
    const event = parsed(body)
    if (!event || event.source !== terminalId) return null
    const { epoch, seq } = placeFrom(place)
    if (event.epoch !== epoch || event.seq !== seq || hashOf(event, sha256) !== event.hash) return null
    const holds = verify(null, Buffer.from(event.hash, 'hex'), key, Buffer.from(event.sig, 'base64'))
    return holds ? { event, body } : null
  }
}

function parsed(body: string): TillEvent | null {
  try {
    return JSON.parse(body) as TillEvent
  } catch {
    return null
  }
}
