import { type HidPosLayout, scannerUsagePage } from './hid-pos.ts'

/*
 * Reads a HID report descriptor (Device Class Definition for HID 1.11, 6.2.2) as far as a scanner needs: which field
 * of which input report holds the scan.
 */

/** A field of an input report. */
interface Field {
  readonly reportId: number | null
  readonly page: number
  readonly usage: number
  /** From the report's first bit, its id not counted. */
  readonly bitAt: number
  readonly bits: number
  readonly count: number
}

const usage = { count: 0x3b, mark1: 0xfb, data: 0xfe, more: 0xff } as const

/** Longest report taken, in bits: HID reports of full-speed devices have 64 bytes, of high-speed ones 1 024. */
const reportBitsMax = 8_192

/** Where a scan stands in the device's reports; null when the descriptor describes no such report, or is broken. */
export function hidPosLayout(descriptor: Uint8Array): HidPosLayout | null {
  const fields = inputFields(descriptor)
  const data = fields.find((field) => isScanner(field, usage.data) && field.bits === 8)
  if (!data) return null
  const beside = fields.filter(({ reportId }) => reportId === data.reportId)
  const mark = beside.find((field) => isScanner(field, usage.mark1))
  const more = beside.find((field) => isScanner(field, usage.more))
  // The count is a usage of the generic desktop page; some devices put it on their own.
  const count = beside.find((field) => field.usage === usage.count && field.bits === 8)
  const first = data.reportId === null ? 0 : 1
  const byteOf = (field: Field | undefined) => (field ? first + Math.floor(field.bitAt / 8) : null)
  return {
    reportId: data.reportId,
    countAt: byteOf(count),
    markAt: byteOf(mark),
    dataAt: first + Math.floor(data.bitAt / 8),
    dataBytes: data.count,
    moreAt: byteOf(more),
    moreMask: more ? 1 << (more.bitAt % 8) : 0,
  }
}

function isScanner(field: Field, which: number): boolean {
  return field.page === scannerUsagePage && field.usage === which
}

/** The fields of every input report, in their order. Ends where the descriptor is cut or makes no sense. */
function inputFields(descriptor: Uint8Array): Field[] {
  const fields: Field[] = []
  const used = new Map<number | null, number>()
  const global = { page: 0, bits: 0, count: 0, reportId: null as number | null }
  let usages: { page: number; usage: number }[] = []
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] as number
    // A long item holds nothing any device uses.
    const bytes = prefix === 0xfe ? (descriptor[at + 1] ?? 0) + 2 : ([0, 1, 2, 4][prefix & 3] as number)
    if (at + 1 + bytes > descriptor.length) break
    const value = littleEndian(descriptor.subarray(at + 1, at + 1 + bytes))
    at += 1 + bytes
    const item = prefix & 0xfc
    if (item === 0x04) global.page = value
    else if (item === 0x74) global.bits = value
    else if (item === 0x94) global.count = value
    else if (item === 0x84) global.reportId = value
    else if (item === 0x08) usages.push(bytes === 4 ? split(value) : { page: global.page, usage: value })
    else if (item === 0x80) {
      const from = used.get(global.reportId) ?? 0
      const until = from + global.bits * global.count
      if (until > reportBitsMax) break
      fields.push(...fieldsOf(usages, { ...global, bitAt: from }))
      used.set(global.reportId, until)
    }
    // Local items last until the next main item.
    if ((item & 0x0c) === 0) usages = []
  }
  return fields
}

/** One field for each usage; the last one has the rest of the count. */
function fieldsOf(
  usages: readonly { page: number; usage: number }[],
  at: { reportId: number | null; bits: number; count: number; bitAt: number },
): Field[] {
  return usages.slice(0, at.count).map(({ page, usage: which }, place) => ({
    reportId: at.reportId,
    page,
    usage: which,
    bitAt: at.bitAt + place * at.bits,
    bits: at.bits,
    count: place === usages.length - 1 ? at.count - place : 1,
  }))
}

function split(value: number): { page: number; usage: number } {
  return { page: Math.floor(value / 0x1_0000), usage: value % 0x1_0000 }
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, place) => sum + byte * 256 ** place, 0)
}
