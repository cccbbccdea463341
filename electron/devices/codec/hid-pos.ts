import { type ScanBuffer, type ScanFrame, scanBuffer } from './scan-code.ts'

/*
 * USB HID point-of-sale scanners (usage page 0x8C): a scan comes as one or more reports, each with its length, the
 * symbology mark and a piece of the data. Where in the report each stands is said by the device's report descriptor
 * (USB HID POS Usage Tables 1.02); where that cannot be read, the layout nearly all scanners use is taken.
 */

export const scannerUsagePage = 0x8c

/** Places in a report, in bytes from its first, which is the report's id where the device has ids. */
export interface HidPosLayout {
  /** Null: the device numbers no reports. */
  readonly reportId: number | null
  /** Place of the count of data bytes; null: the data fills its field up to the first zero. */
  readonly countAt: number | null
  /** Place of the three characters of the symbology mark, if it comes. */
  readonly markAt: number | null
  readonly dataAt: number
  readonly dataBytes: number
  /** Place of the flag that more of the same scan follows; null: a full report goes on. */
  readonly moreAt: number | null
  /** The bit of that byte. */
  readonly moreMask: number
}

/** Report 2: count, three bytes of mark, 56 of data, one whose lowest bit says that more follows. */
export const usualLayout: HidPosLayout = {
  reportId: 2,
  countAt: 1,
  markAt: 2,
  dataAt: 5,
  dataBytes: 56,
  moreAt: 61,
  moreMask: 1,
}

export interface HidPosReader {
  /** Takes what was read, one or more whole reports, and returns the scans they completed. */
  read(reports: Uint8Array): ScanFrame[]
  /** Ends the scan that has begun, if one has: nothing more came of it for `scanIdleMs`. */
  end(): ScanFrame | null
  discard(): void
  readonly open: boolean
}

/** Puts a scan's reports together. Reports of other kinds, cut or with counts that cannot be are passed over. */
export function hidPosReader(layout: HidPosLayout): HidPosReader {
  const buffer = scanBuffer()
  const bytes = reportBytes(layout)

  return {
    read(reports) {
      const frames: ScanFrame[] = []
      // What reads hidraw may hand over two reports as one.
      for (let from = 0; from + bytes <= reports.length; from += bytes) {
        const frame = takeReport(buffer, layout, reports.subarray(from, from + bytes))
        if (frame) frames.push(frame)
      }
      return frames
    },
    end: buffer.end,
    discard() {
      buffer.end()
    },
    get open() {
      return buffer.open
    },
  }
}

function takeReport(buffer: ScanBuffer, layout: HidPosLayout, report: Uint8Array): ScanFrame | null {
  if (layout.reportId !== null && report[0] !== layout.reportId) return null
  const field = report.subarray(layout.dataAt, layout.dataAt + layout.dataBytes)
  const zero = field.indexOf(0)
  const counted =
    layout.countAt === null ? (zero === -1 ? field.length : zero) : (report[layout.countAt] ?? 0)
  if (counted > field.length) return null
  if (!buffer.open) buffer.take(markOf(layout, report))
  buffer.take(field.subarray(0, counted))
  const isFull = counted === field.length
  const goesOn = layout.moreAt === null ? isFull : ((report[layout.moreAt] ?? 0) & layout.moreMask) !== 0
  if (goesOn) return null
  const frame = buffer.end()
  // A mark alone is no scan.
  return frame && (counted > 0 || frame.bytes.length > 3) ? frame : null
}

/** The mark as a serial scanner would send it before the code; nothing when the device leaves it empty. */
function markOf({ markAt }: HidPosLayout, report: Uint8Array): Uint8Array {
  if (markAt === null || report[markAt] !== 0x5d) return new Uint8Array()
  return report.subarray(markAt, markAt + 3)
}

function reportBytes({ moreAt, dataAt, dataBytes }: HidPosLayout): number {
  return Math.max(dataAt + dataBytes, moreAt === null ? 0 : moreAt + 1)
}
