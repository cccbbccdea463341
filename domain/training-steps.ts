import type { EventData } from './event.ts'
import type { Deed, LessonStep } from './training.ts'

/* What the lessons are made of. Their things (`PropName`) are the training store's. */

export const second = 1_000

/** The data of the sale a deed recorded; null = none. */
function saleIn(deed: Deed): EventData['sale.completed'] | null {
  const event = deed.events.find(({ type }) => type === 'sale.completed')
  return event ? (event.data as EventData['sale.completed']) : null
}

export function hasEvent(deed: Deed, type: keyof EventData): boolean {
  return deed.events.some((event) => event.type === type)
}

/** A step that a sale of this kind fulfils. */
export function sale(
  words: Pick<LessonStep, 'says' | 'hint'>,
  isIt: (sold: EventData['sale.completed']) => boolean,
): LessonStep {
  return {
    ...words,
    props: [],
    check: {
      kind: 'deed',
      holds: (deed) => {
        const sold = saleIn(deed)
        return sold !== null && isIt(sold)
      },
    },
  }
}

export const payHint = {
  zh: '按 F12 打开收款，再按 Enter 按应收金额收现金，再按一次 Enter 确认。',
  en: 'Press F12 to take payment, Enter for the exact cash, and Enter again to confirm.',
}
