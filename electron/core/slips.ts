import type { PointsDonated } from '../../domain/donation.ts'
import type { GiftExchanged } from '../../domain/gift.ts'
import { spendablePoints } from '../../domain/lot.ts'
import type { LotteryDrawn } from '../../domain/lottery.ts'
import { type Points, subtractPoints } from '../../domain/points.ts'
import type { Receipt } from '../../domain/receipt.ts'
import {
  layoutDonationSlip,
  layoutGiftSlip,
  layoutLotterySlip,
  layoutTopUpReceipt,
  type SlipFrame,
} from '../../domain/slip.ts'
import type { ValueToppedUp } from '../../domain/stored-value.ts'
import type { Counter } from './counter.ts'
import type { Decided } from './decide-act.ts'
import type { Selling } from './gate.ts'
import { paperMark } from './marks.ts'
import type { AtDesk } from './points-act.ts'

/* The paper of acts outside a sale. The mark says who decided it. */

/** What stands around the body of any slip. */
export function slipFrame(
  counter: Counter,
  { identity, rules, staff }: Selling,
  of: {
    readonly at: number
    readonly memberName: string | null
    readonly pointsAfter: Points | null
    /** Missing = this till by itself. */
    readonly decided?: Decided
  },
): SlipFrame {
  const { decided, ...said } = of
  return {
    store: rules.store,
    terminalNumber: identity.terminal.number,
    cashierName: staff.name,
    language: counter.session.language(),
    copy: 0,
    mark: paperMark(counter, decided),
    ...said,
  }
}

export function giftSlip(counter: Counter, at: AtDesk, exchanged: GiftExchanged, decided: Decided): Receipt {
  return layoutGiftSlip(deskFrame(counter, at, exchanged.burned.points, decided), exchanged)
}

export function lotterySlip(counter: Counter, at: AtDesk, drawn: LotteryDrawn, decided: Decided): Receipt {
  const { lottery } = at.selling.rules.programme
  const prize = lottery?.prizes.find(({ prizeId }) => prizeId === drawn.prizeId)
  const frame = deskFrame(counter, at, drawn.burned.points, decided)
  return layoutLotterySlip(frame, { drawn, prize: prize?.gives.kind ?? 'nothing' })
}

export function donationSlip(
  counter: Counter,
  at: AtDesk,
  of: { readonly donated: PointsDonated; readonly slipNumber: string },
  decided: Decided,
): Receipt {
  return layoutDonationSlip(deskFrame(counter, at, of.donated.burned.points, decided), of)
}

export function topUpReceipt(
  counter: Counter,
  selling: Selling,
  now: number,
  toppedUp: ValueToppedUp,
): Receipt {
  const owner = toppedUp.memberId ? counter.chain.standing(toppedUp.memberId, now) : null
  const memberName = owner?.member.maskedName ?? null
  return layoutTopUpReceipt(slipFrame(counter, selling, { at: now, memberName, pointsAfter: null }), toppedUp)
}

function deskFrame(
  counter: Counter,
  { now, selling, standing }: AtDesk,
  burned: Points,
  decided: Decided,
): SlipFrame {
  const memberName = standing?.member.maskedName ?? null
  const pointsAfter = standing && subtractPoints(spendablePoints(standing.lots, now), burned)
  return slipFrame(counter, selling, { at: now, memberName, pointsAfter, decided })
}
