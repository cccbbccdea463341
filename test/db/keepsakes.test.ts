import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { identityOf, readIdentityCopy, writeIdentityCopy } from '../../db/identity-copy.ts'
import { openCheckpointer } from '../../db/journal/checkpointer.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { readWitness, writeWitness } from '../../db/witness-file.ts'
import { uuid } from '../../domain/ids.ts'
import { furnish, keys } from '../core/till-parts.ts'
import { newFolder } from '../core/till-rig.ts'

const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
const otherKey = new Uint8Array(32).fill(9)
const terminalId = uuid('0192f5a0-0000-7000-8000-000000000001')
const witness = { terminalId, epoch: 3, seq: 17, head: 'c'.repeat(64), acknowledged: null }

test('[DB23] a witness comes back as written; one that is damaged, cut short or of another key is garbled, not behind', () => {
  const folder = newFolder()
  expect(readWitness({ folder, key })).toBeNull()
  writeWitness({ folder, key }, witness)
  expect(readWitness({ folder, key })).toEqual(witness)
  expect(readWitness({ folder, key: otherKey })).toBe('garbled')
  const file = join(folder, 'journal.witness')
  const whole = readFileSync(file)
  for (let at = 0; at < whole.length - 1; at++) {
    const spoiled = Buffer.from(whole)
    spoiled[at] = (spoiled[at] ?? 0) ^ 1
    writeFileSync(file, spoiled)
    expect(readWitness({ folder, key })).toBe('garbled')
    writeFileSync(file, whole.subarray(0, at))
    expect(readWitness({ folder, key })).toBe('garbled')
  }
})

test('[DB24] the copy of who this till is comes back whole, tells nothing of itself, and is garbled when spoiled', async () => {
  const folder = newFolder()
  await furnish(folder, { loaded: false })
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  const identity = identityOf(journal)
  journal.close()
  expect(identity).toMatchObject({ terminal: { number: 'T1' }, epoch: 1 })
  expect(readIdentityCopy({ folder, key })).toBeNull()
  writeIdentityCopy({ folder, key }, identity)
  expect(readIdentityCopy({ folder, key })).toEqual(identity)
  expect(readIdentityCopy({ folder, key: otherKey })).toBe('garbled')
  const file = join(folder, 'identity.sealed')
  const whole = readFileSync(file)
  for (const secret of [identity.privateKey, identity.tls?.privateKey, identity.keys?.phone]) {
    expect(whole.includes(secret ?? 'nothing')).toBe(false)
  }
  for (let at = 0; at < whole.length; at += 7) {
    const spoiled = Buffer.from(whole)
    spoiled[at] = (spoiled[at] ?? 0) ^ 0x40
    writeFileSync(file, spoiled)
    expect(readIdentityCopy({ folder, key })).toBe('garbled')
    writeFileSync(file, whole.subarray(0, at))
    expect(readIdentityCopy({ folder, key })).toBe('garbled')
  }
})

test('[DB25] the checkpoint thread keeps both beside the journal, and writes only what is news', async () => {
  const folder = newFolder()
  await furnish(folder, { loaded: false })
  const at = { file: join(folder, 'journal.db'), key }
  const journal = openJournal(at)
  const checkpointer = openCheckpointer(at)
  checkpointer.checkpoint()
  expect(readIdentityCopy({ folder, key })).toEqual(identityOf(journal))
  const copy = join(folder, 'identity.sealed')
  const written = statSync(copy).ino
  checkpointer.checkpoint()
  expect(statSync(copy).ino).toBe(written)
  transact(journal, (tx) => saveSetting(tx, 'language', 'en'))
  checkpointer.checkpoint()
  expect(statSync(copy).ino).toBe(written)
  transact(journal, (tx) => saveSetting(tx, 'nextTlsKey', 'another key, as one that is renewed'))
  checkpointer.checkpoint()
  expect(readIdentityCopy({ folder, key })).toMatchObject({
    nextTlsKey: 'another key, as one that is renewed',
  })
  checkpointer.close()
  journal.close()
  expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
})
