import { findEvent, placeOfEvent } from '../../db/journal/event-table.ts'
import {
  addIntent,
  type IntentState,
  intentState,
  intentsIn,
  markAllUnused,
  markUnused,
  removeIntent,
} from '../../db/journal/intent-table.ts'
import { addLateAnswer, lateAnswerTo } from '../../db/journal/late-answer-table.ts'
import { confirmUnsecured } from '../../db/journal/unsecured-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { intentsCancelledMax, silenceMs } from '../../domain/risk.ts'
import type { CentralWord } from '../../domain/risk-decision.ts'
import type { Asked, AuthorizeQuestion } from '../../sync/authorize.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import { isInContact } from './contact.ts'
import type { Log } from './log.ts'
import type { SyncLink } from './sync-link.ts'

/**
 * The till's questions to the one authority (sync.md 5 and 7). One act at a time: while it is asked about, nothing else is
 * sold here, and the same act asked for again waits for the same answer.
 */
export interface Asking {
  /** The act the central is being asked about; null = none. */
  readonly current: () => Uuid | null
  /** Runs an act that has to ask; asked for again meanwhile it is joined and not run again. */
  readonly during: <T>(actId: Uuid, work: () => Promise<T>) => Promise<T>
  /** What an act asked for again while it is under way will be answered; null = it is not under way. */
  readonly underWay: <T>(actId: Uuid) => Promise<T> | null
  /** Whether to ask at all: not where the badge is offline, nor right after a question that stayed without an answer. */
  readonly isWorthIt: () => boolean
  /**
   * Keeps the intent, asks, and waits at most `deadlineMs`. A late answer is kept with the act if that was recorded, and
   * whatever was set aside for one that was not is given back.
   */
  readonly ask: (question: AuthorizeQuestion, deadlineMs: number) => Promise<CentralWord | 'id_spent'>
  /** Whether the central was asked about this id and the act is not recorded. */
  readonly isAsked: (actId: Uuid) => boolean
  /** The act happened: its intent went in its own transaction. */
  readonly recorded: (actId: Uuid) => void
  /** The act will not happen under this id. */
  readonly drop: (actId: Uuid) => void
  /** What stands in the journal: whatever was being asked about before did not happen. Answers those ids. */
  readonly reload: () => readonly Uuid[]
  /** There is contact: gives back what is not needed. */
  readonly giveBack: () => void
}

export function createAsking(options: {
  readonly books: Books
  readonly clock: Clock
  readonly log: Log
  readonly sync: Pick<SyncLink, 'authority' | 'slice'>
  readonly onChanged: () => void
  readonly onThrown: (thrown: unknown) => void
}): Asking {
  const { books, clock, log, sync } = options
  const asked = new Set<Uuid>()
  let current: { readonly actId: Uuid; readonly answer: Promise<unknown> } | null = null
  /** Since when nobody answers: monotonic and wall, ms. */
  let silent: { readonly since: number; readonly at: number } | null = null
  let givingBack = false

  function keepIntent(actId: Uuid): void {
    const others = [...asked].filter((other) => other !== actId)
    books.write(
      (tx) => {
        for (const other of others) markUnused(tx, other)
        addIntent(tx, actId, clock.now())
      },
      (db) => intentState(db, actId) === 'asked',
    )
    for (const other of others) asked.delete(other)
    asked.add(actId)
  }

  function setState(actId: Uuid, next: IntentState | null): void {
    books.write(
      (tx) => (next === null ? removeIntent(tx, actId) : markUnused(tx, actId)),
      (db) => intentState(db, actId) === next,
    )
  }

  /** The act was decided without this answer: it is told, and upgrades or flags what stands. */
  function takeLate(actId: Uuid, answer: Asked): void {
    if (!books.isOpen() || answer.kind === 'none' || answer.kind === 'id_spent') return
    const event = findEvent(books.read(), actId)
    log.write('info', 'answered_late', { eventId: actId, state: answer.kind })
    if (event?.mode === 'isolated') {
      const code = answer.kind === 'declined' ? answer.refusal.code : null
      books.write(
        (tx) => {
          addLateAnswer(tx, { eventId: actId, code, heardAt: clock.now() })
          if (code === null) confirmUnsecured(tx, actId)
        },
        (db) => lateAnswerTo(db, actId) !== null,
      )
      options.onChanged()
    }
    giveBack()
  }

  function giveBack(): void {
    const authority = sync.authority()
    if (givingBack || !authority || !books.isOpen()) return
    const unused = intentsIn(books.read(), 'unused', intentsCancelledMax)
    if (unused.length === 0) return
    givingBack = true
    const all = async () => {
      for (const actId of unused) {
        const cancelled = await authority.cancel(actId)
        if (!cancelled || !books.isOpen()) return
        // Asked about again meanwhile, it is an intent anew.
        if (intentState(books.read(), actId) === 'unused') setState(actId, null)
      }
    }
    all()
      .catch(options.onThrown)
      .finally(() => {
        givingBack = false
      })
  }

  return {
    current: () => current?.actId ?? null,
    underWay: <T>(actId: Uuid) => (current?.actId === actId ? (current.answer as Promise<T>) : null),
    during: <T>(actId: Uuid, work: () => Promise<T>) => {
      const answer = work().finally(() => {
        if (current?.answer === answer) current = null
        options.onChanged()
      })
      current = { actId, answer }
      options.onChanged()
      return answer
    },
    isWorthIt: () => {
      const slice = sync.slice()
      if (!sync.authority() || !isInContact(slice)) return false
      if (!silent) return true
      const heardSince = slice.lastContactAt !== null && slice.lastContactAt > silent.at
      return heardSince || clock.elapsed() - silent.since >= silenceMs
    },
    ask: async (question, deadlineMs) => {
      const authority = sync.authority()
      if (!authority) return { kind: 'none' }
      keepIntent(question.id)
      const answering = authority.authorize(question)
      const answer = await beforeDeadline(clock, deadlineMs, answering)
      if (answer === null) {
        log.write('info', 'authorize_unanswered', { eventId: question.id })
        answering.then((late) => takeLate(question.id, late)).catch(options.onThrown)
      }
      if (answer === null || answer.kind === 'none') {
        silent = { since: clock.elapsed(), at: clock.now() }
        return { kind: 'none' }
      }
      silent = null
      if (answer.kind === 'id_spent') return 'id_spent'
      return answer
    },
    isAsked: (actId) => asked.has(actId),
    recorded: (actId) => {
      asked.delete(actId)
    },
    drop: (actId) => {
      if (!asked.delete(actId)) return
      if (intentState(books.read(), actId) === 'asked') setState(actId, 'unused')
      clock.after(0, giveBack)
    },
    reload: () => {
      asked.clear()
      const left = intentsIn(books.read(), 'asked', intentsCancelledMax)
      if (left.length === 0) return []
      books.write(
        (tx) => markAllUnused(tx),
        (db) => intentsIn(db, 'asked', 1).length === 0,
      )
      return left.filter((actId) => placeOfEvent(books.read(), actId) === null)
    },
    giveBack,
  }
}

/** The answer, or null when it did not come in time; it is waited for by nobody then. */
function beforeDeadline<T>(clock: Clock, deadlineMs: number, answering: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(deadlineMs, () => resolve(null))
    answering.then(resolve, reject).finally(callOff)
  })
}
