import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pair } from '../../domain/chain-figures.ts'
import { bps } from '../../domain/money.ts'
import { suggest } from '../../domain/recommend.ts'

const pair = (sku: string, other: string, lift: number): Pair => ({ sku, suggest: other, liftBps: bps(lift) })

const pairs = [
  pair('noodles', 'sauce', 25_000),
  pair('noodles', 'eggs', 18_000),
  pair('rice', 'oil', 30_000),
  pair('rice', 'sauce', 21_000),
  pair('rice', 'salt', 18_000),
  pair('rice', 'tea', 10_000),
]

test.each<[string, string[], string[]]>([
  ['nothing for an empty basket', [], []],
  ['nothing for goods without pairs', ['milk'], []],
  ['the strongest first', ['noodles'], ['sauce', 'eggs']],
  ['two at most, each once', ['noodles', 'rice'], ['oil', 'sauce']],
  ['not what is in the basket', ['noodles', 'rice', 'oil', 'sauce'], ['eggs', 'salt']],
  ['ties by the goods’ number', ['noodles', 'rice', 'oil', 'sauce', 'rice'], ['eggs', 'salt']],
])('[SG1] suggested: %s', (_, basket, skus) => {
  expect(suggest(basket, pairs, 2).map(({ sku }) => sku)).toEqual(skus)
})

test('[SG2] it is said what a suggestion goes with, by the stronger of two pairs', () => {
  expect(suggest(['rice', 'noodles'], pairs, 1)).toEqual([{ sku: 'oil', because: 'rice', liftBps: 30_000 }])
  expect(suggest(['rice', 'noodles', 'oil'], pairs, 1)).toEqual([
    { sku: 'sauce', because: 'noodles', liftBps: 25_000 },
  ])
  expect(suggest(['rice'], pairs, 0)).toEqual([])
})

test('[SG3] goods bought together no oftener than by chance are not suggested', () => {
  expect(suggest(['rice', 'oil', 'sauce', 'salt'], pairs, 2)).toEqual([])
})

test('[SG3] the order of pairs and of the basket changes nothing', () => {
  const any = fc.array(
    fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        fc.integer({ min: 0, max: 5 }),
      )
      .map(([sku, other, lift]) => pair(sku, other, 9_000 + lift * 1_000)),
  )
  fc.assert(
    fc.property(any, fc.subarray(['a', 'b', 'c', 'd']), (table, basket) => {
      const said = suggest(basket, table, 2)
      expect(suggest(basket.toReversed(), table.toReversed(), 2)).toEqual(said)
      expect(said.length).toBeLessThanOrEqual(2)
      for (const { sku } of said) expect(basket).not.toContain(sku)
    }),
  )
})
