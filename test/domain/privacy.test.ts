import { expect, test } from 'vitest'
import { demoProgramme } from '../../central/seed/programme.ts'
import { programmeSchema } from '../../contract/programme.ts'
import { areaOfStore } from '../../domain/privacy.ts'
import { whyUnpublishable } from '../../domain/publishable.ts'
import { checkProgramme } from '../../sync/programme-check.ts'
import { id, noon } from './shop.ts'

test('[PG2] a store belongs to the area that names it, else to one of its own', () => {
  const privacy = { days: 30, areas: [{ areaId: 'east', storeIds: [id(1), id(2)] }] }
  expect([id(1), id(2), id(3)].map((storeId) => areaOfStore(privacy, storeId))).toEqual([
    'east',
    'east',
    id(3),
  ])
})

test('[PG2] a document names each area and each store once', () => {
  const read = (areas: { readonly areaId: string; readonly storeIds: readonly string[] }[]) =>
    programmeSchema.safeParse({ ...demoProgramme(noon), privacy: { days: 90, areas } }).success
  expect(read([{ areaId: 'east', storeIds: [id(1)] }])).toBe(true)
  expect(read([{ areaId: 'east', storeIds: [id(1), id(1)] }])).toBe(false)
  expect(
    read([
      { areaId: 'east', storeIds: [id(1)] },
      { areaId: 'west', storeIds: [id(1)] },
    ]),
  ).toBe(false)
  expect(
    read([
      { areaId: 'east', storeIds: [] },
      { areaId: 'east', storeIds: [] },
    ]),
  ).toBe(false)
})

test('[PG3] an area keeps whoever bought for as long as they may bring goods back; a till reads what breaks it', () => {
  const demo = demoProgramme(noon)
  const documentOf = (days: number, more: object = {}) => ({
    ...demo,
    privacy: { days, areas: [] },
    ...more,
  })
  const why = (days: number, more?: object) => whyUnpublishable(documentOf(days, more))
  expect(why(89)).toMatch(/privacy.days/)
  expect(why(90)).toBeNull()
  const tiers = demo.tiers.map((tier) => ({ ...tier, benefits: [] }))
  expect(why(demo.returnDays, { tiers })).toBeNull()
  expect(why(demo.returnDays - 1, { tiers })).toMatch(/privacy.days/)
  // One that was published before is no reason for a till to have no rules.
  expect(checkProgramme(documentOf(1))).toMatchObject({ kind: 'good' })
})
