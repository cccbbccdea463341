/*
 * NDEF messages (NFC Forum, NFC Data Exchange Format 1.0) as tags carry them. A tag is a stranger's: whatever is cut,
 * counts more than there is or is nested beyond what the format allows makes the whole message unread, never a part of
 * it.
 */

export interface NdefRecord {
  readonly format: number
  readonly type: string
  readonly payload: Uint8Array
}

/** Beginnings of addresses, by the number that stands for each (NFC Forum, URI record). */
const addressStarts = [
  '',
  'http://www.',
  'https://www.',
  'http://',
  'https://',
  'tel:',
  'mailto:',
  'ftp://anonymous:anonymous@',
  'ftp://ftp.',
  'ftps://',
  'sftp://',
  'smb://',
  'nfs://',
  'ftp://',
  'dav://',
  'news:',
  'telnet://',
  'imap:',
  'rtsp://',
  'urn:',
  'pop:',
  'sip:',
  'sips:',
  'tftp:',
  'btspp://',
  'btl2cap://',
  'btgoep://',
  'tcpobex://',
  'irdaobex://',
  'file://',
  'urn:epc:id:',
  'urn:epc:tag:',
  'urn:epc:pat:',
  'urn:epc:raw:',
  'urn:epc:',
  'urn:nfc:',
]

const wellKnown = 1
const unchanged = 6

/** The records of a message, chunks put together; null when it is not whole. */
export function ndefRecords(message: Uint8Array): NdefRecord[] | null {
  const records: NdefRecord[] = []
  let chunks: { first: NdefRecord; pieces: Uint8Array[] } | null = null
  let at = 0
  for (;;) {
    const read = recordAt(message, at)
    if (!read) return null
    const { flags, record, end } = read
    at = end
    // Only the pieces that follow a first one are of the format "unchanged".
    if ((record.format === unchanged) !== (chunks !== null)) return null
    if (chunks) chunks.pieces.push(record.payload)
    else if (flags.chunked) chunks = { first: record, pieces: [record.payload] }
    else records.push(record)
    if (chunks && !flags.chunked) {
      records.push({ ...chunks.first, payload: Buffer.concat(chunks.pieces) })
      chunks = null
    }
    if (flags.last) return chunks ? null : records
  }
}

/** The first text or address of a message; null when there is none, or it is broken. */
export function ndefText(message: Uint8Array): string | null {
  for (const { format, type, payload } of ndefRecords(message) ?? []) {
    if (format !== wellKnown) continue
    if (type === 'T') return textOf(payload)
    if (type === 'U') return addressOf(payload)
  }
  return null
}

/** The NDEF message among the blocks of a Type 2 tag's data (from page 4 on); null when there is none or it is cut. */
export function messageOfBlocks(data: Uint8Array): Uint8Array | null {
  for (let at = 0; at < data.length; ) {
    const tag = data[at] as number
    at += 1
    if (tag === 0x00) continue
    if (tag === 0xfe) return null
    const short = data[at]
    if (short === undefined) return null
    const isLong = short === 0xff
    if (isLong && at + 2 >= data.length) return null
    const length = isLong ? (data[at + 1] as number) * 256 + (data[at + 2] as number) : short
    at += isLong ? 3 : 1
    if (at + length > data.length) return null
    if (tag === 0x03) return data.subarray(at, at + length)
    at += length
  }
  return null
}

interface ReadRecord {
  readonly flags: { readonly last: boolean; readonly chunked: boolean }
  readonly record: NdefRecord
  readonly end: number
}

function recordAt(message: Uint8Array, from: number): ReadRecord | null {
  const head = message[from]
  const typeLength = message[from + 1]
  if (head === undefined || typeLength === undefined) return null
  const isShort = (head & 0x10) !== 0
  const hasId = (head & 0x08) !== 0
  let at = from + 2
  const lengthBytes = message.subarray(at, at + (isShort ? 1 : 4))
  at += isShort ? 1 : 4
  const payloadLength = lengthBytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const idLength = hasId ? message[at] : 0
  at += hasId ? 1 : 0
  if (idLength === undefined) return null
  const end = at + typeLength + idLength + payloadLength
  if (end > message.length) return null
  return {
    flags: { last: (head & 0x40) !== 0, chunked: (head & 0x20) !== 0 },
    record: {
      format: head & 0x07,
      type: Buffer.from(message.subarray(at, at + typeLength)).toString('latin1'),
      payload: message.subarray(end - payloadLength, end),
    },
    end,
  }
}

function textOf(payload: Uint8Array): string | null {
  const [status] = payload
  if (status === undefined) return null
  const from = 1 + (status & 0x3f)
  if (from > payload.length) return null
  return decoded(payload.subarray(from), (status & 0x80) !== 0 ? 'utf-16be' : 'utf-8')
}

function addressOf(payload: Uint8Array): string | null {
  const start = addressStarts[payload[0] ?? addressStarts.length]
  const rest = start === undefined ? null : decoded(payload.subarray(1), 'utf-8')
  return start === undefined || rest === null ? null : start + rest
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16be'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (fault) {
    // A fatal decoder says "not this encoding" with a TypeError; anything else is not ours to swallow.
    if (fault instanceof TypeError) return null
    throw fault
  }
}
