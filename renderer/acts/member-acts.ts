import type { Uuid } from '../../domain/ids.ts'
import type { ConsentPurpose } from '../../domain/programme.ts'
import { type ProfileTab, profileTabs } from '../store/entry.ts'
import { ask, closePanel, type Desk, settleAt } from './desk.ts'

/** How long a member's name and phone stay in clear on the screen, in ms: long enough to read out, then gone. */
export const revealMs = 30_000

/** A whole member code: it is taken as if scanned. */
const codeForm = /^M\d{13}$/

/** Who is being served: finding them, their profile card, what they agreed to. */
export function memberActs(desk: Desk) {
  const { bridge, entry, finder, mirror, progress, sounds } = desk

  const member = () => mirror.getState().basket?.member ?? null

  const hide = () => finder.setState({ revealed: null })

  const loadProfile = async (memberId: Uuid) => {
    const answer = await bridge.call('memberProfile', { memberId })
    if (settleAt(desk, 'member', answer) && answer.ok && member()?.memberId === memberId)
      finder.setState({ profile: answer.output })
  }

  const find = async (query: string) => {
    entry.setState({ memberQuery: query, row: 0 })
    const answer = await bridge.call('searchMembers', { query: query.trim() })
    if (entry.getState().memberQuery !== query) return
    // Too little typed is no mistake yet: nothing is said until there is something to say.
    if (answer.ok) finder.setState({ members: { found: answer.output.members, more: answer.output.more } })
    else {
      finder.setState({ members: null })
      if (answer.refusal?.code !== 'query_too_short') settleAt(desk, 'member', answer)
    }
  }

  const attach = async (memberId: Uuid): Promise<boolean> => {
    if (!(await ask(desk, 'member', 'attachMember', { memberId }))) return false
    closePanel(desk, 'find', { memberQuery: '' })
    finder.setState({ members: null })
    sounds.play('scanned')
    return true
  }

  const openFind = () => {
    progress.setState({ message: null })
    entry.setState({ panel: { kind: 'find' }, memberQuery: '', memberPad: 'digits', row: 0, digits: '' })
    finder.setState({ members: null })
  }

  return {
    openFind,
    /** F2: the card of the member there is, else the search. */
    openMember: () => {
      const present = member()
      if (!present) {
        openFind()
        return
      }
      progress.setState({ message: null })
      hide()
      const known = finder.getState().profile?.memberId === present.memberId
      if (!known) finder.setState({ profile: null })
      entry.setState({ panel: { kind: 'member' }, profileTab: 'overview', row: 0, digits: '' })
      void loadProfile(present.memberId)
    },
    findMembers: find,
    /** A key of the search's own touch keys. */
    typeFind: (key: string) => void find(entry.getState().memberQuery + key),
    eraseFind: () => void find(entry.getState().memberQuery.slice(0, -1)),
    turnMemberPad: () =>
      entry.setState({ memberPad: entry.getState().memberPad === 'digits' ? 'letters' : 'digits' }),
    attachMember: attach,
    /** Enter in the search: the chosen candidate, or what was typed as a code. */
    chooseFound: async () => {
      const { memberQuery, row } = entry.getState()
      const chosen = finder.getState().members?.found[row]
      const text = memberQuery.trim().toUpperCase()
      if (chosen && !codeForm.test(text)) {
        await attach(chosen.memberId)
        return
      }
      if (text === '') return
      const answer = await bridge.call('takeScan', { text, source: 'typed' })
      if (!settleAt(desk, 'member', answer)) return
      closePanel(desk, 'find', { memberQuery: '' })
      sounds.play('scanned')
    },
    openProfileTab: (profileTab: ProfileTab) => entry.setState({ profileTab }),
    turnProfile: (by: -1 | 1) => {
      const at = profileTabs.indexOf(entry.getState().profileTab) + by
      entry.setState({ profileTab: profileTabs[at] ?? entry.getState().profileTab })
    },
    /** Name and phone in clear for `revealMs`; the core records who looked. */
    reveal: async () => {
      const memberId = member()?.memberId
      if (memberId === undefined) return
      const answer = await bridge.call('revealMember', { memberId })
      if (!settleAt(desk, 'member', answer) || !answer.ok || member()?.memberId !== memberId) return
      const shown = { memberId, ...answer.output }
      finder.setState({ revealed: shown })
      setTimeout(() => {
        if (finder.getState().revealed === shown) hide()
      }, revealMs)
    },
    hideRevealed: hide,
    /** Turns one consent of the member on or off; membership itself is not given back here. */
    toggleConsent: async (purpose: Exclude<ConsentPurpose, 'service'>) => {
      const { profile } = finder.getState()
      if (!profile) return
      const given = (one: ConsentPurpose) =>
        profile.consents.some((consent) => consent.purpose === one && consent.given)
      const now = { service: given('service'), marketing: given('marketing'), profiling: given('profiling') }
      const consents = { ...now, [purpose]: !now[purpose] }
      const { memberId } = profile
      if (await ask(desk, 'member', 'setConsents', { memberId, consents })) await loadProfile(memberId)
    },
  }
}
