import { afterEach, expect, test, vi } from 'vitest'
import { revealMs } from '../../renderer/acts/member-acts.ts'
import { guestBasket, memberBasket, noBasket, silverMember } from '../../renderer/gallery/fixtures.ts'
import { account, candidates, profile } from '../../renderer/gallery/member-fixtures.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

afterEach(() => {
  vi.useRealTimers()
})

const found = { members: [...candidates], more: false }

/** The search, with four digits typed and answered. */
async function searching() {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F2', '5', '6', '7', '8')
  await counter.last('searchMembers').answer({ ok: true, output: found })
  return counter
}

test('[UI70] F2 opens the search, and every key typed asks anew', async () => {
  const counter = await searching()
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'find' }, memberQuery: '5678' })
  expect(counter.asked('searchMembers').map(({ input }) => input)).toEqual([
    { query: '5' },
    { query: '56' },
    { query: '567' },
    { query: '5678' },
  ])
  expect(counter.desk.finder.getState().members?.found).toHaveLength(candidates.length)
})

test('[UI70] too little typed is no mistake, and an answer to older words is dropped', async () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F2', '5')
  const early = counter.last('searchMembers')
  press(counter, '6')
  await counter.last('searchMembers').answer({ ok: false, refusal: { code: 'query_too_short' } })
  expect(counter.desk.progress.getState().message).toBeNull()
  await early.answer({ ok: true, output: found })
  expect(counter.desk.finder.getState().members).toBeNull()
  expect(counter.sounds).toEqual([])
})

test('[UI71] arrows choose a candidate and Enter serves them', async () => {
  const counter = await searching()
  press(counter, 'ArrowDown', 'ArrowDown', 'ArrowUp')
  expect(primary(counter)).toBe('choose_found')
  press(counter, 'Enter')
  expect(counter.last('attachMember').input).toEqual({ memberId: candidates[1]?.memberId })
  await counter.last('attachMember').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'none' }, memberQuery: '' })
  expect(counter.desk.finder.getState().members).toBeNull()
})

test('[UI71] a member who may not be served stays in the list, with the reason said', async () => {
  const counter = await searching()
  press(counter, 'Enter')
  await counter.last('attachMember').answer({ ok: false, refusal: { code: 'member_blacklisted' } })
  expect(counter.desk.entry.getState().panel.kind).toBe('find')
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'member_blacklisted' } })
})

test('[UI71] a whole member code is taken as if scanned', async () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F2')
  void counter.acts.findMembers('m2023051700017')
  await counter.last('searchMembers').answer({ ok: true, output: { members: [], more: false } })
  press(counter, 'Enter')
  expect(counter.last('takeScan').input).toEqual({ text: 'M2023051700017', source: 'typed' })
})

test('[UI71] a member scanned while they are searched for ends the search', async () => {
  const counter = await searching()
  counter.tell({ kind: 'basket_changed', value: memberBasket })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'none' }, memberQuery: '' })
})

test('[UI72] the card shows the profile the core answers with, and F2 goes on to another member', async () => {
  const counter = openCounter({ basket: memberBasket })
  press(counter, 'F2')
  expect(counter.desk.finder.getState().profile).toBeNull()
  expect(counter.last('memberProfile').input).toEqual({ memberId: silverMember.memberId })
  await counter.last('memberProfile').answer({ ok: true, output: profile })
  expect(counter.desk.finder.getState().profile).toEqual(profile)
  press(counter, 'ArrowRight', 'ArrowRight')
  expect(counter.desk.entry.getState().profileTab).toBe('coupons')
  press(counter, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')
  expect(counter.desk.entry.getState().profileTab).toBe('overview')
  press(counter, 'F2')
  expect(counter.desk.entry.getState().panel.kind).toBe('find')
})

test('[UI73] name and phone stand in clear for half a minute and no longer', async () => {
  const counter = openCounter({ basket: memberBasket })
  void counter.acts.reveal()
  // Only what the page itself counts stands still; the counter's answers need the real turn of events.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await counter.last('revealMember').answer({ ok: true, output: { name: '王晓明', phone: '13812345678' } })
  expect(counter.desk.finder.getState().revealed).toMatchObject({ name: '王晓明' })
  vi.advanceTimersByTime(revealMs - 1)
  expect(counter.desk.finder.getState().revealed).not.toBeNull()
  vi.advanceTimersByTime(1)
  expect(counter.desk.finder.getState().revealed).toBeNull()
})

test('[UI73] nothing found out about a member outlives them at the counter', async () => {
  const counter = openCounter({ basket: memberBasket })
  const { memberId } = silverMember
  counter.desk.finder.setState({ profile, account, revealed: { memberId, name: '王晓明', phone: null } })
  counter.desk.entry.setState({ panel: { kind: 'member' } })
  counter.tell({ kind: 'basket_changed', value: noBasket })
  expect(counter.desk.finder.getState()).toMatchObject({ profile: null, account: null, revealed: null })
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
})

test('[UI73] an answer that comes when another member is served shows nothing', async () => {
  const counter = openCounter({ basket: memberBasket })
  void counter.acts.reveal()
  counter.tell({ kind: 'basket_changed', value: guestBasket })
  await counter.last('revealMember').answer({ ok: true, output: { name: '王晓明', phone: null } })
  expect(counter.desk.finder.getState().revealed).toBeNull()
})

test('[UI74] a consent is turned by one press, membership itself never', async () => {
  const counter = openCounter({ basket: memberBasket })
  counter.desk.finder.setState({ profile })
  void counter.acts.toggleConsent('marketing')
  expect(counter.last('setConsents').input).toEqual({
    memberId: profile.memberId,
    consents: { service: true, marketing: true, profiling: true },
  })
  await counter.last('setConsents').answer({ ok: true, output: {} })
  // What holds now is the core's to say.
  expect(counter.asked('memberProfile')).toHaveLength(1)
})

test('[UI98] letting a member go closes the profile, not what was opened while the core was asked', async () => {
  const counter = openCounter({ basket: memberBasket })
  press(counter, 'F2')
  const leaving = counter.acts.detachMember()
  press(counter, 'F9')
  await counter.last('detachMember').answer({ ok: true, output: {} })
  await leaving
  expect(counter.desk.entry.getState().panel.kind).toBe('services')
})
