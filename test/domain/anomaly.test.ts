import { expect, test } from 'vitest'
import { type AnomalyFacts, judgeAnomalies, judgeBlocked, needsSupervisor } from '../../domain/anomaly.ts'
import type { AnomalyRule } from '../../domain/programme.ts'
import { dayMs, hourMs } from '../../domain/time.ts'
import { id, member, noon, programme } from './act-shop.ts'

function facts(changes: Partial<AnomalyFacts> = {}): AnomalyFacts {
  return {
    act: 'redeem',
    now: noon,
    terminalId: id(2),
    actorId: id(7),
    member: member(),
    ofMember: [],
    ofMemberByStaff: [],
    failedCodes: [],
    returnsWithoutSale: [],
    ...changes,
  }
}

const ago = (...ms: number[]) => ms.map((back) => noon - back)
const elsewhere = member({ lastRedemption: { at: noon - 300_000, terminalId: id(3) } })

test.each<[string, Partial<AnomalyFacts>, string[]]>([
  ['a first redemption', {}, []],
  ['the second of an hour', { ofMember: ago(1) }, []],
  ['the third of an hour', { ofMember: ago(1, hourMs) }, ['member_redemptions 3 supervisor']],
  ['the third, one of them longer ago', { ofMember: ago(1, hourMs + 1) }, []],
  ['the third, by a clock set back', { ofMember: ago(-1, -5) }, ['member_redemptions 3 supervisor']],
  ['many by a bearer of no name', { member: null, ofMember: ago(1, 2, 3) }, []],
  ['at two tills within minutes', { member: elsewhere }, ['two_tills 2 warn']],
  ['at two tills, later', { member: elsewhere, now: noon + 1 }, []],
  ['twice at this till', { member: member({ lastRedemption: { at: noon - 1, terminalId: id(2) } }) }, []],
  ['two codes failed and another', { act: 'failed_code', failedCodes: ago(1, 2) }, ['failed_codes 3 warn']],
  ['one code failed and another', { act: 'failed_code', failedCodes: ago(1) }, []],
  ['a redemption after three codes failed', { failedCodes: ago(1, 2, 3) }, ['failed_codes 3 warn']],
  ['a redemption after two codes failed', { failedCodes: ago(1, 2) }, []],
  ['for oneself', { member: member({ staffId: id(7) }) }, ['staff_self 1 block']],
  ['for a colleague', { member: member({ staffId: id(8) }) }, []],
  [
    'for one member again and again',
    { ofMemberByStaff: ago(1, 2, dayMs) },
    ['staff_one_member 4 supervisor'],
  ],
  ['a return without its sale', { act: 'return_without_sale' }, []],
  [
    'another return without its sale',
    { act: 'return_without_sale', returnsWithoutSale: ago(dayMs) },
    ['returns_without_sale 2 supervisor'],
  ],
  [
    'a return says nothing of redemptions',
    { act: 'return_without_sale', ofMember: ago(1, 2, 3), failedCodes: ago(1, 2, 3) },
    [],
  ],
])('[AN1] %s', (_, changes, expected) => {
  const verdicts = judgeAnomalies(facts(changes), programme.anomalies)
  expect(verdicts.map(({ kind, count, action }) => `${kind} ${count} ${action}`)).toEqual(expected)
})

test('[AN2] the strictest comes first; of two rules of one kind the stricter that holds', () => {
  const rules: AnomalyRule[] = [
    { kind: 'member_redemptions', count: 1, withinMs: hourMs, action: 'warn' },
    { kind: 'member_redemptions', count: 2, withinMs: hourMs, action: 'block' },
    { kind: 'member_redemptions', count: 9, withinMs: hourMs, action: 'supervisor' },
    { kind: 'staff_one_member', count: 1, withinMs: hourMs, action: 'supervisor' },
  ]
  expect(judgeAnomalies(facts(), rules).map(({ kind, action }) => [kind, action])).toEqual([
    ['staff_one_member', 'supervisor'],
    ['member_redemptions', 'warn'],
  ])
  const again = judgeAnomalies(facts({ ofMember: ago(1) }), rules)
  expect(again.map(({ kind, action }) => [kind, action])).toEqual([
    ['member_redemptions', 'block'],
    ['staff_one_member', 'supervisor'],
  ])
})

test('[AN3] a block refuses with its kind, a supervisor is asked for, a warning only tells', () => {
  const verdict = (action: AnomalyRule['action']) => ({ kind: 'staff_self', action, count: 1 }) as const
  expect(judgeBlocked([verdict('warn'), verdict('supervisor')])).toEqual({ ok: true, value: true })
  expect(judgeBlocked([verdict('warn'), verdict('block')])).toEqual({
    ok: false,
    refusal: { code: 'anomaly_blocked', figures: { kind: 'staff_self' } },
  })
  expect([[], [verdict('warn')], [verdict('supervisor')]].map(needsSupervisor)).toEqual([false, false, true])
})

test('[AN3] no rules, no verdicts', () => {
  expect(judgeAnomalies(facts({ ofMember: ago(1, 2, 3, 4) }), [])).toEqual([])
})
