import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardTypeOfAtr, cardTypeOfSak, isRandomUid } from '../../electron/devices/codec/card-type.ts'
import { messageOfBlocks, ndefRecords, ndefText } from '../../electron/devices/codec/ndef.ts'
import { answerReader, commandFrame } from '../../electron/devices/codec/pn532-frame.ts'
import { blocksOf, textMessage } from '../fakes/virtual-card.ts'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

test.each([
  ['text', textMessage('M0000000000017'), 'M0000000000017'],
  [
    'text after other records',
    Buffer.concat([bytesOf('92 0a 01 746578742f782d6f776e 00'), textMessage('A').with(0, 0x51)]),
    'A',
  ],
  ['UTF-16', bytesOf('d1 01 07 54 82 656e 4f1a 5458'), '会员'],
  ['an address with a beginning', bytesOf('d1 01 03 55 04 612f'), 'https://a/'],
  ['an address whole', bytesOf('d1 01 03 55 00 613a'), 'a:'],
  ['a record with an id', bytesOf('d9 01 04 01 54 58 02656e 41'), 'A'],
  ['chunks', bytesOf('b1 01 03 54 02656e  36 00 01 41  56 00 01 42'), 'AB'],
])('[NF13] a message of %s is read', (_what, message, text) => {
  expect(ndefText(message)).toBe(text)
})

test.each([
  ['nothing', ''],
  ['one byte', 'd1'],
  ['a type beyond the end', 'd1 05 00 54'],
  ['a payload of four billion bytes', 'c1 01 ffffffff 54 02656e41'],
  ['an id beyond the end', 'd9 01 01 ff 54 00'],
  ['no end', '91 01 01 54 00'],
  ['a chunk that follows none', 'd6 00 01 41'],
  ['a chunk that none follows', 'f1 01 03 54 02656e'],
  ['a whole record within chunks', 'b1 01 03 54 02656e  51 01 01 54 00'],
])('[NF13] a message with %s is not read', (_what, hex) => {
  expect(ndefRecords(bytesOf(hex))).toBeNull()
  expect(ndefText(bytesOf(hex))).toBeNull()
})

test.each([
  ['a language longer than the text', 'd1 01 02 54 3f 41'],
  ['torn UTF-8', 'd1 01 04 54 02656e e4'],
  ['half a character of UTF-16', 'd1 01 04 54 82656e 4f'],
  ['a beginning nobody knows', 'd1 01 02 55 ff 41'],
  ['an empty text', 'd1 01 00 54'],
  ['no text', 'd0 00 00'],
])('[NF13] a record with %s says nothing', (_what, hex) => {
  expect(ndefText(bytesOf(hex))).toBeNull()
})

test('[NF13] any text comes back from its blocks, and none of them read further than they go', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.nat(), (text, end) => {
      const message = textMessage(text)
      const blocks = Buffer.concat([bytesOf('00 01 03 a0 10 44'), blocksOf(message)])
      expect(ndefText(messageOfBlocks(blocks) ?? new Uint8Array())).toBe(text)
      const cut = blocks.subarray(0, end % (blocks.length - 1))
      expect(messageOfBlocks(cut)).toBeNull()
      expect(ndefRecords(message.subarray(0, end % message.length))).toBeNull()
    }),
  )
})

test('[NF14] answers are found in noise, however they are cut, and none that does not sum up', () => {
  const answer = fc.uint8Array({ minLength: 1, maxLength: 100 })
  const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.filter((byte) => byte !== 0))
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, answer)), fc.array(fc.nat(), { maxLength: 20 }), (sent, cuts) => {
      const frames = sent.flatMap(([before, data]) => [before, answerFrame(data)])
      const bytes = Buffer.concat(frames)
      const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
      const reader = answerReader()
      const found = ends.flatMap((end, nth) => reader.push(bytes.subarray(ends[nth - 1] ?? 0, end)))
      expect(found).toEqual(sent.map(([, data]) => data))
    }),
  )
})

test('[NF14] one wrong byte in a frame loses that frame and not the next one', () => {
  const wrong = fc.tuple(
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
  )
  fc.assert(
    fc.property(wrong, ([data, at, by]) => {
      const frame = answerFrame(data)
      // The first byte and the last are no part of what is summed up.
      const place = 1 + (at % (frame.length - 2))
      const broken = frame.with(place, (frame[place] as number) ^ by)
      const reader = answerReader()
      const found = reader.push(
        Buffer.concat([broken, new Uint8Array(300), answerFrame(Uint8Array.of(1, 2))]),
      )
      expect(found.at(-1)).toEqual(Uint8Array.of(1, 2))
      expect(found.length === 1 || !Buffer.from(found[0] as Uint8Array).equals(data)).toBe(true)
    }),
  )
  expect(answerReader().push(commandFrame(Uint8Array.of(2)))).toEqual([])
})

test('[NF4] cards are told by what they answer: tags by the maker’s name, chips by taking commands', () => {
  expect(cardTypeOfAtr(bytesOf('3b8f8001804f0ca0000003060300030000000068'))).toBe('type_2')
  expect(cardTypeOfAtr(bytesOf('3b8f8001804f0ca000000306030001000000006a'))).toBe('other')
  expect(cardTypeOfAtr(bytesOf('3b8180018080'))).toBe('chip')
  expect(cardTypeOfAtr(bytesOf('a000000306'))).toBe('other')
  expect(cardTypeOfAtr(new Uint8Array())).toBe('chip')
  expect([0x00, 0x08, 0x18, 0x20, 0x28].map(cardTypeOfSak)).toEqual([
    'type_2',
    'other',
    'other',
    'chip',
    'chip',
  ])
  expect(isRandomUid(bytesOf('08112233'))).toBe(true)
  expect(isRandomUid(bytesOf('08112233445566'))).toBe(false)
})

/** A frame from the reader, as its manual writes it. */
function answerFrame(data: Uint8Array): Uint8Array {
  const whole = [0xd5, ...data]
  const sum = whole.reduce((all, byte) => all + byte, 0) & 0xff
  const length = whole.length
  return Uint8Array.of(0, 0, 0xff, length, (0x100 - length) & 0xff, ...whole, (0x100 - sum) & 0xff, 0)
}
