import type { Uuid } from '../../domain/ids.ts'
import { gramsMax, piecesMax } from '../../domain/limits.ts'
import type { Product } from '../../domain/product.ts'
import { clearedForNext } from '../store/entry.ts'
import { ask, closePanel, type Desk } from './desk.ts'

/** The basket and what is in it. */
export function basketActs(desk: Desk) {
  const { entry, mirror, sounds } = desk

  const basket = () => mirror.getState().basket

  /** The line the keys act on: the selected one, else the one changed last, else the last. */
  const lineAtHand = () => {
    const lines = basket()?.lines ?? []
    const wanted = entry.getState().selectedLineId ?? basket()?.changedLineId
    return lines.find((line) => line.lineId === wanted) ?? lines.at(-1)
  }

  /** A product was tapped. Weighed goods ask for grams unless a figure was typed before. */
  const addProduct = async (product: Product) => {
    const { times } = entry.getState()
    if (product.unit === 'gram' && times === null) {
      entry.setState({ panel: { kind: 'weigh', product }, digits: '' })
      return
    }
    const added = await ask(desk, 'basket', 'addProduct', { sku: product.sku, amount: times })
    if (!added) return
    entry.setState({ times: null, digits: '' })
    sounds.play('scanned')
  }

  const addWeighed = async (product: Product) => {
    const grams = Number(entry.getState().digits)
    if (!(grams >= 1)) return
    if (await ask(desk, 'basket', 'addProduct', { sku: product.sku, amount: grams })) {
      closePanel(desk, 'weigh', { digits: '' })
      sounds.play('scanned')
    }
  }

  const setQuantity = async (lineId: number, amount: number) => {
    if (await ask(desk, 'basket', 'setQuantity', { lineId, amount }))
      entry.setState({ digits: '', times: null })
  }

  /** One more or one less; the last one goes only by removing the line. */
  const step = async (lineId: number, by: number) => {
    const line = basket()?.lines.find((one) => one.lineId === lineId)
    if (line && line.amount + by >= 1) await setQuantity(lineId, line.amount + by)
  }

  const removeLine = async (lineId: number) => {
    if (await ask(desk, 'basket', 'removeLine', { lineId }))
      entry.setState({ selectedLineId: null, digits: '' })
  }

  return {
    addProduct,
    addWeighed,
    setQuantity,
    step,
    removeLine,
    /** The typed digits become the quantity of the line at hand. */
    applyDigits: async () => {
      const line = lineAtHand()
      const amount = Number(entry.getState().digits)
      if (line && amount >= 1) await setQuantity(line.lineId, amount)
      else entry.setState({ digits: '' })
      if (entry.getState().panel.kind === 'quantity') entry.setState({ panel: { kind: 'none' } })
    },
    removeLineAtHand: async () => {
      const line = lineAtHand()
      if (line) await removeLine(line.lineId)
    },
    selectLine: (lineId: number | null) => entry.setState({ selectedLineId: lineId, digits: '' }),
    /** Moves the selection; without one it begins at the line at hand. */
    moveSelection: (by: -1 | 1) => {
      const lines = basket()?.lines ?? []
      const at = lines.findIndex((line) => line.lineId === entry.getState().selectedLineId)
      const next = at === -1 ? lineAtHand() : (lines[at + by] ?? lines[at])
      entry.setState({ selectedLineId: next?.lineId ?? null })
    },
    typeDigit: (digit: string) => {
      const { digits, panel } = entry.getState()
      const longer = (digits + digit).replace(/^0+/, '')
      const most = panel.kind === 'weigh' ? gramsMax : piecesMax
      if (Number(longer || '0') <= most) entry.setState({ digits: longer })
    },
    eraseDigit: () => entry.setState({ digits: entry.getState().digits.slice(0, -1), times: null }),
    /** × closes the typed quantity: it now waits for its product. */
    closeTimes: () => {
      const amount = Number(entry.getState().digits)
      if (amount >= 1) entry.setState({ times: amount, digits: '', panel: { kind: 'none' } })
    },
    undo: () => ask(desk, 'basket', 'undoChange', {}),
    clear: async () => {
      if (await ask(desk, 'basket', 'clearBasket', {})) entry.setState(clearedForNext)
    },
    /** Puts a basket on hold; an empty one opens the list of those held. */
    holdOrRecall: async () => {
      if ((basket()?.lines.length ?? 0) === 0) entry.setState({ panel: { kind: 'held' }, row: 0 })
      else if (await ask(desk, 'basket', 'holdBasket', {})) entry.setState(clearedForNext)
    },
    recall: async (saleId: Uuid) => {
      if (await ask(desk, 'list', 'recallBasket', { saleId })) entry.setState(clearedForNext)
    },
    detachMember: async () => {
      if (await ask(desk, 'member', 'detachMember', {})) closePanel(desk, 'member')
    },
    redeemCoupon: async (couponId: Uuid) => {
      if (await ask(desk, 'coupon', 'redeemCoupon', { couponId })) sounds.play('scanned')
    },
    removeCoupon: (couponId: Uuid) => ask(desk, 'coupon', 'removeCoupon', { couponId }),
  }
}
