import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'

/*
 * Pages of an encrypted file without SQLite: SQLCipher's scheme 4 with a raw key. AES-256-CBC over the page, then 16
 * bytes of initialisation vector and 64 bytes of HMAC-SHA-512 over both and the page's number. Each page proves by
 * itself that it is whole and stands where it was written.
 */

export const pageBytes = 4_096
const ivBytes = 16
const macBytes = 64
/** What of a page SQLite fills. */
export const usableBytes = pageBytes - ivBytes - macBytes
const saltBytes = 16

/** Opens pages of one file. */
export interface PageOpener {
  /** The page's content, its first 16 bytes zero on page 1; null when it is damaged or no page of this number. */
  readonly open: (page: Uint8Array, pageNumber: number) => Buffer | null
}

export function createPageOpener(key: Uint8Array, salt: Uint8Array): PageOpener {
  const macKey = pbkdf2Sync(
    key,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  )
  return {
    open(page, pageNumber) {
      const start = pageNumber === 1 ? saltBytes : 0
      const number = Buffer.alloc(4)
      number.writeUInt32LE(pageNumber)
      const covered = page.subarray(start, usableBytes + ivBytes)
      const mac = createHmac('sha512', macKey).update(covered).update(number).digest()
      if (!timingSafeEqual(mac, page.subarray(usableBytes + ivBytes, pageBytes))) return null
      const iv = page.subarray(usableBytes, usableBytes + ivBytes)
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      const content = Buffer.alloc(usableBytes)
      Buffer.concat([decipher.update(page.subarray(start, usableBytes)), decipher.final()]).copy(
        content,
        start,
      )
      return content
    },
  }
}
