import { basename } from 'node:path'
import type { CardReaderSetup } from '../../contract/config.ts'
import type { OpenCardReader } from '../devices/open-card-reader.ts'
import type { CardReading } from '../devices/port.ts'
import { type KeptDevices, keepDevices } from './kept-devices.ts'
import type { Log } from './log.ts'

export interface CardReadersOptions {
  readonly config: readonly CardReaderSetup[]
  readonly open: OpenCardReader
  readonly onCard: (reading: CardReading, device: string) => void
  readonly onChanged: () => void
  readonly log: Log
}

/** The till's card readers that are not keyboards. */
export type CardReaders = KeptDevices<CardReaderSetup>

export function createCardReaders({ open, onCard, ...kept }: CardReadersOptions): CardReaders {
  return keepDevices({
    ...kept,
    nameOf,
    word: 'card_reader_state',
    open: (setup, { device, onState }) =>
      open(setup, { onState, onCard: (reading) => onCard(reading, device) }),
  })
}

function nameOf(setup: CardReaderSetup): string {
  return setup.kind === 'pcsc' ? (setup.name ?? 'pcsc') : basename(setup.path)
}
