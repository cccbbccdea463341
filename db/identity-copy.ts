import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from './file-moves.ts'
import type { ReadDb, Tx } from './handle.ts'
import { readSetting, type Settings, saveSetting } from './journal/setting-table.ts'

/*
 * Who this till is, kept a second time beside the journal, sealed: a journal that is lost or broken takes neither name
 * nor keys with it. The file holds settings only, so that a new piece of identity joins by its name alone.
 */

/** The settings without which nobody would believe this till. Whoever adds one adds it here. */
export const identitySettings = [
  'terminal',
  'epoch',
  'admittedEpoch',
  'epochCause',
  'privateKey',
  'publicKey',
  'ca',
  'tls',
  'nextTlsKey',
  'centralKey',
  'centralUrl',
  'keys',
] as const satisfies readonly (keyof Settings)[]

export type IdentitySettings = Partial<Pick<Settings, (typeof identitySettings)[number]>>

/** Where a till's files lie and the key of its journal. */
export interface KeyedFolder {
  readonly folder: string
  readonly key: Uint8Array
}

const magic = Buffer.from('EVI1')

export function identityOf(db: ReadDb): IdentitySettings {
  const known = identitySettings.map((name) => [name, readSetting(db, name)] as const)
  return Object.fromEntries(known.filter(([, value]) => value !== null)) as IdentitySettings
}

export function saveIdentity(tx: Tx, identity: IdentitySettings): void {
  for (const name of identitySettings) {
    const value = identity[name]
    if (value !== undefined) saveSetting(tx, name, value)
  }
}

/** Writes the copy, durably. Throws the file system's error: whoever writes it can do without. */
export function writeIdentityCopy({ folder, key }: KeyedFolder, identity: IdentitySettings): void {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', copyKey(key), nonce)
  cipher.setAAD(magic)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(identity), 'utf8'), cipher.final()])
  writeDurably(copyFile(folder), Buffer.concat([magic, nonce, cipher.getAuthTag(), sealed]))
}

/** The copy; null when there is none, `garbled` when it is damaged or of another key. */
export function readIdentityCopy({ folder, key }: KeyedFolder): IdentitySettings | 'garbled' | null {
  const file = copyFile(folder)
  if (!existsSync(file)) return null
  try {
    const bytes = readFileSync(file)
    const decipher = createDecipheriv('aes-256-gcm', copyKey(key), bytes.subarray(4, 16), {
      authTagLength: 16,
    })
    decipher.setAAD(bytes.subarray(0, 4))
    decipher.setAuthTag(bytes.subarray(16, 32))
    const text = Buffer.concat([decipher.update(bytes.subarray(32)), decipher.final()]).toString('utf8')
    return JSON.parse(text) as IdentitySettings
  } catch {
    // Whatever is wrong with it: it says nothing of this till.
    return 'garbled'
  }
}

function copyFile(folder: string): string {
  return join(folder, 'identity.sealed')
}

function copyKey(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('evertill identity copy').digest()
}
