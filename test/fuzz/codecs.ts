import { elementsOf } from '../../domain/gs1.ts'
import { gtinOf } from '../../domain/gtin.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import { classifyScan } from '../../domain/scan.ts'
import { hidPosLayout } from '../../electron/devices/codec/hid-descriptor.ts'
import { hidPosReader, usualLayout } from '../../electron/devices/codec/hid-pos.ts'
import { messageOfBlocks, ndefRecords, ndefText } from '../../electron/devices/codec/ndef.ts'
import { answerReader, commandFrame } from '../../electron/devices/codec/pn532-frame.ts'
import { replyReader } from '../../electron/devices/codec/printer-status.ts'
import { scanFramer, scanText } from '../../electron/devices/codec/scan-code.ts'
import { emptyRun, feedWedge, wedgeDefaults } from '../../renderer/wedge/detector.ts'
import { reportsOf } from '../fakes/hid-scanners.ts'
import { blocksOf, textMessage } from '../fakes/virtual-card.ts'
import { type Dice, mutated } from './mutate.ts'

/** A codec under fuzz: good inputs to begin from, and what must hold of any input. Throwing is never among it. */
export interface FuzzedCodec {
  readonly name: string
  readonly good: readonly Uint8Array[]
  readonly check: (bytes: Uint8Array, dice: Dice) => void
}

const text = (...texts: readonly string[]) => texts.map((one) => Uint8Array.from(Buffer.from(one)))
const hex = (...all: readonly string[]) =>
  all.map((one) => Uint8Array.from(Buffer.from(one.replaceAll(' ', ''), 'hex')))

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** The same bytes, cut at two places or not at all, must mean the same. */
function cutsAlike(bytes: Uint8Array, dice: Dice, read: (pieces: readonly Uint8Array[]) => unknown): void {
  const [one, two] = [dice(bytes.length + 1), dice(bytes.length + 1)].sort((a, b) => a - b) as [
    number,
    number,
  ]
  const pieces = [bytes.subarray(0, one), bytes.subarray(one, two), bytes.subarray(two)]
  must(JSON.stringify(read(pieces)) === JSON.stringify(read([bytes])), 'cuts change what is read')
}

const codes = text(
  '6901234567892',
  ']E096385074',
  ']C10106901234567892310300034510AB/12\u001d17271231',
  '(01)06901234567892(3922)1250(10)LOT(1)',
  'https://id.gs1.org/01/06901234567892/10/A%2F1?3103=000345&17=271231#x',
  'M0000000000017',
  'EC1:AB0 $%*+-./:',
  '会员码',
)

export const fuzzedCodecs: readonly FuzzedCodec[] = [
  {
    name: 'scan frames and text',
    good: text('6901234567892\r\n', '\x02A1\x03\x02B2\x03', '会员码\r', 'A\tB\n'),
    check: (bytes, dice) => {
      cutsAlike(bytes, dice, (pieces) => {
        const framer = scanFramer()
        const frames = pieces.flatMap((piece) => framer.push(piece))
        const last = framer.end()
        return (last ? [...frames, last] : frames).map(scanText)
      })
    },
  },
  {
    name: 'codes',
    good: codes,
    check: (bytes) => {
      const scanned = classifyScan(Buffer.from(bytes).toString('utf8'), [])
      if (!scanned.ok || scanned.value.kind !== 'product') return
      const { gtin, quantity, labelPrice } = scanned.value
      must(gtinOf(gtin) === gtin, 'a product does not check')
      must(
        quantity === undefined || (Number.isSafeInteger(quantity.amount) && quantity.amount > 0),
        'no amount',
      )
      must(labelPrice === undefined || (Number.isSafeInteger(labelPrice) && labelPrice > 0), 'no price')
    },
  },
  {
    name: 'GS1 elements',
    good: codes.slice(2, 4),
    check: (bytes) => {
      const sent = Buffer.from(bytes).toString('latin1')
      const characters = [...(elementsOf(sent) ?? [])].reduce(
        (sum, [id, value]) => sum + id.length + value.length,
        0,
      )
      must(characters <= sent.length, 'more was read than was sent')
    },
  },
  {
    name: 'HID reports',
    good: [...reportsOf('6901234567892', ']E0'), ...reportsOf('x'.repeat(120))],
    check: (bytes) => {
      const reader = hidPosReader(usualLayout)
      for (const frame of [...reader.read(bytes), reader.end()])
        must(frame === null || frame.bytes.length <= bytes.length, 'more was read than was sent')
    },
  },
  {
    name: 'HID descriptors',
    good: hex(
      '058c0902a1010912a1028502150026ff00750895010501093b8102058c950309fb09fc09fd8102953809fe8202017501950109ff25018102950781 03c0c0',
      '05010906a101050719e029e71500250175019508 8102c0',
    ),
    check: (bytes) => {
      const layout = hidPosLayout(bytes)
      if (!layout) return
      must(layout.dataBytes >= 1 && layout.dataAt + layout.dataBytes <= 1_025, 'a field beyond any report')
      hidPosReader(layout).read(bytes)
    },
  },
  {
    name: 'NDEF',
    good: [
      textMessage('M0000000000017'),
      textMessage('x'.repeat(300)),
      ...hex('d101035504612f', 'b101035402656e360001415600 0142'),
    ],
    check: (bytes) => {
      const records = ndefRecords(bytes) ?? []
      must(
        records.reduce((sum, { payload }) => sum + payload.length, 0) <= bytes.length,
        'more than there is',
      )
      ndefText(bytes)
    },
  },
  {
    name: 'blocks of tags',
    good: [blocksOf(textMessage('A')), blocksOf(textMessage('x'.repeat(300))), ...hex('0103a010440300fe')],
    check: (bytes) => {
      const message = messageOfBlocks(bytes)
      must(message === null || message.length < bytes.length, 'more than there is')
    },
  },
  {
    name: 'PN532 answers',
    good: [
      commandFrame(Uint8Array.of(2)),
      ...hex('0000ff00ff00', '0000ff06fad50332010607e800', '0000ff02fed5151600'),
    ],
    check: (bytes, dice) => {
      cutsAlike(bytes, dice, (pieces) => {
        const reader = answerReader()
        return pieces.flatMap((piece) => reader.push(piece).map((answer) => [...answer]))
      })
    },
  },
  {
    name: 'printer answers',
    good: hex('12', '1a', '00', '14000f0f', '5f5456543838 56 00', '1c000003'),
    check: (bytes, dice) => {
      cutsAlike(bytes, dice, (pieces) => {
        const read = replyReader()
        return pieces.flatMap((piece) => [...read(Buffer.from(piece))])
      })
    },
  },
  {
    name: 'keyboard scans',
    good: text('6901234567892\r', 'EC1:AB0 $%*+-./:\r', '12\r'),
    check: (bytes, dice) => {
      let run = emptyRun
      let at = 0
      for (const byte of bytes) {
        at += dice(40)
        const key = byte === 0x0d ? 'Enter' : String.fromCharCode(byte)
        const command = dice(50) === 0
        run = feedWedge(
          run,
          { key, timeStamp: at, repeat: dice(50) === 0, command, control: command, composing: false },
          wedgeDefaults,
        ).run
        must(run.text.length <= scanLengthMax + 1, 'a run beyond the longest code')
      }
    },
  },
]

/** Longest input, in bytes: several reports, frames or pages. */
const bytesMax = 600

/** Feeds every codec `cases` inputs that follow from the seed; throws with the input of the first that fails. */
export function fuzz(codec: FuzzedCodec, seed: number, cases: number, dice: Dice): void {
  for (let nth = 0; nth < cases; nth += 1) {
    const bytes = mutated(dice, codec.good, bytesMax)
    try {
      codec.check(bytes, dice)
    } catch (cause) {
      throw new Error(`${codec.name}, seed ${seed}, case ${nth}: ${Buffer.from(bytes).toString('hex')}`, {
        cause,
      })
    }
  }
}
