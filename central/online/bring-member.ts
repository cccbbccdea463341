import type { z } from 'zod'
import type { memberFindAnswerSchema, memberFindRequestSchema } from '../../contract/online.ts'
import type { Member } from '../../domain/member.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { copiedArea, isCopied, noteSeen } from '../tables/area.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { memberByCard, memberByIdentifier, survivingMember } from './find-member.ts'
import { unknown } from './refusals.ts'

type Request = z.infer<typeof memberFindRequestSchema>
type Answer = z.infer<typeof memberFindAnswerSchema>

/**
 * Finds a member a till's copy lacks. Where areas are drawn they count as seen at its store, with whoever owns the points
 * of their family, so that the feed brings their rows from now on; whom the area copies already is on the way, and who is
 * only named comes nowhere. Refuses `member_unknown`.
 */
export function bringMember(
  central: { readonly database: Database; readonly clock: Clock },
  { storeId }: Pick<TerminalRow, 'storeId'>,
  wanted: Request,
): Promise<Answer> {
  const now = central.clock()
  return central.database.transaction(async (tx) => {
    await lockChanges(tx)
    const { family, memberId, status } = await find(tx, wanted)
    if ('onlyNamed' in wanted && wanted.onlyNamed) {
      if (status !== 'active' && status !== 'frozen') throw unknown('member_unknown')
      return { memberId }
    }
    const area = await copiedArea(tx, storeId)
    if (area === null || (await isCopied(tx, area, memberId))) return { memberId }
    const memberIds = family === null ? [memberId] : [...new Set([memberId, family.ownerId])]
    await noteSeen(tx, { storeId, memberIds }, { now, changeNumber: await nextChangeNumber(tx, now) })
    return { memberId }
  })
}

function find(tx: Transaction, wanted: Request): Promise<Member> {
  switch (wanted.kind) {
    case 'member_id':
      return survivingMember(tx, wanted.value)
    case 'card':
      return memberByCard(tx, wanted.value)
    default:
      return memberByIdentifier(tx, wanted)
  }
}
