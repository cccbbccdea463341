import type { CommandInput, SaleSummary } from '../../contract/command.ts'
import { savingToldMs } from '../../domain/disk-limits.ts'
import { mayFinish } from '../../domain/disk-room.ts'
import { type Money, noMoney } from '../../domain/money.ts'
import { type Points, points } from '../../domain/points.ts'
import type { TenderKind } from '../../domain/tender.ts'
import { clearedForNext, noTenders } from '../store/entry.ts'
import { nobodyFound } from '../store/finder.ts'
import { isSaving } from '../store/progress.ts'
import { type AmountKey, exactFor, tenderKinds, tendersOf, typeAmount, typedAmount } from '../tender-entry.ts'
import { ask, type Desk, settleAt } from './desk.ts'
import type { stepUpActs } from './step-up-acts.ts'
import type { valueActs } from './value-acts.ts'

/** Paying: amounts typed, points burned, and the one act that makes a basket a sale. */
export function payActs(
  desk: Desk,
  { askStepUpOf }: ReturnType<typeof stepUpActs>,
  { findMemberAccount }: ReturnType<typeof valueActs>,
) {
  const { bridge, entry, finder, mirror, progress, sounds } = desk

  const setTender = (text: string) => {
    const { tenders, activeTender } = entry.getState()
    entry.setState({ tenders: { ...tenders, [activeTender]: text } })
  }

  const finish = (sale: SaleSummary) => {
    entry.setState(clearedForNext)
    finder.setState(nobodyFound)
    progress.setState({ commit: null, lastAsk: null, done: sale, notRecorded: null, message: null })
    sounds.play('done')
  }

  /** The sale with this id if the core has told of it. */
  const recorded = (saleId: string) => {
    const { lastSale } = mirror.getState()
    return lastSale?.sale.saleId === saleId ? lastSale.sale : null
  }

  const commit = async (input: CommandInput<'commitSale'>) => {
    const { saleId, toPay } = input
    progress.setState({ commit: { saleId, toPay, state: 'saving' }, message: null })
    const tellLong = setTimeout(() => {
      if (progress.getState().commit?.saleId === saleId)
        progress.setState({ commit: { saleId, toPay, state: 'saving_long' } })
    }, savingToldMs)
    const answer = await bridge.call('commitSale', input)
    clearTimeout(tellLong)
    if (progress.getState().commit?.saleId !== saleId) return
    if (answer.ok) {
      finish(answer.output)
      return
    }
    // Asked twice for the same sale: the first question had been answered with yes after all.
    const already = recorded(saleId)
    if (already) {
      finish(already)
      return
    }
    if (answer.fault === 'timed_out') progress.setState({ commit: { saleId, toPay, state: 'slow' } })
    else if (answer.fault === 'core_lost' || answer.fault === 'core_failed')
      progress.setState({ commit: { saleId, toPay, state: 'lost' } })
    else progress.setState({ commit: null })
    if (answer.refusal && entry.getState().panel.kind === 'pay' && askStepUpOf(answer.refusal, underWay()))
      return
    settleAt(desk, 'pay', answer)
  }

  /** What goes on once a second proof is there: this payment, as it was typed. */
  const underWay = () => ({
    memberId: mirror.getState().basket?.member?.memberId ?? null,
    back: { kind: 'pay' } as const,
    onDone: () => void confirm(),
  })

  /** Makes the sale. Until it is answered a second press does nothing; a slow answer may be asked for again. */
  const confirm = async () => {
    const { basket } = mirror.getState()
    const under = progress.getState().commit
    if (under !== null && under.state !== 'slow') return
    if (!basket?.saleId) return
    const accountId = finder.getState().account?.accountId ?? null
    const tenders = [...tendersOf(entry.getState().tenders, accountId)]
    await commit({ saleId: basket.saleId, toPay: basket.toPay, tenders })
  }

  const choose = (kind: TenderKind) => {
    entry.setState({ activeTender: kind })
    if (kind === 'stored_value') void findMemberAccount()
  }

  return {
    openPay: () => {
      const { basket, till } = mirror.getState()
      if ((basket?.lines.length ?? 0) === 0) return
      // Before money is counted, not after.
      if (till && !mayFinish(till.room)) {
        settleAt(desk, 'pay', { ok: false, fault: 'disk_full' })
        return
      }
      entry.setState({ panel: { kind: 'pay' }, tenders: noTenders, activeTender: 'cash', digits: '' })
      progress.setState({ message: null })
    },
    chooseTender: (kind: TenderKind) => choose(kind),
    moveTender: (by: -1 | 1) => {
      const at = tenderKinds.indexOf(entry.getState().activeTender) + by
      choose(tenderKinds[at] ?? entry.getState().activeTender)
    },
    typeTender: (key: AmountKey) => {
      const { tenders, activeTender } = entry.getState()
      setTender(typeAmount(tenders[activeTender], key))
    },
    setTenderAmount: (amount: Money) => setTender(typedAmount(amount)),
    /** The active tender takes all that is still open. */
    takeExact: () => {
      const { tenders, activeTender } = entry.getState()
      const toPay = mirror.getState().basket?.toPay
      if (toPay === undefined) return
      const spendable = finder.getState().account?.spendable ?? noMoney
      setTender(typedAmount(exactFor(activeTender, tenders, toPay, spendable)))
    },
    burnPoints: (wish: number) => ask(desk, 'pay', 'burnPoints', { points: points(Math.max(0, wish)) }),
    /** All the points that may be burned, or none when they already are. */
    toggleAllPoints: async () => {
      const burn = mirror.getState().basket?.burn
      if (!burn || burn.max === 0) return
      const wish: Points = burn.points === burn.max ? points(0) : burn.max
      await ask(desk, 'pay', 'burnPoints', { points: wish })
    },
    confirm,
    /**
     * After every word from the core: a payment whose answer was lost is settled by what the core says now. Its
     * sale among the slices: recorded. All slices heard anew without it: it was not.
     */
    resolveCommit: () => {
      const pending = progress.getState().commit
      if (pending === null || isSaving(pending)) return
      const sale = recorded(pending.saleId)
      if (sale) {
        finish(sale)
        return
      }
      const { connection, heard } = mirror.getState()
      if (connection === 'lost') progress.setState({ commit: { ...pending, state: 'lost' } })
      if (pending.state !== 'lost' || connection !== 'connected') return
      if (!heard.has('last_sale_changed') || !heard.has('basket_changed')) return
      progress.setState({ commit: null, notRecorded: { toPay: pending.toPay }, message: null })
      sounds.play('refused')
    },
    /** The next customer's goods are in the basket: what was done is history. */
    closeDone: () => progress.setState({ done: null }),
    dismissNotRecorded: () => progress.setState({ notRecorded: null }),
    acknowledgeSale: () => ask(desk, 'pay', 'acknowledgeSale', {}),
    reprint: (saleId: SaleSummary['saleId']) => ask(desk, 'list', 'reprintReceipt', { saleId }),
  }
}
