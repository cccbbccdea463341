import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { furnish, keys } from '../core/till-parts.ts'
import { newFolder } from '../core/till-rig.ts'
import { fastFolder } from '../sim/fast-folder.ts'
import { createRandom } from '../sim/random.ts'
import { crashStates } from './crash-states.ts'
import { recordRun } from './explore.ts'

const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))

/** Whether a certificate is of this key: with anything else the till is nobody. */
function isPair({ certificate, privateKey }: { readonly certificate: string; readonly privateKey: string }) {
  const own = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  const shown = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey
  return createPublicKey(own).equals(shown)
}

test('[SY57] killed or cut off at any writing call of a renewal, the till has one whole identity', async () => {
  const before = newFolder()
  await furnish(before)
  const old = openJournal({ file: join(before, 'journal.db'), key })
  const first = readSetting(old, 'tls')
  old.close()
  const recording = recordRun(newFolder(), {
    before,
    child: join(import.meta.dirname, 'renew-child.ts'),
    words: [],
    databases: ['journal.db'],
  })
  const found = new Set<string>()
  for (const state of crashStates(recording, {
    torn: 2,
    draw: createRandom(11).fraction,
    honest: true,
    isMine: () => true,
  })) {
    const folder = mkdtempSync(join(fastFolder(), 'evertill-renewal-'))
    for (const [name, bytes] of state.files) writeFileSync(join(folder, name), bytes)
    const journal = openJournal({ file: join(folder, 'journal.db'), key })
    const tls = readSetting(journal, 'tls')
    const next = readSetting(journal, 'nextTlsKey')
    if (!tls) throw new Error('a till without an identity')
    expect(isPair(tls)).toBe(true)
    // A key that waits is the one that is asked for again; the one that was certified waits no more.
    const isOld = tls.certificate === first?.certificate
    if (!isOld) expect(next).toBeNull()
    found.add(`${isOld ? 'old' : 'new'} ${next === null ? 'alone' : 'asking'}`)
    journal.close()
    rmSync(folder, { recursive: true })
  }
  expect(found).toEqual(new Set(['new alone', 'old alone', 'old asking']))
}, 120_000)
