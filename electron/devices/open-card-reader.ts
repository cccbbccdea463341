import { openPcscReader } from './card-reader-pcsc.ts'
import { openPn532Reader } from './card-reader-pn532.ts'
import type { CardReader, CardReaderEvents, CardReaderSetup } from './port.ts'

export type OpenCardReader = (setup: CardReaderSetup, events: CardReaderEvents) => CardReader

/** Opens card readers of every kind. */
export function openCardReader(setup: CardReaderSetup, events: CardReaderEvents): CardReader {
  return setup.kind === 'pcsc' ? openPcscReader(setup, events) : openPn532Reader(setup, events)
}
