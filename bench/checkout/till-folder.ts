import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replicaIndexes } from '../../db/replica/schema.ts'
import { importImage, replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import type { ChainImage } from '../chain/image.ts'
import { openPlainDatabase } from '../plain-database.ts'

/** Keys of a till of the bench: it protects nobody. Hex, as main gives them to the core. */
export const benchKeys = {
  journal: '11'.repeat(32),
  replica: '22'.repeat(32),
  pepper: '33'.repeat(32),
}

const sealPin = (pinHash: Uint8Array): Uint8Array =>
  sealPinHash(Buffer.from(benchKeys.pepper, 'hex'), pinHash)

/** Makes the folder of a till that has its replica and is not enrolled yet. */
export function makeTillFolder(parent: string, image: ChainImage): string {
  const folder = join(parent, 'till')
  mkdirSync(folder)
  const key = Buffer.from(benchKeys.replica, 'hex')
  importImage({ folder, key, image: readFileSync(image.plain), sealPin })
  swapReplica(folder)
  return folder
}

/** The same without encryption: for a process with `plain-where-marked.ts`. */
export function makePlainTillFolder(parent: string, image: ChainImage): string {
  const folder = join(parent, 'plain-till')
  mkdirSync(folder)
  const file = replicaFiles(folder).current
  copyFileSync(image.plain, file)
  const db = openPlainDatabase(file)
  db.exec(replicaIndexes)
  const staff = db.prepare('SELECT staffId, pinSeal FROM staff').all() as {
    staffId: Buffer
    pinSeal: Buffer
  }[]
  for (const { staffId, pinSeal } of staff)
    db.prepare('UPDATE staff SET pinSeal = ? WHERE staffId = ?').run(sealPin(pinSeal), staffId)
  db.pragma('journal_mode = WAL')
  db.close()
  return folder
}
