import type { CommandOutput } from '../../../contract/command.ts'
import type { GiftView } from '../../../contract/points-commands.ts'
import { usesLeft } from '../../../domain/coupon.ts'
import { judgeCouponTransfer } from '../../../domain/coupon-transfer.ts'
import { isLow, judgeGift, stockLeft } from '../../../domain/gift.ts'
import { spendablePoints } from '../../../domain/lot.ts'
import { minPoints, noPoints } from '../../../domain/points.ts'
import type { Standing } from '../../../domain/price.ts'
import { type Gift, templateOf } from '../../../domain/programme.ts'
import type { RefusalCode } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import { transferMax } from '../../../domain/transfer.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import type { Rules } from '../kept-rules.ts'
import { openCoupon, openPoints, shownReceiver } from '../open-transfers.ts'
import { deskOf } from '../points-act.ts'

type Desk = CommandOutput<'pointsDesk'>

/** All the points desk shows for the basket's member, or for nobody yet. */
export function pointsDesk(counter: Counter): Result<Desk> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const { rules } = selling.value
  const { donation } = rules.programme
  const { now, standing } = at.value
  return ok({
    spendable: standing && spendablePoints(standing.lots, now),
    gifts: giftsOf(counter, rules, standing, now),
    canMoveStock: mayDo(selling.value.staff.role, 'move_stock'),
    lottery: lotteryOf(counter, rules, standing),
    donation: donation && {
      pointsPerYuan: donation.pointsPerYuan,
      projects: donation.projects.map(({ projectId, name }) => ({ projectId, name })),
    },
    transfer: transferOf(rules, standing, now),
    openTransfer: openTransferOf(counter, standing),
    giveable: giveableOf(counter, standing, now),
    online: isInContact(counter.sync.slice()),
  })
}

/** Those that end first come first. */
function giveableOf(counter: Counter, standing: Standing | null, now: number): Desk['giveable'] {
  if (!standing) return []
  const ownerId = standing.member.memberId
  return [...counter.chain.memberCoupons(ownerId, now)]
    .filter(({ coupon, template }) => judgeCouponTransfer({ coupon, template, ownerId, now }).ok)
    .sort((a, b) => a.coupon.validTo - b.coupon.validTo)
    .map(({ coupon, template }) => ({
      couponId: coupon.couponId,
      name: template.name,
      terms: template.terms,
      expiresAt: coupon.validTo,
      usesLeft: usesLeft(coupon),
      sent: openCoupon(counter, ownerId, coupon.couponId)?.actId ?? null,
    }))
}

function openTransferOf(counter: Counter, standing: Standing | null): Desk['openTransfer'] {
  const open = openPoints(counter, standing?.member.memberId)
  return open && { actId: open.actId, points: open.points, to: shownReceiver(open) }
}

/** The catalogue in its order; a gift whose coupon nobody can issue is not in it. */
function giftsOf(counter: Counter, { programme }: Rules, standing: Standing | null, now: number): GiftView[] {
  const isKnown = ({ benefit }: Gift) =>
    benefit.kind !== 'coupon' || templateOf(programme, benefit.templateId)
  return programme.gifts
    .filter(isKnown)
    .sort((a, b) => a.position - b.position || (a.giftId < b.giftId ? -1 : 1))
    .map((gift) => {
      const stock = counter.chain.giftStock(gift.giftId)
      const judged = judgeGift({ gift, standing, stock, programme, now })
      return {
        giftId: gift.giftId,
        name: gift.name,
        points: gift.points,
        kind: gift.benefit.kind,
        stock: stockLeft(gift, stock),
        low: isLow(gift, stock),
        open: judged.ok ? 'yes' : openOf(judged.refusal.code),
      }
    })
}

function openOf(code: RefusalCode): GiftView['open'] {
  if (code === 'gift_wrong_tier') return 'tier'
  if (code === 'gift_out_of_stock') return 'stock'
  return code === 'points_not_enough' ? 'points' : 'member'
}

function lotteryOf({ chain }: Counter, { programme }: Rules, standing: Standing | null): Desk['lottery'] {
  const { lottery } = programme
  if (!lottery) return null
  const pool = chain.lotteryPool(lottery.lotteryId)
  return {
    name: lottery.name,
    points: lottery.points,
    prizes: lottery.prizes.map(({ name, oddsPpm }) => ({ name, oddsPpm })),
    drawsLeftToday: Math.max(0, lottery.dayLimit - (standing?.day.draws ?? 0)),
    ticketsLeft: pool ? Math.max(0, pool.tickets.length - pool.drawn) : 0,
  }
}

/** What was sent this month only the central knows: it has the last word. */
function transferOf({ programme }: Rules, standing: Standing | null, now: number): Desk['transfer'] {
  const { transfer } = programme
  if (!transfer) return null
  const spendable = standing ? spendablePoints(standing.lots, now) : noPoints
  const { byMonth, byShare } = transferMax(spendable, noPoints, transfer)
  return { max: minPoints(byShare, byMonth), feeBps: transfer.feeBps }
}
