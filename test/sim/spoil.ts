import type { ModelCentral } from './model-central.ts'
import { putRow } from './model-state.ts'

/** A fault put in on purpose, to see the bookkeeper notice it. */
export interface Spoiler {
  readonly kind:
    | 'post_twice'
    | 'forget_event'
    | 'mark_ahead'
    | 'no_marks'
    | 'no_tombstones'
    | 'no_merges'
    | 'no_value'
    | TillSpoiler
}

/** Of the till itself: it does not do what it must. */
export type TillSpoiler =
  /** Its disk forgets the last commits. */
  | 'forget_commit'
  /** It spends in an epoch nobody admitted. */
  | 'ignore_restriction'
  /** It does not look at its witness. */
  | 'ignore_witness'
  /** It goes by the clock on its wall. */
  | 'follow_wall'
  /** It says head office had confirmed what nobody was asked about. */
  | 'claim_online'
  /** It knows no limits to what it decides alone. */
  | 'ignore_limits'
  /** It honours whom nobody does. */
  | 'ignore_denials'

/** The model with a fault. */
export function spoiled(central: ModelCentral, spoiler: Spoiler | null): ModelCentral {
  switch (spoiler?.kind) {
    case 'post_twice':
      return { ...central, push: (terminal, events) => pushTwice(central, terminal, events) }
    case 'forget_event':
      return { ...central, push: (terminal, events) => pushAndForget(central, terminal, events) }
    case 'mark_ahead':
      return withLines(central, (row) => (row['c'] === 'applied' ? ahead(row) : row))
    case 'no_marks':
      return withLines(central, (row) => (row['c'] === 'applied' ? null : row))
    case 'no_tombstones':
      return withLines(central, (row) => (row['d'] === null ? null : row))
    case 'no_merges':
      return withLines(central, (row) => (isMerged(row) ? null : row))
    case 'no_value':
      return withLines(central, (row) => (row['c'] === 'account' ? null : row))
    default:
      return central
  }
}

type Row = Readonly<Record<string, unknown>>

/** Takes the points of the last burn once more. */
function pushTwice(central: ModelCentral, ...[terminal, events]: Parameters<ModelCentral['push']>) {
  const outcome = central.push(terminal, events)
  const state = central.state()
  const lot = state.log.findLast(({ c, v }) => c === 'lot' && v === state.change)
  if (outcome.kind === 'taken' && outcome.fresh.length > 0 && lot?.d) {
    putRow(state, { ...lot, d: { ...lot.d, points: Math.max(0, Number(lot.d['points']) - 100) } })
  }
  return outcome
}

/** Acknowledges every event and keeps the third of a till under another hash. */
function pushAndForget(central: ModelCentral, ...[terminal, events]: Parameters<ModelCentral['push']>) {
  const outcome = central.push(terminal, events)
  const third = terminal.events[2]
  if (third && terminal.events.length === 3) {
    terminal.events[2] = { ...third, event: { ...third.event, hash: 'f'.repeat(64) } }
  }
  return outcome
}

function ahead(row: Row): Row {
  const mark = row['d'] as { readonly seq: number }
  return { ...row, d: { ...mark, seq: mark.seq + 1 } }
}

function isMerged(row: Row): boolean {
  return row['c'] === 'member' && (row['d'] as Row | null)?.['status'] === 'merged'
}

function withLines(central: ModelCentral, change: (row: Row) => Row | null): ModelCentral {
  return {
    ...central,
    changes: (terminal, from) => {
      const outcome = central.changes(terminal, from)
      if (outcome.kind === 'refused') return outcome
      const rows = outcome.lines.map((line) => JSON.parse(line) as Row)
      const lines = rows.map((row) => ('c' in row ? change(row) : row)).filter((row) => row !== null)
      return { kind: 'lines', lines: lines.map((row) => JSON.stringify(row)) }
    },
  }
}
