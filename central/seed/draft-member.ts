import type { Uuid } from '../../domain/ids.ts'
import { maskName, maskPhone } from '../../domain/mask.ts'
import type { Member, MemberStatus } from '../../domain/member.ts'
import type { Money } from '../../domain/money.ts'
import { memberCode } from '../../domain/scan.ts'
import { demoId } from './demo-ids.ts'

/** A member tests and demo may rely on. */
export interface NotableMember {
  readonly memberId: Uuid
  readonly code: string
  /** In clear: sealed in the row, its hash among the identifiers. */
  readonly name: string
  readonly phone: string
  readonly maskedName: string
  readonly maskedPhone: string
  readonly tierId: string
  readonly growth: number
  readonly status: MemberStatus
  /** Points by lot: the first expires at the end of next month, the second nine months later. */
  readonly lots: readonly number[]
  /** What differs from a plain member; `today` is the start of a day, epoch ms. */
  readonly more?: (today: number) => Partial<Member>
  /** Their own PIN, for the second proof. */
  readonly pin?: string
  /** Stored value: principal and gift, in fen. */
  readonly account?: readonly [Money, Money]
}

type MemberDraft = Omit<NotableMember, 'memberId' | 'code' | 'maskedName' | 'maskedPhone' | 'status'> & {
  readonly status?: MemberStatus
}

/** The n-th member of the demo, plain where the draft says nothing. */
export function member(n: number, draft: MemberDraft): NotableMember {
  const { name, phone } = draft
  return {
    memberId: demoId('member', n),
    code: memberCode(n),
    maskedName: maskName(name),
    maskedPhone: maskPhone(phone),
    status: 'active',
    ...draft,
  }
}
