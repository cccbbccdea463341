import type { CommandInput } from '../../contract/command.ts'
import { isUuid, type Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { StepUpReason } from '../../domain/step-up.ts'
import type { Panel } from '../store/entry.ts'
import { noProof, type ProofEntry, type ProofWay, type StepUpAsk, waysFor } from '../store/proving.ts'
import { type Desk, settleAt } from './desk.ts'

type Given = CommandInput<'proveMember'>['proof']

const pinDigitsLongest = 12

/** What was under way when the core said no, to go on with once there is a second proof. */
export interface UnderWay {
  readonly memberId: Uuid | null
  readonly counts?: boolean
  readonly back: Panel
  readonly onDone: () => void
}

/** Second proofs: one panel for every act that needs one, which then goes on by itself. */
export function stepUpActs(desk: Desk) {
  const { bridge, entry, finder, progress, sounds } = desk

  const asked = () => {
    const { panel } = entry.getState()
    return panel.kind === 'step_up' ? panel.ask : null
  }

  const change = (part: Partial<ProofEntry>) =>
    entry.setState({ proof: { ...entry.getState().proof, ...part } })

  const askStepUp = (ask: StepUpAsk) => {
    entry.setState({
      panel: { kind: 'step_up', ask },
      proof: { ...noProof, way: waysFor(ask)[0] ?? 'supervisor' },
    })
    finder.setState({ sent: null })
    progress.setState({ message: null, lastAsk: ask })
    sounds.play('refused')
  }

  /** There is a second proof: what was open is open again, and what was under way goes on. */
  const proven = (ask: StepUpAsk) => {
    entry.setState({ panel: ask.back, proof: noProof })
    finder.setState({ sent: null })
    progress.setState({ message: null })
    sounds.play('scanned')
    ask.onDone()
  }

  const once = async (work: () => Promise<void>) => {
    if (progress.getState().busy) return
    progress.setState({ busy: true })
    try {
      await work()
    } finally {
      progress.setState({ busy: false })
    }
  }

  /** Still the panel that asked: an answer that comes after Esc changes nothing. */
  const stillAsks = (ask: StepUpAsk) => asked() === ask

  const prove = (ask: StepUpAsk, proof: Given) =>
    once(async () => {
      if (ask.memberId === null) return
      const answer = await bridge.call('proveMember', { actId: ask.actId, memberId: ask.memberId, proof })
      if (!stillAsks(ask)) return
      change({ code: '', pin: '' })
      if (settleAt(desk, 'step_up', answer)) proven(ask)
    })

  const approve = (ask: StepUpAsk, { code, pin, reason }: ProofEntry) =>
    once(async () => {
      const { actId, amount } = ask
      const answer = await bridge.call('approveAct', { actId, amount, code, pin, reason: reason.trim() })
      if (!stillAsks(ask)) return
      if (settleAt(desk, 'step_up', answer)) proven(ask)
      else change(asksAgain(answer.ok ? undefined : answer.refusal?.code))
    })

  const lookAtCount = (ask: StepUpAsk, { code, pin }: ProofEntry) =>
    once(async () => {
      const answer = await bridge.call('lookAtCount', { actId: ask.actId, code, pin })
      if (!stillAsks(ask)) return
      if (settleAt(desk, 'step_up', answer) && answer.ok) change({ count: answer.output, field: 'reason' })
      else change(asksAgain(answer.ok ? undefined : answer.refusal?.code))
    })

  const sendCode = (ask: StepUpAsk) =>
    once(async () => {
      const { actId, memberId, amount } = ask
      if (memberId === null) return
      const answer = await bridge.call('requestOneTimeCode', { actId, memberId, amount })
      if (stillAsks(ask) && settleAt(desk, 'step_up', answer) && answer.ok)
        finder.setState({ sent: answer.output })
    })

  const submit = async () => {
    const ask = asked()
    if (!ask) return
    const { proof } = entry.getState()
    const { way, code, pin, reason, field } = proof
    if (way === 'one_time_code') {
      if (finder.getState().sent === null) await sendCode(ask)
      else if (code.length === 6) await prove(ask, { kind: 'one_time_code', code })
    } else if (way === 'member_pin' && pin.length >= 6) await prove(ask, { kind: 'member_pin', pin })
    else if (way === 'supervisor') {
      if (field === 'code' && code !== '' && pin === '') change({ field: 'pin' })
      else if (ask.counts && proof.count === null && code !== '' && pin !== '') await lookAtCount(ask, proof)
      else if (pin !== '' && reason.trim() === '' && field !== 'reason') change({ field: 'reason' })
      else if (code !== '' && pin !== '') await approve(ask, proof)
    }
  }

  const typeProof = (field: 'code' | 'pin' | 'reason', text: string) => {
    progress.setState({ message: null })
    if (field === 'reason') change({ reason: text.slice(0, 200) })
    // Another person has not seen it.
    else
      change({
        [field]: text.replace(/\D/g, '').slice(0, field === 'code' ? 6 : pinDigitsLongest),
        count: null,
      })
  }

  /** The field the touch keys type into. */
  const touched = (): 'code' | 'pin' | null => {
    const { way, field } = entry.getState().proof
    if (way === 'one_time_code') return 'code'
    if (way === 'member_pin') return 'pin'
    return way === 'supervisor' && field !== 'reason' ? field : null
  }

  return {
    askStepUp,
    /**
     * Opens the panel when a refusal asks for a second proof or a second person (`step_up_needed`, `approval_needed`
     * with their figures, `approval_stale` of an act asked for before). Returns whether it did.
     */
    askStepUpOf: (refusal: Refusal, underWay: UnderWay): boolean => {
      const ask = askOf(refusal, underWay, progress.getState().lastAsk)
      if (ask) askStepUp(ask)
      return ask !== null
    },
    chooseWay: (way: ProofWay) => {
      progress.setState({ message: null })
      entry.setState({ proof: { ...noProof, way } })
    },
    moveWay: (by: -1 | 1) => {
      const ask = asked()
      if (!ask) return
      const ways = waysFor(ask)
      const next = ways[ways.indexOf(entry.getState().proof.way) + by]
      if (next) entry.setState({ proof: { ...noProof, way: next } })
    },
    focusProof: (field: ProofEntry['field']) => change({ field }),
    typeProof,
    typeProofKey: (key: string) => {
      const field = touched()
      if (field) typeProof(field, entry.getState().proof[field] + key)
    },
    eraseProofKey: () => {
      const field = touched()
      if (field) typeProof(field, entry.getState().proof[field].slice(0, -1))
    },
    submitProof: submit,
    sendCodeAgain: async () => {
      const ask = asked()
      if (ask) await sendCode(ask)
    },
    /** A keyboard scan while a proof is asked for: the member's signed dynamic code. Returns whether it was taken. */
    takeProofScan: (text: string): boolean => {
      const ask = asked()
      if (!ask || ask.memberId === null || !/^EM\d:/.test(text.trim())) return false
      void prove(ask, { kind: 'dynamic_code', text: text.trim() })
      return true
    },
    /** A device scanned a dynamic code and the core took it as this member's. */
    provenByDevice: (memberId: Uuid | undefined) => {
      const ask = asked()
      if (ask && memberId !== undefined && ask.memberId === memberId) proven(ask)
    },
    /** Back to what was open, without a proof. */
    leaveStepUp: () => {
      const ask = asked()
      if (ask) entry.setState({ panel: ask.back, proof: noProof })
    },
  }
}

/** What the supervisor is asked for after a no: another person, the reason, or the PIN anew. */
function asksAgain(code: Refusal['code'] | undefined): Partial<ProofEntry> {
  const wrongPerson = code === 'staff_unknown' || code === 'approval_self' || code === 'approver_not_allowed'
  if (wrongPerson) return { code: '', pin: '', field: 'code' }
  return code === 'reason_missing' ? { field: 'reason' } : { pin: '', field: 'pin' }
}

const reasonsKnown: readonly StepUpReason[] = [
  'many_points',
  'dear_coupon',
  'many_redemptions',
  'anomaly',
  'offline_limit',
]

/** What a refusal asks for, or null when it is no such refusal or does not say for what. */
function askOf(refusal: Refusal, underWay: UnderWay, last: StepUpAsk | null): StepUpAsk | null {
  const { code, figures } = refusal
  if (code === 'approval_stale') return last ? { ...last, ...underWay } : null
  if (code !== 'step_up_needed' && code !== 'approval_needed') return null
  const { actId, amount, reasons } = figures ?? {}
  if (typeof actId !== 'string' || !isUuid(actId) || typeof amount !== 'number') return null
  const named = typeof reasons === 'string' ? reasons.split(',') : []
  const known = reasonsKnown.filter((reason) => named.includes(reason))
  const person = code === 'approval_needed' && !known.includes('anomaly')
  return {
    ...underWay,
    // Only a second person would do.
    memberId: person ? null : underWay.memberId,
    actId,
    amount: money(amount),
    reasons: known,
  }
}
