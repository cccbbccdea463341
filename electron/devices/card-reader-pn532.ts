import { cardPollMs, pn532SilencesMax } from '../../domain/device-limits.ts'
import { readCard } from './card-reading.ts'
import { isRandomUid } from './codec/card-type.ts'
import { lookFor } from './looking.ts'
import { type FoundCard, pn532 } from './pn532.ts'
import type { CardReader, CardReaderEvents, DeviceState, Pn532ReaderSetup } from './port.ts'
import { keepSerialLink } from './serial-link.ts'

/** A phone has another number at each look, and is one phone as long as there is one. */
function isSameCard(one: FoundCard, other: FoundCard): boolean {
  if (isRandomUid(one.uid)) return isRandomUid(other.uid)
  return Buffer.compare(one.uid, other.uid) === 0
}

/**
 * A card reader with a PN532 chip on a serial port, or on a USB port that shows one. A card is told when it is laid on,
 * once. Never throws while running. Main thread only.
 */
export function openPn532Reader(setup: Pn532ReaderSetup, events: CardReaderEvents): CardReader {
  let state: DeviceState | null = null
  let closing = false
  /** Whether the chip was set up since the port opened. */
  let begun = false
  let silences = 0
  /** The card that lies there and was told. */
  let there: FoundCard | null = null

  function report(next: DeviceState): void {
    if (closing || next === state) return
    state = next
    events.onState(next)
  }

  const link = keepSerialLink({
    path: setup.path,
    baudRate: setup.baudRate,
    onBytes: (bytes) => chip.receive(bytes),
    onState: (next) => {
      begun = false
      there = null
      isOpen = next === 'ready'
      // An open port is no reader yet.
      if (!isOpen) report(next)
    },
  })
  let isOpen = false
  const chip = pn532((bytes) => link.write(bytes))

  async function look(): Promise<void> {
    if (!isOpen || closing) return
    if (!begun) {
      begun = await chip.begin()
      silences = 0
      if (!begun) {
        if (isOpen) report('faulted')
        return
      }
      report('ready')
    }
    const found = await chip.find()
    if (found === null) {
      silences += 1
      // Only ever taken back here: the port may have been opened anew meanwhile.
      if (silences >= pn532SilencesMax) begun = false
      return
    }
    silences = 0
    if (found === 'none') there = null
    else await take(found)
  }

  async function take(found: FoundCard): Promise<void> {
    const before = there
    there = found
    if (!before || !isSameCard(before, found)) {
      const reading = await readCard(chip.link(found)).catch(() => ({ kind: 'unreadable' as const }))
      if (!closing && isOpen) events.onCard(reading)
    }
    await chip.letGo()
  }

  const looking = lookFor(look, cardPollMs)

  return {
    async close() {
      closing = true
      chip.stop()
      await looking.stop()
      await link.close()
    },
  }
}
