import { Agent, fetch, Headers, type RequestInit, type Response } from 'undici'
import {
  type CouponFound,
  type CouponHistory,
  type CouponTransferAnswer,
  type CouponTransferRequest,
  couponFoundSchema,
  couponHistorySchema,
  couponTransferAnswerSchema,
  couponTransferRequestSchema,
  type MemberFindAnswer,
  type MemberFindRequest,
  type MemberFound,
  memberFindAnswerSchema,
  memberFindRequestSchema,
  memberFoundSchema,
  type OneTimeCheckAnswer,
  type OneTimeCheckRequest,
  type OneTimeCodeAnswer,
  type OneTimeCodeRequest,
  oneTimeCheckAnswerSchema,
  oneTimeCheckRequestSchema,
  oneTimeCodeAnswerSchema,
  oneTimeCodeRequestSchema,
  type SaleAnswer,
  saleAnswerSchema,
  type TransferAnswer,
  type TransferRequest,
  transferAnswerSchema,
  transferRequestSchema,
} from '../contract/online.ts'
import { emptyPart } from '../contract/parts.ts'
import type { TlsIdentity } from '../contract/replica-thread.ts'
import {
  type AuthorizeAnswer,
  type AuthorizeRequest,
  authorizeAnswerSchema,
  authorizeRequestSchema,
  type CancelAnswer,
  cancelAnswerSchema,
  type DisputesAnswer,
  disputesAnswerSchema,
  type LeaseAnswer,
  type LeaseRequest,
  type LeaseReturned,
  leaseAnswerSchema,
  leaseRequestSchema,
  leaseReturnedSchema,
} from '../contract/risk.ts'
import {
  type AuthorityAnswer,
  authorityAnswerSchema,
  centralName,
  type DigestsAnswer,
  digestsAnswerSchema,
  type EnrolAnswer,
  type EnrolRequest,
  enrolAnswerSchema,
  enrolRequestSchema,
  type PushAnswer,
  type PushConflict,
  pushAnswerSchema,
  pushConflictSchema,
  type RenewAnswer,
  type RenewRequest,
  type RowsAnswer,
  renewAnswerSchema,
  renewRequestSchema,
  rowsAnswerSchema,
  type SnapshotOffer,
  type StatusAnswer,
  snapshotOfferSchema,
  statusAnswerSchema,
} from '../contract/wire.ts'
import type { Uuid } from '../domain/ids.ts'
import {
  answerBytesMax,
  digestBytesMax,
  hintBytesMax,
  hintIdleMs,
  hintTotalMs,
  pullBytesMax,
  requestTimeoutMs,
  streamIdleMs,
  streamTotalMs,
} from '../domain/limits.ts'
import {
  type AnswerSchema,
  mediaType,
  parseAnswer,
  readBody,
  readJson,
  throwUnlessGood,
} from './central-answer.ts'
import { CentralFault } from './central-fault.ts'
import { type ChangeLine, readChangeLines } from './change-lines.ts'
import { type Deadline, type Watch, watchDeadline } from './deadline.ts'
import { type HintSign, readHints } from './hint-lines.ts'
import { agentOf, jsonRequest } from './line.ts'

/** The place in the central's feed up to which a replica has it. */
export interface FeedPlace {
  readonly cursor: number
  /** Empty before anything was loaded. */
  readonly feed: string
  /** From the first change number on, to make a replica: between its ends nobody reads it. */
  readonly whole?: true
}

/** A push is taken, or the central expects another event than the first one sent (sync.md 3). */
export type PushOutcome =
  | { readonly kind: 'taken'; readonly answer: PushAnswer }
  | { readonly kind: 'conflict'; readonly conflict: PushConflict }

/** Keys of a collection after one and up to another; '' and null are without an end. */
export interface RowRange {
  readonly collection: string
  readonly after: string
  readonly to: string | null
}

/** The part of a snapshot from `offset` to its end. */
export interface SnapshotRest {
  readonly snapshotId: string
  readonly offset: number
  readonly totalBytes: number
}

/**
 * What a till asks while a customer waits (contract/online.ts): with a short `requestMs`, and through `askCentral`
 * (sync/online.ts), which tells "no" from "not online".
 */
export interface CounterQuestions {
  transferPoints(request: TransferRequest): Promise<TransferAnswer>
  transferCoupon(request: CouponTransferRequest): Promise<CouponTransferAnswer>
  sendOneTimeCode(request: OneTimeCodeRequest): Promise<OneTimeCodeAnswer>
  checkOneTimeCode(request: OneTimeCheckRequest): Promise<OneTimeCheckAnswer>
  saleByReceipt(receiptNumber: string): Promise<SaleAnswer>
  couponByCode(code: string): Promise<CouponFound>
  couponHistory(couponId: Uuid): Promise<CouponHistory>
  memberById(memberId: Uuid): Promise<MemberFound>
  findMember(request: MemberFindRequest): Promise<MemberFindAnswer>
  authorize(request: AuthorizeRequest): Promise<AuthorizeAnswer>
  cancelAuthorization(actId: Uuid): Promise<CancelAnswer>
  lease(request: LeaseRequest): Promise<LeaseAnswer>
  returnLease(leaseId: Uuid): Promise<LeaseReturned>
  /** The newest disputes of the store, at most so many. */
  disputes(limit: number): Promise<DisputesAnswer>
}

/** All a till says to the central. Every method throws `CentralFault` and nothing else for what the world does. */
export interface CentralClient extends CounterQuestions {
  status(): Promise<StatusAnswer>
  enrol(request: EnrolRequest): Promise<EnrolAnswer>
  renew(request: RenewRequest): Promise<RenewAnswer>
  /** `events` are JSON texts of events in seq order, as the journal keeps them; `strays`: such as have no place in the chain. */
  push(events: readonly string[], strays?: boolean): Promise<PushOutcome>
  /** The feed after `from` in portions as they arrive; the last line of a whole answer is `kind: 'end'`. */
  changes(from: FeedPlace): AsyncGenerator<readonly ChangeLine[], void>
  /** The central's signs on an open stream, until it ends or `stop` is aborted. */
  hints(stop: AbortSignal): AsyncGenerator<HintSign, void>
  /** What a replica at this place should have of a collection, by ranges. */
  digests(from: FeedPlace, collection: string, fields: readonly string[]): Promise<DigestsAnswer>
  /** The rows of a range, as of this place. */
  rows(from: FeedPlace, range: RowRange): Promise<RowsAnswer>
  offerSnapshot(): Promise<SnapshotOffer>
  /** Bytes of a snapshot as they arrive. May end early by a fault: resume at the offset reached. */
  readSnapshot(rest: SnapshotRest): AsyncGenerator<Uint8Array, void>
}

export interface CentralClientOptions {
  /** Base address, https, with or without a path. */
  readonly url: string
  /** Other addresses of the same central: asked in turn when one does not answer. */
  readonly others?: readonly string[] | undefined
  /** The authority of the chain, DER, base64: no other is trusted, not even the machine's own. */
  readonly ca: string
  /** Who speaks; left out before enrolment. Asked at each exchange: a renewed certificate is used at once. */
  readonly identity?: () => TlsIdentity
  readonly appVersion: string
  /** One plain exchange, in ms. */
  readonly requestMs?: number
  /** A streamed answer. */
  readonly stream?: Deadline
  /** The stream of hints. */
  readonly hintStream?: Deadline
  /** Aborted when the till closes: what is under way ends as `unreachable`. */
  readonly stopped?: AbortSignal
}

/** An answer that carries a few fields. */
const smallAnswerMax = 65_536

/**
 * The till's one door to the network: TLS 1.3 with the chain's authority pinned and the till's certificate shown,
 * whatever address the central has today; no proxy of the system, no redirects followed, no cookies, no cache. Every
 * answer is bounded in time and size and parsed by the contract before anyone sees it.
 */
export function createCentralClient(options: CentralClientOptions): CentralClient {
  const bases = [options.url, ...(options.others ?? [])].map(baseOf)
  /** The address that answered last; all of them are one central, which its certificate proves. */
  let current = 0
  const agent = agentOf(options)
  const requestMs = options.requestMs ?? requestTimeoutMs
  const plain: Deadline = { totalMs: requestMs, idleMs: requestMs }
  const stream: Deadline = options.stream ?? { totalMs: streamTotalMs, idleMs: streamIdleMs }

  async function ask(path: string, watch: Watch, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers)
    headers.set('user-agent', `evertill/${options.appVersion}`)
    const { signal } = watch
    for (let tried = 1; ; tried++) {
      const at = current
      try {
        const target = new URL(path, bases[at])
        return await fetch(target, { ...request, headers, redirect: 'manual', signal, dispatcher: agent() })
      } catch (cause) {
        // Whatever is said twice counts once, so the next address may be asked at once; after the time is up, next time.
        if (current === at) current = (at + 1) % bases.length
        if (tried === bases.length || signal.aborted) throw watch.fault(cause)
      }
    }
  }

  async function askJson(
    path: string,
    body: string | null,
    bytesMax: number,
  ): Promise<{ status: number; value: unknown }> {
    const request = body === null ? { method: 'GET' } : await jsonRequest(body)
    const watch = watchDeadline(plain, options.stopped)
    try {
      const response = await ask(path, watch, request)
      if (!(response.status === 409 && path === 'v1/events')) await throwUnlessGood(response, watch)
      return await readJson(response, watch, bytesMax)
    } finally {
      watch.stop()
    }
  }

  /** What is sent is what the contract names and nothing besides; a request that does not fit is our bug. */
  const post = async <T>(
    path: string,
    asked: { readonly parse: (request: unknown) => unknown },
    schema: AnswerSchema<T>,
    request: object,
  ): Promise<T> => {
    const { value } = await askJson(path, JSON.stringify(asked.parse(request)), smallAnswerMax)
    return parseAnswer(schema, value, path)
  }
  const get = async <T>(path: string, schema: AnswerSchema<T>, name: string): Promise<T> => {
    const { value } = await askJson(path.replace('{}', encodeURIComponent(name)), null, answerBytesMax)
    return parseAnswer(schema, value, path)
  }

  return {
    transferPoints: (request) => post('v1/transfers', transferRequestSchema, transferAnswerSchema, request),
    transferCoupon: (request) =>
      post('v1/coupon-transfers', couponTransferRequestSchema, couponTransferAnswerSchema, request),
    sendOneTimeCode: (request) =>
      post('v1/one-time-codes', oneTimeCodeRequestSchema, oneTimeCodeAnswerSchema, request),
    checkOneTimeCode: (request) =>
      post('v1/one-time-codes/check', oneTimeCheckRequestSchema, oneTimeCheckAnswerSchema, request),
    authorize: (request) => post('v1/authorize', authorizeRequestSchema, authorizeAnswerSchema, request),
    cancelAuthorization: (actId) => post(`v1/authorize/${actId}/cancel`, emptyPart, cancelAnswerSchema, {}),
    lease: (request) => post('v1/leases', leaseRequestSchema, leaseAnswerSchema, request),
    returnLease: (leaseId) => post(`v1/leases/${leaseId}/return`, emptyPart, leaseReturnedSchema, {}),
    disputes: async (limit) => {
      const { value } = await askJson(`v1/disputes?newest=true&limit=${limit}`, null, answerBytesMax)
      return parseAnswer(disputesAnswerSchema, value, 'the disputes')
    },
    saleByReceipt: (receiptNumber) => get('v1/sales/{}', saleAnswerSchema, receiptNumber),
    couponByCode: (code) => get('v1/coupons/{}', couponFoundSchema, code),
    couponHistory: (couponId) => get('v1/coupons/{}/history', couponHistorySchema, couponId),
    memberById: (memberId) => get('v1/members/{}', memberFoundSchema, memberId),
    findMember: (request) =>
      post('v1/members/find', memberFindRequestSchema, memberFindAnswerSchema, request),
    async status() {
      const { value } = await askJson('v1/status', null, smallAnswerMax)
      const parsed = statusAnswerSchema.safeParse(value)
      if (!parsed.success) throw new CentralFault('not_central', 'another service answers at this address')
      return parsed.data
    },
    enrol: (request) => post('v1/enrol', enrolRequestSchema, enrolAnswerSchema, request),
    renew: (request) => post('v1/certificate', renewRequestSchema, renewAnswerSchema, request),
    async push(events, strays = false) {
      const body = `{"events":[${events.join(',')}]${strays ? ',"strays":true' : ''}}`
      const { status, value } = await askJson('v1/events', body, answerBytesMax)
      if (status === 409) {
        return { kind: 'conflict', conflict: parseAnswer(pushConflictSchema, value, 'the conflict') }
      }
      return { kind: 'taken', answer: parseAnswer(pushAnswerSchema, value, 'the answer to a push') }
    },
    async *changes(from) {
      const watch = watchDeadline(stream, options.stopped)
      try {
        const query = new URLSearchParams({
          since: String(from.cursor),
          ...(from.feed === '' ? {} : { feed: from.feed }),
          ...(from.whole ? { whole: 'true' } : {}),
        })
        const response = await ask(`v1/changes?${query}`, watch, {
          headers: { 'accept-encoding': 'zstd, gzip' },
        })
        await throwUnlessGood(response, watch)
        if (mediaType(response) !== 'application/x-ndjson') {
          throw new CentralFault('not_central', 'an answer that is no stream of changes')
        }
        yield* readChangeLines(readBody(response, watch, pullBytesMax))
      } finally {
        watch.stop()
      }
    },
    async *hints(stop) {
      const signal = options.stopped ? AbortSignal.any([options.stopped, stop]) : stop
      const watch = watchDeadline(options.hintStream ?? { totalMs: hintTotalMs, idleMs: hintIdleMs }, signal)
      try {
        const response = await ask('v1/stream', watch, { headers: { accept: 'text/event-stream' } })
        await throwUnlessGood(response, watch)
        if (mediaType(response) !== 'text/event-stream') {
          throw new CentralFault('not_central', 'an answer that is no stream of hints')
        }
        yield* readHints(readBody(response, watch, hintBytesMax))
      } finally {
        watch.stop()
      }
    },
    async digests({ cursor, feed }, collection, fields) {
      const query = { collection, since: String(cursor), feed, fields: fields.join(',') }
      const { value } = await askJson(`v1/digests?${new URLSearchParams(query)}`, null, digestBytesMax)
      return parseAnswer(digestsAnswerSchema, value, 'the digests')
    },
    async rows({ cursor, feed }, { to, ...range }) {
      const query = { ...range, since: String(cursor), feed, ...(to === null ? {} : { to }) }
      const { value } = await askJson(`v1/rows?${new URLSearchParams(query)}`, null, digestBytesMax)
      return parseAnswer(rowsAnswerSchema, value, 'the rows')
    },
    async offerSnapshot() {
      const { value } = await askJson('v1/snapshot', '{}', smallAnswerMax)
      return parseAnswer(snapshotOfferSchema, value, 'the snapshot offer')
    },
    async *readSnapshot(rest) {
      const watch = watchDeadline(stream, options.stopped)
      try {
        const headers = { range: `bytes=${rest.offset}-`, 'accept-encoding': 'identity' }
        const response = await ask(`v1/snapshot/${rest.snapshotId}`, watch, { headers })
        await throwUnlessGood(response, watch)
        const wanted = `bytes ${rest.offset}-${rest.totalBytes - 1}/${rest.totalBytes}`
        if (response.status !== 206 || response.headers.get('content-range') !== wanted) {
          throw new CentralFault('malformed', 'the central serves another range than asked')
        }
        let left = rest.totalBytes - rest.offset
        for await (const bytes of readBody(response, watch, left)) {
          left -= bytes.length
          yield bytes
        }
        if (left > 0) throw new CentralFault('unreachable', 'the snapshot broke off')
      } finally {
        watch.stop()
      }
    },
  }
}

/**
 * Asks a central nobody has vouched for yet for the chain's authority: the one exchange whose other end is not
 * checked, so nothing is said in it and nothing heard in it is believed before its proof (core/first-contact.ts).
 */
export async function askAuthority(
  options: Pick<CentralClientOptions, 'url' | 'appVersion' | 'stopped'>,
  name: string,
): Promise<AuthorityAnswer> {
  const watch = watchDeadline({ totalMs: requestTimeoutMs, idleMs: requestTimeoutMs }, options.stopped)
  const { signal } = watch
  const dispatcher = new Agent({
    connect: { minVersion: 'TLSv1.3', servername: centralName, rejectUnauthorized: false },
  })
  try {
    const response = await fetch(new URL(`v1/ca/${name}`, baseOf(options.url)), {
      headers: { 'user-agent': `evertill/${options.appVersion}` },
      redirect: 'manual',
      signal,
      dispatcher,
    }).catch((cause: unknown) => {
      throw watch.fault(cause)
    })
    await throwUnlessGood(response, watch)
    const { value } = await readJson(response, watch, smallAnswerMax)
    return parseAnswer(authorityAnswerSchema, value, 'the authority')
  } finally {
    watch.stop()
    await dispatcher.destroy()
  }
}

function baseOf(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
