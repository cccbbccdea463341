import type { DeviceState } from '../devices/port.ts'
import type { Log } from './log.ts'

export interface KeptDevicesOptions<Setup> {
  readonly config: readonly Setup[]
  /** Opens one; it tells its state at every change. */
  readonly open: (
    setup: Setup,
    at: { readonly device: string; readonly onState: (state: DeviceState) => void },
  ) => { readonly close: () => Promise<void> }
  /** What the screen and the log call a device. */
  readonly nameOf: (setup: Setup) => string
  /** What a change of state is called in the log. */
  readonly word: 'card_reader_state' | 'scanner_state'
  readonly onChanged: () => void
  readonly log: Log
}

/** Devices of one kind, kept open for as long as the till works. */
export interface KeptDevices<Setup> {
  readonly start: () => void
  readonly views: () => { readonly name: string; readonly state: DeviceState }[]
  /** Resolves when every device is free for others. */
  readonly close: () => Promise<void>
  /** Takes other devices instead; resolves when those before are free for others. */
  readonly change: (config: readonly Setup[]) => Promise<void>
}

/** Opens nothing before `start`. */
export function keepDevices<Setup>(options: KeptDevicesOptions<Setup>): KeptDevices<Setup> {
  const { log, nameOf, onChanged, word } = options
  let { config } = options
  let states: DeviceState[] = config.map(() => 'absent')
  let open: readonly { readonly close: () => Promise<void> }[] = []

  const start = () => {
    states = config.map(() => 'absent')
    open = config.map((setup, place) => {
      const device = nameOf(setup)
      const onState = (state: DeviceState) => {
        if (states[place] === state) return
        states[place] = state
        log.write(state === 'faulted' ? 'error' : 'info', word, { device, state })
        onChanged()
      }
      return options.open(setup, { device, onState })
    })
  }

  const close = async () => {
    const closing = open
    open = []
    await Promise.all(closing.map((device) => device.close()))
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
