import { mayDo } from '../../domain/staff.ts'
import type { Desk } from './desk.ts'
import type { ServiceDesk } from './service-desk.ts'

/** The store's disputes, for whoever answers for it. */
export function disputeActs({ bridge, entry, mirror }: Desk, { keep, openPanel, settle }: ServiceDesk) {
  const isShown = () => ['disputes', 'sync'].includes(entry.getState().panel.kind)

  const load = async (says: boolean) => {
    const answer = await bridge.call('storeDisputes', {})
    if (answer.ok) keep({ disputes: answer.output })
    if (says && isShown()) settle(answer)
  }

  return {
    openDisputes: () => {
      openPanel({ kind: 'disputes' })
      keep({ disputes: null })
      void load(true)
    },
    /** The state of sync; how many disputes wait for a decision is asked for who may see them. */
    openSync: () => {
      openPanel({ kind: 'sync' })
      const role = mirror.getState().staff?.role
      if (role && mayDo(role, 'see_disputes')) void load(false)
    },
  }
}
