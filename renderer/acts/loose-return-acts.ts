import { priceOfQuantity } from '../../domain/basket.ts'
import { gramsMax, piecesMax } from '../../domain/limits.ts'
import { type Money, sumMoney } from '../../domain/money.ts'
import type { Product } from '../../domain/product.ts'
import type { LooseGoods } from '../store/service-entry.ts'
import { type AmountKey, amountOf, typeAmount, typedAmount } from '../tender-entry.ts'
import type { Desk } from './desk.ts'
import { type ServiceDesk, typeWhole } from './service-desk.ts'

/** Grams a weighed product starts with: the till's own unit of price. */
const gramsFirst = 1_000

/** Goods that come back without their sale: which, how much, and what is given back for them. A supervisor decides. */
export function looseReturnActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service

  const typedOf = () => typed().back
  /** Typed words whose answer is awaited. */
  const asked: { query: string | null } = { query: null }

  const setGoods = (row: number, goods: LooseGoods) =>
    change('back', { goods: typedOf().goods.map((one, at) => (at === row ? goods : one)) })

  const withAmount = (goods: LooseGoods, amount: number): LooseGoods => ({
    ...goods,
    amount,
    refund: typedAmount(todaysPrice(goods.product, amount)),
  })

  const add = (product: Product) => {
    const { goods } = typedOf()
    const at = goods.findIndex((one) => one.product.sku === product.sku)
    const known = goods[at]
    const first = product.unit === 'gram' ? gramsFirst : 1
    if (known && product.unit === 'piece')
      setGoods(at, withAmount(known, Math.min(known.amount + 1, piecesMax)))
    else if (!known)
      change('back', { goods: [...goods, withAmount({ product, amount: 0, refund: '' }, first)] })
    change('back', { text: '', fresh: true, field: 'amount' })
    keep({ goods: null })
    entry.setState({ row: at === -1 ? goods.length : at })
    sounds.play('scanned')
  }

  const find = async (text: string) => {
    const query = text.trim().slice(0, 60)
    asked.query = query
    if (query === '') {
      keep({ goods: null })
      return
    }
    const answer = await bridge.call('searchProducts', { query, categoryId: null })
    if (answer.ok && asked.query === query) keep({ goods: answer.output.products })
  }

  const goodsAtRow = () => typedOf().goods[entry.getState().row]

  const typeKey = (key: string) => {
    const { field, fresh } = typedOf()
    const { row } = entry.getState()
    const goods = goodsAtRow()
    if (!goods) return
    if (field === 'refund')
      setGoods(row, { ...goods, refund: typeAmount(fresh ? '' : goods.refund, key as AmountKey) })
    else if (/^\d$/.test(key)) {
      const most = goods.product.unit === 'gram' ? gramsMax : piecesMax
      setGoods(row, withAmount(goods, Number(typeWhole(fresh ? '' : String(goods.amount), key, most))))
    }
    change('back', { fresh: false })
  }

  const giveBack = async () => {
    const { goods, reason } = typedOf()
    const lines = goods
      .filter(({ amount }) => amount > 0)
      .map(({ product, amount, refund }) => ({ sku: product.sku, amount, refund: amountOf(refund) }))
    if (lines.length === 0) return
    const answer = await doOnce({
      name: 'returnWithoutSale',
      subject: `loose:${JSON.stringify(lines)}`,
      input: (actId) => ({ actId, lines, reason }),
      memberId: null,
      again: () => void giveBack(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ returnDone: answer.output })
    sounds.play('done')
  }

  return {
    findGoods: find,
    addGoods: add,
    /** A code shown to the scanner: the goods that have it. */
    addGoodsByCode: async (text: string) => {
      const answer = await bridge.call('searchProducts', {
        query: text.trim().slice(0, 60),
        categoryId: null,
      })
      const product = answer.ok ? answer.output.products[0] : undefined
      if (product) add(product)
      else settle<'searchProducts'>(answer.ok ? { ok: false, refusal: { code: 'product_unknown' } } : answer)
    },
    /** Enter in the search: the first product found. */
    addFirstGoods: () => {
      const first = found().goods?.[0]
      if (first) add(first)
    },
    chooseGoods: (row: number, field: 'amount' | 'refund') => {
      entry.setState({ row })
      change('back', { field, fresh: true })
    },
    dropGoods: (row: number) => {
      change('back', { goods: typedOf().goods.filter((_, at) => at !== row) })
      entry.setState({ row: 0 })
    },
    typeGoodsKey: typeKey,
    eraseGoodsKey: () => {
      const { field } = typedOf()
      const { row } = entry.getState()
      const goods = goodsAtRow()
      if (!goods) return
      if (field === 'refund') setGoods(row, { ...goods, refund: goods.refund.slice(0, -1) })
      else setGoods(row, withAmount(goods, Number(String(goods.amount).slice(0, -1) || '0')))
      change('back', { fresh: false })
    },
    giveBackLoose: giveBack,
  }
}

/** The price of today: the most that is given back without a receipt. For the screen; the core judges it again. */
function todaysPrice({ unit, unitPrice }: Product, amount: number): Money {
  return priceOfQuantity(unitPrice, { unit, amount })
}

/** What is given back for all of them. */
export function looseRefund(goods: readonly LooseGoods[]): Money {
  return sumMoney(goods.map(({ refund }) => amountOf(refund)))
}
