import { ask, type Desk, settleAt } from './desk.ts'

/** The best price, why it is what it is, and what others buy too. */
export function priceActs(desk: Desk) {
  const { bridge, entry, finder, mirror, progress, sounds } = desk

  const openExplain = async () => {
    const { basket } = mirror.getState()
    if ((basket?.lines.length ?? 0) === 0) return
    entry.setState({ panel: { kind: 'explain' }, row: 0, digits: '' })
    finder.setState({ explanation: null })
    progress.setState({ message: null })
    const answer = await bridge.call('explainPrice', {})
    if (settleAt(desk, 'basket', answer) && answer.ok) finder.setState({ explanation: answer.output })
  }

  return {
    /** The cheapest combination from now on, or again what the cashier puts in. */
    toggleBest: async () => {
      const { basket } = mirror.getState()
      if (!basket) return
      const choice = basket.couponChoice === 'best' ? 'own' : 'best'
      if (await ask(desk, 'coupon', 'chooseCoupons', { choice })) sounds.play('scanned')
    },
    openExplain,
    takeSuggestion: async (sku: string) => {
      if (await ask(desk, 'basket', 'takeSuggestion', { sku })) sounds.play('scanned')
    },
  }
}
