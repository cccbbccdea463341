import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Uuid } from '../domain/ids.ts'
import { writeDurably } from './file-moves.ts'
import type { KeyedFolder } from './identity-copy.ts'

/*
 * How far the journal got, kept in a file of its own (sync.md 7): a witness ahead of the journal tells that an older
 * copy of the journal was put back. Signed with a key of the journal's key, so that what is garbled or of another till
 * is told from what is ahead.
 */

/** A place of the chain with the hash of its event. */
export interface PlaceAndHead {
  readonly epoch: number
  readonly seq: number
  /** 64 hex digits. */
  readonly head: string
}

export interface Witness extends PlaceAndHead {
  readonly terminalId: Uuid
  /** Up to where the central had the chain; null when it never said. */
  readonly acknowledged: (PlaceAndHead & { readonly serverTime: number }) | null
}

/** Writes the witness, durably. Throws the file system's error: whoever writes it can do without. */
export function writeWitness({ folder, key }: KeyedFolder, witness: Witness): void {
  const text = JSON.stringify(witness)
  writeDurably(witnessFile(folder), Buffer.from(`${text}\n${macOf(key, text)}\n`))
}

/** The witness; null when there is none, `garbled` when it is damaged or of another key. */
export function readWitness({ folder, key }: KeyedFolder): Witness | 'garbled' | null {
  const file = witnessFile(folder)
  if (!existsSync(file)) return null
  const [text = '', mac = ''] = readFileSync(file, 'utf8').split('\n')
  const expected = Buffer.from(macOf(key, text))
  const given = Buffer.from(mac)
  const holds = given.length === expected.length && timingSafeEqual(given, expected)
  return holds ? (JSON.parse(text) as Witness) : 'garbled'
}

function witnessFile(folder: string): string {
  return join(folder, 'journal.witness')
}

function macOf(key: Uint8Array, text: string): string {
  const own = createHmac('sha256', key).update('evertill witness').digest()
  return createHmac('sha256', own).update(text).digest('hex')
}
