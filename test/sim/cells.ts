/*
 * What may go wrong, at which moment of which act: the cells of the coverage report (style 11). A cell is a fault, the
 * kind of the till's newest event, and what the till was doing.
 */

/** What a till is doing; several at once, because push and pull run beside each other. `down`: it lies after a crash. */
export const phases = [
  'idle',
  'before_commit',
  'after_commit',
  'pushing',
  'pulling',
  'loading',
  'down',
] as const
export type Phase = (typeof phases)[number]

/** Why a fault cannot strike in a phase. */
const cannot = {
  lies_down: 'nothing of it runs while it lies down',
  writes_nothing: 'its journal is not written then',
  asks_nothing: 'no question is under way then',
  no_stream: 'its answer is one piece',
  no_replica: 'there is none, or another one is being loaded',
  one_step: 'an act is one step of its process: nothing comes between',
} as const

/** Each fault in each phase: true, or why it cannot strike there. */
const table = {
  crash: { down: cannot.lies_down },
  power_cut: { down: cannot.lies_down },
  disk_full: {
    idle: cannot.writes_nothing,
    after_commit: cannot.one_step,
    pulling: cannot.writes_nothing,
    down: cannot.lies_down,
  },
  commit_unknown: {
    idle: cannot.writes_nothing,
    after_commit: cannot.one_step,
    pulling: cannot.writes_nothing,
    down: cannot.lies_down,
  },
  replica_broken: {
    before_commit: cannot.one_step,
    after_commit: cannot.one_step,
    loading: cannot.no_replica,
    down: cannot.lies_down,
  },
  request_lost: ofQuestions(),
  answer_lost: ofQuestions(),
  answer_late: ofQuestions(),
  request_doubled: ofQuestions(),
  stream_cut: { ...ofQuestions(), pushing: cannot.no_stream },
  till_apart: ofWorld(),
  store_apart: ofWorld(),
  central_restarted: { before_commit: cannot.one_step, after_commit: cannot.one_step },
  central_restored: { before_commit: cannot.one_step, after_commit: cannot.one_step },
  wall_jump: {},
  asleep: ofWorld(),
  put_back: { before_commit: cannot.one_step, after_commit: cannot.one_step },
  cloned: { before_commit: cannot.one_step, after_commit: cannot.one_step },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<Phase, string>>>>>

function ofQuestions() {
  return {
    idle: cannot.asks_nothing,
    before_commit: cannot.one_step,
    after_commit: cannot.one_step,
    down: cannot.lies_down,
  } as const
}

function ofWorld() {
  return {
    before_commit: cannot.one_step,
    after_commit: cannot.one_step,
    down: cannot.lies_down,
  } as const
}

export type FaultName = keyof typeof table
export const faultNames = Object.keys(table) as FaultName[]

/** Why a fault cannot strike in a phase; null = it can. */
export function whyNot(fault: FaultName, phase: Phase): string | null {
  const reasons: Readonly<Partial<Record<Phase, string>>> = table[fault]
  return reasons[phase] ?? null
}

/** Types of events tills of the simulation record while they sell; the last one is of a later version. */
export const eventKinds = [
  'sale.completed',
  'sale.returned',
  'coupon.redeemed',
  'coupon.restored',
  'gift.exchanged',
  'member.enrolled',
  'value.topped_up',
  'campaign.shown',
] as const
export type EventKind = (typeof eventKinds)[number]

export interface Cell {
  readonly fault: FaultName
  readonly event: EventKind
  readonly phase: Phase
}

/** Every cell that can be. */
export const cells: readonly Cell[] = faultNames.flatMap((fault) =>
  phases
    .filter((phase) => whyNot(fault, phase) === null)
    .flatMap((phase) => eventKinds.map((event): Cell => ({ fault, event, phase }))),
)

/** A cell's name in a tally. */
export function cellName({ fault, event, phase }: Cell): string {
  return `cell ${fault} ${event} ${phase}`
}

export function isEventKind(type: string): type is EventKind {
  return (eventKinds as readonly string[]).includes(type)
}

/** The report: one line a fault, one column a phase, in each field the least and the sum over the kinds of events. */
export function coverageReport(of: (what: string) => number): {
  readonly lines: readonly string[]
  readonly empty: readonly string[]
} {
  const empty = cells.map(cellName).filter((name) => of(name) === 0)
  const width = 15
  const line = (fields: readonly string[]) => fields.map((field) => field.padEnd(width)).join('')
  const rows = faultNames.map((fault) =>
    line([
      fault.padEnd(width + 3),
      ...phases.map((phase) => {
        if (whyNot(fault, phase) !== null) return '·'
        const counts = eventKinds.map((event) => of(cellName({ fault, event, phase })))
        return `${Math.min(...counts)} / ${counts.reduce((sum, one) => sum + one, 0)}`
      }),
    ]),
  )
  return { lines: [line(['least / all'.padEnd(width + 3), ...phases]), ...rows], empty }
}
