import { assert } from '../../domain/assert.ts'
import { checkDigit } from '../../domain/gtin.ts'
import { money } from '../../domain/money.ts'
import type { Category, Product } from '../../domain/product.ts'
import type { LocalText } from '../../domain/text.ts'
import { type Assortment, assortments, brands } from './categories.ts'
import type { Chance } from './chance.ts'
import { notableProducts } from './notable.ts'

/** Sold at the till and on no shelf. */
const membership: Category = {
  categoryId: 'membership',
  name: { zh: '付费会员', en: 'Paid membership' },
  color: '#1864ab',
  position: assortments.length,
}

export const demoCategories: readonly Category[] = [
  ...assortments.map(({ category }) => category),
  membership,
]

/** The chain's goods: the notable ones, all weighed ones, then packed ones up to `count`. */
export function demoProducts(count: number, chance: Chance): Product[] {
  const products: Product[] = [...Object.values(notableProducts)]
  const names = new Set(products.map(({ name }) => name.zh))
  const add = (product: Product) => {
    if (names.has(product.name.zh)) return
    names.add(product.name.zh)
    products.push(product)
  }
  for (const assortment of assortments.filter(({ weighed }) => weighed)) {
    for (const variety of assortment.varieties) {
      for (const { name, price } of assortment.goods) {
        if (products.length === count) return products
        const n = products.length + 1
        add({
          sku: skuOf(n),
          name: join([variety, name]),
          gtin: null,
          plu: String(10_000 + n),
          categoryId: assortment.category.categoryId,
          brandId: null,
          tags: variety.en === 'Organic' ? ['organic'] : [],
          unit: 'gram',
          unitPrice: money(rounded(price * (variety.zh === '' ? 1 : 1.4))),
          favourite: null,
        })
      }
    }
  }
  const packed = assortments.filter(({ weighed }) => !weighed)
  const shares = packed.reduce((sum, { share }) => sum + share, 0)
  const toPack = count - products.length
  let upTo = products.length
  for (const [place, assortment] of packed.entries()) {
    upTo = place === packed.length - 1 ? count : upTo + Math.floor((toPack * assortment.share) / shares)
    for (let i = 0; products.length < upTo; i++) {
      add(packedProduct(assortment, i, products.length + 1, chance))
    }
  }
  return products
}

/** The i-th product of an assortment: goods change fastest, so that a small chain has some of everything. */
function packedProduct(assortment: Assortment, i: number, n: number, chance: Chance): Product {
  const { goods, sizes, varieties, category } = assortment
  const one = goods[i % goods.length]
  const brand = brands[Math.floor(i / goods.length) % brands.length]
  const rest = Math.floor(i / (goods.length * brands.length))
  const size = sizes[rest % sizes.length]
  const variety = varieties[Math.floor(rest / sizes.length) % varieties.length]
  const series = Math.floor(rest / (sizes.length * varieties.length))
  assert(one && brand && size && variety, 'places below the lengths')
  const seriesName = series === 0 ? { zh: '', en: '' } : { zh: `${series + 1}号`, en: `No. ${series + 1}` }
  const price = (one.price * size.hundredths * (85 + chance.whole(31))) / 10_000
  return {
    sku: skuOf(n),
    name: join([brand.name, variety, one.name, seriesName, size.name]),
    gtin: demoGtin(n),
    plu: null,
    categoryId: category.categoryId,
    brandId: brand.brandId,
    tags: tagsOf(n),
    unit: 'piece',
    unitPrice: money(rounded(price)),
    favourite: null,
  }
}

/** A few of each: what the campaign of the week and picked prices go by. */
function tagsOf(n: number): string[] {
  return [...(n % 40 === 7 ? ['festival'] : []), ...(n % 40 === 11 ? ['pick'] : [])]
}

function skuOf(n: number): string {
  return `P${String(n).padStart(5, '0')}`
}

/** A valid EAN-13 of GS1 China (690–699) as GTIN-14, its own for each n. */
function demoGtin(n: number): string {
  const digits = `${690 + (n % 10)}${String(2_100 + (n % 97)).padStart(4, '0')}${String(n).padStart(5, '0')}`
  return `0${digits}${checkDigit(digits)}`
}

/** To whole jiao, as shelf prices are, and never nothing. */
function rounded(fen: number): number {
  return Math.max(10, Math.round(fen / 10) * 10)
}

function join(parts: readonly LocalText[]): LocalText {
  return {
    zh: parts
      .map(({ zh }) => zh)
      .filter(Boolean)
      .join(''),
    en: parts
      .map(({ en }) => en)
      .filter(Boolean)
      .join(' '),
  }
}
