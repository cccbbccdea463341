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

const asking: readonly Phase[] = ['pushing', 'pulling', 'loading']

/** Each fault with the phases it can strike in. */
export const faultPhases = {
  crash: ['idle', 'before_commit', 'after_commit', ...asking],
  power_cut: ['idle', 'before_commit', 'after_commit', ...asking],
  disk_full: ['before_commit', 'pushing', 'loading'],
  commit_unknown: ['before_commit', 'pushing', 'loading'],
  replica_broken: ['idle', 'pushing', 'pulling'],
  request_lost: asking,
  answer_lost: asking,
  answer_late: asking,
  request_doubled: asking,
  stream_cut: ['pulling', 'loading'],
  till_apart: ['idle', ...asking],
  store_apart: ['idle', ...asking],
  central_restarted: ['idle', 'down', ...asking],
  central_restored: ['idle', 'down', ...asking],
  wall_jump: ['idle', 'before_commit', 'after_commit', 'down', ...asking],
  asleep: ['idle', ...asking],
  put_back: ['idle', 'pushing'],
  cloned: ['idle', 'pulling'],
} as const satisfies Readonly<Record<string, readonly Phase[]>>

export type FaultName = keyof typeof faultPhases
export const faultNames = Object.keys(faultPhases) as FaultName[]

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

/** Every cell there is. */
export const cells: readonly Cell[] = faultNames.flatMap((fault) =>
  faultPhases[fault].flatMap((phase) => eventKinds.map((event): Cell => ({ fault, event, phase }))),
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
        if (!(faultPhases[fault] as readonly Phase[]).includes(phase)) return '·'
        const counts = eventKinds.map((event) => of(cellName({ fault, event, phase })))
        return `${Math.min(...counts)} / ${counts.reduce((sum, one) => sum + one, 0)}`
      }),
    ]),
  )
  return { lines: [line(['least / all'.padEnd(width + 3), ...phases]), ...rows], empty }
}
