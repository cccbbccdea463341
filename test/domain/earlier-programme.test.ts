import { expect, test } from 'vitest'
import { demoProgramme } from '../../central/seed/programme.ts'
import { programmeSchema } from '../../contract/programme.ts'
import { earlierRules, withLaterFields } from '../../domain/earlier-programme.ts'
import type { Programme } from '../../domain/programme.ts'
import { noon } from './shop.ts'

/** A document as it was written before there were the later fields. */
function earlierDocument(): { readonly earlier: Programme; readonly meant: Programme } {
  const { growth, earn, tiers, ...rest } = demoProgramme(noon)
  const without = (whole: object, fields: object) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !Object.hasOwn(fields, name)))
  const { growth: laterGrowth, earn: laterEarn, freeReturns, presale, ...later } = earlierRules
  const earlier = {
    ...without(rest, later),
    tiers: tiers.map((tier) => ({
      ...tier,
      benefits: tier.benefits.map((benefit) => without(benefit, { days: 0, hours: 0 })),
    })),
    growth: without(growth, laterGrowth),
    earn: without(earn, laterEarn),
  } as unknown as Programme
  const meant = {
    ...rest,
    ...later,
    tiers: tiers.map((tier) => ({
      ...tier,
      benefits: tier.benefits.map((benefit) => {
        if (benefit.kind === 'free_returns') return { ...benefit, ...freeReturns }
        return benefit.kind === 'presale' ? { ...benefit, ...presale } : benefit
      }),
    })),
    growth: { ...growth, ...laterGrowth },
    earn: { ...earn, ...laterEarn },
  }
  return { earlier, meant }
}

test('[UP7] a programme without the later fields is read, kept or sent, as the rule was before them', () => {
  const { earlier, meant } = earlierDocument()
  expect(withLaterFields(earlier)).toEqual(meant)
  expect(programmeSchema.parse(earlier)).toEqual(meant)
  expect(withLaterFields(meant)).toEqual(meant)
})
