import { createDecipheriv } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

/*
 * What somebody who has the key finds in a file of the till, page by page: also in pages that no table holds any more and
 * in those of the WAL. SQLCipher's scheme 4: AES-256-CBC, at the end of each page its initialisation vector (16 bytes)
 * and an HMAC-SHA512 (64). By our own hands, because SQLite itself shows only what it still counts as there.
 */

const pageSize = 4_096
const reserved = 80
const walHeader = 32
const frameHeader = 24
/** The salt that begins a file takes the place of SQLite's own sixteen bytes. */
const saltLength = 16

/** Every page of a file and of its WAL, decrypted with the raw key. */
export function decryptedPages(file: string, key: Uint8Array): Buffer[] {
  const pages: Buffer[] = []
  const bytes = readFileSync(file)
  for (let place = 0; place + pageSize <= bytes.length; place += pageSize) {
    pages.push(pageOf(bytes.subarray(place, place + pageSize), key, place === 0))
  }
  const wal = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0)
  for (let place = walHeader; place + frameHeader + pageSize <= wal.length; place += frameHeader + pageSize) {
    const number = wal.readUInt32BE(place)
    const page = wal.subarray(place + frameHeader, place + frameHeader + pageSize)
    pages.push(pageOf(page, key, number === 1))
  }
  return pages
}

function pageOf(page: Buffer, key: Uint8Array, isFirst: boolean): Buffer {
  const vector = page.subarray(pageSize - reserved, pageSize - reserved + 16)
  const cipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false)
  const sealed = page.subarray(isFirst ? saltLength : 0, pageSize - reserved)
  return Buffer.concat([cipher.update(sealed), cipher.final()])
}
