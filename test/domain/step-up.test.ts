import { expect, test } from 'vitest'
import { type Approval, judgeApproval, judgeApprover } from '../../domain/approval.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { proofs } from '../../domain/proof.ts'
import { judgeStepUp, type StepUpFacts, type StepUpReason, stepUpFor } from '../../domain/step-up.ts'
import { id, noon, programme } from './act-shop.ts'

const rules = programme.stepUp

function facts(changes: Partial<StepUpFacts> = {}): StepUpFacts {
  return { burned: points(0), coupons: [], redemptionsToday: 0, anomaly: false, ...changes }
}

const cheap = { worth: money(9_999), highValue: false }

test.each<[string, Partial<StepUpFacts>, StepUpReason[]]>([
  ['nothing redeemed', { redemptionsToday: 9 }, []],
  ['few points', { burned: points(4_999) }, []],
  ['many points', { burned: points(5_000) }, ['many_points']],
  ['a coupon below the mark', { coupons: [cheap] }, []],
  ['a coupon at the mark', { coupons: [cheap, { ...cheap, worth: money(10_000) }] }, ['dear_coupon']],
  ['a coupon marked so', { coupons: [{ worth: money(0), highValue: true }] }, ['dear_coupon']],
  ['the second of a day', { burned: points(100), redemptionsToday: 1 }, []],
  ['the third of a day', { burned: points(100), redemptionsToday: 2 }, ['many_redemptions']],
  ['an anomaly', { anomaly: true }, ['anomaly']],
  [
    'all at once, in their order',
    {
      burned: points(9_000),
      coupons: [{ worth: money(20_000), highValue: true }],
      redemptionsToday: 5,
      anomaly: true,
    },
    ['many_points', 'dear_coupon', 'many_redemptions', 'anomaly'],
  ],
])('[SU1] %s', (_, changes, reasons) => {
  expect(stepUpFor(facts(changes), rules)).toEqual(reasons)
})

const act = { actId: id(600), amount: money(5_000), subject: 'points of Wang', actorId: id(7) }
const approval: Approval = {
  approverId: id(8),
  actId: id(600),
  amount: money(5_000),
  subject: 'points of Wang',
  reason: 'known customer',
  at: noon - 60_000,
}

function shown(changes: Partial<Parameters<typeof judgeStepUp>[0]> = {}) {
  return judgeStepUp({
    reasons: ['many_points'],
    act,
    proof: 'scanned',
    proofActId: null,
    approval: null,
    now: noon,
    rules,
    ...changes,
  })
}

const figures = { reasons: 'many_points', amount: 5_000, actId: id(600) }

test('[SU2] without a reason the act goes as it was recognised', () => {
  expect(shown({ reasons: [] })).toEqual({ ok: true, value: { proof: 'scanned', approverId: null } })
})

test('[SU2] a proof counts when it is a second one and for this very act', () => {
  for (const proof of proofs) {
    const second = proof === 'dynamic_code' || proof === 'one_time_code' || proof === 'member_pin'
    const judged = shown({ proof, proofActId: id(600) })
    if (second) expect(judged).toEqual({ ok: true, value: { proof, approverId: null } })
    else expect(judged).toEqual({ ok: false, refusal: { code: 'step_up_needed', figures } })
    expect(shown({ proof, proofActId: id(601) }).ok).toBe(false)
    expect(shown({ proof }).ok).toBe(false)
  }
})

test('[SU3] an anomaly asks for a person: no proof of the member does', () => {
  const reasons: StepUpReason[] = ['many_points', 'anomaly']
  const asked = { reasons: 'many_points,anomaly', amount: 5_000, actId: id(600) }
  expect(shown({ reasons, proof: 'dynamic_code', proofActId: id(600) })).toEqual({
    ok: false,
    refusal: { code: 'approval_needed', figures: asked },
  })
  expect(shown({ reasons })).toEqual({ ok: false, refusal: { code: 'step_up_needed', figures: asked } })
  expect(shown({ reasons, approval })).toEqual({
    ok: true,
    value: { proof: 'supervisor', approverId: id(8) },
  })
})

test.each<[string, Partial<Approval>, number, string | null]>([
  ['at its last moment', {}, noon, null],
  ['a moment later', {}, noon + 1, 'approval_stale'],
  ['with the clock set back', {}, noon - 60_001, 'approval_stale'],
  ['of oneself', { approverId: id(7) }, noon, 'approval_self'],
  ['for another act', { actId: id(601) }, noon, 'step_up_needed'],
  ['for another amount', { amount: money(4_999) }, noon, 'step_up_needed'],
  ['for another subject', { subject: 'points of Li' }, noon, 'step_up_needed'],
  ['for nothing that was shown', { subject: null }, noon, 'step_up_needed'],
])('[SU4] an approval %s', (_, changes, now, code) => {
  const judged = shown({ approval: { ...approval, ...changes }, now })
  expect(judged.ok ? null : judged.refusal.code).toBe(code)
})

test('[SU4] judged by itself, one for another act or amount is none', () => {
  const asked = { ...act, now: noon, rules }
  const none = { ok: false, refusal: { code: 'approval_needed', figures: { actId: id(600), amount: 5_000 } } }
  expect(judgeApproval({ ...asked, approval })).toEqual({ ok: true, value: true })
  expect(judgeApproval({ ...asked, approval: null })).toEqual(none)
  expect(judgeApproval({ ...asked, approval: { ...approval, actId: id(601) } })).toEqual(none)
  expect(judgeApproval({ ...asked, approval: { ...approval, amount: money(1) } })).toEqual(none)
  expect(judgeApproval({ ...asked, approval: { ...approval, subject: 'points of Li' } })).toEqual(none)
})

test.each([
  ['a supervisor', id(8), 'supervisor', 'known customer', null],
  ['oneself', id(7), 'supervisor', 'known customer', 'approval_self'],
  ['a cashier', id(8), 'cashier', 'known customer', 'approver_not_allowed'],
  ['store IT', id(8), 'store_it', 'known customer', 'approver_not_allowed'],
  ['without a reason', id(8), 'supervisor', '  ', 'reason_missing'],
  ['with a novel', id(8), 'supervisor', 'x'.repeat(201), 'reason_missing'],
] as const)('[SU5] approving: %s', (_, staffId, role, reason, code) => {
  const judged = judgeApprover({ actorId: id(7), approver: { staffId, role }, reason })
  expect(judged.ok ? null : judged.refusal.code).toBe(code)
})
