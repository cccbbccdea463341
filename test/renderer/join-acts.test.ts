import { expect, test } from 'vitest'
import { guestBasket, idOf, memberBasket, silverMember } from '../../renderer/gallery/fixtures.ts'
import { joined } from '../../renderer/gallery/member-fixtures.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

const phone = [...'13812345678']

/** Enrolment, with the phone typed and the name step reached. */
function atName() {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F2', 'F2', ...phone, 'Enter')
  return counter
}

test('[UI75] three steps by the keyboard alone, with nothing ticked but membership', async () => {
  const counter = atName()
  expect(counter.desk.entry.getState().joining.step).toBe('name')
  counter.acts.typeJoin('name', ' 陈晓梅 ')
  counter.acts.focusJoin('birthday')
  press(counter, '0', '5', '1', '7', '9', 'Enter')
  expect(primary(counter)).toBe('enrol_member')
  press(counter, 'Enter')
  expect(counter.last('enrolMember').input).toEqual({
    phone: '13812345678',
    name: '陈晓梅',
    birthday: '05-17',
    consents: { service: true, marketing: false, profiling: false },
    referrerCode: null,
  })
  await counter.last('enrolMember').answer({ ok: true, output: joined })
  expect(counter.desk.entry.getState().joining.step).toBe('done')
  expect(counter.desk.finder.getState().joined).toEqual(joined)
  expect(counter.sounds).toEqual(['done'])
})

test('[UI75] consents are turned by their number', () => {
  const counter = atName()
  press(counter, 'Enter', '2', '3', '3', '1')
  expect(counter.desk.entry.getState().joining.consents).toEqual({
    service: false,
    marketing: true,
    profiling: false,
  })
})

test('[UI75] a second press while enrolling enrols nobody twice', () => {
  const counter = atName()
  press(counter, 'Enter', 'Enter', 'Enter')
  expect(counter.asked('enrolMember')).toHaveLength(1)
})

test('[UI75] nothing typed goes no further, and half a birthday is none', () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F2', 'F2', 'Enter')
  expect(counter.desk.entry.getState().joining.step).toBe('phone')
  press(counter, '1', 'Enter')
  counter.acts.typeJoin('birthday', '05')
  press(counter, 'Enter', 'Enter')
  expect(counter.last('enrolMember').input).toMatchObject({ birthday: null, name: null })
})

test.each([
  ['phone_invalid', 'phone', 'phone'],
  ['name_invalid', 'name', 'name'],
  ['member_coming', 'phone', 'phone'],
  ['referrer_unknown', 'name', 'referrer'],
] as const)('[UI76] %s leads back to the question it is about', async (code, step, field) => {
  const counter = atName()
  press(counter, 'Enter', 'Enter')
  await counter.last('enrolMember').answer({ ok: false, refusal: { code } })
  expect(counter.desk.entry.getState().joining).toMatchObject({ step, field, phone: '13812345678' })
  expect(counter.desk.progress.getState().message).toMatchObject({ place: 'join', refusal: { code } })
})

test('[UI76] consent_missing stays where consent is asked for', async () => {
  const counter = atName()
  press(counter, 'Enter', 'Enter')
  await counter.last('enrolMember').answer({ ok: false, refusal: { code: 'consent_missing' } })
  expect(counter.desk.entry.getState().joining.step).toBe('consent')
})

test('[UI77] a phone that is a member’s serves that member at one press', async () => {
  const counter = atName()
  press(counter, 'Enter', 'Enter')
  const figures = { maskedName: '王*', memberId: idOf(900) }
  await counter.last('enrolMember').answer({ ok: false, refusal: { code: 'member_exists', figures } })
  expect(primary(counter)).toBe('use_existing')
  press(counter, 'Enter')
  expect(counter.last('attachMember').input).toEqual({ memberId: idOf(900) })
  await counter.last('attachMember').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
  expect(counter.asked('enrolMember')).toHaveLength(1)
})

test('[UI78] who just joined is who is served, whether the core said so already or not', async () => {
  for (const [basket, asks] of [
    [guestBasket, 1],
    [{ ...memberBasket, member: { ...silverMember, memberId: joined.memberId } }, 0],
  ] as const) {
    const counter = atName()
    press(counter, 'Enter', 'Enter')
    counter.tell({ kind: 'basket_changed', value: basket })
    await counter.last('enrolMember').answer({ ok: true, output: joined })
    expect(primary(counter)).toBe('join_done')
    press(counter, 'Enter')
    expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'none' }, joining: { phone: '' } })
    expect(counter.asked('attachMember')).toHaveLength(asks)
  }
})

test('[UI78] Esc goes back a step and loses nothing that was typed', () => {
  const counter = atName()
  press(counter, 'Enter', 'Escape')
  expect(counter.desk.entry.getState().joining.step).toBe('name')
  press(counter, 'Escape')
  expect(counter.desk.entry.getState().joining).toMatchObject({ step: 'phone', phone: '13812345678' })
  press(counter, 'Escape')
  expect(counter.desk.entry.getState().panel.kind).toBe('find')
})

test('[UI79] a member code scanned at the name step is the referrer’s', async () => {
  const counter = atName()
  await counter.acts.takeWedgeScan('M2023051700017')
  expect(counter.desk.entry.getState().joining.referrer).toBe('M2023051700017')
  expect(counter.asked('takeScan')).toEqual([])
  // A device's scan comes here too while somebody joins, and goes into the basket again afterwards.
  expect(counter.last('routeScans').input).toEqual({ to: 'page' })
  counter.tell({ kind: 'scan_read', text: 'M0000000000017' })
  expect(counter.desk.entry.getState().joining.referrer).toBe('M0000000000017')
  counter.acts.closeJoin()
  expect(counter.last('routeScans').input).toEqual({ to: 'basket' })
  // Goods go into the basket as ever.
  void counter.acts.takeWedgeScan('6901234567892')
  expect(counter.asked('takeScan')).toHaveLength(1)
})

test('[UI120] what is known of the member is put right in one step; what stays empty is left alone', async () => {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openCorrect()
  expect(primary(counter)).toBe('nothing')
  counter.acts.typeJoin('name', ' 陈晓梅 ')
  counter.acts.focusJoin('birthday')
  press(counter, '1', '3')
  expect(primary(counter)).toBe('nothing')
  press(counter, '3', '2')
  expect(primary(counter)).toBe('nothing')
  counter.acts.typeJoin('birthday', '0517')
  expect(primary(counter)).toBe('correct_profile')
  press(counter, 'Enter')
  const asked = counter.last('changeProfile')
  expect(asked.input).toEqual({
    memberId: silverMember.memberId,
    name: '陈晓梅',
    phone: null,
    birthday: '05-17',
  })
  await asked.answer({ ok: false, refusal: { code: 'name_invalid' } })
  expect(counter.desk.entry.getState()).toMatchObject({
    panel: { kind: 'join' },
    joining: { name: ' 陈晓梅 ' },
  })
  press(counter, 'Enter')
  await counter.last('changeProfile').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'member' }, joining: { name: '' } })
  expect(counter.asked('memberProfile')).toHaveLength(1)
})

test('[UI120] what was begun for one customer is not written to another who comes meanwhile', async () => {
  const counter = openCounter({ basket: memberBasket })
  counter.acts.openCorrect()
  counter.acts.typeJoin('name', '陈晓梅')
  counter.tell({
    kind: 'basket_changed',
    value: { ...memberBasket, member: { ...silverMember, memberId: idOf(861) } },
  })
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'none' }, joining: { name: '' } })
  expect(counter.asked('changeProfile')).toEqual([])
})
