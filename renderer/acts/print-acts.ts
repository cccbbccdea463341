import type { CommandInput } from '../../contract/command.ts'
import type { Desk } from './desk.ts'
import type { ServiceDesk } from './service-desk.ts'

/** Receipts and slips on their way to paper: what waits, where it goes, what somebody has to look at. */
export function printActs({ bridge, entry }: Desk, { found, keep, openPanel, settle }: ServiceDesk) {
  const isOpen = () => entry.getState().panel.kind === 'prints'

  const loadPrints = async () => {
    const answer = await bridge.call('listPrints', {})
    if (!isOpen() || !settle(answer) || !answer.ok) return
    const { prints } = answer.output
    const shown = found().prints?.preview ?? null
    // A picture of what is no longer listed would be of another time.
    keep({
      prints: { list: prints, preview: prints.some(({ jobId }) => jobId === shown?.jobId) ? shown : null },
    })
  }

  return {
    openPrints: () => {
      openPanel({ kind: 'prints' })
      keep({ prints: null })
      void loadPrints()
    },
    loadPrints: async () => {
      if (found().prints) await loadPrints()
    },
    lookAtPrint: async (jobId: number) => {
      const answer = await bridge.call('previewPrint', { jobId })
      const now = found().prints
      if (isOpen() && now && settle(answer) && answer.ok)
        keep({ prints: { ...now, preview: { jobId, svg: answer.output.svg } } })
    },
    routePrints: async (to: CommandInput<'routePrints'>) => {
      settle(await bridge.call('routePrints', to))
    },
    settlePrint: async (said: CommandInput<'settlePrint'>) => {
      settle(await bridge.call('settlePrint', said))
    },
  }
}
