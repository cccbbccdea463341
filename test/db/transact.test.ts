import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openReplica } from '../../db/open.ts'
import { readCursor, saveCursor } from '../../db/replica/cursor-table.ts'
import { readTogether, transact } from '../../db/transact.ts'
import { journalIn, key, replicaIn, thrown, tillFolder } from './till-files.ts'

test('[DB11] a throw in a transaction undoes all of it and passes on', () => {
  const journal = journalIn(tillFolder())
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'before'))
  const reason = new Error('refused')
  const act = () =>
    transact(journal, (tx) => {
      saveSetting(tx, 'centralKey', 'after')
      throw reason
    })
  expect(thrown(act)).toBe(reason)
  expect(readSetting(journal, 'centralKey')).toBe('before')
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'next'))
  expect(readSetting(journal, 'centralKey')).toBe('next')
})

test('[DB12] a transaction cannot wait, and its Tx is dead afterwards', () => {
  const journal = journalIn(tillFolder())
  const waiting = (async () => 1) as unknown as (tx: Tx) => number
  expect(() => transact(journal, waiting)).toThrow('does not wait')
  let kept: Tx | undefined
  transact(journal, (tx) => {
    kept = tx
  })
  expect(() => kept?.prepare('SELECT 1')).toThrow('within its transaction')
})

test('[DB13] reads together see one state while another connection commits', () => {
  const folder = tillFolder()
  const writer = replicaIn(folder)
  const reader = openReplica({ file: join(folder, 'replica.db'), key, access: 'read' })
  onTestFinished(reader.close)
  const save = (change: number) =>
    transact(writer, (tx) => saveCursor(tx, { feed: 'f', change, serverTime: 0 }))
  save(1)
  readTogether(reader, () => {
    expect(readCursor(reader)?.change).toBe(1)
    save(2)
    expect(readCursor(reader)?.change).toBe(1)
  })
  expect(readCursor(reader)?.change).toBe(2)
  expect(() => transact(reader, () => undefined)).toThrow('opened for writing')
})
