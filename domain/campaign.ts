import { birthdayWeekDays, daysFromBirthday, isAtTime } from './calendar.ts'
import { type GoodsScope, isInScope } from './goods-scope.ts'
import type { Uuid } from './ids.ts'
import type { Member } from './member.ts'
import { type Bps, fullBps } from './money.ts'
import type { Points } from './points.ts'
import type { Product } from './product.ts'
import type { Programme } from './programme.ts'
import type { Store } from './store.ts'
import type { LocalText } from './text.ts'
import { hourMs } from './time.ts'

/** What a campaign does while it runs. Campaigns of one kind never stack: the best one counts (loyalty.md 3.3). */
export type CampaignEffect =
  /** Points of goods in scope × `earnBps`: 20 000 is double points. */
  | { readonly kind: 'earn'; readonly earnBps: Bps }
  /** Points paid with are worth `valueBps` of their usual value; a member burns at most `dayCap` a day so. */
  | { readonly kind: 'burn'; readonly valueBps: Bps; readonly dayCap: Points | null }
  /** Goods in scope cost `payBps`. A line takes the better of this and the tier's price, never both. */
  | { readonly kind: 'price'; readonly payBps: Bps }

/** When a campaign runs, by the store's wall clock; every condition given must hold. */
export interface CampaignTime {
  /** Epoch ms; null = always has. `until` is exclusive. */
  readonly from: number | null
  readonly until: number | null
  /** ISO weekdays; empty = all. */
  readonly weekdays: readonly number[]
  /** Days of the month, 1–31; empty = all. */
  readonly monthDays: readonly number[]
  /** Minutes after local midnight, `to` exclusive; null = all day. */
  readonly hours: { readonly from: number; readonly to: number } | null
  /** Only on the member's birthday, or within three days of it; null = whoever. */
  readonly birthday: 'day' | 'week' | null
}

export interface Campaign {
  readonly campaignId: string
  readonly name: LocalText
  readonly effect: CampaignEffect
  readonly time: CampaignTime
  readonly scope: GoodsScope
  /** Stores where it runs; empty = all. */
  readonly storeIds: readonly Uuid[]
  /** Tiers it is for; empty = all members and, where `membersOnly` is false, everybody. */
  readonly tierIds: readonly string[]
  readonly membersOnly: boolean
}

/** For whom, where and when campaigns run. */
export interface CampaignContext {
  /** The customer's member, when one counts (active or frozen); null = nobody. */
  readonly member: Pick<Member, 'birthday'> | null
  /** The member's tier as the programme knows it (`tierOf`); null without a member. */
  readonly tierId: string | null
  /** How many hours earlier than for all campaigns of prices begin for them. */
  readonly presaleHours: number
  readonly store: Store
  /** Epoch ms. */
  readonly now: number
}

/** Whether a campaign runs for this customer; a price may begin earlier for their tier, within its days and hours. A birthday is that of the local day; the other times may have begun the day before. */
export function isRunning(campaign: Campaign, context: CampaignContext): boolean {
  const { member, tierId, presaleHours, store, now } = context
  const { effect, time, storeIds, tierIds, membersOnly } = campaign
  const earlier = effect.kind === 'price' ? presaleHours * hourMs : 0
  if (time.from !== null && now < time.from - earlier) return false
  if (time.until !== null && now >= time.until) return false
  if (storeIds.length > 0 && !storeIds.includes(store.storeId)) return false
  if (membersOnly && !member) return false
  if (tierIds.length > 0 && (!member || tierId === null || !tierIds.includes(tierId))) return false
  if (time.birthday !== null) {
    const days = member?.birthday ? daysFromBirthday(member.birthday, now, store.timeZone) : null
    if (days === null || days > (time.birthday === 'day' ? 0 : birthdayWeekDays)) return false
  }
  return isAtTime(time, now, store.timeZone)
}

/** The campaigns that run for this customer, by id. */
export function runningCampaigns(programme: Programme, context: CampaignContext): Campaign[] {
  return programme.campaigns.filter((campaign) => isRunning(campaign, context)).sort(byId)
}

export interface PriceCampaign {
  readonly campaignId: string
  readonly payBps: Bps
}

/** Of the running campaigns (`runningCampaigns`) the one with the lowest price for a product, then the smallest id. */
export function priceCampaignOf(product: Product, running: readonly Campaign[]): PriceCampaign | null {
  let best: PriceCampaign | null = null
  for (const { campaignId, effect, scope } of running) {
    if (effect.kind !== 'price' || effect.payBps >= (best?.payBps ?? fullBps)) continue
    if (isInScope(product, scope)) best = { campaignId, payBps: effect.payBps }
  }
  return best
}

export interface EarnCampaign {
  readonly campaignId: string
  readonly earnBps: Bps
}

/** The one with the most points for a product; null when none gives more than usual. */
export function earnCampaignOf(product: Product, running: readonly Campaign[]): EarnCampaign | null {
  let best: EarnCampaign | null = null
  for (const { campaignId, effect, scope } of running) {
    if (effect.kind !== 'earn' || effect.earnBps <= (best?.earnBps ?? fullBps)) continue
    if (isInScope(product, scope)) best = { campaignId, earnBps: effect.earnBps }
  }
  return best
}

export interface BurnCampaign {
  readonly campaignId: string
  readonly valueBps: Bps
  readonly dayCap: Points | null
}

/** The one that makes points worth most; it counts when any of the goods is in its scope. Null when none gives more than usual. */
export function burnCampaignOf(
  products: readonly Product[],
  running: readonly Campaign[],
): BurnCampaign | null {
  let best: BurnCampaign | null = null
  for (const { campaignId, effect, scope } of running) {
    if (effect.kind !== 'burn' || effect.valueBps <= (best?.valueBps ?? fullBps)) continue
    if (!products.some((product) => isInScope(product, scope))) continue
    best = { campaignId, valueBps: effect.valueBps, dayCap: effect.dayCap }
  }
  return best
}

function byId(a: Campaign, b: Campaign): number {
  return a.campaignId < b.campaignId ? -1 : a.campaignId > b.campaignId ? 1 : 0
}
