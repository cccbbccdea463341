import type { CommandInput } from '../../contract/command.ts'
import { parseReceiptNumber } from '../../domain/sale.ts'
import { noService, type ReturnReason } from '../store/service-entry.ts'
import { type Desk, settleAt } from './desk.ts'
import { looseReturnActs } from './loose-return-acts.ts'
import { type ServiceDesk, wholeOf } from './service-desk.ts'

const receiptLengthMax = 60

/** Goods that come back, by their receipt or without one. */
export function returnActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, progress, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service
  const loose = looseReturnActs(desk, service)
  /** The question asked last: an answer to an older one is not shown. */
  const asked: { lines: string | null } = { lines: null }

  const isOpen = () => entry.getState().panel.kind === 'return'
  const typedOf = () => typed().back

  const start = () => {
    change('back', noService.back)
    service.dropActs()
    keep({ sale: null, quote: null, returnDone: null, goods: null })
    entry.setState({ row: 0 })
  }

  const find = async (receipt: string) => {
    const answer = await bridge.call('findSale', { receipt: receipt.slice(0, receiptLengthMax) })
    if (!isOpen() || !settle(answer) || !answer.ok) return
    start()
    keep({ sale: answer.output })
    sounds.play('scanned')
  }

  /** Asks what the chosen goods would mean; the newest question counts. */
  const quote = async () => {
    const { sale } = found()
    const lines = linesOf(typedOf().amounts)
    keep({ quote: null })
    if (!sale || lines.length === 0) return
    const question = JSON.stringify(lines)
    asked.lines = question
    const answer = await bridge.call('quoteReturn', { saleId: sale.saleId, lines })
    if (asked.lines !== question || found().sale?.saleId !== sale.saleId) return
    if (settle(answer) && answer.ok) keep({ quote: answer.output })
  }

  const setAmount = (row: number, amount: number, fresh = true) => {
    const line = found().sale?.lines[row]
    if (!line) return
    const kept = Math.min(Math.max(amount, 0), line.left)
    entry.setState({ row })
    change('back', { amounts: { ...typedOf().amounts, [line.place]: kept }, fresh })
    void quote()
  }

  const amountAt = (row: number): number => {
    const line = found().sale?.lines[row]
    return line ? (typedOf().amounts[line.place] ?? 0) : 0
  }

  /** A digit is the amount of the line at the arrows: the first one begins it anew. */
  const typeAmountKey = (key: string) => {
    const { row } = entry.getState()
    const before = typedOf().fresh ? '' : String(amountAt(row))
    setAmount(row, wholeOf(`${before}${key}`.slice(0, 7)), false)
  }

  const giveBack = async () => {
    const { sale, quote: quoted } = found()
    const { amounts, reason } = typedOf()
    const lines = linesOf(amounts)
    if (!sale || !quoted || lines.length === 0) return
    const { saleId } = sale
    const answer = await doOnce({
      name: 'returnSale',
      subject: `return:${saleId}:${JSON.stringify(lines)}`,
      input: (actId) => ({ actId, saleId, lines, reason }),
      memberId: null,
      again: () => void giveBack(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ returnDone: answer.output })
    sounds.play('done')
  }

  /** Goods shown to the scanner come back one by one, where this sale has them. */
  const takeGoodsScan = async (text: string) => {
    const answer = await bridge.call('searchProducts', { query: text.slice(0, 60), categoryId: null })
    const skus = answer.ok ? answer.output.products.map(({ sku }) => sku) : []
    const row = found().sale?.lines.findIndex((line) => skus.includes(line.sku) && line.left > 0) ?? -1
    if (row === -1) {
      settle<'findSale'>({ ok: false, refusal: { code: 'line_unknown' } })
      return
    }
    sounds.play('scanned')
    const line = found().sale?.lines[row]
    setAmount(row, line?.unit === 'gram' ? line.left : amountAt(row) + 1)
  }

  const takeScan = (text: string) => {
    if (typedOf().way === 'loose') void loose.addGoodsByCode(text)
    else if (parseReceiptNumber(text) !== null) void find(text)
    else if (found().sale && !found().returnDone) void takeGoodsScan(text)
    else settle<'findSale'>({ ok: false, refusal: { code: 'sale_unknown' } })
  }

  const open = () => {
    service.openPanel({ kind: 'return' })
    start()
  }

  return {
    ...loose,
    openReturn: open,
    /** From the list of recent sales. */
    openReturnOf: async (receiptNumber: string) => {
      open()
      await find(receiptNumber)
    },
    /** A receipt scanned while selling; not while paying, where nothing is to be lost. */
    openReturnByScan: async (receipt: string) => {
      const { kind } = entry.getState().panel
      if (kind === 'pay' || kind === 'code' || kind === 'step_up') {
        settleAt(desk, 'scan', { ok: false, refusal: { code: 'code_unknown' } })
        return
      }
      open()
      await find(receipt)
    },
    typeReturn: async (text: string) => {
      change('back', { text: text.slice(0, receiptLengthMax) })
      if (typedOf().way === 'loose') await loose.findGoods(text)
    },
    findSale: async () => {
      const receipt = typedOf().text.trim()
      if (receipt !== '') await find(receipt.toUpperCase())
    },
    setReturnAmount: (row: number, amount: number) => setAmount(row, amount),
    turnReturnAmount: (by: -1 | 1) => {
      const { row } = entry.getState()
      if (typedOf().way === 'sale') setAmount(row, amountAt(row) + by)
    },
    moveReturnRow: (by: -1 | 1, count: number) => {
      const row = Math.min(Math.max(entry.getState().row + by, 0), Math.max(count - 1, 0))
      entry.setState({ row })
      change('back', { fresh: true })
    },
    /** Everything that is left of every line. */
    returnAll: () => {
      const { sale } = found()
      if (!sale) return
      const left = sale.lines.filter((line) => line.left > 0)
      change('back', {
        amounts: Object.fromEntries(left.map((line) => [line.place, line.left])),
        fresh: true,
      })
      void quote()
    },
    chooseReason: (reason: ReturnReason) => change('back', { reason }),
    typeReturnKey: (key: string) => {
      const { way, text } = typedOf()
      if (way === 'loose') loose.typeGoodsKey(key)
      else if (found().sale) typeAmountKey(key)
      else change('back', { text: `${text}${key}`.slice(0, receiptLengthMax) })
    },
    eraseReturnKey: () => {
      const { way, text } = typedOf()
      const { row } = entry.getState()
      if (way === 'loose') loose.eraseGoodsKey()
      else if (found().sale) setAmount(row, wholeOf(String(amountAt(row)).slice(0, -1)), false)
      else change('back', { text: text.slice(0, -1) })
    },
    giveBack,
    withoutSale: () => {
      start()
      change('back', { way: 'loose' })
      progress.setState({ message: null })
    },
    returnAgain: start,
    /** Back by one step; false = the panel itself. */
    returnBack: (): boolean => {
      if (found().returnDone) return false
      const begun = found().sale !== null || typedOf().way === 'loose'
      if (begun) start()
      return begun
    },
    /** Every scan while the panel is open: a receipt, or the goods that come back. Returns whether it was taken. */
    takeReturnScan: (text: string): boolean => {
      if (!isOpen()) return false
      takeScan(text.trim())
      return true
    },
  }
}

/** The chosen amounts as the core takes them, in the order of the sale. */
export function linesOf(amounts: Readonly<Record<number, number>>): CommandInput<'quoteReturn'>['lines'] {
  return Object.entries(amounts)
    .map(([place, amount]) => ({ place: Number(place), amount }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => a.place - b.place)
}
