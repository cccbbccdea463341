import type { ReadDb } from '../../db/handle.ts'
import { lateAnswerTo } from '../../db/journal/late-answer-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import { type Mark, markOf, type ShownMark } from '../../domain/risk-decision.ts'
import type { Counter } from './counter.ts'
import type { Decided } from './decide-act.ts'

/** Who decided an act, as it is shown now. */
export interface MarkNow {
  readonly mark: Mark
  /** Head office said afterwards that it would not have allowed it. */
  readonly declinedLater: boolean
}

/** The event's own mark, or H where head office approved it after all (sync.md 5): the event itself stays as it is. */
export function shownMark(db: ReadDb, event: TillEvent): MarkNow {
  const late = event.mode === 'isolated' ? lateAnswerTo(db, event.id) : null
  if (!late) return { mark: markOf(event), declinedLater: false }
  return late.code === null
    ? { mark: 'H', declinedLater: false }
    : { mark: markOf(event), declinedLater: true }
}

/** The mark on a paper of this moment: R at a restricted till, which spends nothing; an act nobody was asked about is its own. */
export function paperMark({ session }: Pick<Counter, 'session'>, decided: Decided | undefined): ShownMark {
  if (session.restriction() !== null) return 'R'
  return decided ? markOf({ mode: decided.mode, proof: decided.proof.proof }) : 'O'
}
