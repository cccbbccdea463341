import type { BudgetName } from './budgets.ts'
import type { Workbench } from './workbench.ts'

/** Something measured: what it is, how much, in which unit. */
export interface Measured {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** How many samples stand behind it. */
  readonly samples: number
}

/** One line of the table. `value` is what the budget judges; the rest says what it was made of, from the same run. */
export interface Figure {
  readonly name: BudgetName
  readonly value: number
  readonly ours: Measured
  /** The least the machine could do here, or null where a peer is the measure. */
  readonly floor: Measured | null
  /** Another way to do the same. */
  readonly peer?: Measured
  /** Further figures worth keeping, by name; never judged. */
  readonly besides?: Readonly<Record<string, number>>
}

/** Measures one budget's figure. Figures that come from one measurement share it through `Workbench.once`. */
export type Measure = (bench: Workbench) => Promise<Figure>
