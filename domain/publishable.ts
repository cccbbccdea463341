import { birthdayTemplateOf, type Programme } from './programme.ts'

/**
 * Why head office may not publish this document, though every till can go by it; null when it may. Asked where rules are
 * published and never where they are read: a document that was published before stays readable.
 */
export function whyUnpublishable(programme: Programme): string | null {
  if (!coversReturns(programme)) {
    return 'privacy.days: shorter than goods come back, their member would be gone from the store that sold them'
  }
  const empty = programme.tiers.flatMap(({ tierId, benefits }) =>
    benefits.flatMap((benefit) =>
      benefit.kind === 'birthday_gift' && birthdayTemplateOf(benefit, programme.gifts) === null
        ? [
            `${tierId}: the birthday gift ${benefit.giftId} is no coupon and names no template to hand it over against`,
          ]
        : [],
    ),
  )
  return empty[0] ?? null
}

/** Whether an area keeps whoever bought for at least as long as they may bring goods back, in whatever tier. */
function coversReturns({ privacy, returnDays, tiers }: Programme): boolean {
  const granted = tiers.flatMap(({ benefits }) =>
    benefits.flatMap((benefit) => (benefit.kind === 'free_returns' ? [benefit.days] : [])),
  )
  return privacy === null || privacy.days >= Math.max(returnDays, ...granted)
}
