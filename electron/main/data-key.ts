import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { app, safeStorage } from 'electron'
import { z } from 'zod'
import type { CoreStart } from '../../contract/control.ts'

/*
 * The till's secrets: raw random keys of the two files and the PIN pepper, wrapped by the key store of the
 * operating system. Only the synchronous calls of safeStorage are used (the asynchronous ones crash this Electron).
 */

const hexKey = z.string().regex(/^[0-9a-f]{64}$/)
const keysSchema = z.strictObject({ journal: hexKey, replica: hexKey, pepper: hexKey })
const fileSchema = z.strictObject({ version: z.literal(1), wrapped: z.base64() })

type Keys = NonNullable<CoreStart['keys']>
type KeyAnswer = Pick<CoreStart, 'keys' | 'keyTrouble'>

/**
 * Must run before the app is ready. A till often runs without a desktop, and then Chromium looks for no key store
 * at all: in production it is told to ask the Secret Service.
 */
export function chooseKeyStore(mode: CoreStart['mode'], environment: NodeJS.ProcessEnv): void {
  if (process.platform !== 'linux' || mode !== 'production' || environment['XDG_CURRENT_DESKTOP']) return
  app.commandLine.appendSwitch('password-store', 'gnome-libsecret')
}

/**
 * Opens the till's keys, making them at the first start. In production a key store that only keeps plain text is
 * refused (`key_store_plain`), and keys that can not be unwrapped are left untouched (`key_wrong`).
 */
export function openDataKeys(folder: string, mode: CoreStart['mode']): KeyAnswer {
  if (process.platform === 'linux' && isPlainTextStore()) {
    if (mode === 'production') return { keys: null, keyTrouble: 'key_store_plain' }
    safeStorage.setUsePlainTextEncryption(true)
  }
  if (!safeStorage.isEncryptionAvailable()) return { keys: null, keyTrouble: 'key_store_plain' }
  const file = keysFile(folder)
  try {
    return existsSync(file) ? unwrap(readFileSync(file, 'utf8')) : makeKeys(file)
  } catch {
    // A folder that cannot be read or written: the screen says so, where a failed start would show nothing.
    return { keys: null, keyTrouble: 'key_wrong' }
  }
}

/** Whether this till has keys, so that looking at it makes none. */
export function hasDataKeys(folder: string): boolean {
  return existsSync(keysFile(folder))
}

function keysFile(folder: string): string {
  return join(folder, 'keys.json')
}

/** Keys that nobody ever had: of a till's first start, or of a training till, where they are never written down. */
export function newKeys(): Keys {
  return { journal: randomKey(), replica: randomKey(), pepper: randomKey() }
}

function makeKeys(file: string): KeyAnswer {
  const keys = newKeys()
  writeDurably(
    file,
    JSON.stringify({
      version: 1,
      wrapped: safeStorage.encryptString(JSON.stringify(keys)).toString('base64'),
    }),
  )
  return { keys, keyTrouble: null }
}

function isPlainTextStore(): boolean {
  const backend = safeStorage.getSelectedStorageBackend()
  return backend === 'basic_text' || backend === 'unknown'
}

function unwrap(text: string): KeyAnswer {
  try {
    const { wrapped } = fileSchema.parse(JSON.parse(text))
    const keys = keysSchema.parse(JSON.parse(safeStorage.decryptString(Buffer.from(wrapped, 'base64'))))
    return { keys, keyTrouble: null }
  } catch {
    // Whatever went wrong, making new keys would lose the journal: the file stays as it is and people decide.
    return { keys: null, keyTrouble: 'key_wrong' }
  }
}

function randomKey(): string {
  return randomBytes(32).toString('hex')
}

/** A key that is used before it is on disk would lock the journal for ever: write, sync, rename, sync the folder. */
function writeDurably(file: string, text: string): void {
  const next = `${file}.next`
  const handle = openSync(next, 'w', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(next, file)
  if (process.platform === 'win32') return
  const folder = openSync(join(file, '..'), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
