import { expect, test } from 'vitest'
import type { Happened } from './play.ts'
import { expectAll, playShops } from './play-shops.ts'

let happened: Happened = {}

test('[PY1] in shops 1521 to 2280 till, central and oracle agree on every fen, point and lot', () => {
  happened = playShops(1521, 760)
  expect(happened['sale']).toBeGreaterThan(0)
}, 240_000)

test('[PY2] in them everything happened that the rules speak of', () => expectAll(happened))
