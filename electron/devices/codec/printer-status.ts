/*
 * What an ESC/POS printer says back. Everything comes in one stream of untagged bytes, told apart by fixed bits
 * (Epson, ESC/POS command reference: DLE EOT, GS r, GS a).
 */

/** DLE EOT n: printer, cause of being offline, error, paper. Answered at once, even while offline or busy. */
export type StatusRequest = 1 | 2 | 3 | 4

export function statusRequestBytes(request: StatusRequest): Uint8Array {
  return Uint8Array.of(0x10, 0x04, request)
}

/** GS r 1: answered when everything sent before it has been executed. */
export const confirmRequestBytes: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x31)

/** One look at the printer: the four status bytes in words. */
export interface PrinterReading {
  readonly offline: boolean
  readonly coverOpen: boolean
  readonly paperOut: boolean
  readonly paperNearEnd: boolean
  /** Cutter, mechanics or a fault it cannot clear by itself. */
  readonly faulted: boolean
  readonly drawerPinHigh: boolean
}

export type PrinterReply =
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'confirmation'; readonly paperNearEnd: boolean }

/** `answers` to the four requests in their order. */
export function printerReading(answers: readonly [number, number, number, number]): PrinterReading {
  const [printer, offlineCause, error, paper] = answers
  return {
    drawerPinHigh: (printer & 0x04) !== 0,
    offline: (printer & 0x08) !== 0,
    coverOpen: (offlineCause & 0x04) !== 0,
    faulted: (error & 0x28) !== 0,
    paperNearEnd: (paper & 0x0c) !== 0,
    paperOut: (offlineCause & 0x20) !== 0 || (paper & 0x60) !== 0,
  }
}

/**
 * Sorts the bytes a printer sends. A four-byte automatic status (some printers have it switched on for good) is
 * skipped whole, because its later bytes look like confirmations.
 */
export function replyReader(): (chunk: Uint8Array) => PrinterReply[] {
  let automaticLeft = 0
  return (chunk) => {
    const replies: PrinterReply[] = []
    for (const byte of chunk) {
      if (automaticLeft > 0) automaticLeft -= 1
      else if ((byte & 0x93) === 0x12) replies.push({ kind: 'status', byte })
      else if ((byte & 0x93) === 0x10) automaticLeft = 3
      else if ((byte & 0x90) === 0x00)
        replies.push({ kind: 'confirmation', paperNearEnd: (byte & 0x03) !== 0 })
      // What is left is XON and XOFF, of no meaning on a network.
    }
    return replies
  }
}
