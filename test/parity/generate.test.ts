import { expect, test } from 'vitest'
import { programmeSchema } from '../../contract/programme.ts'
import { createRandom } from '../sim/random.ts'
import { makeShop } from './generate-shop.ts'

test('[PY4] every programme made up passes the schema of the programme', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { success, error } = programmeSchema.safeParse(makeShop(createRandom(seed), seed).programme)
    expect(success, `seed ${seed}: ${error?.message}`).toBe(true)
  }
})

test('[PY4] one seed makes one shop', () => {
  expect(makeShop(createRandom(5), 5)).toEqual(makeShop(createRandom(5), 5))
  expect(makeShop(createRandom(5), 5)).not.toEqual(makeShop(createRandom(6), 6))
})
