/*
 * The bookkeeper's own account of the chain. It reads the events as they were recorded and posts them by its own
 * short rules; it shares no code with the till's overlay, the effect list or the model of the central.
 */

/** One till's sale as the bookkeeper needs it. */
export interface BookedSale {
  readonly source: string
  readonly seq: number
  readonly id: string
  readonly burns: readonly { readonly lotId: string; readonly points: number }[]
  readonly earn: { readonly lotId: string; readonly points: number; readonly expiresAt: number } | null
  readonly memberId: string | null
  readonly growth: number
  readonly uses: readonly { readonly couponId: string; readonly number: number }[]
}

export interface BookedLot {
  readonly memberId: string
  readonly expiresAt: number
  points: number
}

/** The chain's books after some change number. */
export interface Books {
  readonly lots: Map<string, BookedLot>
  readonly growth: Map<string, number>
  readonly usesDone: Map<string, number>
  readonly usesMax: Map<string, number>
  /** `<coupon>:<number>` to the event whose use is effective. */
  readonly winners: Map<string, string>
  /** Events with a use that came second: the use, and the event before. */
  readonly losers: Map<string, { readonly use: string; readonly winner: string }[]>
  /** Last event of each till. */
  readonly marks: Map<string, number>
}

export function emptyBooks(): Books {
  return {
    lots: new Map(),
    growth: new Map(),
    usesDone: new Map(),
    usesMax: new Map(),
    winners: new Map(),
    losers: new Map(),
    marks: new Map(),
  }
}

interface RawSale {
  readonly member: { readonly memberId: string } | null
  readonly burned: { readonly lots: readonly { readonly lotId: string; readonly points: number }[] } | null
  readonly earned: { readonly lotId: string; readonly points: number; readonly expiresAt: number } | null
  readonly growth: number
  readonly coupons: readonly { readonly couponId: string; readonly useNumber: number }[]
}

/** The sale in an event, or one without effect for an event of another type. */
export function bookedSale(event: {
  readonly id: string
  readonly source: string
  readonly seq: number
  readonly type: string
  readonly data: unknown
}): BookedSale {
  const { id, source, seq } = event
  if (event.type !== 'sale.completed') {
    return { id, source, seq, burns: [], earn: null, memberId: null, growth: 0, uses: [] }
  }
  const sale = event.data as RawSale
  return {
    id,
    source,
    seq,
    burns: sale.burned?.lots ?? [],
    earn: sale.earned,
    memberId: sale.member?.memberId ?? null,
    growth: sale.growth,
    uses: sale.coupons.map(({ couponId, useNumber }) => ({ couponId, number: useNumber })),
  }
}

/** Posts a sale the central took: what a lot no longer has is a loss, a use that came second has no effect. */
export function postSale(books: Books, sale: BookedSale): void {
  for (const { lotId, points } of sale.burns) {
    const lot = books.lots.get(lotId)
    if (lot) lot.points = Math.max(0, lot.points - points)
  }
  if (sale.earn && sale.memberId !== null && !books.lots.has(sale.earn.lotId)) {
    const { lotId, points, expiresAt } = sale.earn
    books.lots.set(lotId, { memberId: sale.memberId, points, expiresAt })
  }
  if (sale.memberId !== null) {
    books.growth.set(sale.memberId, (books.growth.get(sale.memberId) ?? 0) + sale.growth)
  }
  for (const { couponId, number } of sale.uses) {
    const use = `${couponId}:${number}`
    const winner = books.winners.get(use)
    if (winner !== undefined) {
      books.losers.set(sale.id, [...(books.losers.get(sale.id) ?? []), { use, winner }])
      continue
    }
    if (number > (books.usesMax.get(couponId) ?? 0)) continue
    books.winners.set(use, sale.id)
    books.usesDone.set(couponId, Math.max(books.usesDone.get(couponId) ?? 0, number))
  }
  books.marks.set(sale.source, sale.seq)
}

/** Posts rows head office wrote. */
export function postRow(
  books: Books,
  row: { readonly c: string; readonly k: string; readonly d: Readonly<Record<string, unknown>> | null },
): void {
  const { c, k, d } = row
  if (c === 'lot' && d) {
    books.lots.set(k, {
      memberId: String(d['memberId']),
      expiresAt: Number(d['expiresAt']),
      points: Number(d['points']),
    })
  }
  if (c === 'member' && d) books.growth.set(k, Number(d['growth']))
  if (c === 'coupon' && d) {
    books.usesMax.set(k, Number(d['usesMax']))
    books.usesDone.set(k, Number(d['usesDone']))
  }
}
