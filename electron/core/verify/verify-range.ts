import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { eventDataSchemas, isEventType } from '../../../contract/event-data.ts'
import { eventEnvelopeSchema } from '../../../contract/wire.ts'
import type { ReadDb, SqlValue } from '../../../db/handle.ts'
import { effectRowsOf } from '../../../db/journal/effect-table.ts'
import {
  type KeptEvent,
  type KeptRow,
  keptCodes,
  keptEffects,
  keptEvents,
  keptEventUpTo,
} from '../../../db/journal/kept-rows.ts'
import { placeFrom, placeNumber } from '../../../db/journal/place.ts'
import { type SaleRecord, salesBetween } from '../../../db/journal/sale-table.ts'
import { canonicalJsonOrNull } from '../../../domain/canonical-json.ts'
import { effectsOf } from '../../../domain/effect.ts'
import { type ChainHead, firstHead, type TillEvent } from '../../../domain/event.ts'
import { canonicalTextsOf, chainFindings, type Finding, type FindingKind } from '../../../domain/finding.ts'
import { type Uuid, uuidToBytes } from '../../../domain/ids.ts'
import { verifyFindingsMax, verifyRowsAtOnce } from '../../../domain/limits.ts'
import { saleRecordOf } from '../sale-summary.ts'
import { sha256 } from '../sealing.ts'

/** A stretch of a till's chain to be looked at: the events after `after` up to `upTo`, as numbers (db/journal/place.ts). */
export interface Range {
  readonly after: number
  readonly upTo: number
}

/** Whose chain it must be. `publicKey`: Ed25519, SPKI DER, base64. */
export interface Signer {
  readonly terminalId: Uuid
  readonly publicKey: string
}

/**
 * Looks at every event of a range: canonical text, schema, place, hash, the hash before, signature; and at what is
 * kept beside it: columns, effects, codes, the sale's row. Answers at most `verifyFindingsMax` findings, in order.
 */
export function verifyRange(db: ReadDb, range: Range, signer: Signer): Finding[] {
  const key = signingKeyOf(signer.publicKey)
  const findings: Finding[] = []
  const codes = keptCodes(db, range.after, range.upTo)
  let head = headAt(db, range.after, signer.terminalId)
  for (let after = range.after; findings.length < verifyFindingsMax; ) {
    const rows = keptEvents(db, after, range.upTo, verifyRowsAtOnce)
    const last = rows.at(-1)
    if (!last) break
    const effects = keptEffects(db, after, last.place)
    const sales = new Map(salesBetween(db, after, last.place).map((sale) => [placeNumber(sale), sale]))
    for (const row of rows) {
      head = headBefore(head, row, findings)
      const kept = {
        effects: effects.get(row.place),
        codes: codes.get(row.place),
        sale: sales.get(row.place),
      }
      const { found, event } = judge(row, head, kept, key)
      const { epoch, seq } = placeFrom(row.place)
      for (const { what, detail } of found) findings.push({ what, epoch, seq, detail })
      head = { source: signer.terminalId, epoch, seq, hash: event?.hash ?? row.hash.toString('hex') }
    }
    after = last.place
  }
  return findings.slice(0, verifyFindingsMax)
}

/** A public key of a terminal, or null when the text is none: then no signature holds. */
function signingKeyOf(publicKey: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** The head the first event of a range follows: of the event before, whatever is wrong with that one. */
function headAt(db: ReadDb, after: number, source: Uuid): ChainHead {
  const row = keptEventUpTo(db, after)
  if (!row) return firstHead(source, 1)
  const parsed = parse(row.body) as { readonly hash?: unknown } | null
  const hash = typeof parsed?.hash === 'string' ? parsed.hash : row.hash.toString('hex')
  return { source, ...placeFrom(row.place), hash }
}

/** Names what is missing between the head and a row, and gives the head the row has to follow. */
function headBefore(head: ChainHead, row: KeptEvent, findings: Finding[]): ChainHead {
  const { epoch, seq } = placeFrom(row.place)
  const { source } = head
  if (epoch === head.epoch && seq === head.seq + 1) return head
  // Epochs leap: what lies between two of them nobody used (domain/trust.ts).
  if (epoch > head.epoch && seq === 1) return firstHead(source, epoch)
  const from = epoch === head.epoch ? head.seq + 1 : 1
  findings.push({ what: 'missing', epoch, seq: from, detail: `${from} to ${seq - 1}` })
  // What the missing one's hash was, only the next event says: it is taken at its word.
  const prev = (parse(row.body) as { readonly prev?: unknown } | null)?.prev
  return { source, epoch, seq: seq - 1, hash: String(prev ?? '') }
}

interface KeptBeside {
  readonly effects: readonly KeptRow[] | undefined
  readonly codes: readonly KeptRow[] | undefined
  readonly sale: SaleRecord | undefined
}

interface Judged {
  readonly found: readonly { readonly what: FindingKind; readonly detail: string }[]
  readonly event: TillEvent | null
}

function judge(row: KeptEvent, head: ChainHead, kept: KeptBeside, key: KeyObject | null): Judged {
  const value = parse(row.body)
  if (!value) return { found: [{ what: 'body_unreadable', detail: '' }], event: null }
  const found: { what: FindingKind; detail: string }[] = []
  const note = (what: FindingKind, detail = '') => found.push({ what, detail })
  const texts = canonicalTextsOf(value, sha256)
  if (texts?.whole !== row.body) note('body_not_canonical')
  const envelope = eventEnvelopeSchema.safeParse(value)
  if (!envelope.success) {
    note('envelope_invalid', pathsOf(envelope.error.issues))
    return { found, event: null }
  }
  const event = value as unknown as TillEvent
  const { id, type, time, hash, sig } = event
  for (const what of chainFindings(head, event, texts, sha256)) note(what)
  if (!key || !verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(sig, 'base64')))
    note('signature_wrong')
  const columns = [
    ...(row.id.equals(uuidToBytes(id)) ? [] : ['id']),
    ...(row.type === type ? [] : ['type']),
    ...(row.time === time ? [] : ['time']),
    ...(row.hash.equals(Buffer.from(hash, 'hex')) ? [] : ['hash']),
  ]
  if (columns.length > 0) note('columns_differ', columns.join(', '))
  for (const what of judgeBeside(event, kept)) note(what.what, what.detail)
  return { found, event }
}

/** What an event must have left beside it. A type of a later version leaves what this one cannot tell. */
function judgeBeside(event: TillEvent, kept: KeptBeside): { what: FindingKind; detail: string }[] {
  if (!isEventType(event.type)) return []
  const content = eventDataSchemas[event.type].safeParse(event.data)
  if (!content.success) return [{ what: 'data_invalid', detail: pathsOf(content.error.issues) }]
  const found: { what: FindingKind; detail: string }[] = []
  const expected = effectRowsOf(event, effectsOf({ ...event, data: content.data }))
  if (!areEqual(expected.effects, kept.effects ?? [], textOf)) {
    const positions = differing(expected.effects, kept.effects ?? [])
    found.push({ what: 'effects_differ', detail: positions })
  }
  if (!areEqual(expected.codes, kept.codes ?? [], sortedTextOf)) {
    found.push({ what: 'codes_differ', detail: '' })
  }
  // The masked name is the chain's word at the time of the sale; the event does not have it.
  const sale =
    event.type === 'sale.completed'
      ? saleRecordOf((event as TillEvent<'sale.completed'>).data, event, kept.sale?.memberName ?? null)
      : undefined
  const names = saleColumns.filter((name) => sale?.[name] !== kept.sale?.[name])
  if (names.length > 0) found.push({ what: 'sale_differs', detail: names.join(', ') })
  return found
}

const saleColumns = [
  'saleId',
  'completedAt',
  'receiptNumber',
  'toPay',
  'paid',
  'change',
  'earned',
  'burned',
  'itemCount',
] as const satisfies readonly (keyof SaleRecord)[]

function differing(expected: readonly KeptRow[], kept: readonly KeptRow[]): string {
  const longer = Math.max(expected.length, kept.length)
  const positions = Array.from({ length: longer }, (_, position) => position)
  return positions
    .filter(
      (position) =>
        textOf(expected.slice(position, position + 1)) !== textOf(kept.slice(position, position + 1)),
    )
    .join(', ')
}

/** Whether rows say the same: most often they are the same to the byte, which is soon seen. */
function areEqual(
  expected: readonly KeptRow[],
  kept: readonly KeptRow[],
  by: (rows: readonly KeptRow[]) => string,
): boolean {
  const isSame = (row: KeptRow, place: number) => {
    const other = kept[place]
    return other?.length === row.length && row.every((value, column) => isSameValue(value, other[column]))
  }
  return (expected.length === kept.length && expected.every(isSame)) || by(expected) === by(kept)
}

function isSameValue(value: SqlValue, other: SqlValue | undefined): boolean {
  if (!(value instanceof Uint8Array && other instanceof Uint8Array)) return value === other
  return Buffer.compare(value, other) === 0
}

function textOf(rows: readonly KeptRow[]): string {
  return rows.map((row) => row.map(valueText).join('|')).join('\n')
}

function sortedTextOf(rows: readonly KeptRow[]): string {
  return rows
    .map((row) => row.map(valueText).join('|'))
    .sort()
    .join('\n')
}

/** A value with its type. JSON counts by what it says: the event has its fields in canonical order, the effect in its own. */
function valueText(value: SqlValue): string {
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString('hex')}`
  if (typeof value !== 'string') return String(value)
  const parsed = value.startsWith('{') ? parse(value) : null
  return `'${(parsed && canonicalJsonOrNull(parsed)) ?? value}'`
}

function pathsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  return issues
    .slice(0, 3)
    .map(({ path }) => path.map(String).join('.'))
    .join(', ')
}

/** A JSON object, or null. */
function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
