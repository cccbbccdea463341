import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { PointsTransfer } from '../../../db/journal/setting-table.ts'
import { burnValue } from '../../../domain/burn.ts'
import { spendablePoints } from '../../../domain/lot.ts'
import { noPoints } from '../../../domain/points.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { transferMax } from '../../../domain/transfer.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { requireSpending } from '../gate.ts'
import { openPoints, sameTransfer } from '../open-transfers.ts'
import { type AtDesk, deskOf } from '../points-act.ts'
import { subjectOf } from '../second-proof.ts'
import { receiverIdOf, receiverOf, sendTransfer } from '../send-transfer.ts'
import { requireStepUp } from '../step-up.ts'

type Asked = CommandInput<'transferPoints'>

/**
 * Points from the basket's member to another, online only: the central moves them and this till hears of it with the
 * next pull. A wish that was sent and never answered is asked for again as it was, under its first id, before anything
 * is judged here: the copy here may have heard of it by now. Refuses `transfer_open` for any other until it is answered.
 */
export async function transferPoints(
  counter: Counter,
  asked: Asked,
): Promise<Result<CommandOutput<'transferPoints'>>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const to = receiverOf(counter, asked.to)
  const fromMemberId = at.value.standing?.member.memberId
  const open = sameTransfer(openPoints(counter, fromMemberId), { ...asked, to, what: asked.points })
  if (!open.ok) return open
  const transfer = open.value ? ok(open.value) : newTransfer(counter, at.value, asked, to)
  if (!transfer.ok) return transfer
  const answer = await sendTransfer(counter, transfer.value, refusalsOfCentral, (central) =>
    central.transferPoints(transfer.value),
  )
  if (!answer.ok) return answer
  const { points, balance, fee, received, toMaskedName } = answer.value
  counter.log.write('info', 'points_transferred', { eventId: transfer.value.actId })
  return ok({ points, fee, received, toMaskedName, balance })
}

/** What will be sent, with a second proof where the rules want one. Refuses `online_only` before anything has left. */
function newTransfer(
  counter: Counter,
  at: AtDesk,
  asked: Asked,
  to: PointsTransfer['to'] | null,
): Result<PointsTransfer> {
  const judged = judgeHere(at, asked)
  if (!judged.ok) return judged
  if (!to) return refuse('member_unknown')
  const { actId, points } = asked
  const { memberId } = judged.value
  const proof = requireStepUp(counter, at.selling, {
    actId,
    amount: burnValue(points, at.selling.rules.programme),
    subject: subjectOf({ memberId, points, of: to }),
    memberId,
    recognised: counter.basket.open()?.memberProof ?? 'none',
    burned: points,
    coupons: [],
  })
  if (!proof.ok) return proof
  if (!isInContact(counter.sync.slice())) return refuse('online_only')
  const { staffId } = at.selling.staff
  return ok({ actId, fromMemberId: memberId, to, points, staffId, toMemberId: receiverIdOf(counter, to) })
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
