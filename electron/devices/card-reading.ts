import { ndefBytesMax } from '../../domain/device-limits.ts'
import { type CardType, isRandomUid } from './codec/card-type.ts'
import { messageOfBlocks, ndefText } from './codec/ndef.ts'
import type { CardReading } from './port.ts'

/** A card on a reader. Every call answers null when the card does not, or says no; it rejects when the card is gone. */
export interface CardLink {
  readonly type: CardType
  /** The card's own number, as the reader knows it. */
  uid(): Promise<Uint8Array | null>
  /** Sixteen bytes of a Type 2 tag from a page of four on. */
  pages(from: number): Promise<Uint8Array | null>
  /** What a chip answers to a command, without the status 9000; any other status is a no. */
  send(command: Uint8Array): Promise<Uint8Array | null>
}

/** The one application that is ever selected: NFC Forum's for tags. No payment application is, nor their directory. */
const tagApplication = Buffer.from('00a4040007d276000085010100', 'hex')
const capabilityFile = 0xe103

/**
 * Reads a card: its number, and the text or address a tag carries. Nothing else is asked of any card, so that nothing
 * of a payment card is ever here but the number every reader sees. Rejects when the card was taken away.
 */
export async function readCard(link: CardLink): Promise<CardReading> {
  const uid = await link.uid()
  // A contact card has none; a phone or a payment card may make one up for each time.
  if (!uid || uid.length === 0 || uid.length > 10 || isRandomUid(uid)) return { kind: 'foreign' }
  const number = Buffer.from(uid).toString('hex').toUpperCase()
  if (link.type === 'type_2') return { kind: 'tag', uid: number, text: await textOfType2(link) }
  if (link.type === 'other') return { kind: 'tag', uid: number, text: null }
  const isTag = (await link.send(tagApplication)) !== null
  return isTag ? { kind: 'tag', uid: number, text: await textOfType4(link) } : { kind: 'chip', uid: number }
}

async function textOfType2(link: CardLink): Promise<string | null> {
  // Pages 0 to 3: number, lock bits, capabilities; the third byte of page 3 is the size in eights.
  const head = await link.pages(0)
  if (!head || head.length < 16 || head[12] !== 0xe1) return null
  const bytes = Math.min((head[14] as number) * 8, ndefBytesMax)
  const parts: Uint8Array[] = []
  for (let read = 0; read < bytes; read += 16) {
    const part = await link.pages(4 + read / 4)
    if (!part || part.length < 16) break
    parts.push(part)
    const message = messageOfBlocks(Buffer.concat(parts))
    if (message) return ndefText(message)
  }
  return null
}

async function textOfType4(link: CardLink): Promise<string | null> {
  const capabilities = await fileOf(link, capabilityFile, 0, 15)
  // Version, longest answer, longest command, then the file's own block: 04 06, its name, its size, free to read.
  if (!capabilities || capabilities.length < 15 || capabilities[7] !== 0x04 || capabilities[13] !== 0)
    return null
  const view = Buffer.from(capabilities)
  const chunk = Math.min(view.readUInt16BE(3), 250)
  const size = Math.min(view.readUInt16BE(11), ndefBytesMax)
  const length = await fileOf(link, view.readUInt16BE(9), 0, 2)
  if (!length || length.length < 2 || chunk === 0) return null
  const bytes = Buffer.from(length).readUInt16BE(0)
  if (bytes === 0 || bytes + 2 > size) return null
  const parts: Uint8Array[] = []
  for (let read = 0; read < bytes; ) {
    const part = await link.send(readCommand(2 + read, Math.min(chunk, bytes - read)))
    if (!part || part.length === 0) return null
    parts.push(part)
    read += part.length
  }
  return ndefText(Buffer.concat(parts).subarray(0, bytes))
}

/** Selects a file of the tag application and reads of it. */
async function fileOf(link: CardLink, file: number, from: number, bytes: number): Promise<Uint8Array | null> {
  const selected = await link.send(Uint8Array.of(0x00, 0xa4, 0x00, 0x0c, 0x02, file >> 8, file & 0xff))
  return selected && link.send(readCommand(from, bytes))
}

function readCommand(from: number, bytes: number): Uint8Array {
  return Uint8Array.of(0x00, 0xb0, from >> 8, from & 0xff, bytes)
}
