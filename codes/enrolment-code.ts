import { createHmac, scrypt } from 'node:crypto'

/*
 * What an enrolment code is good for besides being told: two ends that know it can prove it to each other. A till at
 * its first contact trusts nobody yet; an authority's certificate with a proof made of the code comes from who gave
 * the code out. Whoever sits between sees the name and the proof and would have to find the code from them, by
 * scrypt, in the quarter of an hour it lives: 29^10 codes of 16 MiB and some 40 ms of a core each.
 */

/** What a code stands for, 64 lower-case hex digits each. From neither can the other, or the code, be found. */
export interface CodeSecrets {
  /** Names the code where it may not be said. */
  readonly name: string
  /** Key of the proof. */
  readonly key: string
}

const cost = { N: 16_384, r: 8, p: 1 } as const

/** The secrets of a code; some 40 ms of the thread pool. */
export function codeSecrets(code: string): Promise<CodeSecrets> {
  return new Promise((resolve, reject) => {
    scrypt(code, 'evertill enrolment code', 64, cost, (error, bytes) => {
      if (error) reject(error)
      else resolve({ name: bytes.toString('hex', 0, 32), key: bytes.toString('hex', 32) })
    })
  })
}

/** The proof that whoever shows this authority knows the code of `key`: HMAC-SHA-256, 64 lower-case hex digits. */
export function authorityProof(key: string, ca: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(ca, 'base64')).digest('hex')
}
