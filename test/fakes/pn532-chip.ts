import type { SerialPair } from './serial-pair.ts'
import type { VirtualCard } from './virtual-card.ts'

/** A PN532 at the far end of a serial line, as its manual says it answers (NXP UM0701-02, 7). */
export interface Pn532Chip {
  present(card: VirtualCard): void
  remove(): void
  /** Answers nothing while it is mute. */
  mute(isMute: boolean): void
  /** Reads the line until it is unplugged; a new one is needed after each plug. */
  attach(): void
}

const acknowledge = Uint8Array.of(0, 0, 0xff, 0, 0xff, 0)

export function pn532Chip(line: SerialPair): Pn532Chip {
  let card: VirtualCard | null = null
  let isMute = false

  async function run(): Promise<void> {
    let kept = Buffer.alloc(0)
    for (;;) {
      const bytes = await line.read()
      if (bytes.length === 0) return
      kept = Buffer.concat([kept, bytes])
      for (let start = kept.indexOf('0000ff', 'hex'); start !== -1; start = kept.indexOf('0000ff', 'hex')) {
        const length = kept[start + 3]
        if (length === undefined || kept.length < start + length + 7) break
        const data = kept.subarray(start + 5, start + 5 + length)
        kept = kept.subarray(start + length + 6)
        if (length > 1 && !isMute) await reply(data.subarray(1))
      }
    }
  }

  async function reply(command: Uint8Array): Promise<void> {
    const answered = answerTo(command)
    await line.write(acknowledge).catch(() => undefined)
    if (answered) await line.write(frame([(command[0] as number) + 1, ...answered])).catch(() => undefined)
  }

  function answerTo(command: Uint8Array): readonly number[] | null {
    switch (command[0]) {
      case 0x02:
        return [0x32, 1, 6, 7]
      case 0x14:
      case 0x32:
        return []
      case 0x52:
        return [0]
      case 0x4a: {
        if (!card) return [0]
        const { uid } = card
        return [1, 1, 0x00, 0x44, card.sak, uid.length, ...uid]
      }
      case 0x40: {
        // The card is gone: nobody answers it in time.
        if (!card) return [0x01]
        const sent = command.subarray(2)
        const pages = sent.length === 2 && sent[0] === 0x30 ? card.pages(sent[1] as number) : null
        if (pages) return [0, ...pages]
        return card.sak === 0x20 ? [0, ...card.answer(sent)] : [0x01]
      }
      default:
        return null
    }
  }

  return {
    present(next) {
      card = next
    },
    remove() {
      card = null
    },
    mute(next) {
      isMute = next
    },
    attach() {
      void run()
    },
  }
}

function frame(answer: readonly number[]): Uint8Array {
  const data = [0xd5, ...answer]
  const sum = data.reduce((all, byte) => all + byte, 0) & 0xff
  return Uint8Array.of(
    0,
    0,
    0xff,
    data.length,
    (0x100 - data.length) & 0xff,
    ...data,
    (0x100 - sum) & 0xff,
    0,
  )
}
