import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPcscReader } from '../../electron/devices/card-reader-pcsc.ts'
import type { CardReading, DeviceState } from '../../electron/devices/port.ts'
import { recorder } from '../fakes/recorder.ts'
import { openSmartCardService, type SmartCardService } from '../fakes/smart-card-service.ts'
import { paymentCard, textMessage, type2Tag } from '../fakes/virtual-card.ts'
import { cardReaderSuite } from '../suites/card-reader-suite.ts'

/* The real pcscd and its client library, with vsmartcard's virtual reader. */

let service: SmartCardService

beforeAll(async () => {
  service = await openSmartCardService()
  process.env['PCSCLITE_CSOCK_NAME'] = service.socket
})

afterAll(async () => {
  delete process.env['PCSCLITE_CSOCK_NAME']
  await service?.close()
})

cardReaderSuite('PC/SC reader', async () => ({
  open: (events) => openPcscReader({ kind: 'pcsc' }, events),
  present: (card) => service.present(card),
  unplug: () => service.kill(),
  async replug() {
    await service.kill()
    await service.start()
  },
  close: async () => undefined,
}))

function listening(name?: string) {
  const [cards, states] = [recorder<CardReading>(), recorder<DeviceState>()]
  const reader = openPcscReader({ kind: 'pcsc', name }, { onCard: cards.add, onState: states.add })
  return { cards, states, reader }
}

test('[NF10] every reader of the service is heard, or the one that was named', async () => {
  const [all, second] = [listening(), listening('PCD 00 01')]
  await all.states.until((states) => states.at(-1) === 'ready', 8_000)
  await second.states.until((states) => states.at(-1) === 'ready', 8_000)
  const takes = [
    await service.present(type2Tag('04000000000001', textMessage('left')), 0),
    await service.present(type2Tag('04000000000002', textMessage('right')), 1),
  ]
  const heard = await all.cards.until((cards) => cards.length === 2)
  expect(new Set(heard.map((card) => (card.kind === 'tag' ? card.text : '')))).toEqual(
    new Set(['left', 'right']),
  )
  expect(await second.cards.until((cards) => cards.length === 1)).toMatchObject([{ text: 'right' }])
  for (const take of takes) await take()
  await Promise.all([all.reader.close(), second.reader.close()])
})

test('[NF11] of a card in a contact slot nothing is asked but the number it has not', async () => {
  const { cards, states, reader } = listening()
  await states.until((all) => all.at(-1) === 'ready', 8_000)
  const card = paymentCard('11223344', false)
  const take = await service.present(card)
  expect(await cards.until((all) => all.length > 0)).toEqual([{ kind: 'foreign' }])
  expect(card.asked).toEqual(['ffca000000'])
  await take()
  await reader.close()
})
