import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect } from 'vitest'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import {
  type ChangeRow,
  type ChangesEnd,
  type Checkpoint,
  changeRowSchema,
  changesEndSchema,
  type EnrolAnswer,
  enrolAnswerSchema,
  envelopeOf,
  type PushAnswer,
  type PushConflict,
  pushAnswerSchema,
  pushConflictSchema,
} from '../../contract/wire.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import {
  type ChainHead,
  type EventDraft,
  type EventType,
  firstHead,
  nextHead,
  type Sealer,
  sealEvent,
  type TillEvent,
} from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { fullBps, money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { farAway, idOf, longAgo } from './central-chain.ts'
import type { CentralUnderTest } from './central-under-test.ts'

/** What a sale of the suite does beside selling. */
export interface SaleWish {
  readonly member?: number
  /** `owner`: whose lot it is, when not the member's own. */
  readonly burns?: readonly { readonly lot: number; readonly points: number; readonly owner?: number }[]
  /** Points earned, into a lot of its own. */
  readonly earns?: number
  readonly growth?: number
  readonly coupons?: readonly { readonly coupon: number; readonly useNumber: number }[]
  /** Pieces of its one line. */
  readonly pieces?: number
  readonly more?: Partial<SaleCompleted>
}

/** A till made of the contract alone: no database, no code of ours but the shared rules of sealing. */
export interface SuiteTill {
  readonly enrolment: EnrolAnswer
  /** What it shows on its line. */
  readonly identity: TlsIdentity
  readonly sealer: Sealer
  /** Seals the next event of the chain and moves its head. */
  readonly seal: <T extends EventType>(
    type: T,
    data: EventDraft<T>['data'],
    id?: Uuid,
    more?: Partial<Pick<EventDraft, 'time' | 'rules' | 'proof' | 'approver' | 'leases' | 'exposure'>>,
  ) => TillEvent
  readonly sell: (wish?: SaleWish) => TillEvent
  readonly head: () => ChainHead
  /** Continues the chain elsewhere, as a restored till or one in a new epoch does. */
  readonly continueAt: (head: ChainHead) => void
  readonly push: (events: readonly unknown[], strays?: boolean) => Promise<PushResult>
  readonly ask: (path: string, request?: RequestInit) => Promise<Response>
  /** Everything after a cursor, page by page. */
  readonly pull: (from?: Place, limit?: number) => Promise<Pulled>
  readonly pullPage: (from: Place, limit?: number) => Promise<PulledPage>
}

export interface Place {
  readonly cursor: number
  readonly feed: string | null
}

interface PulledPage {
  readonly rows: readonly ChangeRow[]
  readonly end: ChangesEnd
}

interface Pulled {
  readonly pages: readonly PulledPage[]
  readonly rows: readonly ChangeRow[]
  readonly place: Place
}

export type PushResult =
  | { readonly status: 200; readonly answer: PushAnswer }
  | { readonly status: 409; readonly conflict: PushConflict }
  | { readonly status: number; readonly code: string }

export const fromStart: Place = { cursor: 0, feed: null }

let made = 0
/** A new id; ids of one run of the suite differ, and nothing depends on their order. */
export function newEventId(): Uuid {
  made += 1
  const random = createHash('sha256').update(`event ${made}`).digest().subarray(0, 10)
  return uuidV7(longAgo + made, random)
}

export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

export function newKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const tlsKey = tlsKeys.make()
  const request = tlsKeys.request(tlsKey)
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    tlsKey,
    request,
    proof: sign(null, Buffer.from(request, 'base64'), privateKey).toString('base64'),
    sealer: {
      sha256,
      sign: (hash: string) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64'),
    } satisfies Sealer,
  }
}

export function postJson(value: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}

/** As much of a central as a till meets. */
type Reached = Pick<CentralUnderTest, 'ask' | 'enrolmentCode'>

/** Enrols a till of the store with this number. */
export async function enrolTill(central: Reached, storeNumber = 'S01'): Promise<SuiteTill> {
  const { sealer, tlsKey, ...shown } = newKeys()
  const code = await central.enrolmentCode(storeNumber)
  const response = await central.ask('/v1/enrol', postJson({ code, ...shown, appVersion: '0.1.0' }))
  expect(response.status).toBe(200)
  const enrolment = enrolAnswerSchema.parse(await response.json())
  return tillOf(central, enrolment, { sealer, tlsKey })
}

function tillOf(
  central: Pick<CentralUnderTest, 'ask'>,
  enrolment: EnrolAnswer,
  { sealer, tlsKey }: { readonly sealer: Sealer; readonly tlsKey: string },
): SuiteTill {
  const identity: TlsIdentity = { privateKey: tlsKey, certificate: enrolment.tls.certificate }
  let head = firstHead(enrolment.terminalId, enrolment.epoch)
  const seal: SuiteTill['seal'] = (type, data, id = newEventId(), more = {}) => {
    const draft = { id, type, time: longAgo, actor: null, rules: 1, mode: 'isolated', data, ...more } as const
    const event = sealEvent(draft, head, sealer)
    head = nextHead(event)
    return event
  }
  const ask: SuiteTill['ask'] = (path, request) => central.ask(path, request, identity)
  const pullPage = async (from: Place, limit?: number): Promise<PulledPage> => {
    const query = new URLSearchParams({ since: String(from.cursor) })
    if (from.feed !== null) query.set('feed', from.feed)
    if (limit !== undefined) query.set('limit', String(limit))
    const response = await ask(`/v1/changes?${query}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    return pageOf(await response.text())
  }
  return {
    enrolment,
    identity,
    sealer,
    seal,
    sell: (wish = {}) => {
      const id = newEventId()
      return seal('sale.completed', saleOf(id, enrolment.storeId, wish), id)
    },
    head: () => head,
    continueAt: (elsewhere) => {
      head = elsewhere
    },
    async push(events, strays) {
      const response = await ask(
        '/v1/events',
        postJson(strays === undefined ? { events } : { events, strays }),
      )
      const value: unknown = await response.json()
      if (response.status === 200) return { status: 200, answer: pushAnswerSchema.parse(value) }
      if (response.status === 409) return { status: 409, conflict: pushConflictSchema.parse(value) }
      return { status: response.status, code: String((value as { code?: unknown }).code) }
    },
    ask,
    pullPage,
    async pull(from = fromStart, limit) {
      const pages: PulledPage[] = []
      let place = from
      for (;;) {
        const page = await pullPage(place, limit)
        pages.push(page)
        expect(page.end.cursor).toBeGreaterThanOrEqual(place.cursor)
        place = { cursor: page.end.cursor, feed: page.end.feed }
        if (!page.end.more) break
      }
      return { pages, rows: pages.flatMap(({ rows }) => rows), place }
    },
  }
}

function pageOf(ndjson: string): PulledPage {
  const lines = ndjson.split('\n').filter((line) => line !== '')
  const last = lines.pop() ?? ''
  return {
    rows: lines.map((line) => changeRowSchema.parse(JSON.parse(line))),
    end: changesEndSchema.parse(JSON.parse(last)),
  }
}

/** A sale of one line, with whatever else is wished. */
export function saleOf(saleId: Uuid, storeId: Uuid, wish: SaleWish): SaleCompleted {
  const price = money(1_000)
  const burned = (wish.burns ?? []).reduce((sum, burn) => sum + burn.points, 0)
  const member = idOf('m', wish.member ?? 1)
  return {
    saleId,
    receiptNumber: `S01-T1-1-${saleId.slice(-12)}`,
    storeId,
    lines: [
      {
        sku: 'P1',
        name: { zh: '大米', en: 'Rice' },
        categoryId: 'grain',
        brandId: null,
        tags: [],
        quantity: { unit: 'piece', amount: wish.pieces ?? 1 },
        unitPrice: price,
        labelPrice: null,
        gross: price,
        tierDiscount: noMoney,
        campaignDiscount: noMoney,
        priceCampaignId: null,
        earnCampaignId: null,
        couponDiscount: noMoney,
        pointsShare: noMoney,
        unearningShare: noMoney,
        net: price,
        earned: points(wish.earns ?? 0),
        growth: wish.growth ?? 0,
      },
    ],
    subtotal: price,
    tierDiscount: noMoney,
    campaignDiscount: noMoney,
    payable: price,
    toPay: price,
    tenders: [{ kind: 'cash', amount: price }],
    change: noMoney,
    member: wish.member === undefined ? null : { ...plainMember, memberId: member },
    burned:
      wish.burns === undefined
        ? null
        : {
            points: points(burned),
            amount: money(burned),
            valueBps: fullBps,
            campaignId: null,
            ofFamily: points(
              wish.burns.reduce((sum, { owner, points }) => sum + (owner === undefined ? 0 : points), 0),
            ),
            inflated: points(0),
            lots: wish.burns.map((burn) => ({
              lotId: idOf('l', burn.lot),
              memberId: burn.owner === undefined ? member : idOf('m', burn.owner),
              points: points(burn.points),
            })),
          },
    earned:
      wish.earns === undefined
        ? null
        : {
            lotId: saleId,
            points: points(wish.earns),
            gross: points(wish.earns),
            debtPaid: points(0),
            earnedAt: longAgo,
            spendableFrom: longAgo,
            expiresAt: farAway,
          },
    growth: wish.growth ?? 0,
    coupons: (wish.coupons ?? []).map(({ coupon, useNumber }) => ({
      couponId: idOf('c', coupon),
      templateId: idOf('t', 1),
      name: { zh: '券', en: 'Coupon' },
      useNumber,
      amount: money(100),
    })),
    firstPurchase: false,
    plan: null,
    suggestions: { shown: [], taken: [] },
    campaigns: { shown: [], used: [] },
    ...wish.more,
  }
}

const plainMember = {
  tierId: 'gold',
  status: 'active',
  pointsAfter: points(0),
  subscription: null,
  birthday: null,
  tags: [],
  repeatCategoryIds: [],
  debt: points(0),
  earnedToday: points(0),
  burnedToday: points(0),
  inflatedToday: points(0),
} as const

/** The same event with a field changed and its hash and signature left as they were. */
export function tampered(event: TillEvent, change: object): object {
  return { ...envelopeOf(event), ...change }
}

/** The same content sealed anew with fields this version does not know or of another shape. */
export function resealed(till: SuiteTill, event: TillEvent, change: object): TillEvent {
  const { hash: _hash, sig: _sig, ...body } = { ...event, ...change } as TillEvent
  const hash = sha256(canonicalJson(body))
  return { ...body, hash, sig: till.sealer.sign(hash) } as TillEvent
}

export function checkpointHolds(checkpoint: Checkpoint, centralKey: string): boolean {
  const { sig, ...rest } = checkpoint
  const key = createPublicKey({ key: Buffer.from(centralKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(canonicalJson(rest)), key, Buffer.from(sig, 'base64'))
}

/** Rows by collection and key after all of them were applied in order. */
export function tableOf(rows: readonly ChangeRow[]): Map<string, Readonly<Record<string, unknown>>> {
  const table = new Map<string, Readonly<Record<string, unknown>>>()
  for (const { c, k, d } of rows) {
    if (d === null) table.delete(`${c} ${k}`)
    else table.set(`${c} ${k}`, d)
  }
  return table
}
