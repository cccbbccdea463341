import type { Uuid } from '../../domain/ids.ts'
import { type Desk, settleAt } from './desk.ts'

const cardForm = /^G\d{13}$/

/** Stored value as a tender: whose account it comes from. */
export function valueActs(desk: Desk) {
  const { bridge, entry, finder, mirror, sounds } = desk

  const paying = () => {
    const { panel } = entry.getState()
    return panel.kind === 'pay' || (panel.kind === 'code' && panel.of === 'account')
  }

  const find = async (input: {
    readonly code: string | null
    readonly accountId?: Uuid
  }): Promise<boolean> => {
    const answer = await bridge.call('findAccount', input)
    if (!settleAt(desk, 'pay', answer) || !answer.ok) return false
    finder.setState({ account: answer.output })
    return true
  }

  /** A card was shown while paying: it is the account that pays. */
  const takeCard = async (input: { readonly code: string | null; readonly accountId?: Uuid }) => {
    if (!(await find(input)) || !paying()) return
    const { tenders } = entry.getState()
    entry.setState({
      panel: { kind: 'pay' },
      codeText: '',
      activeTender: 'stored_value',
      tenders: { ...tenders, stored_value: '' },
    })
    sounds.play('scanned')
  }

  return {
    /** The member's own account, when there is one and no card was shown instead. */
    findMemberAccount: async () => {
      if (finder.getState().account !== null) return
      if ((mirror.getState().basket?.member?.value ?? null) === null) return
      await find({ code: null })
    },
    submitCard: async () => {
      const code = entry.getState().codeText.trim()
      if (code !== '') await takeCard({ code })
    },
    /** A keyboard scan of a gift card while paying. Returns whether it was taken. */
    takeCardScan: (text: string): boolean => {
      const code = text.trim().toUpperCase()
      if (!paying() || !cardForm.test(code)) return false
      void takeCard({ code })
      return true
    },
    /** A device of the core scanned a card. */
    accountByDevice: (accountId: Uuid | undefined) => {
      if (paying() && accountId !== undefined) void takeCard({ code: null, accountId })
    },
  }
}
