import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Journal, Replica, Tx } from '../../db/handle.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { type EventDraft, type Sealer, sealEvent, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'

/* A till's folder with real encrypted files, gone when the test is. */

export const key = Buffer.from('5d'.repeat(32), 'hex')
export const otherKey = Buffer.from('6e'.repeat(32), 'hex')
export const terminalId = numberedId(900_000)
export const noon = 1_790_000_000_000

/** The same number gives the same id. */
export function numberedId(number: number): Uuid {
  const random = Buffer.alloc(10)
  random.writeUInt32BE(number, 6)
  return uuidV7(1_780_000_000_000, random)
}

export function tillFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-db-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function journalIn(folder: string): Journal {
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  onTestFinished(journal.close)
  return journal
}

export function replicaIn(folder: string): Replica {
  const replica = openReplica({ file: join(folder, 'replica.db'), key, access: 'write' })
  onTestFinished(replica.close)
  return replica
}

const { privateKey } = generateKeyPairSync('ed25519')
export const sealer: Sealer = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), privateKey).toString('base64'),
}

export function draftOf(id: Uuid, time = noon, what = 'till'): EventDraft<'access.denied'> {
  return {
    id,
    type: 'access.denied',
    time,
    actor: null,
    rules: 0,
    mode: 'isolated',
    data: { staffId: null, what },
  }
}

/** Seals a draft after the head of its epoch and appends it. */
export function record(tx: Tx, draft: EventDraft, epoch = 1): TillEvent {
  const event = sealEvent(draft, chainHead(tx, terminalId, epoch), sealer)
  appendEvent(tx, event)
  return event
}

/** The fault or bug an act throws. */
export function thrown(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
