import type { Campaign, CampaignTime } from '../../domain/campaign.ts'
import { bps } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { dayStart, dayStartAfter, localDate } from '../../domain/time.ts'
import { demoTimeZone } from './stores.ts'

const everything = { skus: [], categoryIds: [], brandIds: [], tags: [] }

/** The notable goods of old (brand B001, weighed goods) stay out of campaigns: their figures are documented without. */
const otherBrands = {
  include: everything,
  exclude: {
    ...everything,
    brandIds: ['B001'],
    categoryIds: ['vegetable', 'fruit', 'meat', 'seafood', 'household', 'tobacco', 'gift_card', 'membership'],
  },
}
const always: CampaignTime = {
  from: null,
  until: null,
  weekdays: [],
  monthDays: [],
  hours: null,
  birthday: null,
}

/** The campaigns of the week `today` (epoch ms) lies in. */
export function demoCampaigns(today: number): readonly Campaign[] {
  const { weekday } = localDate(today, demoTimeZone)
  const monday = dayStartAfter(dayStart(today, demoTimeZone), 1 - weekday, demoTimeZone)
  const week = { ...always, from: monday, until: dayStartAfter(monday, 7, demoTimeZone) }
  const forMembers = { storeIds: [], tierIds: [], membersOnly: true }
  const twice = { kind: 'earn', earnBps: bps(20_000) } as const
  return [
    {
      campaignId: 'double_week',
      name: { zh: '双倍积分周', en: 'Double points week' },
      effect: twice,
      time: week,
      scope: otherBrands,
      ...forMembers,
    },
    {
      campaignId: 'member_day',
      name: { zh: '每月8日会员日 3倍积分', en: 'Member day on the 8th: triple points' },
      effect: { kind: 'earn', earnBps: bps(30_000) },
      time: { ...always, monthDays: [8] },
      scope: otherBrands,
      ...forMembers,
    },
    {
      campaignId: 'birthday_double',
      name: { zh: '生日当天双倍积分', en: 'Double points on the birthday' },
      effect: twice,
      time: { ...always, birthday: 'day' },
      scope: otherBrands,
      ...forMembers,
    },
    {
      campaignId: 'points_count_double',
      name: { zh: '黑钻积分抵现翻倍', en: 'Black Diamond: points count double' },
      effect: { kind: 'burn', valueBps: bps(20_000), dayCap: points(2_000) },
      time: always,
      scope: { include: everything, exclude: everything },
      storeIds: [],
      tierIds: ['black_diamond'],
      membersOnly: true,
    },
    {
      campaignId: 'festival_price',
      name: { zh: '节令好货8折', en: 'Festival goods: 20% off' },
      effect: { kind: 'price', payBps: bps(8_000) },
      time: week,
      scope: { include: { ...everything, tags: ['festival'] }, exclude: everything },
      storeIds: [],
      tierIds: [],
      membersOnly: false,
    },
  ]
}
