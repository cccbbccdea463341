import type { MemberPinRow } from '../../contract/entities.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { NotableMember } from './draft-member.ts'
import { notableMembers } from './notable.ts'
import { hashedPin } from './stores.ts'

/** Members' own PINs, in the same form as staff's; salts are fixed, so that the rows repeat. */
export function demoMemberPins(): Promise<MemberPinRow[]> {
  const rows = Object.values(notableMembers).flatMap((member: NotableMember, place) =>
    member.pin === undefined ? [] : [memberPin(member.memberId, member.pin, place)],
  )
  return Promise.all(rows)
}

async function memberPin(memberId: Uuid, pin: string, place: number): Promise<MemberPinRow> {
  return { memberId, ...(await hashedPin(pin, Buffer.alloc(16, `member ${place} `))) }
}
