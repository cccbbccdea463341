/* Cards as they answer, whatever reader they lie on. Each keeps what it was asked. */

export interface VirtualCard {
  readonly uid: Uint8Array
  /** As a contactless reader makes it up, or the card sends it (PC/SC part 3). */
  readonly atr: Uint8Array
  readonly sak: number
  /** The whole answer with its status, to what is sent to the card itself. */
  answer(command: Uint8Array): Uint8Array
  /** Sixteen bytes from a page of four on; null where the card has none. */
  pages(from: number): Uint8Array | null
  /** Whether the reader can tell its number: a card in a contact slot has none. */
  readonly contactless: boolean
  /** Every command that reached the card, in hex. */
  readonly asked: readonly string[]
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const yes = hex('9000')
const notFound = hex('6a82')
const unknown = hex('6d00')

/** Storage cards' made-up answer to reset, with the chip's name at its place. */
const storageAtr = (name: string) => hex(`3b8f8001804f0ca000000306 03${name} 00000000 68`)
const ntag = '0003'
const mifareClassic = '0001'
const chipAtr = hex('3b8180018080')

/** An NDEF message of one text record. */
export function textMessage(text: string, language = 'en'): Uint8Array {
  const payload = Buffer.concat([Uint8Array.of(language.length), Buffer.from(language), Buffer.from(text)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(payload.length)
  return payload.length < 256
    ? Buffer.concat([Uint8Array.of(0xd1, 1, payload.length), Buffer.from('T'), payload])
    : Buffer.concat([Uint8Array.of(0xc1, 1), length, Buffer.from('T'), payload])
}

/** A Type 2 tag (NTAG) with a message, or with any bytes in its data pages. */
export function type2Tag(uid: string, message: Uint8Array, blocks = blocksOf(message)): VirtualCard {
  const bytes = Math.ceil((blocks.length + 1) / 16) * 16
  const memory = Buffer.alloc(16 + bytes)
  memory.set(hex(uid), 0)
  memory.set([0xe1, 0x10, Math.min(bytes / 8, 255), 0], 12)
  memory.set(blocks, 16)
  const asked: string[] = []
  return {
    uid: hex(uid),
    atr: storageAtr(ntag),
    sak: 0,
    contactless: true,
    asked,
    answer: (command) => {
      asked.push(Buffer.from(command).toString('hex'))
      return unknown
    },
    pages: (from) => {
      asked.push(`page ${from}`)
      return from * 4 >= memory.length
        ? null
        : Buffer.concat([memory.subarray(from * 4), Buffer.alloc(16)]).subarray(0, 16)
    },
  }
}

/** Data blocks of a tag: the message, and an end. */
export function blocksOf(message: Uint8Array): Uint8Array {
  const { length } = message
  const head = length < 255 ? [0x03, length] : [0x03, 0xff, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.from(head), message, Uint8Array.of(0xfe)])
}

/** A card of an older kind, whose data nobody reads without its keys. */
export function classicCard(uid: string): VirtualCard {
  return { ...chip(uid, () => unknown), atr: storageAtr(mifareClassic), sak: 0x08 }
}

/** A Type 4 tag with a message. `chunk` is the most it gives in one answer. */
export function type4Tag(uid: string, message: Uint8Array, chunk = 0x3b): VirtualCard {
  const file = Buffer.concat([Uint8Array.of(message.length >> 8, message.length & 0xff), message])
  const capabilities = Buffer.from('000f20003b00340406e104fffe0000', 'hex')
  capabilities.writeUInt16BE(chunk, 3)
  const files: Record<string, Uint8Array> = { e103: capabilities, e104: file }
  let inTag = false
  let open: Uint8Array | null = null
  return chip(uid, (command) => {
    const text = Buffer.from(command).toString('hex')
    if (text.startsWith('00a40400')) {
      inTag = text === '00a4040007d276000085010100'
      open = null
      return inTag ? yes : notFound
    }
    if (text.startsWith('00a4000c02') && inTag) {
      open = files[text.slice(10, 14)] ?? null
      return open ? yes : notFound
    }
    if (text.startsWith('00b0') && open) {
      const [from, count] = [((command[2] as number) << 8) | (command[3] as number), command[4] as number]
      return Buffer.concat([open.subarray(from, from + Math.min(count, chunk)), yes])
    }
    return unknown
  })
}

/**
 * A bank's card: it answers the directory of payment applications and its own application, with a number that must
 * never be seen outside the card, and is no tag.
 */
export function paymentCard(uid: string, contactless = true): VirtualCard {
  const directory = Buffer.from('2PAY.SYS.DDF01').toString('hex')
  return {
    ...chip(uid, (command) => {
      const text = Buffer.from(command).toString('hex')
      if (text.includes(directory)) return Buffer.concat([hex('6f0c8407a0000003330101a5015a'), yes])
      if (text.includes('a000000333010')) return Buffer.concat([hex('5a086225880000000005'), yes])
      if (text.startsWith('00b2')) return Buffer.concat([hex('70 0a 5a08 6225880000000005'), yes])
      return notFound
    }),
    contactless,
  }
}

/** A phone: a chip whose number is another each time it is looked at. */
export function phone(): VirtualCard {
  let looks = 0
  const card = chip('08000000', () => notFound)
  return {
    ...card,
    get uid() {
      looks += 1
      return Uint8Array.of(0x08, looks, 0x11, 0x22)
    },
  }
}

function chip(uid: string, answer: (command: Uint8Array) => Uint8Array): VirtualCard {
  const asked: string[] = []
  return {
    uid: hex(uid),
    atr: chipAtr,
    sak: 0x20,
    contactless: true,
    asked,
    answer: (command) => {
      asked.push(Buffer.from(command).toString('hex'))
      return answer(command)
    },
    pages: () => null,
  }
}
