import { assert } from '../domain/assert.ts'
import { type Handle, inside, type Tx } from './handle.ts'

/** What `work` may answer: anything but a promise, because a transaction cannot wait. */
type Settled<T> = T extends PromiseLike<unknown> ? never : T

/**
 * One write transaction, BEGIN IMMEDIATE … COMMIT: after it everything happened, before it nothing did. A throw in
 * `work` rolls back and passes on. Throws CommitUnknown when COMMIT fails: see there for what to do.
 */
export function transact<T>(db: Handle, work: (tx: Tx) => Settled<T>): T {
  assert(db.access === 'write', 'a connection opened for writing')
  const { begin, commit, rollback, tx } = db[inside]
  begin('IMMEDIATE')
  let answer: T
  try {
    answer = work(tx)
    assert(!(answer instanceof Promise), 'a transaction does not wait')
  } catch (error) {
    rollback()
    throw error
  }
  commit()
  return answer
}

/** Reads that must agree with each other, in one read transaction. Within a transaction it only runs `work`. */
export function readTogether<T>(db: Handle, work: () => Settled<T>): T {
  const { begin, commit, inTransaction, rollback } = db[inside]
  if (inTransaction()) return work()
  begin('DEFERRED')
  let answer: T
  try {
    answer = work()
  } catch (error) {
    rollback()
    throw error
  }
  commit()
  return answer
}

/**
 * Holds the state a connection reads from now on, over many reads and waits, until the answer is called. On a connection
 * of its own: the WAL keeps what it still shows, and nobody waits for it.
 */
export function holdState(db: Handle): () => void {
  assert(db.access === 'read', 'a connection for reading alone')
  const { begin, inTransaction, rollback } = db[inside]
  begin('DEFERRED')
  return () => {
    if (inTransaction()) rollback()
  }
}
