import type { Uuid } from '../../domain/ids.ts'

/** A customer becoming a member, as far as it is typed: phone, then who they are, then what they agree to. */
export interface Joining {
  /** `correct`: no newcomer, but what is known of the member of this sale is put right. */
  readonly step: 'phone' | 'name' | 'consent' | 'done' | 'correct'
  /** Whose profile is put right; null while somebody joins. */
  readonly memberId: Uuid | null
  /** The field the touch keys type into. */
  readonly field: JoinField
  readonly phone: string
  readonly name: string
  /** Month and day as four digits, or empty. */
  readonly birthday: string
  /** The referrer's member code or phone, or empty. */
  readonly referrer: string
  readonly consents: {
    readonly service: boolean
    readonly marketing: boolean
    readonly profiling: boolean
  }
}

export type JoinField = 'phone' | 'name' | 'birthday' | 'referrer'

/** Nothing typed. Only membership itself is ticked: it is what was asked for (loyalty.md 1). */
export const notJoining: Joining = {
  step: 'phone',
  memberId: null,
  field: 'phone',
  phone: '',
  name: '',
  birthday: '',
  referrer: '',
  consents: { service: true, marketing: false, profiling: false },
}
