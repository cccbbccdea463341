import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isCouponFor } from '../../codes/coupon.ts'
import { FileFault } from '../../db/faults.ts'
import { removeWithBeside } from '../../db/file-moves.ts'
import { countErased, type Erased, eraseMembers, isErased } from '../../db/journal/erasure-table.ts'
import { openJournal } from '../../db/open.ts'
import { countErasures, erasuresAfter } from '../../db/replica/erasure-table.ts'
import { transact } from '../../db/transact.ts'
import { emptyWal } from '../../db/wal.ts'
import type { Uuid } from '../../domain/ids.ts'
import { erasedInOneEventMax } from '../../domain/limits.ts'
import type { Books } from './books.ts'
import type { Chain } from './chain.ts'
import type { Clock } from './clock.ts'
import type { CodeMemory } from './code-memory.ts'
import type { Chance } from './ids.ts'
import { faultFields, type Log } from './log.ts'
import { recordEvent } from './record-event.ts'
import type { Session } from './session.ts'

/** Forgets whom head office erased, in this till's own records too. */
export interface Erasures {
  /** Rows of the chain changed: does what is due, a bounded part at a time. */
  readonly run: () => void
}

export interface ErasuresOptions {
  readonly folder: string
  readonly journalKey: Uint8Array
  readonly books: Books
  readonly session: Session
  readonly chain: Chain
  readonly codes: Pick<CodeMemory, 'reload'>
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** The journal's WAL is to be emptied, on the thread that moves it. */
  readonly emptyWal: () => void
  /** Something was recorded. */
  readonly onRecorded: () => void
}

/**
 * The replica's rows go with the tombstones; this is the rest: the journal, what was printed, and copies of both files in
 * the till's folder. The receipt of it is an event, in the same transaction as the forgetting.
 */
export function createErasures(options: ErasuresOptions): Erasures {
  const { books, chain, chance, clock, codes, log, session } = options

  function due(): Uuid[] {
    return chain.ask<Uuid[]>([], ({ journal, replica }) => {
      if (!replica || countErasures(replica) === countErased(journal)) return []
      const found: Uuid[] = []
      for (let after: Uuid | null = null; found.length < erasedInOneEventMax; ) {
        const page: Uuid[] = erasuresAfter(replica, after, erasedInOneEventMax)
        found.push(...page.filter((memberId) => !isErased(journal, memberId)))
        const last = page.at(-1)
        if (!last || page.length < erasedInOneEventMax) break
        after = last
      }
      return found.slice(0, erasedInOneEventMax)
    })
  }

  function run(): void {
    const identity = session.identity()
    if (!identity || !books.isOpen()) return
    for (let memberIds = due(); memberIds.length > 0; memberIds = due()) {
      const now = clock.now()
      const rules = chain.rules()
      const erased: Erased = {
        memberIds,
        erasedAt: now,
        // Without the keys nobody can say whose a coupon with a tag is: it is not kept, and can be brought again.
        isTagged: ({ signed }, memberId) =>
          signed !== null &&
          signed.memberTag !== null &&
          (!rules || isCouponFor(signed, memberId, rules.programme.codeKeys)),
      }
      const unreadable = eraseInCopies(options, erased)
      recordEvent(books, {
        identity,
        draft: {
          id: chance.newId(now),
          type: 'member.erased',
          time: now,
          actor: null,
          rules: rules?.programme.version ?? 0,
          mode: 'isolated',
          data: { memberIds, unreadable },
        },
        beside: (tx) => eraseMembers(tx, erased),
      })
      codes.reload()
      log.write('info', 'members_erased', { count: memberIds.length })
      options.emptyWal()
      options.onRecorded()
    }
  }
  return { run }
}

/**
 * Forgets them in whatever copies of the files lie in the folder. The chain has all of a replica, so one set aside goes
 * whole; a journal set aside or copied away is kept and forgets. Answers how many journals could not be looked into.
 */
function eraseInCopies({ folder, journalKey, log }: ErasuresOptions, erased: Erased): number {
  let unreadable = 0
  for (const name of readdirSync(folder)) {
    if (/-(wal|shm|journal)$/.test(name)) continue
    const file = join(folder, name)
    if (/^replica\.db\.aside-/.test(name)) removeWithBeside(file)
    if (!/^journal\.db\.(aside|rescue|backup)-/.test(name)) continue
    try {
      const copy = openJournal({ file, key: journalKey })
      try {
        transact(copy, (tx) => eraseMembers(tx, erased))
        emptyWal(copy)
      } finally {
        copy.close()
      }
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown
      unreadable += 1
      log.write('error', 'copy_not_erased', faultFields(thrown))
    }
  }
  return unreadable
}
