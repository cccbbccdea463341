import type { PrinterSetup } from '../../contract/config.ts'
import type { FoundDevice } from '../../contract/device-commands.ts'
import type { Notice } from '../../contract/notice.ts'
import { adviceFor, paceFor } from '../../domain/scanner-advice.ts'
import { type HeardDevice, heardMax } from '../store/device-found.ts'
import type { Desk } from './desk.ts'
import type { ServiceDesk } from './service-desk.ts'

type DeviceHeard = Extract<Notice, { kind: 'device_heard' }>

/** Where in the setup a printer stands. */
export const printerPlaces = ['printer', 'backupPrinter'] as const
export type PrinterPlace = (typeof printerPlaces)[number]

/** How a keyboard scanner typed. */
export interface TypedScan {
  /** Average time between two characters, ms. */
  readonly averageMs: number
  /** A key ended it, and not a silence. */
  readonly endedByKey: boolean
}

/** Setting devices up: what is plugged in, what it sends, what is kept. */
export function deviceActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, progress, sounds } = desk
  const { found, keep, settle } = service

  const isOpen = () => entry.getState().panel.kind === 'devices'
  const devices = () => found().devices

  const change = (part: Partial<NonNullable<ReturnType<typeof devices>>>) => {
    const now = devices()
    if (now) keep({ devices: { ...now, saved: false, ...part } })
  }

  const hear = (heard: Omit<HeardDevice, 'nth'>) => {
    const now = devices()
    if (!now) return
    const nth = (now.heard[0]?.nth ?? 0) + 1
    keep({ devices: { ...now, heard: [{ ...heard, nth }, ...now.heard].slice(0, heardMax) } })
    sounds.play('scanned')
  }

  const find = async () => {
    const answer = await bridge.call('findDevices', {})
    if (!isOpen() || !settle(answer) || !answer.ok) return
    keep({ devices: { ...answer.output, heard: devices()?.heard ?? [], saved: false, printed: null } })
  }

  /** One thing at a time: what is on its way is waited for. */
  const once = async (work: () => Promise<void>) => {
    if (progress.getState().acting) return
    progress.setState({ acting: true, message: null })
    try {
      await work()
    } finally {
      progress.setState({ acting: false })
    }
  }

  return {
    openDevices: () => {
      service.openPanel({ kind: 'devices' })
      keep({ devices: null })
      void find()
    },
    findDevices: () => once(find),
    /** Takes a device into the setup, or out of it. Readers of the smart card service are heard all or none. */
    turnDevice: (device: FoundDevice) => {
      const setup = devices()?.setup
      if (!setup) return
      const { setup: one } = device
      const isOn = isSetUp(setup, device)
      if (one.kind === 'pcsc' || one.kind === 'pn532') {
        const others = setup.cardReaders.filter((reader) => !isSame(reader, one))
        change({ setup: { ...setup, cardReaders: isOn ? others : [...others, one] } })
      } else {
        const others = setup.scanners.filter((scanner) => !isSame(scanner, one))
        change({ setup: { ...setup, scanners: isOn ? others : [...others, one] } })
      }
    },
    /** Takes a printer for receipts, or as the second one; pressed again it is none. */
    choosePrinter: (place: PrinterPlace, printer: PrinterSetup) => {
      const setup = devices()?.setup
      if (!setup) return
      const isOn = isSamePrinter(setup[place], printer)
      // One cable leads to one place.
      const others = printerPlaces.filter((other) => other !== place && !isSamePrinter(setup[other], printer))
      const kept = Object.fromEntries(
        others.flatMap((other) => (setup[other] ? [[other, setup[other]]] : [])),
      )
      const { printer: _printer, backupPrinter: _backup, ...rest } = setup
      change({ setup: { ...rest, ...kept, ...(isOn ? {} : { [place]: printer }) } })
    },
    /** Sets the width of a printer's paper, in characters. */
    setPaper: (place: PrinterPlace, columns: PrinterSetup['columns']) => {
      const setup = devices()?.setup
      const printer = setup?.[place]
      if (setup && printer) change({ setup: { ...setup, [place]: { ...printer, columns } } })
    },
    saveDevices: () =>
      once(async () => {
        const now = devices()
        if (!now) return
        const answer = await bridge.call('saveDevices', { setup: now.setup })
        if (!settle(answer) || !answer.ok) return
        change({ saved: true })
        sounds.play('done')
      }),
    importDevices: (text: string) =>
      once(async () => {
        const answer = await bridge.call('importDevices', { text })
        if (!settle(answer) || !answer.ok) return
        change({ setup: answer.output.setup, saved: true })
        sounds.play('done')
      }),
    printTestPage: (place: 'main' | 'backup') =>
      once(async () => {
        const answer = await bridge.call('printTestPage', { place })
        if (settle(answer) && answer.ok) change({ printed: answer.output.outcome })
      }),
    /** A device of the core sent something while devices are set up. */
    hearDevice: ({ device, from, hex, text, card }: DeviceHeard) => {
      const by = from === 'card_reader' ? null : from
      hear({ device, from, hex, text, card, advice: text !== null && by ? adviceFor({ by, text }) : [] })
    },
    /** A keyboard scanner typed: the setup waits for it as it types. */
    hearKeyboard: (text: string, { averageMs, endedByKey }: TypedScan) => {
      const now = devices()
      if (!now) return
      const advice = adviceFor({ by: 'keyboard', text, averageMs, endedByKey })
      const { keyboardScanner } = now.setup
      const learned = {
        ...keyboardScanner,
        averageMsMax: Math.max(keyboardScanner.averageMsMax, paceFor(averageMs)),
        end: endedByKey ? keyboardScanner.end : ('quiet' as const),
      }
      change({ setup: { ...now.setup, keyboardScanner: learned } })
      hear({ device: '', from: 'keyboard', hex: '', text, card: null, advice })
    },
  }
}

/** The same printer, however its paper is: by its cable. */
export function isSamePrinter(one: PrinterSetup | undefined, other: PrinterSetup): boolean {
  const cable = (of: PrinterSetup) => (of.kind === 'tcp' ? `${of.host}:${of.port}` : of.path)
  return one !== undefined && cable(one) === cable(other)
}

/** Whether the setup has this device. */
export function isSetUp(
  setup: { readonly scanners: readonly object[]; readonly cardReaders: readonly object[] },
  { setup: one }: FoundDevice,
): boolean {
  return [...setup.scanners, ...setup.cardReaders].some((other) => isSame(other, one))
}

/** The same device, however it is set up: by its port, its numbers or its name. */
function isSame(one: object, other: object): boolean {
  const mark = (of: object) => {
    const { kind, path, vendorId, productId, serialNumber, name } = of as Record<string, unknown>
    return JSON.stringify([kind, path, vendorId, productId, serialNumber, name])
  }
  return mark(one) === mark(other)
}
