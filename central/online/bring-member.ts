import type { z } from 'zod'
import type { memberFindAnswerSchema, memberFindRequestSchema } from '../../contract/online.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database.ts'
import { copiedArea, isCopied, noteSeen } from '../tables/area.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { memberByIdentifier, survivingMember } from './find-member.ts'

type Request = z.infer<typeof memberFindRequestSchema>
type Answer = z.infer<typeof memberFindAnswerSchema>

/**
 * Finds a member a till's copy lacks. Where areas are drawn they count as seen at its store, with whoever owns the points
 * of their family, so that the feed brings their rows from now on; whom the area copies already is on the way. Refuses
 * `member_unknown`.
 */
export function bringMember(
  central: { readonly database: Database; readonly clock: Clock },
  { storeId }: Pick<TerminalRow, 'storeId'>,
  wanted: Request,
): Promise<Answer> {
  const now = central.clock()
  return central.database.transaction(async (tx) => {
    await lockChanges(tx)
    const member =
      wanted.kind === 'member_id'
        ? await survivingMember(tx, wanted.value)
        : await memberByIdentifier(tx, wanted)
    const { family, memberId } = member
    const area = await copiedArea(tx, storeId)
    if (area === null || (await isCopied(tx, area, memberId))) return { memberId }
    const memberIds = family === null ? [memberId] : [...new Set([memberId, family.ownerId])]
    await noteSeen(tx, { storeId, memberIds }, { now, changeNumber: await nextChangeNumber(tx, now) })
    return { memberId }
  })
}
