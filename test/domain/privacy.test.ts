import { expect, test } from 'vitest'
import { demoProgramme } from '../../central/seed/programme.ts'
import { programmeSchema } from '../../contract/programme.ts'
import { areaOfStore } from '../../domain/privacy.ts'
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

test('[PG3] an area keeps whoever bought for as long as they may bring goods back', () => {
  const demo = demoProgramme(noon)
  const read = (days: number, more: object = {}) =>
    programmeSchema.safeParse({ ...demo, privacy: { days, areas: [] }, ...more })
  expect(read(89).error?.issues).toMatchObject([{ path: ['privacy', 'days'] }])
  expect(read(90).success).toBe(true)
  const tiers = demo.tiers.map((tier) => ({ ...tier, benefits: [] }))
  expect(read(demo.returnDays, { tiers }).success).toBe(true)
  expect(read(demo.returnDays - 1, { tiers }).success).toBe(false)
})
