import { basename } from 'node:path'
import type { CardReaderSetup } from '../../contract/config.ts'
import type { DevicesSlice } from '../../contract/notice.ts'
import type { OpenCardReader } from '../devices/open-card-reader.ts'
import type { CardReader, CardReading, DeviceState } from '../devices/port.ts'
import type { Log } from './log.ts'

export interface CardReadersOptions {
  readonly config: readonly CardReaderSetup[]
  readonly open: OpenCardReader
  readonly onCard: (reading: CardReading, device: string) => void
  readonly onChanged: () => void
  readonly log: Log
}

/** The till's card readers that are not keyboards. */
export interface CardReaders {
  readonly start: () => void
  readonly views: () => DevicesSlice['cardReaders']
  /** Resolves when every device is free for others. */
  readonly close: () => Promise<void>
  /** Takes other readers instead; resolves when those before are free for others. */
  readonly change: (config: readonly CardReaderSetup[]) => Promise<void>
}

export function createCardReaders(options: CardReadersOptions): CardReaders {
  const { log } = options
  let { config } = options
  let states: DeviceState[] = config.map(() => 'absent')
  let open: readonly CardReader[] = []

  function openOne(setup: CardReaderSetup, place: number): CardReader {
    const device = nameOf(setup)
    return options.open(setup, {
      onCard: (reading) => options.onCard(reading, device),
      onState: (state) => {
        if (states[place] === state) return
        states[place] = state
        log.write(state === 'faulted' ? 'error' : 'info', 'card_reader_state', { device, state })
        options.onChanged()
      },
    })
  }

  const start = () => {
    states = config.map(() => 'absent')
    open = config.map(openOne)
  }

  const close = async () => {
    const closing = open
    open = []
    await Promise.all(closing.map((reader) => reader.close()))
  }

  return {
    start,
    views: () => config.map((setup, place) => ({ name: nameOf(setup), state: states[place] ?? 'absent' })),
    close,
    change: async (next) => {
      await close()
      config = next
      start()
    },
  }
}

/** What the screen and the log call a reader. */
function nameOf(setup: CardReaderSetup): string {
  return setup.kind === 'pcsc' ? (setup.name ?? 'pcsc') : basename(setup.path)
}
