import { canonicalFieldsOrNull, joinFields } from './canonical-json.ts'
import type { ChainedRecord, ChainHead, Sealer } from './event.ts'
import { withoutPersonal } from './personal.ts'

/** What is wrong with a chain or with what is kept beside it. Words that travel: reports and exit codes go by them. */
export type FindingKind =
  /** The text of an event is no JSON object, or not in the canonical form of RFC 8785. */
  | 'body_unreadable'
  | 'body_not_canonical'
  /** An event lacks a field of the envelope, or its data are not those of its type. */
  | 'envelope_invalid'
  | 'data_invalid'
  /** What stands beside the text (id, type, time, hash) is not what the text says. */
  | 'columns_differ'
  /** The event says another place in the chain than it has. */
  | 'place_wrong'
  | 'other_till'
  | 'prev_wrong'
  | 'hash_wrong'
  | 'signature_wrong'
  /** Events that must have been there: deleted, or cut off before a later epoch. */
  | 'missing'
  /** The rows of effects, of codes or of the sale are not those the event has. */
  | 'effects_differ'
  | 'codes_differ'
  | 'sale_differs'
  /** Something is kept of an event that is not there. */
  | 'stray_rows'
  /** The chain ends before, or differs at, what the central or the witness saw. */
  | 'shorter_than_checkpoint'
  | 'differs_from_checkpoint'
  | 'checkpoint_unsigned'
  | 'shorter_than_witness'
  | 'differs_from_witness'
  /** This till does not know who it is, or with another key than it was enrolled with. */
  | 'identity_wrong'
  /** Of the central: its own head of a chain, its books and its coupons. */
  | 'head_differs'
  | 'books_unbalanced'
  | 'lot_differs'
  | 'account_differs'
  | 'use_differs'
  /** An event says more unsecured value than any limits of the chain ever let a till have. */
  | 'exposure_over'

/** One thing found wrong, named by the event it is about. */
export interface Finding {
  readonly what: FindingKind
  /** Where in the chain; seq 0 when it is about no event in particular. */
  readonly epoch: number
  readonly seq: number
  /** What exactly: names of columns, ids, counts. Never personal data. */
  readonly detail: string
}

/** The canonical JSON of an event as it came: all of it, and what its hash covers. */
export interface CanonicalTexts {
  readonly whole: string
  readonly hashed: string
}

/** Both canonical texts of an event, each field written once; null when it has no canonical form. */
export function canonicalTextsOf(event: object, sha256: Sealer['sha256']): CanonicalTexts | null {
  const fields = canonicalFieldsOrNull(event)
  const bare = withoutPersonal(event, sha256)
  const bareFields = bare === event ? fields : bare && canonicalFieldsOrNull(bare)
  if (!fields || !bareFields) return null
  const hashed = bareFields.filter(({ name }) => name !== 'hash' && name !== 'sig')
  return { whole: joinFields(fields), hashed: joinFields(hashed) }
}

/** Whether an event is the one that stands after `head`, and its hash its own: all that is wrong, not only the first. */
export function chainFindings(
  head: ChainHead,
  event: ChainedRecord,
  texts: CanonicalTexts | null,
  sha256: Sealer['sha256'],
): FindingKind[] {
  const found: FindingKind[] = []
  if (event.source !== head.source) found.push('other_till')
  if (event.epoch !== head.epoch || event.seq !== head.seq + 1) found.push('place_wrong')
  if (event.prev !== head.hash) found.push('prev_wrong')
  if (texts === null || sha256(texts.hashed) !== event.hash) found.push('hash_wrong')
  return found
}
