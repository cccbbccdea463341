import fc from 'fast-check'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import type { ChangeRow } from '../../contract/wire.ts'
import { smallChain } from '../suites/central-chain.ts'
import { enrolTill, type Place, type SuiteTill, tableOf } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import type { Known } from './from-schema.ts'

/** The chain of a central under fuzzing, as far as questions are made of it. */
export interface FuzzedChain {
  readonly central: ReferenceUnderTest
  /** Asks everything but pushes, and is never revoked. */
  readonly till: SuiteTill
  /** A till whose chain the central follows so far. */
  readonly pusher: () => Promise<SuiteTill>
  /** Its chain may have been broken: the next push is another till's. */
  readonly leavePusher: () => void
  /** How far the till had pulled at the start. */
  readonly place: Place
  /** Rows of a collection as they were then. */
  readonly rowsOf: (collection: string) => readonly ChangeRow[]
  readonly collections: readonly string[]
  readonly known: Known
  /** What an answer told, for later questions about it. */
  readonly learn: (name: string, value: string | number) => void
  /** One more than any version of the programme given so far. */
  readonly nextProgrammeVersion: () => number
}

/** Values kept of a name: the newest take the place of the oldest. */
const keptMost = 500

/** Fields that name the same things, by the name under which these are kept. */
const sameThings: Readonly<Record<string, string>> = {
  from: 'memberId',
  into: 'memberId',
  fromMemberId: 'memberId',
  toMemberId: 'memberId',
  referrerId: 'memberId',
  mergedInto: 'memberId',
  redemptionId: 'eventId',
  other: 'eventId',
  saleId: 'eventId',
  id: 'eventId',
  actor: 'staffId',
  approver: 'staffId',
  approverId: 'staffId',
  winBackTemplateId: 'templateId',
  categoryIds: 'categoryId',
  tierIds: 'tierId',
  skus: 'sku',
  suggest: 'sku',
}

export async function fuzzedChain(central: ReferenceUnderTest): Promise<FuzzedChain> {
  // The demo chain has stores and staff of its own.
  await central.change(smallChain.filter(({ c }) => c !== 'store' && c !== 'staff'))
  const till = await enrolTill(central)
  const { rows: pulled, place } = await till.pull()
  const newest = tableOf(pulled)
  const rows = pulled.filter(({ c, k, d }) => d !== null && newest.get(`${c} ${k}`) === d)
  const kept = new Map<string, (string | number)[]>()
  const learn: FuzzedChain['learn'] = (name, value) => {
    const values = kept.get(name) ?? []
    kept.set(name, values)
    values.push(value)
    if (values.length > keptMost) values.shift()
  }
  for (const { c, d } of rows) {
    for (const [name, value] of Object.entries(d ?? {})) {
      const isOwn = name.endsWith('Id') || name === 'sku' || (name === 'code' && c === 'coupon')
      // Terminals in rows are this very till, which is not to be revoked.
      if (isOwn && name !== 'terminalId' && typeof value === 'string') learn(name, value)
      if (c === 'store' && name === 'number') learn('store', String(value))
      if (['member', 'coupon', 'account'].includes(c) && name === `${c}Id`) learn('subjectId', String(value))
    }
  }
  for (const { c } of rows) learn('collection', c)
  learn('feed', place.feed ?? '')
  for (let other = 0; other < 3; other++) learn('terminalId', (await enrolTill(central)).enrolment.terminalId)
  let pusher: SuiteTill | null = null
  let version = Math.max(...rows.map(({ c, d }) => (c === 'programme' ? Number(d?.['version']) : 0)))
  return {
    central,
    till,
    place,
    pusher: async () => {
      pusher ??= await enrolTill(central)
      return pusher
    },
    leavePusher: () => {
      pusher = null
    },
    rowsOf: (collection) => rows.filter(({ c }) => c === collection),
    collections: [...new Set(rows.map(({ c }) => c))],
    known: (name) => {
      const values = kept.get(sameThings[name] ?? name)
      return values && values.length > 0 ? fc.constantFrom(...values) : null
    },
    learn,
    nextProgrammeVersion: () => {
      version += 1
      return version
    },
  }
}

/** What is asked, before it is made a request. */
export interface Question {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Undefined: none. */
  readonly body: unknown
  readonly as: TlsIdentity | null
}
