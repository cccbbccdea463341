import type { CommandInput } from '../../contract/command.ts'
import { isUuid } from '../../domain/ids.ts'
import type { ConsentPurpose } from '../../domain/programme.ts'
import { type JoinField, type Joining, notJoining } from '../store/joining.ts'
import { ask, type Desk, settleAt } from './desk.ts'

const limits: Readonly<Record<JoinField, number>> = { phone: 20, name: 40, birthday: 4, referrer: 20 }

/** Enrolment in three steps: phone, then name and birthday if they like, then consent. */
export function joinActs(desk: Desk, openMember: () => void) {
  const { bridge, entry, finder, mirror, progress, sounds } = desk

  const joining = () => entry.getState().joining

  const change = (part: Partial<Joining>) => entry.setState({ joining: { ...joining(), ...part } })

  const type = (field: JoinField, text: string) => {
    progress.setState({ message: null })
    const kept =
      field === 'birthday' ? text.replace(/\D/g, '') : field === 'referrer' ? text.toUpperCase() : text
    change({ [field]: kept.slice(0, limits[field]) })
  }

  const enrol = async () => {
    if (progress.getState().busy) return
    progress.setState({ busy: true })
    const answer = await bridge.call('enrolMember', inputOf(joining()))
    progress.setState({ busy: false })
    if (settleAt(desk, 'join', answer) && answer.ok) {
      finder.setState({ joined: answer.output })
      change({ step: 'done' })
      sounds.play('done')
      return
    }
    if (answer.ok) return
    // Back to the step whose answer was refused.
    const step = answer.refusal ? stepOfRefusal[answer.refusal.code] : undefined
    if (step) change({ step: step.step, field: step.field })
  }

  /** What was typed takes the place of what was known; what stays empty is left alone. */
  const correct = async () => {
    const { memberId } = joining()
    const { phone, name, birthday } = inputOf(joining())
    if (memberId === null) return
    if (!(await ask(desk, 'join', 'changeProfile', { memberId, phone: phone || null, name, birthday })))
      return
    entry.setState({ joining: notJoining })
    sounds.play('done')
    openMember()
  }

  const toggle = (purpose: ConsentPurpose) =>
    change({ consents: { ...joining().consents, [purpose]: !joining().consents[purpose] } })

  /** The consent with this number on the screen, from 1. */
  const toggleNth = (number: number) => {
    const purpose = mirror.getState().till?.programme?.consents[number - 1]?.purpose
    if (purpose) toggle(purpose)
  }

  /** The member a refused phone number belongs to. */
  const existing = () => {
    const { message } = progress.getState()
    if (!message || !('refusal' in message) || message.refusal.code !== 'member_exists') return null
    const memberId = message.refusal.figures?.['memberId']
    return typeof memberId === 'string' && isUuid(memberId) ? memberId : null
  }

  const close = () => {
    entry.setState({ panel: { kind: 'none' }, joining: notJoining })
    finder.setState({ joined: null })
  }

  /** Whoever just joined is who is being served. */
  const finish = async () => {
    const memberId = finder.getState().joined?.memberId
    close()
    if (memberId !== undefined && mirror.getState().basket?.member?.memberId !== memberId)
      settleAt(desk, 'member', await bridge.call('attachMember', { memberId }))
  }

  return {
    openJoin: () => {
      // Digits typed in vain into the search are most likely the phone.
      const typed = entry.getState().memberQuery.trim()
      const phone = /^\d{11}$/.test(typed) ? typed : ''
      entry.setState({ panel: { kind: 'join' }, joining: { ...notJoining, phone }, digits: '' })
      finder.setState({ joined: null })
      progress.setState({ message: null })
    },
    openCorrect: () => {
      const memberId = mirror.getState().basket?.member?.memberId ?? null
      const joining = { ...notJoining, memberId, step: 'correct', field: 'name' } as const
      entry.setState({ panel: { kind: 'join' }, joining })
      progress.setState({ message: null })
    },
    typeJoin: type,
    focusJoin: (field: JoinField) => change({ field }),
    /** A key of the touch keys, into the field that has the focus. */
    typeJoinKey: (key: string) => {
      const { step, field } = joining()
      if (step === 'consent') toggleNth(Number(key))
      else type(field, joining()[field] + key)
    },
    eraseJoinKey: () => type(joining().field, joining()[joining().field].slice(0, -1)),
    toggleJoinConsent: toggle,
    closeJoin: close,
    /** Enter: the next step, and at the end the enrolment itself. */
    joinNext: async () => {
      const { step, phone } = joining()
      if (step === 'phone' && phone.trim() !== '') change({ step: 'name', field: 'name' })
      else if (step === 'name') change({ step: 'consent' })
      else if (step === 'consent') await enrol()
      else if (step === 'done') await finish()
      else if (step === 'correct') await correct()
    },
    joinBack: () => {
      const { step } = joining()
      progress.setState({ message: null })
      if (step === 'consent') change({ step: 'name', field: 'name' })
      else if (step === 'name') change({ step: 'phone', field: 'phone' })
      else if (step === 'done') close()
      else if (step === 'correct') openMember()
      else entry.setState({ panel: { kind: 'find' } })
    },
    /** The phone is a member's already: that one is served instead. */
    attachExisting: async () => {
      const memberId = existing()
      if (memberId === null) return
      if (!settleAt(desk, 'member', await bridge.call('attachMember', { memberId }))) return
      close()
      sounds.play('scanned')
    },
    /** A scan while the referrer is asked for fills it in. Returns whether it did. */
    takeReferrer: (text: string): boolean => {
      const asked = entry.getState().panel.kind === 'join' && joining().step === 'name'
      if (!asked || !/^M\d{13}$/.test(text.trim())) return false
      type('referrer', text.trim())
      sounds.play('scanned')
      return true
    },
  }
}

const stepOfRefusal: Readonly<Record<string, { readonly step: Joining['step']; readonly field: JoinField }>> =
  {
    phone_invalid: { step: 'phone', field: 'phone' },
    member_exists: { step: 'phone', field: 'phone' },
    member_coming: { step: 'phone', field: 'phone' },
    name_invalid: { step: 'name', field: 'name' },
    referrer_unknown: { step: 'name', field: 'referrer' },
  }

/** What was typed, as the core takes it: empty is not given. */
function inputOf(joining: Joining): CommandInput<'enrolMember'> {
  const { phone, name, birthday, referrer, consents } = joining
  return {
    phone: phone.trim(),
    name: name.trim() || null,
    birthday: birthday.length === 4 ? `${birthday.slice(0, 2)}-${birthday.slice(2)}` : null,
    consents,
    referrerCode: referrer.trim() || null,
  }
}
