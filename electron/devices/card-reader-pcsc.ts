import { cardReaderRetryMs, cardReadMs, cardWaitMs } from '../../domain/device-limits.ts'
import { readCard } from './card-reading.ts'
import { cardTypeOfAtr } from './codec/card-type.ts'
import { lookFor } from './looking.ts'
import { loadPcsc, type PcscContext, type ReaderChange, type Transmit } from './pcsc.ts'
import type { CardReader, CardReaderEvents, CardReading, DeviceState, PcscReaderSetup } from './port.ts'

const presentFlag = 0x20

/**
 * Card readers of the system's smart card service, all of them, or those whose name holds the one that was set. A card
 * is told when it is laid on, once. The service may end and come back, readers come and go. Never throws while running.
 */
export function openPcscReader(setup: PcscReaderSetup, events: CardReaderEvents): CardReader {
  /** State of each reader as told last. */
  const known = new Map<string, number>()
  let state: DeviceState | null = null
  let context: PcscContext | null = null
  let closing = false

  function report(next: DeviceState): void {
    if (closing || next === state) return
    state = next
    events.onState(next)
  }

  /** One session with the service, until it or this ends. */
  async function session(): Promise<void> {
    if (closing) return
    const pcsc = await loadPcsc().catch(() => null)
    if (!pcsc) return report('faulted')
    try {
      context = await pcsc.open()
      while (!closing) await step(context)
    } catch {
      // The service is away or has ended: what it said of its readers is no longer so.
      report('faulted')
    } finally {
      context?.close()
      context = null
      known.clear()
    }
  }

  async function step(service: PcscContext): Promise<void> {
    const listed = (await service.readers()).filter((name) => name.includes(setup.name ?? ''))
    for (const name of known.keys()) if (!listed.includes(name)) known.delete(name)
    for (const name of listed) if (!known.has(name)) known.set(name, 0)
    report(known.size > 0 ? 'ready' : 'absent')
    const changes = (await service.changes(known, cardWaitMs)) ?? []
    await Promise.all(changes.map((change) => take(service, change)))
  }

  async function take(service: PcscContext, change: ReaderChange): Promise<void> {
    const before = known.get(change.reader)
    if (before === undefined) return
    known.set(change.reader, change.state)
    if (closing || !change.present || isSameCard(before, change.state)) return
    const reading = await withinLimit(read(service, change))
    if (!closing) events.onCard(reading)
  }

  const looking = lookFor(session, cardReaderRetryMs)

  return {
    async close() {
      closing = true
      context?.cancel()
      await looking.stop()
    },
  }
}

/** Whether the card told before still lies there; the upper half of a state counts comings and goings. */
function isSameCard(before: number, now: number): boolean {
  return (before & presentFlag) !== 0 && before >>> 16 === now >>> 16
}

async function read(context: PcscContext, { reader, atr }: ReaderChange): Promise<CardReading> {
  return context.withCard(reader, (transmit) =>
    readCard({
      type: cardTypeOfAtr(atr),
      // The reader itself answers these two for contactless cards (PC/SC part 3, 3.2.2).
      uid: () => sent(transmit, Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00)),
      pages: (from) => sent(transmit, Uint8Array.of(0xff, 0xb0, 0x00, from, 0x10)),
      send: (command) => sent(transmit, command),
    }),
  )
}

/** What the card answered before its status 9000; null for any other status. A card without a status is gone. */
async function sent(transmit: Transmit, command: Uint8Array): Promise<Uint8Array | null> {
  const answer = await transmit(command)
  if (answer.length < 2) throw new Error('the card gave no status')
  const isYes = answer.at(-2) === 0x90 && answer.at(-1) === 0x00
  return isYes ? answer.subarray(0, -2) : null
}

/** A card that was taken away, or that hangs, is unreadable. */
function withinLimit(reading: Promise<CardReading>): Promise<CardReading> {
  return new Promise((settle) => {
    const limit = setTimeout(() => settle({ kind: 'unreadable' }), cardReadMs)
    const answer = (read: CardReading) => {
      clearTimeout(limit)
      settle(read)
    }
    reading.then(answer, () => answer({ kind: 'unreadable' }))
  })
}
