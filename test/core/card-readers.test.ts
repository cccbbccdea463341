import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CardReaderSetup } from '../../contract/config.ts'
import type { CardReaderEvents } from '../../electron/devices/port.ts'
import { codeOfOil } from './demo-chain.ts'
import { wangs } from './member-chain.ts'
import { memoryLog } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/** A reader in the test's hand; the drivers have their own tests. */
function handReader() {
  const opened: (CardReaderEvents & { readonly setup: CardReaderSetup })[] = []
  let closed = 0
  return {
    opened,
    closed: () => closed,
    openCardReader: (setup: CardReaderSetup, events: CardReaderEvents) => {
      opened.push({ setup, ...events })
      return {
        close: async () => {
          closed += 1
        },
      }
    },
  }
}

const config = { cardReaders: [{ kind: 'pcsc' as const }] }
const stranger = 'DEADBEEF'

async function tillWithReader() {
  const hand = handReader()
  const log = memoryLog()
  const rig = await newTill({ config, openCardReader: hand.openCardReader, log }, { members: true })
  const reader = hand.opened[0] as CardReaderEvents
  const told = () => rig.page.notices.filter(({ kind }) => kind.startsWith('scan_'))
  return { ...rig, hand, reader, told, log }
}

test('[NF15] a member’s card names the member by its number, and a tag by the code it carries', async () => {
  const { page, reader, told } = await tillWithReader()
  reader.onCard({ kind: 'tag', uid: wangs.nfc.replaceAll(':', '').toUpperCase(), text: null })
  expect(told().at(-1)).toMatchObject({ outcome: { kind: 'member_attached' } })
  expect(page.slice('basket_changed').member?.proof).toBe('scanned')
  await page.call('detachMember', {})
  reader.onCard({ kind: 'chip', uid: wangs.nfc.replaceAll(':', '').toUpperCase() })
  expect(told().at(-1)).toMatchObject({ outcome: { kind: 'member_attached' } })
  reader.onCard({ kind: 'tag', uid: stranger, text: codeOfOil(1) })
  expect(told().at(-1)).toMatchObject({ outcome: { kind: 'product_added' } })
})

test('[NF16] a card that is nobody’s is refused kindly and leaves nothing behind', async () => {
  const { page, reader, told, folder, till, log } = await tillWithReader()
  const before = page.slice('basket_changed')
  reader.onCard({ kind: 'chip', uid: stranger })
  reader.onCard({ kind: 'tag', uid: stranger, text: null })
  reader.onCard({ kind: 'foreign' })
  reader.onCard({ kind: 'unreadable' })
  expect(told().map((notice) => ('refusal' in notice ? notice.refusal?.code : null))).toEqual([
    'card_foreign',
    'card_unknown',
    'card_foreign',
    'card_unreadable',
  ])
  expect(page.slice('basket_changed')).toEqual(before)
  expect(JSON.stringify(page.frames).toUpperCase()).not.toContain(stranger)
  expect(log.lines.join('\n').toUpperCase()).not.toContain(stranger)
  await till.stop()
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isFile())
      expect(readFileSync(path).toString('latin1').toUpperCase()).not.toContain(stranger)
  }
})

test('[NF17] while a screen asks for a code a tag goes to it, and a chip that is no tag does not', async () => {
  const { page, reader, told } = await tillWithReader()
  await page.call('routeScans', { to: 'page' })
  reader.onCard({ kind: 'tag', uid: '04A1', text: 'C0000000000024' })
  reader.onCard({ kind: 'tag', uid: '04A1', text: null })
  reader.onCard({ kind: 'chip', uid: stranger })
  expect(told()).toMatchObject([
    { kind: 'scan_read', text: 'C0000000000024' },
    { kind: 'scan_read', text: '04A1' },
    { kind: 'scan_taken', refusal: { code: 'card_foreign' } },
  ])
})

test('[NF18] the state of each reader is on the screen, and stopping frees them', async () => {
  const { page, reader, hand, till } = await tillWithReader()
  expect(page.slice('devices_changed').cardReaders).toEqual([{ name: 'pcsc', state: 'absent' }])
  reader.onState('ready')
  await page.until(() => page.slice('devices_changed').cardReaders[0]?.state === 'ready')
  await till.stop()
  expect(hand.closed()).toBe(1)
})
