import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeEach, expect } from 'vitest'
import {
  type AuthorizeAnswer,
  type AuthorizeRequest,
  authorizeAnswerSchema,
  leaseAnswerSchema,
} from '../../contract/risk.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { EventDraft, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { couponRow, idOf, lotRow, memberRow, smallChain } from './central-chain.ts'
import {
  enrolTill,
  newEventId,
  type PushResult,
  postJson,
  type SaleWish,
  type SuiteTill,
  saleOf,
  tableOf,
} from './central-till.ts'
import type { CentralUnderTest } from './central-under-test.ts'

export type Wish = Partial<Omit<AuthorizeRequest, 'id' | 'nonce'>>

let asked = 0
export function nextNonce(): string {
  asked += 1
  return createHash('sha256').update(`nonce ${asked}`).digest('hex')
}

/** A central with the small chain, two new tills for each test, and what each test asks them to do. */
export function authorityBench<Central extends CentralUnderTest>(start: () => Promise<Central>) {
  let central: Central | null = null
  let till: SuiteTill
  let other: SuiteTill
  let number = 60

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  /** A member of one lot, with a coupon and an account of the same number. */
  const own = async (figures: { lot?: number; usesMax?: number; value?: number; debt?: number } = {}) => {
    number += 1
    const n = number
    const coupon = couponRow(n, n, figures.usesMax ?? 1)
    const accountId = idOf('a', n)
    const account = { accountId, code: null, memberId: null, status: 'active', gift: 0 }
    await (await running()).change([
      memberRow(n, 0, { debt: points(figures.debt ?? 0) }),
      lotRow(n, n, figures.lot ?? 1_000),
      { ...coupon, d: { ...coupon.d, code: `C${String(n).padStart(13, '0')}` } },
      { c: 'account', k: accountId, d: { ...account, principal: figures.value ?? 1_000 } },
    ])
    return n
  }
  const wishOf = (n: number, wish: { use?: number; points?: number; value?: number }): Wish => ({
    memberId: idOf('m', n),
    amount: money(100),
    uses:
      wish.use === undefined ? [] : [{ couponId: idOf('c', n), useNumber: wish.use, nullifier: nextNonce() }],
    points: wish.points === undefined ? [] : [{ memberId: idOf('m', n), points: points(wish.points) }],
    value: wish.value === undefined ? [] : [{ accountId: idOf('a', n), amount: money(wish.value) }],
  })
  const ask = async (of: SuiteTill, wish: Wish, id: Uuid = newEventId()) => {
    const question = { memberId: null, proof: 'scanned', amount: 0, uses: [], points: [], value: [], ...wish }
    const nonce = nextNonce()
    const response = await of.ask('/v1/authorize', postJson({ id, nonce, ...question }))
    if (response.status !== 200) return { status: response.status, code: (await codeOf(response)) as string }
    const answer = authorizeAnswerSchema.parse(await response.json())
    expect(answer).toMatchObject({ id, nonce })
    expect(signatureHolds(answer, of.enrolment.centralKey)).toBe(true)
    return answer
  }
  const lease = async (
    of: SuiteTill,
    kind: string,
    subjectId: Uuid,
    amount: number,
    leaseId = newEventId(),
    more: { readonly ms?: number } = {},
  ) => {
    const response = await of.ask('/v1/leases', postJson({ leaseId, kind, subjectId, amount, ...more }))
    if (response.status !== 200) return { leaseId, refused: await codeOf(response), lease: null }
    return { leaseId, ...leaseAnswerSchema.parse(await response.json()) }
  }
  const table = async () => tableOf((await till.pull()).rows)
  /** Kinds of disputes, event by event. */
  const kinds = (result: PushResult) => {
    if (!('answer' in result)) throw new Error(`the push was not taken: ${JSON.stringify(result)}`)
    return result.answer.verdicts.map(({ disputes }) => disputes?.map(({ kind }) => kind) ?? [])
  }
  return { running, till: () => till, other: () => other, own, wishOf, ask, lease, table, kinds }
}

/** A sale under an id of the test's own, with what it spends of leases. */
export function sell(
  of: SuiteTill,
  id: Uuid,
  { leases = [], ...wish }: SaleWish & { readonly leases?: EventDraft['leases'] },
): TillEvent {
  return of.seal('sale.completed', saleOf(id, of.enrolment.storeId, wish), id, { leases })
}

/** A sale paid from the account of a number. */
export function payFrom(
  of: SuiteTill,
  n: number,
  principal: number,
  leases: NonNullable<EventDraft['leases']> = [],
): TillEvent {
  const accountId = idOf('a', n)
  const amount = money(principal)
  const tender = { kind: 'stored_value', amount, accountId, principal: amount, gift: money(0) } as const
  return sell(of, newEventId(), { leases, more: { tenders: [tender] } })
}

export async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { code?: unknown }).code
}

function signatureHolds({ sig, ...said }: AuthorizeAnswer, centralKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(centralKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(canonicalJson(said)), key, Buffer.from(sig, 'base64'))
}
