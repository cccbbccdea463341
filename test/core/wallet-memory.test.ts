import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addEffects } from '../../db/journal/effect-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { transact } from '../../db/transact.ts'
import { uuid } from '../../domain/ids.ts'
import { createWalletMemory } from '../../electron/core/wallet-memory.ts'

const key = Buffer.from('5d'.repeat(32), 'hex')
const terminalId = uuid('018f0000-0000-7000-8000-000000000001')
const noon = 1_790_000_000_000

/** Both files with the pulling thread's connection beside the counter's, and a question that counts its answers. */
function counterWithMemory() {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-wallet-'))
  const file = join(folder, 'replica.db')
  const writer = openReplica({ file, key, access: 'write' })
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  const replicas = [1, 2].map(() => openReplica({ file, key, access: 'read' }))
  onTestFinished(() => {
    for (const handle of [writer, journal, ...replicas]) handle.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const memory = createWalletMemory()
  let answers = 0
  return {
    recall: (now: number, replica = 0, name = 'standing') =>
      memory.recall({
        name,
        overlay: { journal, replica: replicas[replica] ?? null, terminalId },
        now,
        ask: () => {
          answers += 1
          return answers
        },
        endsAt: () => noon + 1_000,
      }),
    pulled: (seq: number) => transact(writer, (tx) => putApplied(tx, { terminalId, epoch: 1, seq })),
    sold: (seq: number) =>
      transact(journal, (tx) =>
        addEffects(tx, { epoch: 1, seq, time: noon }, [
          { kind: 'growth_added', memberId: terminalId, growth: 1 },
        ]),
      ),
  }
}

test('[CO68] what is known of a wallet is asked once while nothing changed', () => {
  const { recall } = counterWithMemory()
  expect([recall(noon), recall(noon + 1), recall(noon + 999)]).toEqual([1, 1, 1])
  expect([recall(noon, 0, 'another'), recall(noon)]).toEqual([2, 1])
})

test('[CO68] it is asked again at once after a pull, after an own sale, and of another file', () => {
  const { pulled, recall, sold } = counterWithMemory()
  expect(recall(noon)).toBe(1)
  pulled(1)
  expect([recall(noon), recall(noon)]).toEqual([2, 2])
  sold(1)
  expect([recall(noon), recall(noon)]).toEqual([3, 3])
  expect([recall(noon, 1), recall(noon, 1), recall(noon)]).toEqual([4, 4, 5])
})

test('[CO68] it is asked again when an instant it depends on came, and when the clock was set back', () => {
  const { recall } = counterWithMemory()
  expect([recall(noon), recall(noon + 1_000)]).toEqual([1, 2])
  const other = counterWithMemory()
  expect([other.recall(noon), other.recall(noon - 1)]).toEqual([1, 2])
})

test('[CO68] many answers do not pile up', () => {
  const { recall } = counterWithMemory()
  const first = recall(noon)
  for (let one = 0; one < 64; one++) recall(noon, 0, `coupon ${one}`)
  expect(recall(noon)).not.toBe(first)
})
