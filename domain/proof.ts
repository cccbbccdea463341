/**
 * How a member was recognised, weakest first, or what second proof an act got (loyalty.md 4, sync.md 6). `none`: nobody
 * was recognised.
 */
export type Proof =
  | 'none'
  /** Found by the last digits of a phone or by initials. */
  | 'searched'
  /** A code typed by hand. */
  | 'typed'
  /** A printed or shown static code, a card, an NFC identity. */
  | 'scanned'
  | 'dynamic_code'
  | 'one_time_code'
  | 'member_pin'
  | 'supervisor'

export const proofs = [
  'none',
  'searched',
  'typed',
  'scanned',
  'dynamic_code',
  'one_time_code',
  'member_pin',
  'supervisor',
] as const satisfies readonly Proof[]

/** A proof that counts as a second one. */
export function isSecondProof(proof: Proof): boolean {
  return (
    proof === 'dynamic_code' || proof === 'one_time_code' || proof === 'member_pin' || proof === 'supervisor'
  )
}
