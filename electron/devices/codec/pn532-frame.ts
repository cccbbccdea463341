/*
 * Frames of a PN532 on a serial line (NXP UM0701-02, 6.2.1): 00 FF, the length with its complement, a direction, the
 * data and a sum that comes to nothing.
 */

const toReader = 0xd4
const fromReader = 0xd5

/** Before the first command the chip sleeps, and wakes by a long run of 55. */
export const wakeUp = Uint8Array.of(0x55, 0x55, ...new Array<number>(14).fill(0))

/** Ends the command at hand: the chip answers nothing more to it. */
export const abort = Uint8Array.of(0x00, 0x00, 0xff, 0x00, 0xff, 0x00)

/** A command with its parameters, as it is sent. */
export function commandFrame(command: Uint8Array): Uint8Array {
  const data = [toReader, ...command]
  return Uint8Array.of(0, 0, 0xff, data.length, complement(data.length), ...data, complement(sum(data)), 0)
}

/** Answers in a stream of bytes: the code of the command plus one, then what it brought. */
export interface AnswerReader {
  /** However the bytes are cut into chunks. What is no frame, or does not sum up, is passed over. */
  push(chunk: Uint8Array): Uint8Array[]
  discard(): void
}

/** Longest frame: three bytes before, five around at most 255 of data. */
const frameBytesMax = 264

export function answerReader(): AnswerReader {
  let kept = new Uint8Array()

  return {
    push(chunk) {
      const answers: Uint8Array[] = []
      let bytes = Buffer.concat([kept, chunk])
      for (;;) {
        const start = bytes.indexOf('00ff', 'hex')
        if (start === -1) {
          // The first half of a start may stand at the end.
          bytes = bytes.subarray(Math.max(0, bytes.length - 1))
          break
        }
        const frame = bytes.subarray(start + 2)
        if (frame.length < 2) {
          bytes = bytes.subarray(start)
          break
        }
        const [length, check] = frame as unknown as [number, number]
        const isFrame = length > 1 && complement(length) === check
        if (isFrame && frame.length < length + 3) {
          bytes = bytes.subarray(start)
          break
        }
        const data = frame.subarray(2, 2 + length)
        const isWhole = isFrame && complement(sum(data)) === frame[2 + length]
        if (isWhole && data[0] === fromReader) answers.push(Uint8Array.from(data.subarray(1)))
        // What does not sum up is looked through for the start of another frame.
        bytes = bytes.subarray(start + (isWhole ? length + 5 : 1))
      }
      kept = Uint8Array.from(bytes.subarray(-frameBytesMax))
      return answers
    },
    discard() {
      kept = new Uint8Array()
    },
  }
}

function sum(bytes: Iterable<number>): number {
  let all = 0
  for (const byte of bytes) all += byte
  return all & 0xff
}

function complement(figure: number): number {
  return (0x100 - (figure & 0xff)) & 0xff
}
