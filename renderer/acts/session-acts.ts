import type { Language } from '../../domain/text.ts'
import { emptyEntry, type ItemTab, type Panel } from '../store/entry.ts'
import { nobodyFound } from '../store/finder.ts'
import { noProof } from '../store/proving.ts'
import { ask, type Desk } from './desk.ts'

/** Coming, going, looking things up, opening and closing what covers the left half. */
export function sessionActs(
  desk: Desk,
  {
    joinBack,
    serviceBack,
  }: {
    readonly joinBack: () => void
    /** Whether an open service had a step to go back by. */
    readonly serviceBack: () => boolean
  },
) {
  const { bridge, entry, finder, mirror, progress, settings } = desk

  const busy = async (work: () => Promise<void>) => {
    if (progress.getState().busy) return
    progress.setState({ busy: true })
    try {
      await work()
    } finally {
      progress.setState({ busy: false })
    }
  }

  const loadShelf = async () => {
    const { categoryId } = entry.getState()
    const answer = await bridge.call('searchProducts', { query: '', categoryId })
    if (!answer.ok || entry.getState().categoryId !== categoryId) return
    const { products } = answer.output
    const favourites = products.filter((product) => product.favourite !== null)
    finder.setState({ shelf: categoryId === null && favourites.length > 0 ? favourites : products })
  }

  const openPanel = (panel: Panel) => {
    entry.setState({ panel, row: 0, codeText: '', digits: '' })
    progress.setState({ message: null })
  }

  return {
    /** Asks for the PIN once there is a code, then signs in. */
    signIn: async () => {
      const { signInCode, signInPin, signInField } = entry.getState()
      if (signInField === 'code' && signInPin === '') {
        if (signInCode !== '') entry.setState({ signInField: 'pin' })
        return
      }
      await busy(async () => {
        const signedIn = await ask(desk, 'sign_in', 'signIn', { code: signInCode, pin: signInPin })
        // A wrong PIN is typed anew; the staff code stays.
        entry.setState(
          signedIn
            ? { signInCode: '', signInPin: '', signInField: 'code' }
            : { signInPin: '', signInField: 'pin' },
        )
      })
    },
    typeSignIn: (field: 'code' | 'pin', text: string) => {
      const digits = text.replace(/\D/g, '')
      progress.setState({ message: null })
      if (field === 'code') entry.setState({ signInCode: digits.slice(0, 6) })
      else entry.setState({ signInPin: digits.slice(0, 12) })
    },
    focusSignIn: (field: 'code' | 'pin') => entry.setState({ signInField: field }),
    signOut: async () => {
      if (await ask(desk, 'basket', 'signOut', {})) {
        entry.setState(emptyEntry)
        finder.setState(nobodyFound)
      }
    },
    enrol: () =>
      busy(async () => {
        const { enrolUrl, enrolCode } = entry.getState()
        await ask(desk, 'enrol', 'enrolTill', { centralUrl: enrolUrl.trim(), code: enrolCode.trim() })
      }),
    renew: () =>
      busy(async () => {
        if (await ask(desk, 'enrol', 'renewTill', { code: entry.getState().enrolCode.trim() })) {
          entry.setState({ enrolCode: '' })
        }
      }),
    syncNow: async () => {
      await bridge.call('syncNow', {})
    },
    reconcileNow: async () => {
      await bridge.call('reconcileNow', {})
    },
    setLanguage: async (language: Language) => {
      settings.setState({ languageEcho: language })
      const answer = await bridge.call('setLanguage', { language })
      // From here the till's own slice speaks, or the till stays as it was.
      if (answer.ok) settings.setState({ languageEcho: null })
    },
    loadShelf,
    chooseCategory: async (categoryId: string | null) => {
      entry.setState({ categoryId, tab: 'favourites' })
      await loadShelf()
    },
    search: async (query: string) => {
      entry.setState({ query })
      if (query.trim() === '') {
        finder.setState({ found: null })
        return
      }
      const answer = await bridge.call('searchProducts', {
        query: query.trim().slice(0, 60),
        categoryId: null,
      })
      if (answer.ok && entry.getState().query === query) finder.setState({ found: answer.output.products })
    },
    openTab: (tab: ItemTab) => entry.setState({ tab, panel: { kind: 'none' } }),
    openPanel,
    openRecent: async () => {
      openPanel({ kind: 'recent' })
      const answer = await bridge.call('recentSales', {})
      if (answer.ok) finder.setState({ recent: answer.output.sales })
    },
    /** Back by one step: message, panel, typed figures, search, selection. Never the basket. */
    back: () => {
      const { panel, digits, times, selectedLineId, tab } = entry.getState()
      const { message, commit, done, notRecorded } = progress.getState()
      if (commit !== null) return
      if (message !== null) progress.setState({ message: null })
      else if (digits !== '' || times !== null) entry.setState({ digits: '', times: null })
      else if (panel.kind === 'join') joinBack()
      else if (serviceBack()) return
      else if (panel.kind !== 'none') entry.setState({ panel: behind(panel), codeText: '', proof: noProof })
      else if (notRecorded !== null) progress.setState({ notRecorded: null })
      else if (tab !== 'favourites') entry.setState({ tab: 'favourites' })
      else if (selectedLineId !== null) entry.setState({ selectedLineId: null })
      else if (done !== null) progress.setState({ done: null })
    },
    chooseRow: (row: number) => entry.setState({ row }),
    moveRow: (by: -1 | 1, count: number) =>
      entry.setState({ row: Math.min(Math.max(entry.getState().row + by, 0), Math.max(count - 1, 0)) }),
    language: (): Language => settings.getState().languageEcho ?? mirror.getState().till?.language ?? 'zh',
  }
}

/** What was open before this panel. */
function behind(panel: Panel): Panel {
  if (panel.kind === 'step_up') return panel.ask.back
  return panel.kind === 'code' && panel.of === 'account' ? { kind: 'pay' } : { kind: 'none' }
}
