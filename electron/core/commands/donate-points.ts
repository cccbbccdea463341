import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { judgeDonation, settleDonation } from '../../../domain/donation.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { type AtDesk, doPointsAct } from '../points-act.ts'
import { donationSlip } from '../slips.ts'

/** Points for a project; the slip is its certificate. */
export async function donatePoints(
  counter: Counter,
  { actId, projectId, points }: CommandInput<'donatePoints'>,
): Promise<Result<CommandOutput<'donatePoints'>>> {
  const asked = ({ selling: { rules }, standing, now }: AtDesk) => ({
    wish: points,
    projectId,
    standing,
    programme: rules.programme,
    now,
  })
  const done = await doPointsAct(counter, {
    actId,
    type: 'points.donated',
    of: projectId,
    points: () => points,
    judge: (at) => judgeDonation(asked(at)),
    settle: (at, slipNumber) =>
      settleDonation({ ...asked(at), donationId: actId, slipNumber, store: at.selling.rules.store }),
    slip: (at, { data, slipNumber, decided }) =>
      donationSlip(counter, at, { donated: data, slipNumber }, decided),
  })
  if (!done.ok) return done
  const { event, slipNumber, pointsAfter, mark } = done.value
  const { amount, burned, certificateNumber } = event.data
  return ok({ actId, slipNumber, points: burned.points, pointsAfter, mark, amount, certificateNumber })
}
