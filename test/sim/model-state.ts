import type { EventEnvelope, Verdict } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { SaleCompleted } from '../../domain/sale.ts'

/* What the model of a central knows. Plain data: a backup is a clone of it. */

export interface ModelTerminal {
  readonly terminalId: Uuid
  readonly number: string
  readonly storeId: Uuid
  readonly publicKey: string
  /** What it shows on its line: the last one given out. */
  certificate: string
  /** The epoch in which it may spend. */
  admittedEpoch: number
  /** Told as such: events beside the chain. */
  readonly strays: { readonly event: EventEnvelope; readonly verdict: Verdict }[]
  /** The events of its chain as they were taken, those of each epoch in order. */
  readonly events: { readonly event: EventEnvelope; readonly verdict: Verdict }[]
}

/** A row of the feed as it was at its change number; `storeId` names the only store that gets it. */
export interface LoggedRow {
  readonly c: string
  readonly v: number
  readonly k: string
  readonly d: Readonly<Record<string, unknown>> | null
  readonly storeId: Uuid | null
}

export interface ModelState {
  change: number
  /** Every row in every version it had, so that after each change number the rows are whole. */
  readonly log: LoggedRow[]
  /** Collection, then key, to the row as it stands. */
  readonly rows: Map<string, Map<string, LoggedRow>>
  /** Runs of change numbers with the number each began at, oldest first. */
  readonly feeds: { readonly name: string; readonly startedAt: number }[]
  readonly terminals: Map<Uuid, ModelTerminal>
  /** One-time codes: the store, until when, and the key of the terminal that used it. */
  readonly codes: Map<string, { readonly storeId: Uuid; readonly expiresAt: number; terminalId: Uuid | null }>
  /** `<coupon>:<number>` to the event that used it. */
  readonly uses: Map<string, Uuid>
  /** `<coupon>:<number>` to the event that gave the use back. */
  readonly usesBack: Map<string, Uuid>
  /** Sales by their id, and what came back of them. */
  readonly sales: Map<Uuid, SaleCompleted>
  readonly returned: Map<
    Uuid,
    readonly { readonly place: number; readonly amount: number; readonly eventId: Uuid }[]
  >
  /** The event that touched an account last. */
  readonly valueEvents: Map<Uuid, Uuid>
  /** What a sale took beyond a lot or a part of an account: `<sale>:<lot>` and `<sale>:<account>:<part>`. */
  readonly losses: Map<string, number>
  /** The event that touched a lot last. */
  readonly lotEvents: Map<Uuid, Uuid>
  readonly eventIds: Set<Uuid>
}

export function emptyState(): ModelState {
  return {
    change: 0,
    log: [],
    rows: new Map(),
    feeds: [],
    terminals: new Map(),
    codes: new Map(),
    uses: new Map(),
    usesBack: new Map(),
    sales: new Map(),
    returned: new Map(),
    valueEvents: new Map(),
    losses: new Map(),
    lotEvents: new Map(),
    eventIds: new Set(),
  }
}

/** The row of a collection as it stands, or undefined when there is none or it was taken away. */
export function rowOf(
  state: ModelState,
  collection: string,
  key: string,
): Readonly<Record<string, unknown>> | undefined {
  return state.rows.get(collection)?.get(key)?.d ?? undefined
}

/** Writes a row under the change number at hand. */
export function putRow(state: ModelState, row: Omit<LoggedRow, 'v'>): void {
  const logged: LoggedRow = { ...row, v: state.change }
  state.log.push(logged)
  const table = state.rows.get(row.c) ?? new Map<string, LoggedRow>()
  state.rows.set(row.c, table)
  table.set(row.k, logged)
}

/** The name and end of a run of change numbers, as this state knows it; null for an unknown one. */
export function feedEnd(state: ModelState, name: string): number | null {
  const place = state.feeds.findIndex((feed) => feed.name === name)
  if (place === -1) return null
  return state.feeds[place + 1]?.startedAt ?? state.change
}
