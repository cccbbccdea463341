import { createHash } from 'node:crypto'
import { eventsOfType, returnsOfSale, undoOf } from '../../db/journal/event-list.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { recentSales } from '../../db/journal/sale-table.ts'
import { accountOf, stockOf } from '../../db/overlay/accounts.ts'
import { findMemberByIdentifier } from '../../db/overlay/members.ts'
import { findLot } from '../../db/replica/lot-table.ts'
import { usesLeft } from '../../domain/coupon.ts'
import { settleEnrolment } from '../../domain/enrolment.ts'
import type { TillEvent } from '../../domain/event.ts'
import { giftOf, settleGift } from '../../domain/gift.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money, timesMoney } from '../../domain/money.ts'
import {
  belongsToSale,
  faceValueOf,
  judgeUndo,
  settleRedemption,
  settleUndo,
} from '../../domain/redemption.ts'
import { returnable, settleReturn } from '../../domain/refund.ts'
import type { Result } from '../../domain/result.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import { noSpend, pointsWorth } from '../../domain/spend.ts'
import { newMemberAccount, settleTopUp } from '../../domain/stored-value.ts'
import { decideAlone } from './alone.ts'
import type { EventKind } from './cells.ts'
import { gifts, phones } from './chain-facts.ts'
import { type Chance, type Counter, type People, record } from './counter.ts'

/* What cashiers do besides selling, by the till's own rules. Each answers the event, or null when it came to nothing. */

type SimAct = (counter: Counter, people: People, chance: Chance) => TillEvent | null

/** Acts with how often each is tried, and what they record. */
export const acts: readonly (readonly [SimAct, number, EventKind])[] = [
  [returnGoods, 0.3, 'sale.returned'],
  [redeemAlone, 0.15, 'coupon.redeemed'],
  [undoRedemption, 0.1, 'coupon.restored'],
  [exchangeGift, 0.12, 'gift.exchanged'],
  [enrolMember, 0.25, 'member.enrolled'],
  [topUp, 0.08, 'value.topped_up'],
]

/** Goods of one of the till's own sales come back, all of them or a part. */
function returnGoods(counter: Counter, _people: People, { random, tally }: Chance): TillEvent | null {
  const { overlay, programme, store, now, till } = counter
  const sold = recentSales(overlay.journal, 6)
  const record_ = sold.length > 0 ? random.pick(sold) : null
  const event = record_ && (findEvent(overlay.journal, record_.saleId) as TillEvent<'sale.completed'> | null)
  if (!event) return null
  const sale = event.data
  const earlier = returnsOfSale(overlay.journal, sale.saleId).flatMap(({ data }) => data.lines)
  const left = returnable(sale, earlier, programme).filter((line) => line.left > 0)
  const all = random.chance(0.5)
  const wanted = left
    .filter(() => all || random.chance(0.5))
    .map(({ place, left: most }) => ({ place, amount: all ? most : random.between(1, most) }))
  if (wanted.length === 0) return null
  const returnId = till.newId()
  const standing = sale.member ? counter.standing(sale.member.memberId) : null
  const burnedLots = (sale.burned?.lots ?? []).flatMap(({ lotId }) => {
    const lot = overlay.replica && findLot(overlay.replica, lotId)
    return lot ? [lot] : []
  })
  const settle = (receiptNumber: string) =>
    settleReturn({
      sale,
      saleTime: event.time,
      earlier,
      wanted,
      standing,
      burnedLots,
      programme,
      store,
      now,
      returnId,
      receiptNumber,
      reason: 'unwanted',
    })
  const trial = settle('')
  if (!trial.ok) {
    tally.count(`return_refused_${trial.refusal.code}`)
    return null
  }
  const made = record(counter, {
    id: returnId,
    type: 'sale.returned',
    settle: (receiptNumber) => ofRules(settle(receiptNumber)),
  })
  if (!made) return null
  tally.count('return')
  if (made.data.givenBack) tally.count('return_with_points_back')
  if ((made.data.takenBack?.debt ?? 0) > 0) tally.count('return_into_debt')
  if (made.data.couponsRestored.length > 0) tally.count('return_with_coupon')
  return made as TillEvent
}

/** Some uses of a coupon without a sale. */
function redeemAlone(counter: Counter, { memberIds }: People, { random, tally }: Chance): TillEvent | null {
  const start = random.below(memberIds.length)
  const asked = [...memberIds.slice(start), ...memberIds.slice(0, start)]
  const standsAlone = (memberId: Uuid) =>
    counter.coupons(memberId).find(({ template }) => !belongsToSale(template)) ?? null
  const memberId = asked.find(standsAlone)
  const at = memberId ? standsAlone(memberId) : null
  const standing = memberId ? counter.standing(memberId) : null
  if (!at || !standing) return null
  const redemptionId = counter.till.newId()
  const uses = random.chance(0.7) ? 1 : random.between(1, usesLeft(at.coupon))
  const settle = (slipNumber: string) =>
    settleRedemption({
      at,
      context: counter.context(standing),
      uses,
      redemptionId,
      slipNumber,
    })
  const trial = settle('')
  if (!trial.ok) return null
  const { template } = at
  const spent = {
    couponId: at.coupon.couponId,
    useNumbers: trial.value.useNumbers,
    worth: timesMoney(faceValueOf(template), uses),
    onlineOnly: template.offlinePolicy === 'online_only',
  }
  const spend = { ...noSpend(standing.member.memberId), coupons: [spent] }
  const decided = decideAlone(counter.till, spend, counter.supervisorId, { random, tally })
  if (!decided?.ok) return null
  const made = record(counter, {
    decided: decided.value,
    id: redemptionId,
    type: 'coupon.redeemed',
    settle: (number) => ofRules(settle(number)),
  })
  if (made) tally.count('redemption')
  return made as TillEvent | null
}

/** A redemption of the last minutes is taken back. */
function undoRedemption(counter: Counter, _people: People, { random, tally }: Chance): TillEvent | null {
  const { now, overlay, programme } = counter
  const open = eventsOfType(overlay.journal, 'coupon.redeemed', {
    from: 0,
    until: now + 1,
    limit: 100,
  }).filter(
    ({ id, time }) => judgeUndo(time, now, programme.undoMinutes, undoOf(overlay.journal, id) !== null).ok,
  )
  if (open.length === 0) return null
  const { data } = random.pick(open)
  const made = record(counter, {
    id: counter.till.newId(),
    type: 'coupon.restored',
    settle: () => settleUndo(data),
  })
  if (made) tally.count('redemption_undone')
  return made as TillEvent | null
}

function exchangeGift(counter: Counter, { memberIds }: People, { random, tally }: Chance): TillEvent | null {
  const { now, overlay, programme, store, till } = counter
  const standing = counter.standing(random.pick(memberIds))
  const gift = giftOf(programme, random.pick(gifts).giftId)
  if (!gift.ok) return null
  const { giftId } = gift.value
  const stock = stockOf(overlay, store.storeId).find((one) => one.giftId === giftId) ?? null
  const exchangeId = till.newId()
  const coupon = { couponId: till.newId(), code: couponCode(random.below(2 ** 31)) }
  const settle = (slipNumber: string) =>
    settleGift({
      exchangeId,
      slipNumber,
      gift: gift.value,
      standing,
      stock,
      programme,
      store,
      now,
      coupon,
    })
  const trial = settle('')
  if (!trial.ok) {
    tally.count(`gift_refused_${trial.refusal.code}`)
    return null
  }
  const { memberId, burned } = trial.value
  const worth = pointsWorth(burned.points, programme)
  const spend = { ...noSpend(memberId), points: [{ memberId, points: burned.points, worth }] }
  const decided = decideAlone(counter.till, spend, counter.supervisorId, { random, tally })
  if (!decided?.ok) return null
  const made = record(counter, {
    decided: decided.value,
    id: exchangeId,
    type: 'gift.exchanged',
    settle: (number) => ofRules(settle(number)),
  })
  if (made) tally.count('gift')
  return made as TillEvent | null
}

/** Somebody becomes a member; their phone may be known elsewhere already. */
function enrolMember(counter: Counter, people: People, { random, tally }: Chance): TillEvent | null {
  const { now, overlay, programme, store, till } = counter
  const phone = random.pick(phones)
  const phoneHash = createHash('sha256').update(phone).digest('hex')
  if (findMemberByIdentifier(overlay, 'phone_hash', phoneHash)) {
    tally.count('phone_known')
    return null
  }
  const memberId = till.newId()
  const code = memberCode(random.below(2 ** 31))
  const coupons = programme.enrolment.welcomeTemplateIds.map(() => ({
    couponId: till.newId(),
    code: couponCode(random.below(2 ** 31)),
  }))
  const made = record(counter, {
    id: till.newId(),
    type: 'member.enrolled',
    settle: () =>
      ofRules(
        settleEnrolment({
          name: '王小明',
          phone,
          birthday: null,
          consents: [{ purpose: 'service', given: true }],
          referrerId: null,
          memberId,
          code,
          phoneHash,
          sealed: null,
          salt: '0'.repeat(32),
          coupons,
          programme,
          store,
          now,
        }),
      ),
  })
  if (!made) return null
  people.memberIds.push(memberId)
  tally.count('member_enrolled')
  return made as TillEvent
}

function topUp(
  counter: Counter,
  { cardIds, memberIds }: People,
  { random, tally }: Chance,
): TillEvent | null {
  const { moment, overlay, programme, store, till } = counter
  const standing = counter.standing(random.pick(memberIds))
  const own = standing && (standing.account ?? newMemberAccount(standing.member.memberId))
  const account = random.chance(0.7)
    ? own
    : (accountOf(overlay, random.pick(cardIds), moment)?.account ?? null)
  if (!account) return null
  const topUpId = till.newId()
  const amount = money(random.between(1, 10) * 1_000)
  const made = record(counter, {
    id: topUpId,
    type: 'value.topped_up',
    settle: (receiptNumber) =>
      ofRules(
        settleTopUp({
          topUpId,
          receiptNumber,
          account,
          amount,
          tenders: [{ kind: 'mobile', amount, accountId: null }],
          programme,
          store,
        }),
      ),
  })
  if (made) tally.count('topped_up')
  return made as TillEvent | null
}

function ofRules<T>(settled: Result<T>): T {
  if (!settled.ok) throw new Error(`an act refused with ${settled.refusal.code}`)
  return settled.value
}
