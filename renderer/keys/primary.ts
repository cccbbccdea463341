import { isBirthdayText } from '../../domain/enrolment.ts'
import { mayDo } from '../../domain/staff.ts'
import type { Entry } from '../store/entry.ts'
import type { Finder } from '../store/finder.ts'
import type { Mirror } from '../store/mirror.ts'
import type { Progress } from '../store/progress.ts'
import { servicePrimary } from './service-primary.ts'

/** The one thing Enter does now: the button at the bottom right says the same. */
export type Primary =
  | 'nothing'
  | 'enrol'
  | 'sign_in'
  | 'submit_code'
  | 'add_weighed'
  | 'apply_digits'
  | 'choose_row'
  | 'take_exact'
  | 'confirm_payment'
  | 'ask_again'
  | 'next_customer'
  | 'open_pay'
  /** Nothing is in the basket and no shift is open: with the float the last one left, or to count one. */
  | 'open_shift'
  | 'choose_found'
  | 'join_next'
  | 'enrol_member'
  | 'use_existing'
  | 'join_done'
  | 'correct_profile'
  | 'send_code'
  | 'submit_proof'
  /** What the open service asks for (service-primary.ts). */
  | 'service'

/** Which screen the till's own state asks for. */
export type ScreenName = 'connecting' | 'stopped' | 'enrol' | 'loading' | 'sign_in' | 'sale'

export function screenOf(mirror: Mirror): ScreenName {
  const { till } = mirror
  if (till === null) return 'connecting'
  if (till.phase === 'stopped') return 'stopped'
  if (till.phase === 'not_enrolled') return 'enrol'
  if (till.phase === 'loading') return 'loading'
  return mirror.staff === null ? 'sign_in' : 'sale'
}

/** Whether goods or a member of another sale than the finished one are in the basket. */
export function hasNextBegun({ basket }: Mirror, doneId: string): boolean {
  if (basket === null || basket.saleId === doneId) return false
  return basket.lines.length > 0 || basket.member !== null
}

/** Whether the finished sale still has the screen: until the next customer's first goods or member. */
export function showsDone(mirror: Mirror, progress: Progress): boolean {
  return progress.done !== null && !hasNextBegun(mirror, progress.done.saleId)
}

/** What the primary button and Enter do, given everything the screen shows. */
export function primaryOf(mirror: Mirror, entry: Entry, progress: Progress, finder: Finder): Primary {
  const screen = screenOf(mirror)
  if (screen === 'enrol') return 'enrol'
  if (screen === 'sign_in') return 'sign_in'
  if (screen !== 'sale' || mirror.connection !== 'connected') return 'nothing'
  if (progress.commit !== null) return progress.commit.state === 'slow' ? 'ask_again' : 'nothing'
  return primaryOfPanel(mirror, entry, finder, progress) ?? primaryOfSale(mirror, entry, progress)
}

/** What an open panel asks for; one that only tells leaves the primary action as it was. */
function primaryOfPanel(mirror: Mirror, entry: Entry, finder: Finder, progress: Progress): Primary | null {
  switch (entry.panel.kind) {
    case 'pay':
      return Object.values(entry.tenders).every((text) => text === '') ? 'take_exact' : 'confirm_payment'
    case 'code':
      return 'submit_code'
    case 'weigh':
      return 'add_weighed'
    case 'quantity':
      return 'apply_digits'
    case 'held':
      return (mirror.basket?.held.length ?? 0) > 0 ? 'choose_row' : null
    case 'recent':
      return (finder.recent?.length ?? 0) > 0 ? 'choose_row' : null
    case 'find':
      return entry.memberQuery.trim() === '' ? 'nothing' : 'choose_found'
    case 'join':
      return primaryOfJoin(entry, progress)
    case 'step_up':
      return primaryOfProof(entry, finder, progress)
    default: {
      const service = servicePrimary(mirror, entry, finder, progress)
      if (!service) return null
      return service.ready ? 'service' : 'nothing'
    }
  }
}

function primaryOfJoin({ joining }: Entry, { busy, message }: Progress): Primary {
  if (busy) return 'nothing'
  if (joining.step === 'correct') {
    const { name, phone, birthday } = joining
    const isTyped = [name, phone, birthday].some((text) => text.trim() !== '')
    // Half a birthday would be dropped and called done.
    const isDay = birthday === '' || isBirthdayText(`${birthday.slice(0, 2)}-${birthday.slice(2)}`)
    return isTyped && isDay ? 'correct_profile' : 'nothing'
  }
  if (message && 'refusal' in message && message.refusal.code === 'member_exists') return 'use_existing'
  if (joining.step === 'phone') return joining.phone.trim() === '' ? 'nothing' : 'join_next'
  if (joining.step === 'name') return 'join_next'
  return joining.step === 'consent' ? 'enrol_member' : 'join_done'
}

/** Whether Enter has something to hand in; what is right, the core says. */
function primaryOfProof({ proof }: Entry, { sent }: Finder, { busy }: Progress): Primary {
  if (busy) return 'nothing'
  switch (proof.way) {
    case 'dynamic_code':
      return 'nothing'
    case 'one_time_code':
      if (sent === null) return 'send_code'
      return proof.code.length === 6 ? 'submit_proof' : 'nothing'
    case 'member_pin':
      return proof.pin.length >= 6 ? 'submit_proof' : 'nothing'
    case 'supervisor':
      return proof.code === '' ? 'nothing' : 'submit_proof'
  }
}

function primaryOfSale(mirror: Mirror, entry: Entry, progress: Progress): Primary {
  if (entry.digits !== '') return 'apply_digits'
  if (showsDone(mirror, progress)) return 'next_customer'
  if ((mirror.basket?.lines.length ?? 0) > 0) return 'open_pay'
  return mirror.shift !== null && mirror.shift.open === null && mayShift(mirror) ? 'open_shift' : 'nothing'
}

/** Only who sells has a drawer. */
function mayShift({ staff }: Mirror): boolean {
  return staff !== null && mayDo(staff.role, 'sell')
}
