import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CardReader, CardReaderEvents, CardReading, DeviceState } from '../../electron/devices/port.ts'
import { recorder } from '../fakes/recorder.ts'
import {
  blocksOf,
  classicCard,
  paymentCard,
  phone,
  textMessage,
  type2Tag,
  type4Tag,
  type VirtualCard,
} from '../fakes/virtual-card.ts'

/** One reader, as its driver is tested with it. */
export interface CardReaderBench {
  open(events: CardReaderEvents): CardReader
  /** Lays a card on; the call answered takes it away. */
  present(card: VirtualCard): Promise<() => Promise<void>>
  unplug(): Promise<void>
  replug(): Promise<void>
  close(): Promise<void>
}

const uid = '04A1B2C3D4E5F6'
const backWithinMs = 2_000

/** What every driver of card readers must do, whatever the reader. */
export function cardReaderSuite(name: string, makeBench: () => Promise<CardReaderBench>): void {
  let bench: CardReaderBench
  const cleanUps: (() => Promise<void>)[] = []

  beforeAll(async () => {
    bench = await makeBench()
  })

  afterAll(() => bench?.close())

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  async function listening() {
    const [cards, states] = [recorder<CardReading>(), recorder<DeviceState>()]
    const reader = bench.open({ onCard: cards.add, onState: states.add })
    cleanUps.push(() => reader.close())
    await states.until((all) => all.at(-1) === 'ready', 8_000)
    return { cards, states, reader }
  }

  async function laidOn(card: VirtualCard): Promise<() => Promise<void>> {
    const take = await bench.present(card)
    cleanUps.push(take)
    return take
  }

  /** What one card is read as. */
  async function readingOf(card: VirtualCard): Promise<CardReading | undefined> {
    const { cards } = await listening()
    await laidOn(card)
    return (await cards.until((all) => all.length > 0)).at(0)
  }

  test.each([
    ['a short text', 'M0000000000017'],
    ['Chinese', '会员 M0000000000017'],
    ['a text over many pages', 'EM1:'.padEnd(500, 'A1')],
  ])(`[NF1] ${name}: a Type 2 tag is read with its number and %s`, async (_what, text) => {
    expect(await readingOf(type2Tag(uid, textMessage(text)))).toEqual({ kind: 'tag', uid, text })
  })

  test(`[NF1] ${name}: an address on a tag is read with its beginning`, async () => {
    const address = Buffer.concat([Uint8Array.of(0xd1, 1, 12, 0x55, 4), Buffer.from('example.com')])
    expect(await readingOf(type2Tag(uid, address))).toEqual({ kind: 'tag', uid, text: 'https://example.com' })
  })

  test.each([
    ['at once', 'C0000000000024', 0xfb],
    ['in pieces', 'EM1:'.padEnd(700, 'B2'), 0x20],
  ])(`[NF2] ${name}: a Type 4 tag is read %s`, async (_how, text, chunk) => {
    expect(await readingOf(type4Tag(uid, textMessage(text), chunk))).toEqual({ kind: 'tag', uid, text })
  })

  test(`[NF3] ${name}: a card that stays is one reading; taken away and laid on again it is another`, async () => {
    const { cards } = await listening()
    const take = await laidOn(type2Tag(uid, textMessage('A')))
    await cards.until((all) => all.length === 1)
    await take()
    const other = await laidOn(type2Tag('04FFFFFFFFFF80', textMessage('B')))
    await cards.until((all) => all.length === 2)
    await other()
    await laidOn(type2Tag(uid, textMessage('A')))
    const heard = await cards.until((all) => all.length === 3)
    expect(heard.map((one) => (one.kind === 'tag' ? one.text : one.kind))).toEqual(['A', 'B', 'A'])
  })

  test(`[NF4] ${name}: a payment card is asked whether it is a tag, and nothing else`, async () => {
    const card = paymentCard('11223344')
    expect(await readingOf(card)).toEqual({ kind: 'chip', uid: '11223344' })
    expect(card.asked).toEqual(['00a4040007d276000085010100'])
  })

  test(`[NF5] ${name}: a phone, whose number is new each time, is nobody’s card, once`, async () => {
    const card = phone()
    const { cards } = await listening()
    const take = await laidOn(card)
    await cards.until((all) => all.length > 0)
    await take()
    await laidOn(classicCard('AABBCCDD'))
    const heard = await cards.until((all) => all.length > 1)
    expect(heard).toEqual([{ kind: 'foreign' }, { kind: 'tag', uid: 'AABBCCDD', text: null }])
    expect(card.asked).toEqual([])
  })

  test(`[NF6] ${name}: a card taken away while it is read is unreadable, and the next one is read`, async () => {
    const { cards } = await listening()
    let take: () => Promise<void> = () => Promise.resolve()
    const whole = type4Tag(uid, textMessage('x'.repeat(900)), 16)
    let asked = 0
    take = await laidOn({
      ...whole,
      answer: (command) => {
        asked += 1
        if (asked === 9) void take()
        return whole.answer(command)
      },
    })
    await cards.until((all) => all.length === 1, 8_000)
    await take()
    const next = '04FFFFFFFFFF80'
    await laidOn(type2Tag(next, textMessage('next')))
    const heard = await cards.until((all) => all.length === 2, 8_000)
    expect(heard).toEqual([{ kind: 'unreadable' }, { kind: 'tag', uid: next, text: 'next' }])
  })

  test(`[NF7] ${name}: a reader that goes is told, and back within 2 s it reads`, async () => {
    const { cards, states } = await listening()
    await bench.unplug()
    cleanUps.push(() => bench.replug())
    await states.until((all) => all.at(-1) !== 'ready')
    await bench.replug()
    await states.until((all) => all.at(-1) === 'ready', backWithinMs + 2_000)
    await laidOn(type2Tag(uid, textMessage('back')))
    expect(await cards.until((all) => all.length > 0)).toEqual([{ kind: 'tag', uid, text: 'back' }])
  })

  test.each<[string, Uint8Array]>([
    ['a message cut short', Uint8Array.of(0x03, 0x20, 0xd1, 0x01, 0x1c)],
    ['a length beyond the tag', Uint8Array.of(0x03, 0xff, 0xff, 0xf0, 0xd1)],
    ['a record longer than its message', blocksOf(Uint8Array.of(0xd1, 0x01, 0xff, 0x54, 0x00))],
    ['torn text', blocksOf(Uint8Array.of(0xd1, 0x01, 0x02, 0x54, 0x00, 0xe4))],
    ['no message at all', Uint8Array.of(0xfe)],
    ['nothing', new Uint8Array(32)],
  ])(`[NF8] ${name}: with %s on it a tag is its number alone`, async (_what, blocks) => {
    expect(await readingOf(type2Tag(uid, new Uint8Array(), blocks))).toEqual({ kind: 'tag', uid, text: null })
  })

  test(`[NF9] ${name}: closed it is silent, twice over, and free for the next`, async () => {
    const { cards, reader } = await listening()
    await Promise.all([reader.close(), reader.close()])
    const second = await listening()
    await laidOn(type2Tag(uid, textMessage('A')))
    await second.cards.until((all) => all.length > 0)
    expect(cards.items).toEqual([])
  })
}
