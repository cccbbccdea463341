import { createHash } from 'node:crypto'
import type { ChainKeys } from '../chain-keys.ts'

function keyOf(name: string): string {
  return createHash('sha256').update(`evertill demo ${name} key`).digest('base64')
}

/** The demo chain's keys of personal data: the same everywhere and known to everybody, like its PINs. */
export const demoChainKeys: ChainKeys = { phone: keyOf('phone'), personal: keyOf('personal') }
