import { phoneHash } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { burnValue } from '../../../domain/burn.ts'
import { parsePhone } from '../../../domain/enrolment.ts'
import { spendablePoints } from '../../../domain/lot.ts'
import { noPoints } from '../../../domain/points.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { classifyScan } from '../../../domain/scan.ts'
import { transferMax } from '../../../domain/transfer.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { answerOf, askOnline } from '../online.ts'
import { type AtDesk, deskOf } from '../points-act.ts'
import { requireStepUp } from '../step-up.ts'

type Asked = CommandInput<'transferPoints'>

/**
 * Points from the basket's member to another, online only: the central moves them and this till hears of it with the
 * next pull. Asked again with the same id the central answers the same and moves nothing twice.
 */
export async function transferPoints(
  counter: Counter,
  asked: Asked,
): Promise<Result<CommandOutput<'transferPoints'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const judged = judgeHere(at.value, asked)
  if (!judged.ok) return judged
  const to = receiverOf(counter, asked.to)
  if (!to) return refuse('member_unknown')
  const { actId, points } = asked
  const from = judged.value
  const proof = requireStepUp(counter, selling.value, {
    actId,
    amount: burnValue(points, selling.value.rules.programme),
    memberId: from.memberId,
    recognised: counter.basket.open()?.memberProof ?? 'none',
    burned: points,
    coupons: [],
  })
  if (!proof.ok) return proof
  const { staffId } = selling.value.staff
  const answer = await askOnline(counter, refusalsOfCentral, (central) =>
    central.transferPoints({ actId, fromMemberId: from.memberId, to, points, staffId }),
  )
  const moved = answerOf(answer)
  if (!moved.ok) return moved
  const { balance, fee, received, toMaskedName } = moved.value
  counter.log.write('info', 'points_transferred', { eventId: actId })
  // The rows follow with the next pull, which is not waited for.
  counter.sync.hurry()
  return ok({ points: moved.value.points, fee, received, toMaskedName, balance })
}

const refusalsOfCentral = [
  'member_unknown',
  'member_frozen',
  'transfer_closed',
  'transfer_to_self',
  'points_not_enough',
  'points_invalid',
  'transfer_over_share',
  'transfer_over_month',
] as const

/** What this till can say no to by itself; the rest is the central's to judge. */
function judgeHere({ now, selling, standing }: AtDesk, { points, to }: Asked) {
  const { transfer } = selling.rules.programme
  if (!transfer) return refuse('transfer_closed')
  if (!standing) return refuse('member_missing')
  const { member } = standing
  if (member.status !== 'active') return refuse('member_frozen')
  if (points <= 0) return refuse('points_invalid')
  if (to.trim().toUpperCase() === member.code) return refuse('transfer_to_self')
  const spendable = spendablePoints(standing.lots, now)
  if (points > spendable) return refuse('points_not_enough', { points: spendable })
  const { byMonth, byShare } = transferMax(spendable, noPoints, transfer)
  if (points > byShare) return refuse('transfer_over_share', { max: byShare })
  if (points > byMonth) return refuse('transfer_over_month', { left: byMonth })
  return ok(member)
}

/** Who is to get them: by member code or phone; null for what is neither. */
function receiverOf(counter: Counter, text: string) {
  const scanned = classifyScan(text, [])
  if (scanned.ok && scanned.value.kind === 'member') {
    return { kind: 'member_code', value: scanned.value.code } as const
  }
  const phone = parsePhone(text)
  if (!phone.ok) return null
  return { kind: 'phone_hash', value: phoneHash(phone.value, memberKeys(counter.books).phone) } as const
}
