import { expect, test } from 'vitest'
import { openPn532Reader } from '../../electron/devices/card-reader-pn532.ts'
import type { CardReading, DeviceState } from '../../electron/devices/port.ts'
import { pn532Chip } from '../fakes/pn532-chip.ts'
import { recorder } from '../fakes/recorder.ts'
import { openSerialPair } from '../fakes/serial-pair.ts'
import { textMessage, type2Tag } from '../fakes/virtual-card.ts'
import { cardReaderSuite } from '../suites/card-reader-suite.ts'

const tag = () => type2Tag('04A1B2C3D4E5F6', textMessage('A'))

async function chipOnLine() {
  const line = await openSerialPair()
  const chip = pn532Chip(line)
  chip.attach()
  return { line, chip }
}

cardReaderSuite('PN532 reader', async () => {
  const { line, chip } = await chipOnLine()
  return {
    open: (events) => openPn532Reader({ kind: 'pn532', path: line.tillPath, baudRate: 115_200 }, events),
    async present(card) {
      chip.present(card)
      return async () => chip.remove()
    },
    unplug: () => line.unplug(),
    async replug() {
      await line.replug()
      chip.attach()
    },
    close: () => line.close(),
  }
})

test('[NF12] a chip that stays silent is faulted and set up anew when it speaks, through any noise', async () => {
  const { line, chip } = await chipOnLine()
  const [cards, states] = [recorder<CardReading>(), recorder<DeviceState>()]
  chip.mute(true)
  const reader = openPn532Reader(
    { kind: 'pn532', path: line.tillPath, baudRate: 115_200 },
    { onCard: cards.add, onState: states.add },
  )
  await states.until((all) => all.at(-1) === 'faulted')
  chip.mute(false)
  await states.until((all) => all.at(-1) === 'ready')
  let seed = 11
  await line.write(
    Uint8Array.from({ length: 1_000_000 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed >> 16
    }),
  )
  chip.present(tag())
  const heard = await cards.until(
    (all) => all.some((card) => card.kind === 'tag' && card.text === 'A'),
    10_000,
  )
  expect(heard.at(-1)).toEqual({ kind: 'tag', uid: '04A1B2C3D4E5F6', text: 'A' })
  chip.mute(true)
  await states.until((all) => all.at(-1) === 'faulted', 8_000)
  await reader.close()
  await line.close()
})
