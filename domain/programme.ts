import type { Bps, Money } from './money.ts'
import type { Points } from './points.ts'
import type { LocalText } from './text.ts'

/** A tier of the programme, lowest first (loyalty.md 2). */
export interface Tier {
  readonly tierId: string
  readonly name: LocalText
  /** Growth (whole yuan in 12 months) from which it is reached. */
  readonly fromGrowth: number
  /** 9 000 = pay 90 %. */
  readonly payBps: Bps
  /** 12 000 = 1.2 × points. */
  readonly earnBps: Bps
  /** Badge tone. */
  readonly tone: 'bronze' | 'silver' | 'gold' | 'platinum' | 'black'
}

/** How an in-store EAN-13 carries a price or a weight: digits 1–2 are the prefix, 3–7 the PLU, 8–12 the figure. */
export interface LabelPrefix {
  /** Two digits, `20` to `29`. */
  readonly prefix: string
  readonly figure: 'price_fen' | 'weight_gram'
}

/** The versioned rules of the chain, pulled from the central; every number is data (loyalty.md). */
export interface Programme {
  readonly version: number
  readonly tiers: readonly Tier[]
  readonly earn: {
    /** Points per ¥1 of eligible amount, in basis points: 10 000 = 1 point per ¥1. */
    readonly rateBps: Bps
    /** Categories that earn nothing. */
    readonly excludedCategoryIds: readonly string[]
    /** Category coefficients; a category not named counts 10 000. */
    readonly categoryBps: Readonly<Record<string, Bps>>
    /** `points` more for each full `per` of eligible amount of a sale. */
    readonly bonus: { readonly per: Money; readonly points: Points } | null
    readonly capPerSale: Points | null
    /** Lots expire at the end of the month this many months on. */
    readonly lotMonths: number
  }
  readonly burn: {
    /** Points come in multiples of this, each worth `stepValue`. */
    readonly step: Points
    readonly stepValue: Money
    /** At most this share of what is to be paid. */
    readonly shareBps: Bps
  }
  /** Categories the tier discount leaves alone. */
  readonly undiscountedCategoryIds: readonly string[]
  readonly labelPrefixes: readonly LabelPrefix[]
}
