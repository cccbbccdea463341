import type { Pair } from '../../domain/chain-figures.ts'
import type { GiftStock } from '../../domain/gift.ts'
import { bps } from '../../domain/money.ts'
import type { Product } from '../../domain/product.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import type { Chance } from './chance.ts'
import type { NotableMember } from './draft-member.ts'
import { notableGiftCards, notableMembers, notableProducts } from './notable.ts'
import { demoStores } from './stores.ts'

const { rice, soySauce, toast, milk, crisps, water, festivalTea, cookies } = notableProducts

/** Bought together in every demo chain; `liftBps` 25 000 = two and a half times as often as by chance. */
export const notablePairs: readonly Pair[] = [
  { sku: rice.sku, suggest: soySauce.sku, liftBps: bps(18_000) },
  { sku: toast.sku, suggest: milk.sku, liftBps: bps(25_000) },
  { sku: crisps.sku, suggest: water.sku, liftBps: bps(14_000) },
  { sku: festivalTea.sku, suggest: cookies.sku, liftBps: bps(21_000) },
]

/** Pairs among the others, so that about every third product suggests something. */
export function demoPairs(products: readonly Product[], chance: Chance): Pair[] {
  const taken = new Set(notablePairs.map(({ sku, suggest }) => `${sku}:${suggest}`))
  const pairs = [...notablePairs]
  for (const { sku } of products.slice(Object.keys(notableProducts).length)) {
    if (chance.whole(3) > 0) continue
    const suggest = chance.pick(products).sku
    const liftBps = bps(10_500 + chance.whole(20_000))
    if (suggest === sku || taken.has(`${sku}:${suggest}`)) continue
    taken.add(`${sku}:${suggest}`)
    pairs.push({ sku, suggest, liftBps })
  }
  return pairs
}

/** Stored value of the notable members, and the notable gift cards. */
export function demoAccounts(): ValueAccount[] {
  const cards = Object.values(notableGiftCards).map((card) => ({ ...card, memberId: null }))
  const members = Object.values(notableMembers).flatMap(({ memberId, account }: NotableMember) => {
    if (!account) return []
    const [principal, gift] = account
    return [{ accountId: memberId, code: null, memberId, principal, gift }]
  })
  return [...cards, ...members].map((account) => ({ ...account, status: 'active' }))
}

/** Gifts in each store: bowls abound, bags run low, rice is gone at the second store. */
export function demoStocks(): GiftStock[] {
  return demoStores.flatMap(({ storeId }, place) => [
    { storeId, giftId: 'rice_bowl', left: 40 },
    { storeId, giftId: 'tote_bag', left: 4 },
    { storeId, giftId: 'rice_5kg', left: place === 1 ? 0 : 12 },
  ])
}
