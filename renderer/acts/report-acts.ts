import { dayMs } from '../../domain/time.ts'
import type { Desk } from './desk.ts'
import type { ServiceDesk } from './service-desk.ts'

/** The till's own day: look at it, turn to another one, write it out. */
export function reportActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, sounds } = desk
  const { found, keep, settle } = service

  const isOpen = () => entry.getState().panel.kind === 'report'

  const load = async (day: string | null) => {
    const answer = await bridge.call('dayReport', { day })
    if (isOpen() && settle(answer) && answer.ok) keep({ report: answer.output, exported: null })
  }

  return {
    openReport: () => {
      service.openPanel({ kind: 'report' })
      keep({ report: null, exported: null })
      void load(null)
    },
    turnReport: async (by: -1 | 1) => {
      const day = found().report?.day
      if (day !== undefined) await load(dayAfter(day, by))
    },
    exportReport: async () => {
      const { report } = found()
      if (!report) return
      const answer = await bridge.call('exportDayReport', { day: report.day })
      if (!settle(answer) || !answer.ok) return
      keep({ exported: answer.output.file })
      sounds.play('done')
    },
  }
}

/** The calendar day so many days after another, both `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}
