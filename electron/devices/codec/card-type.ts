/** What kind of card lies on a reader, as far as it matters how it is read. */
export type CardType =
  /** NFC Forum Type 2: NTAG, Ultralight. Pages of four bytes. */
  | 'type_2'
  /** A chip that takes commands: Type 4 tags, phones, transport and payment cards. */
  | 'chip'
  /** Anything else, known by its number alone. */
  | 'other'

/** Registered application provider of PC/SC, part 3: the names of storage cards follow it. */
const pcscProvider = Buffer.from('a000000306', 'hex')
const ultralight = 0x0003

/**
 * The type of a card by its answer to reset. For contactless cards without a processor the reader makes one up that
 * names the chip (PC/SC part 3, 3.1.3.2.3.2).
 */
export function cardTypeOfAtr(atr: Uint8Array): CardType {
  const at = Buffer.from(atr).indexOf(pcscProvider)
  if (at === -1) return 'chip'
  const name = atr.subarray(at + pcscProvider.length + 1, at + pcscProvider.length + 3)
  return name.length === 2 && (name[0] as number) * 256 + (name[1] as number) === ultralight
    ? 'type_2'
    : 'other'
}

/** The type of a card by its SAK (ISO/IEC 14443-3): bit 6 says that it takes commands, nothing at all a Type 2 tag. */
export function cardTypeOfSak(sak: number): CardType {
  if ((sak & 0x20) !== 0) return 'chip'
  return sak === 0 ? 'type_2' : 'other'
}

/** Whether a number is one the card makes up anew each time: four bytes of which the first is 08 (ISO/IEC 14443-3). */
export function isRandomUid(uid: Uint8Array): boolean {
  return uid.length === 4 && uid[0] === 0x08
}
