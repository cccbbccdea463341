import { createPublicKey, sign, verify } from 'node:crypto'
import type {
  DigestsAnswer,
  EnrolAnswer,
  EnrolRequest,
  EventEnvelope,
  IssuedCertificate,
  RowsAnswer,
  SnapshotOffer,
} from '../../contract/wire.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { isUuid, type Uuid, uuidV7 } from '../../domain/ids.ts'
import type { RiskPolicy } from '../../domain/risk.ts'
import { checkpointText } from '../../sync/checkpoint.ts'
import type { KnownKeys } from './keys.ts'
import { modelDigests, modelRows } from './model-digests.ts'
import { type ModelPushOutcome, takePush } from './model-push.ts'
import { buildModelSnapshot, type ModelSnapshot } from './model-snapshot.ts'
import {
  emptyState,
  feedEnd,
  type LoggedRow,
  type ModelState,
  type ModelTerminal,
  putRow,
} from './model-state.ts'
import type { Random } from './random.ts'

/** A refusal of the model, with its status and word over HTTP. */
export interface ModelRefusal {
  readonly kind: 'refused'
  readonly status: number
  readonly code: string
}

/** What the model tells an onlooker, as it happens. */
export interface ModelWatcher {
  /** `events` were taken under change number `change`, in this order: into the chain, or (`beside`) told as strays. */
  readonly onTaken: (
    terminalId: Uuid,
    events: readonly EventEnvelope[],
    at: { readonly change: number; readonly beside: boolean },
  ) => void
  /** Head office changed rows under change number `change`. */
  readonly onChanged: (rows: readonly HeadOfficeRow[], change: number) => void
}

export interface HeadOfficeRow {
  readonly c: string
  readonly k: string
  readonly d: Readonly<Record<string, unknown>> | null
  readonly storeId?: Uuid
}

/** A whole central in memory: the wire's behaviour without its network. */
export interface ModelCentral {
  /** Head office writes rows, all under one change number. */
  readonly change: (rows: readonly HeadOfficeRow[]) => void
  /** Head office signs and publishes limits, as the next version of them. */
  readonly publishLimits: (limits: RiskPolicy) => void
  readonly makeCode: (storeId: Uuid) => string
  readonly enrol: (
    request: EnrolRequest,
  ) => { readonly kind: 'enrolled'; readonly answer: EnrolAnswer } | ModelRefusal
  readonly terminalByCertificate: (certificate: string) => ModelTerminal | null
  readonly push: (terminal: ModelTerminal, events: readonly unknown[], strays?: boolean) => ModelPushOutcome
  /** The lines of an answer, the last line included; `rowsMax` whole change numbers at least one. */
  readonly changes: (
    terminal: ModelTerminal,
    from: { readonly since: number; readonly feed: string | null; readonly rowsMax: number },
  ) => { readonly kind: 'lines'; readonly lines: readonly string[] } | ModelRefusal
  /** What the terminal should have of a collection, and the rows of a range; null where the cursor is refused. */
  readonly digests: (
    terminal: ModelTerminal,
    asked: { collection: string; since: number; feed: string; fields: readonly string[] },
  ) => { readonly kind: 'digests'; readonly answer: DigestsAnswer } | ModelRefusal
  readonly rows: (
    terminal: ModelTerminal,
    asked: { collection: string; since: number; feed: string; after: string; to: string | null },
  ) => { readonly kind: 'rows'; readonly answer: RowsAnswer } | ModelRefusal
  readonly offerSnapshot: (terminal: ModelTerminal) => SnapshotOffer
  readonly snapshot: (terminal: ModelTerminal, snapshotId: string) => Uint8Array | null
  readonly state: () => ModelState
  readonly backup: () => ModelState
  /** Starts anew, with what it had or with a backup of it. Snapshots do not outlive it. */
  readonly restart: (backup?: ModelState) => void
}

/** What personal data go by in this chain. */
const personalKeys = {
  phone: Buffer.alloc(32, 3).toString('base64'),
  personal: Buffer.alloc(32, 4).toString('base64'),
}

/** A code lives for fifteen minutes. */
const codeMs = 900_000

/** A certificate is good for thirty days. */
const certificateMs = 30 * 86_400_000

/** What was held for a member while they were frozen counts from now on. */
function releaseHeld(state: ModelState, memberId: string, now: number): void {
  for (const [k, { d }] of state.rows.get('lot') ?? []) {
    if (d?.['memberId'] !== memberId || Number(d['spendableFrom']) < Number(d['expiresAt'])) continue
    if (Number(d['expiresAt']) > now)
      putRow(state, { c: 'lot', k, d: { ...d, spendableFrom: now }, storeId: null })
  }
}

export function createModelCentral(deps: {
  readonly keys: KnownKeys
  readonly random: Random
  readonly now: () => number
  readonly watcher?: ModelWatcher
  /** Who grants certificates, where TLS is to check them; left out, a certificate is a name nobody else knows. */
  readonly certify?: (request: string, terminal: ModelTerminal, now: number) => IssuedCertificate
}): ModelCentral {
  const { keys, random, now, watcher } = deps
  let state = emptyState()
  let snapshots: ModelSnapshot[] = []
  const named = (_request: string, _terminal: ModelTerminal, from: number): IssuedCertificate => {
    const certificate = Buffer.from(random.bytes(24)).toString('hex')
    return { certificate, from, until: from + certificateMs }
  }
  const { certify = named } = deps
  const name = () => Buffer.from(random.bytes(9)).toString('hex')
  const refused = (status: number, code: string): ModelRefusal => ({ kind: 'refused', status, code })
  const begin = () => state.feeds.push({ name: name(), startedAt: state.change })
  begin()
  const isKnownPlace = ({ since, feed }: { since: number; feed: string }) => {
    const end = feedEnd(state, feed)
    return end !== null && since <= end
  }

  const change = (rows: readonly HeadOfficeRow[]) => {
    state.change++
    for (const row of rows) {
      putRow(state, { c: row.c, k: row.k, d: row.d, storeId: row.storeId ?? null })
      if (row.c === 'member' && row.d === null) eraseMember(state, row.k, now())
      if (row.c === 'member' && row.d?.['status'] === 'active') releaseHeld(state, row.k, now())
    }
    watcher?.onChanged(rows, state.change)
  }

  return {
    state: () => state,
    backup: () => structuredClone(state),
    restart(backup) {
      if (backup) state = structuredClone(backup)
      snapshots = []
      begin()
    },
    change,
    publishLimits(limits) {
      const version = 1 + Math.max(0, ...[...(state.rows.get('policy')?.keys() ?? [])].map(Number))
      const row = { ...limits, version }
      const sig = sign(null, Buffer.from(canonicalJson(row)), keys.signing).toString('base64')
      change([{ c: 'policy', k: String(version), d: { ...row, sig } }])
    },
    makeCode(storeId) {
      const code = name().slice(0, 10).toUpperCase()
      state.codes.set(code, { storeId, expiresAt: now() + codeMs, terminalId: null })
      return code
    },
    enrol(request) {
      if (!isProven(request)) return refused(400, 'request_wrong')
      const code = state.codes.get(request.code)
      if (!code || now() >= code.expiresAt) return refused(403, 'enrolment_code_wrong')
      const known = code.terminalId && state.terminals.get(code.terminalId)
      if (known && known.publicKey !== request.publicKey) return refused(403, 'enrolment_code_wrong')
      const terminal =
        known || addTerminal(state, code.storeId, request.publicKey, uuidV7(now(), random.bytes(10)))
      code.terminalId = terminal.terminalId
      const tls = certify(request.request, terminal, now())
      terminal.certificate = tls.certificate
      const { terminalId, number: terminalNumber, storeId } = terminal
      const centralKey = keys.publicKey
      return {
        kind: 'enrolled',
        answer: {
          terminalId,
          terminalNumber,
          storeId,
          tls,
          epoch: 1,
          centralKey,
          keys: personalKeys,
          serverTime: now(),
        },
      }
    },
    terminalByCertificate: (certificate) =>
      [...state.terminals.values()].find((terminal) => terminal.certificate === certificate) ?? null,
    push(terminal, events, strays = false) {
      const side = {
        strays,
        now,
        sign: (checkpoint: Parameters<typeof checkpointText>[0]) => ({
          ...checkpoint,
          sig: sign(null, Buffer.from(checkpointText(checkpoint)), keys.signing).toString('base64'),
        }),
      }
      const outcome = takePush(state, terminal, events, side)
      if (outcome.kind === 'taken' && outcome.fresh.length > 0) {
        watcher?.onTaken(terminal.terminalId, outcome.fresh, { change: state.change, beside: strays })
      }
      return outcome
    },
    changes(terminal, { since, feed, rowsMax }) {
      const end = feed === null ? (since === 0 ? state.change : null) : feedEnd(state, feed)
      if ((end === null && since !== 0) || since > (end ?? state.change))
        return refused(409, 'cursor_refused')
      const page = pageOf(state.log, { since, storeId: terminal.storeId, rowsMax })
      const more = page.length > 0 && (page.at(-1)?.v ?? 0) < lastChange(state.log, since, terminal.storeId)
      const cursor = more ? (page.at(-1)?.v ?? since) : state.change
      const last = { cursor, feed: state.feeds.at(-1)?.name ?? '', more, serverTime: now() }
      const lines = page.map(({ c, v, k, d }) => JSON.stringify({ c, v, k, d }))
      return { kind: 'lines', lines: [...lines, JSON.stringify(last)] }
    },
    digests(terminal, asked) {
      if (!isKnownPlace(asked)) return refused(409, 'cursor_refused')
      return { kind: 'digests', answer: modelDigests(state, terminal, asked) }
    },
    rows(terminal, asked) {
      if (!isKnownPlace(asked)) return refused(409, 'cursor_refused')
      return { kind: 'rows', answer: modelRows(state, terminal, asked) }
    },
    offerSnapshot(terminal) {
      const { storeId } = terminal
      const snapshotId = uuidV7(now(), random.bytes(10))
      // One that is still of this moment is offered again, under a name of its own.
      const same = snapshots.find((one) => one.storeId === storeId && one.offer.changeNumber === state.change)
      const built = same
        ? { ...same, offer: { ...same.offer, snapshotId } }
        : buildModelSnapshot(state, { snapshotId, storeId, serverTime: now() })
      snapshots.push(built)
      return built.offer
    },
    snapshot: ({ storeId }, snapshotId) =>
      snapshots.find((one) => one.storeId === storeId && one.offer.snapshotId === snapshotId)?.bytes ?? null,
  }
}

/** Whether the key of events signed the request for a certificate. */
function isProven({ publicKey, request, proof }: EnrolRequest): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(request, 'base64'), key, Buffer.from(proof, 'base64'))
}

function addTerminal(state: ModelState, storeId: Uuid, publicKey: string, terminalId: Uuid): ModelTerminal {
  const sisters = [...state.terminals.values()].filter((other) => other.storeId === storeId)
  const number = `T${sisters.length + 1}`
  const terminal: ModelTerminal = {
    terminalId,
    number,
    storeId,
    publicKey,
    certificate: '',
    admittedEpoch: 1,
    strays: [],
    events: [],
  }
  state.terminals.set(terminalId, terminal)
  state.change++
  putRow(state, { c: 'applied', k: terminalId, d: { terminalId, epoch: 1, seq: 0 }, storeId })
  return terminal
}

/** Takes away what belongs to a member, and every former version of it. */
function eraseMember(state: ModelState, memberId: string, erasedAt: number): void {
  if (!isUuid(memberId)) return
  putRow(state, { c: 'erasure', k: memberId, d: { memberId, erasedAt }, storeId: null })
  for (const collection of ['identifier', 'lot', 'coupon', 'account', 'member_pin']) {
    for (const row of [...(state.rows.get(collection)?.values() ?? [])]) {
      if (row.d?.['memberId'] === memberId)
        putRow(state, { c: row.c, k: row.k, d: null, storeId: row.storeId })
    }
  }
  const kept = state.log.filter(
    ({ d, k, v }) => v === state.change || (k !== memberId && d?.['memberId'] !== memberId),
  )
  state.log.splice(0, state.log.length, ...kept)
}

/** The rows of a store after a cursor: at most `rowsMax`, ending where a change number ends, but at least one number. */
function pageOf(
  log: readonly LoggedRow[],
  from: { readonly since: number; readonly storeId: Uuid; readonly rowsMax: number },
): LoggedRow[] {
  const page: LoggedRow[] = []
  for (const row of log) {
    if (row.v <= from.since || (row.storeId !== null && row.storeId !== from.storeId)) continue
    if (page.length >= from.rowsMax && row.v !== page.at(-1)?.v) break
    page.push(row)
  }
  return page
}

function lastChange(log: readonly LoggedRow[], since: number, storeId: Uuid): number {
  const last = log.findLast((row) => row.v > since && (row.storeId === null || row.storeId === storeId))
  return last?.v ?? since
}
