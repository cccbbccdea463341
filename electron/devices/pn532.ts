import { pn532AnswerMs } from '../../domain/device-limits.ts'
import type { CardLink } from './card-reading.ts'
import { type CardType, cardTypeOfSak } from './codec/card-type.ts'
import { abort, answerReader, commandFrame, wakeUp } from './codec/pn532-frame.ts'

/** A card the chip has found, by the number it keeps it under. */
export interface FoundCard {
  readonly uid: Uint8Array
  readonly type: CardType
}

/** Commands of a PN532 (NXP UM0701-02, 7), one at a time. Every one answers null when the chip stays silent. */
export interface Pn532 {
  /** Takes what came over the line. */
  receive(bytes: Uint8Array): void
  /** Wakes the chip and sets it up to look for cards once when asked; false when there is none. */
  begin(): Promise<boolean>
  /** The card in the field, `'none'`, or null. */
  find(): Promise<FoundCard | 'none' | null>
  link(card: FoundCard): CardLink
  /** Lets the card go, so that the next look finds it anew. */
  letGo(): Promise<void>
  /** Ends a wait under way, for good. */
  stop(): void
}

const command = {
  firmware: Uint8Array.of(0x02),
  /** Normal mode, without the security module. */
  normal: Uint8Array.of(0x14, 0x01, 0x14, 0x01),
  /** One try to find a card, then an answer. */
  oneTry: Uint8Array.of(0x32, 0x05, 0xff, 0x01, 0x01),
  find: Uint8Array.of(0x4a, 0x01, 0x00),
  letGo: Uint8Array.of(0x52, 0x00),
}

export function pn532(write: (bytes: Uint8Array) => void): Pn532 {
  const answers = answerReader()
  let waiting: { readonly code: number; readonly settle: (answer: Uint8Array | null) => void } | null = null
  let stopped = false

  /** The answer's data, null when none came in time. */
  function ask(asked: Uint8Array, before: Uint8Array = new Uint8Array()): Promise<Uint8Array | null> {
    if (stopped) return Promise.resolve(null)
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        write(abort)
        settle(null)
      }, pn532AnswerMs)
      const settle = (answer: Uint8Array | null) => {
        clearTimeout(limit)
        waiting = null
        resolve(answer)
      }
      waiting = { code: ((asked[0] as number) + 1) & 0xff, settle }
      write(Buffer.concat([before, commandFrame(asked)]))
    })
  }

  /** Sends bytes to the card; null for no, and a rejection when the card is gone or the chip silent. */
  async function exchange(bytes: Uint8Array): Promise<Uint8Array | null> {
    const answer = await ask(Uint8Array.of(0x40, 0x01, ...bytes))
    if (!answer || answer.length === 0) throw new Error('the reader stayed silent')
    // Six bits of error; what a card that is gone leaves is the time-out, 01.
    if (((answer[0] as number) & 0x3f) !== 0) throw new Error('the card did not answer')
    return answer.subarray(1)
  }

  return {
    receive(bytes) {
      for (const answer of answers.push(bytes))
        if (waiting && answer[0] === waiting.code) waiting.settle(answer.subarray(1))
    },
    async begin() {
      answers.discard()
      const woken = await ask(command.normal, wakeUp)
      return woken !== null && (await ask(command.oneTry)) !== null && (await ask(command.firmware)) !== null
    },
    async find() {
      const found = await ask(command.find)
      if (!found || found.length === 0) return null
      if (found[0] === 0) return 'none'
      // Its number here, SENS_RES (2), SEL_RES, length of the card's own number, that number.
      const length = found[5] ?? 0
      const uid = found.subarray(6, 6 + length)
      if (uid.length !== length) return null
      return { uid, type: cardTypeOfSak(found[4] as number) }
    },
    link: ({ uid, type }) => ({
      type,
      uid: () => Promise.resolve(uid),
      pages: (from) =>
        exchange(Uint8Array.of(0x30, from)).then((read) => (read?.length === 16 ? read : null)),
      async send(asked) {
        const answer = await exchange(asked)
        const isYes = answer?.at(-2) === 0x90 && answer.at(-1) === 0x00
        return answer && isYes ? answer.subarray(0, -2) : null
      },
    }),
    async letGo() {
      await ask(command.letGo)
    },
    stop() {
      stopped = true
      waiting?.settle(null)
    },
  }
}
