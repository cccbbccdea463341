/*
 * What the core sees of a device. Every driver of a kind answers to the same shapes, so that a further scanner or
 * printer adds a file here and changes nothing in the core. Drivers never throw at the core while running: they
 * report a state, or settle with an outcome.
 */

/** `absent`: nothing is plugged in. `faulted`: something is there and refuses to work; the driver keeps trying. */
export type DeviceState = 'ready' | 'absent' | 'faulted'

/** Bytes a scanner sent that became no scan of their own. */
export type ScannerNoise =
  /** Longer than any code (limits `scanBytesMax`); `bytes` counts those dropped. */
  | { readonly kind: 'overlong'; readonly bytes: number }
  /** More scans in a second than hands can make (limits `scansPerSecondMax`); `scans` counts those dropped. */
  | { readonly kind: 'flood'; readonly scans: number }

export interface ScannerEvents {
  /**
   * One whole scan. Text that could not be decoded carries U+FFFD, an overlong one is cut just above
   * `scanLengthMax` characters: the rule refuses both with its own words.
   */
  readonly onScan: (text: string) => void
  /** Called at every change, first soon after opening. */
  readonly onState: (state: DeviceState) => void
  readonly onNoise?: (noise: ScannerNoise) => void
  /** Bytes as they came, for who looks at a device while setting it up. */
  readonly onBytes?: (bytes: Uint8Array) => void
}

/** What a scan came to: a scanner that can says it with its own sound. */
export type ScanVerdict = 'good' | 'bad'

/** What to send a scanner for each verdict, in hex, as its manual says; HID devices begin with the report's id. */
export type ScannerAnswers = { readonly [verdict in ScanVerdict]?: string | undefined }

export interface SerialScannerSetup {
  readonly kind: 'serial'
  /** Device file or port name. */
  readonly path: string
  readonly baudRate: number
  readonly answers?: ScannerAnswers | undefined
}

/** Which HID device; what is missing is not asked for. */
export interface HidScannerSetup {
  readonly kind: 'hid_pos'
  readonly vendorId?: number | undefined
  readonly productId?: number | undefined
  readonly serialNumber?: string | undefined
  readonly answers?: ScannerAnswers | undefined
}

export type ScannerSetup = SerialScannerSetup | HidScannerSetup

export interface Scanner {
  /** Sounds the verdict where the setup says how; a device that is away hears nothing. */
  tell(verdict: ScanVerdict): void
  /** Resolves when the device is free for others; nothing is reported after the call. */
  close(): Promise<void>
}

/** Every reader of the system's smart card service, or those whose name holds `name`. */
export interface PcscReaderSetup {
  readonly kind: 'pcsc'
  readonly name?: string | undefined
}

/** A reader with a PN532 chip on a serial port. */
export interface Pn532ReaderSetup {
  readonly kind: 'pn532'
  readonly path: string
  readonly baudRate: number
}

export type CardReaderSetup = PcscReaderSetup | Pn532ReaderSetup

/** What a card laid on a reader said of itself. */
export type CardReading =
  /** A tag: its number in hex, and the first text or address it carries. */
  | { readonly kind: 'tag'; readonly uid: string; readonly text: string | null }
  /** A chip that is no tag, perhaps a payment card: its number is for one look-up and is kept nowhere. */
  | { readonly kind: 'chip'; readonly uid: string }
  /** No card that can be anybody's here: with contacts, or with a new number each time. */
  | { readonly kind: 'foreign' }
  /** Taken away too soon. */
  | { readonly kind: 'unreadable' }

export interface CardReaderEvents {
  /** One card laid on; it is told again when it was taken away in between. */
  readonly onCard: (reading: CardReading) => void
  /** Called at every change, first soon after opening. `faulted`: also when the system has no smart card service. */
  readonly onState: (state: DeviceState) => void
}

export interface CardReader {
  /** Resolves when the device is free for others; nothing is reported after the call. */
  close(): Promise<void>
}

/** How a printer is reached. */
export type PrinterCableSetup =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'serial'
      /** Device file or port name. */
      readonly path: string
      readonly baudRate: number
      /** Who holds the line while the printer cannot take more. */
      readonly flow: 'none' | 'rts_cts' | 'xon_xoff'
    }
  /** The device file of a USB printer. */
  | { readonly kind: 'usb'; readonly path: string }

/** Why a printer takes no job now. `offline` is a printer that says so without a better reason, or is silent. */
export type NotReadyReason = 'paper_out' | 'cover_open' | 'faulted' | 'offline' | 'busy'

/** What became of one print job. */
export type PrintOutcome =
  /** The printer itself confirmed that everything was executed. */
  | { readonly kind: 'printed'; readonly paperNearEnd: boolean }
  /** All bytes were sent to a printer without a back-channel: it most likely printed, and cannot say so. */
  | { readonly kind: 'sent_unconfirmed' }
  /** Nothing was sent. */
  | { readonly kind: 'not_ready'; readonly reason: NotReadyReason }
  /**
   * Stopped in the middle (`reason`). The printer holds the rest and prints it by itself when the trouble is
   * over, so a reprint must not be offered before `rest` has settled: `printed`, or `unknown` when the link or
   * the patience (limits `printHeldMsMax`) ended first.
   */
  | { readonly kind: 'interrupted'; readonly reason: NotReadyReason; readonly rest: Promise<PrintRest> }
  /** Sent at least in part, and the link or the patience ended without a word: paper may be out there. */
  | { readonly kind: 'unknown' }
  /** No link could be made; nothing was sent. */
  | { readonly kind: 'unreachable' }

export type PrintRest = 'printed' | 'unknown'

export type PrinterState = 'ready' | 'unreachable' | 'paper_out' | 'cover_open' | 'faulted' | 'unknown'

export interface PrinterStatus {
  /** `unknown`: reachable, but without a back-channel. */
  readonly state: PrinterState
  readonly paperNearEnd: boolean
  /**
   * Level of the drawer connector's pin 3, null when unknown. Whether high means open depends on the drawer's
   * switch (devices.md 6).
   */
  readonly drawerPinHigh: boolean | null
}

export interface ReceiptPrinter {
  /** One job at a time: a second call before the first is over (its `rest` included) is `not_ready` `busy`. */
  print(bytes: Uint8Array): Promise<PrintOutcome>
  status(): Promise<PrinterStatus>
  /** Ends a running job as `unknown`; resolves when the link is gone. */
  close(): Promise<void>
}
