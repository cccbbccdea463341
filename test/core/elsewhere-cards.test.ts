import { expect, test } from 'vitest'
import type { CardReaderEvents } from '../../electron/devices/port.ts'
import { tillInContact } from './contact.ts'
import { codeOfOil, wang } from './demo-chain.ts'
import { codeOf, newMemberTill } from './member-rig.ts'
import { asks, knowing, nobodys, privacy, stranger } from './stranger.ts'
import { memoryLog, payCash, scan } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/* Cards and tags of members of other areas (loyalty.md 7). */

const ofAreas = { members: true, programme: { privacy } }
const uid = '04A224B1C83481'
const attachedOutcome = { output: { kind: 'member_attached' } }

test.each([
  ['a card with a number of its own', '801000000002'],
  ['a card with a number like goods’', '6901234567892'],
  ['an NFC identity a wedge types', uid],
])('[MB22] %s of another area’s member is asked for whole, and names them', async (_, text) => {
  const central = await knowing()
  const { page } = await tillInContact(central, ofAreas)
  await scan(page, codeOfOil(1))
  expect(await scan(page, text)).toEqual(attachedOutcome)
  expect(asks(central)).toEqual([{ kind: 'card', value: text }])
  expect(page.slice('basket_changed').member).toMatchObject({
    memberId: stranger.memberId,
    proof: 'scanned',
  })
  expect(await payCash(page)).toHaveProperty('output')
})

test('[MB22] what is nobody’s there either is refused as before; a text no card bears and a card that is here are not asked for', async () => {
  const central = await knowing({ knows: () => false })
  const { page } = await tillInContact(central, ofAreas)
  for (const [text, code] of [
    ['801000000002', 'code_damaged'],
    ['6901234567892', 'product_unknown'],
    [uid, 'code_unknown'],
  ] as const)
    expect(codeOf(await scan(page, text))).toBe(code)
  expect(asks(central)).toHaveLength(3)
  for (const text of ['https://example.org/?a=1', codeOfOil(1), wang.code, '8010\u000000000001'])
    await scan(page, text)
  expect(asks(central)).toHaveLength(3)
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: wang.memberId })
})

test('[MB22] without contact, and where every till copies everybody, no number of a card leaves the till', async () => {
  const central = await knowing()
  const whole = await tillInContact(central, { members: true })
  const cut = await newMemberTill({ programme: { privacy } })
  for (const { page } of [whole, cut]) expect(codeOf(await scan(page, uid))).toBe('code_unknown')
  expect(asks(central)).toEqual([])
  const late = await tillInContact(await knowing({ sends: () => false }), ofAreas)
  expect(codeOf(await scan(late.page, uid))).toBe('member_coming')
})

/** A till of an area with a reader in the test's hand. */
async function tillWithReader(url: string | null) {
  const opened: CardReaderEvents[] = []
  const log = memoryLog()
  const rig = await newTill(
    {
      config: { cardReaders: [{ kind: 'pcsc' as const }], ...(url ? { central: { url } } : {}) },
      openCardReader: (_, events) => {
        opened.push(events)
        return { close: async () => undefined }
      },
      log,
    },
    ofAreas,
  )
  if (url) {
    await rig.page.call('syncNow', {})
    await rig.page.until(() => rig.page.slice('sync_changed').lastContactAt !== null)
    await rig.page.until(() => ['online', 'syncing'].includes(rig.page.slice('sync_changed').state))
  }
  const told = () => rig.page.notices.flatMap((one) => (one.kind === 'scan_taken' ? [one] : []))
  const lay = async (reading: Parameters<CardReaderEvents['onCard']>[0]) => {
    const before = told().length
    opened[0]?.onCard(reading)
    await expect.poll(() => told().length, { timeout: 10_000 }).toBe(before + 1)
    const last = told().at(-1)
    return last?.refusal?.code ?? last?.outcome?.kind
  }
  return { ...rig, lay, log }
}

test('[MB23] a tag of another area’s member is asked for by its number, after what it carries; a chip that may pay goes to nobody', async () => {
  const central = await knowing({ knows: (value) => value === uid })
  const { lay, log, page } = await tillWithReader(central.url)
  expect(await lay({ kind: 'chip', uid })).toBe('card_foreign')
  expect(asks(central)).toEqual([])
  expect(await lay({ kind: 'tag', uid, text: null })).toBe('member_attached')
  expect(asks(central)).toEqual([{ kind: 'card', value: uid }])
  await page.call('detachMember', {})
  // They are here now by their code alone: the number is asked for again.
  expect(await lay({ kind: 'tag', uid, text: 'https://example.org/card' })).toBe('member_attached')
  expect(await lay({ kind: 'tag', uid: 'DEADBEEF', text: null })).toBe('card_unknown')
  expect(await lay({ kind: 'tag', uid: 'DEADBEEF', text: nobodys })).toBe('member_nowhere')
  expect(log.lines.join('\n').toUpperCase()).not.toContain('DEADBEEF')
})

test('[MB23] without contact a tag may be another area’s, and a chip is nobody’s', async () => {
  const { lay } = await tillWithReader(null)
  expect(await lay({ kind: 'tag', uid, text: null })).toBe('member_not_here')
  expect(await lay({ kind: 'chip', uid })).toBe('card_foreign')
})
