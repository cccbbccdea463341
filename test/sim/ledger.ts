/*
 * The bookkeeper's own account of the chain. It reads the events as they were recorded and posts them by its own
 * short rules; it shares no code with the till's overlay, the effect list or the model of the central.
 */

interface LotPoints {
  readonly lotId: string
  readonly points: number
}

interface CouponNumber {
  readonly couponId: string
  readonly number: number
}

/** Goods at a place of a sale's receipt. */
export interface BookedGoods {
  readonly place: number
  readonly sku: string
  readonly amount: number
}

/** One till's act as the bookkeeper needs it. */
export interface BookedAct {
  readonly id: string
  readonly time: number
  /** Receipt or slip, unique in the chain; null where nothing is handed over. */
  readonly number: string | null
  readonly memberId: string | null
  readonly burns: readonly LotPoints[]
  readonly givenBack: readonly (LotPoints & { readonly expiresAt: number | null })[]
  readonly takenBack: readonly LotPoints[]
  readonly earn: (LotPoints & { readonly expiresAt: number }) | null
  /** What a sale handed over. */
  readonly sold: readonly BookedGoods[]
  /** The sale a return takes apart; null for every other act. */
  readonly returnOf: string | null
  /** What of that sale came back. */
  readonly cameBack: readonly BookedGoods[]
  /** The lot a debt's rest goes to when others paid it before. */
  readonly restInto: (Omit<LotPoints, 'points'> & { readonly expiresAt: number }) | null
  /** More owed, or (negative) paid off. */
  readonly debt: number
  readonly growth: number
  readonly uses: readonly CouponNumber[]
  /** What coupons and points of it are worth to limits, in fen: never more than that. */
  readonly given: number
  /** Uses that come back, and the act that had used them. */
  readonly restored: readonly (CouponNumber & { readonly usedBy: string })[]
  readonly issued: readonly { readonly couponId: string; readonly usesMax: number }[]
  readonly value: readonly { readonly accountId: string; readonly principal: number; readonly gift: number }[]
  readonly stock: readonly string[]
  readonly enrolled: { readonly memberId: string; readonly phoneHash: string } | null
}

export interface BookedLot {
  readonly memberId: string
  readonly expiresAt: number
  readonly points: number
}

/** The chain's books after some change number. */
export interface Books {
  readonly lots: Map<string, BookedLot>
  readonly growth: Map<string, number>
  readonly debt: Map<string, number>
  readonly usesDone: Map<string, number>
  readonly usesMax: Map<string, number>
  readonly usesRestored: Map<string, number>
  /** `<coupon>:<number>` to the event whose use is effective. */
  readonly winners: Map<string, string>
  /** Uses that were given back. */
  readonly back: Set<string>
  /** Events with a use that came second: the use, and the event before. */
  readonly losers: Map<string, { readonly use: string; readonly winner: string }[]>
  readonly sales: Map<string, readonly BookedGoods[]>
  /** `<sale>:<place>` to how much came back of it, and the last event that brought some. */
  readonly cameBack: Map<string, { readonly amount: number; readonly by: string }>
  /** Returns of what was not there to come back, with what is disputed and the event before: they move nothing. */
  readonly over: Map<string, { readonly subject: string; readonly other: string }>
  readonly value: Map<string, { readonly principal: number; readonly gift: number }>
  /** `<store>:<gift>` to what is left. */
  readonly stock: Map<string, number>
  /** Everybody the chain has heard of: what is done by others is kept in its event and goes nowhere. */
  readonly members: Set<string>
  /** Members merged away, to whom. */
  readonly merged: Map<string, string>
  readonly phones: Map<string, string>
  /** What sales took that was not there: `<sale>:<lot>` and `<sale>:<account>:<part>`. */
  readonly lost: Map<string, number>
  /** How often a return found less in a lot than it took back: the rest is owed. */
  readonly shortages: Map<string, number>
  /** Figures of the chain's limits, by their names; a name that is missing is at its standard. */
  readonly limits: Map<string, number>
  /** `<kind>:<subject>` that nobody honours, and `frozen:<member>`. */
  readonly denied: Set<string>
  /** The furthest event of each till: of its newest epoch, the last. */
  readonly marks: Map<string, { readonly epoch: number; readonly seq: number }>
  /** `<till>:<epoch>` to the last event of that epoch. */
  readonly heads: Map<string, { readonly seq: number; readonly hash: string }>
  /** Hashes of all events taken, those beside a chain too. */
  readonly taken: Set<string>
}

export function emptyBooks(): Books {
  return {
    lots: new Map(),
    growth: new Map(),
    debt: new Map(),
    usesDone: new Map(),
    usesMax: new Map(),
    usesRestored: new Map(),
    winners: new Map(),
    back: new Set(),
    losers: new Map(),
    sales: new Map(),
    cameBack: new Map(),
    over: new Map(),
    value: new Map(),
    stock: new Map(),
    members: new Set(),
    merged: new Map(),
    phones: new Map(),
    lost: new Map(),
    shortages: new Map(),
    limits: new Map(),
    denied: new Set(),
    marks: new Map(),
    heads: new Map(),
    taken: new Set(),
  }
}

/** The same books, to write on: what they hold is replaced and never changed. */
export function copyOfBooks(books: Books): Books {
  return {
    lots: new Map(books.lots),
    growth: new Map(books.growth),
    debt: new Map(books.debt),
    usesDone: new Map(books.usesDone),
    usesMax: new Map(books.usesMax),
    usesRestored: new Map(books.usesRestored),
    winners: new Map(books.winners),
    back: new Set(books.back),
    losers: new Map(books.losers),
    sales: new Map(books.sales),
    cameBack: new Map(books.cameBack),
    over: new Map(books.over),
    value: new Map(books.value),
    stock: new Map(books.stock),
    members: new Set(books.members),
    merged: new Map(books.merged),
    phones: new Map(books.phones),
    lost: new Map(books.lost),
    shortages: new Map(books.shortages),
    limits: new Map(books.limits),
    denied: new Set(books.denied),
    marks: new Map(books.marks),
    heads: new Map(books.heads),
    taken: new Set(books.taken),
  }
}

/** The member an id stands for now. */
export function survivorOf(books: Books, memberId: string): string {
  const into = books.merged.get(memberId)
  return into === undefined ? memberId : survivorOf(books, into)
}

/** Posts an act the central took: what a lot no longer has is a loss, a use that came second has no effect. */
export function postAct(
  books: Books,
  event: {
    readonly source: string
    readonly epoch: number
    readonly seq: number
    readonly hash: string
    readonly act: BookedAct
  },
  isStray: boolean,
): void {
  const { source, epoch, seq, hash, act } = event
  if (!books.taken.has(hash)) {
    books.taken.add(hash)
    if (act.enrolled) enrol(books, act.enrolled)
    if (act.sold.length > 0) books.sales.set(act.id, act.sold)
    if (takesGoodsBack(books, act)) post(books, act)
  }
  if (isStray) return
  books.heads.set(`${source}:${epoch}`, { seq, hash })
  if (epoch >= (books.marks.get(source)?.epoch ?? 0)) books.marks.set(source, { epoch, seq })
}

/** Whether an act gives away what could be given away twice. */
export function spends({ burns, uses, value, stock }: BookedAct): boolean {
  return (
    burns.length > 0 ||
    uses.length > 0 ||
    stock.length > 0 ||
    value.some(({ principal, gift }) => principal < 0 || gift < 0)
  )
}

/** Members, coupons and accounts an act is about. */
export function touchedBy(act: BookedAct | null): readonly string[] {
  if (!act) return []
  return [
    ...(act.memberId === null ? [] : [act.memberId]),
    ...[...act.uses, ...act.restored, ...act.issued].map(({ couponId }) => couponId),
    ...act.value.map(({ accountId }) => accountId),
  ]
}

/**
 * Posts an act of a till's own that the chain has not heard of: nobody has merged anybody yet, and no till knows what
 * others took or paid before it.
 */
export function postAlone(books: Books, act: BookedAct): void {
  post(books, { ...act, returnOf: null, restInto: null })
}

/** Whether the goods of a return may come back, which they then do; true for every other act. */
function takesGoodsBack(books: Books, { id, returnOf, cameBack }: BookedAct): boolean {
  if (returnOf === null) return true
  const sold = books.sales.get(returnOf)
  if (!sold) {
    books.over.set(id, { subject: returnOf, other: id })
    return false
  }
  for (const { place, sku, amount } of cameBack) {
    const key = `${returnOf}:${place}`
    const before = books.cameBack.get(key)
    const most = sold.find((goods) => goods.place === place && goods.sku === sku)?.amount ?? 0
    if ((before?.amount ?? 0) + amount <= most) continue
    books.over.set(id, { subject: key, other: before?.by ?? id })
    return false
  }
  for (const { place, amount } of cameBack) {
    const key = `${returnOf}:${place}`
    books.cameBack.set(key, { amount: (books.cameBack.get(key)?.amount ?? 0) + amount, by: id })
  }
  return true
}

function post(books: Books, act: BookedAct): void {
  if (act.enrolled) books.members.add(act.enrolled.memberId)
  const memberId = act.memberId === null ? null : survivorOf(books, act.memberId)
  postPoints(books, act, memberId)
  for (const { couponId, usesMax } of act.issued) books.usesMax.set(couponId, usesMax)
  for (const use of act.uses) postUse(books, act.id, use)
  for (const use of act.restored) postRestored(books, use)
  for (const { accountId, principal, gift } of act.value) {
    const account = survivorOf(books, accountId)
    const before = books.value.get(account) ?? { principal: 0, gift: 0 }
    const after = (part: 'principal' | 'gift', change: number) => {
      const left = before[part] + change - cameFromNobody(books, act, `${account}:${part}`, change)
      if (left < 0) lose(books, `${act.id}:${account}:${part}`, -left)
      return Math.max(0, left)
    }
    books.value.set(account, { principal: after('principal', principal), gift: after('gift', gift) })
  }
  for (const gift of act.stock) books.stock.set(gift, Math.max(0, (books.stock.get(gift) ?? 0) - 1))
}

function lose(books: Books, key: string, amount: number): void {
  books.lost.set(key, (books.lost.get(key) ?? 0) + amount)
}

/** Of what a return brings back, what its sale had taken from nobody. */
function cameFromNobody(books: Books, act: BookedAct, what: string, back: number): number {
  const key = `${act.returnOf}:${what}`
  const amount = Math.min(Math.max(0, back), books.lost.get(key) ?? 0)
  if (amount > 0) lose(books, key, -amount)
  return amount
}

function enrol(books: Books, { memberId, phoneHash }: NonNullable<BookedAct['enrolled']>): void {
  const known = books.phones.get(phoneHash)
  if (known === undefined) {
    books.phones.set(phoneHash, memberId)
    books.growth.set(memberId, 0)
  } else books.merged.set(memberId, survivorOf(books, known))
}

function postPoints(books: Books, act: BookedAct, memberId: string | null): void {
  const take = (lotId: string, points: number): number => {
    const lot = books.lots.get(lotId)
    const taken = Math.min(points, lot?.points ?? 0)
    if (lot && taken > 0) books.lots.set(lotId, { ...lot, points: lot.points - taken })
    return points - taken
  }
  const owe = (owner: string, points: number) =>
    books.debt.set(owner, Math.max(0, (books.debt.get(owner) ?? 0) + points))
  for (const { lotId, points } of act.burns) {
    const missing = take(lotId, points)
    if (missing > 0) lose(books, `${act.id}:${lotId}`, missing)
  }
  for (const { lotId, points: all, expiresAt } of act.givenBack) {
    const lot = books.lots.get(lotId)
    if (!lot) continue
    const points = all - cameFromNobody(books, act, lotId, all)
    if (points === 0) continue
    const isOver = expiresAt !== null && lot.expiresAt <= act.time
    books.lots.set(lotId, {
      ...lot,
      points: (isOver ? 0 : lot.points) + points,
      expiresAt: Math.max(lot.expiresAt, expiresAt ?? 0),
    })
  }
  if (memberId === null) return
  const isKnown = books.members.has(memberId)
  for (const { lotId, points } of act.takenBack) {
    const missing = take(lotId, points)
    if (missing === 0 || !isKnown) continue
    owe(memberId, missing)
    books.shortages.set(memberId, (books.shortages.get(memberId) ?? 0) + 1)
  }
  if (!isKnown) return
  if (act.earn && !books.lots.has(act.earn.lotId)) {
    const { lotId, points, expiresAt } = act.earn
    books.lots.set(lotId, { memberId, points, expiresAt })
  }
  const rest = -(act.debt + (books.debt.get(memberId) ?? 0))
  if (rest > 0 && act.restInto) {
    const { lotId, expiresAt } = act.restInto
    const before = books.lots.get(lotId)?.points ?? 0
    books.lots.set(lotId, { memberId, expiresAt, points: before + rest })
  }
  owe(memberId, act.debt)
  books.growth.set(memberId, Math.max(0, (books.growth.get(memberId) ?? 0) + act.growth))
}

function postUse(books: Books, eventId: string, { couponId, number }: CouponNumber): void {
  const use = `${couponId}:${number}`
  const winner = books.winners.get(use)
  if (winner !== undefined) {
    books.losers.set(eventId, [...(books.losers.get(eventId) ?? []), { use, winner }])
    return
  }
  const most = (books.usesMax.get(couponId) ?? 0) + (books.usesRestored.get(couponId) ?? 0)
  if (number > most) return
  books.winners.set(use, eventId)
  books.usesDone.set(couponId, Math.max(books.usesDone.get(couponId) ?? 0, number))
}

/** Only the act whose use it was gives it back, and once. */
function postRestored(books: Books, { couponId, number, usedBy }: BookedAct['restored'][number]): void {
  const use = `${couponId}:${number}`
  if (books.winners.get(use) !== usedBy || books.back.has(use)) return
  books.back.add(use)
  books.usesRestored.set(couponId, (books.usesRestored.get(couponId) ?? 0) + 1)
}

/** Posts rows head office wrote. */
export function postRow(
  books: Books,
  row: { readonly c: string; readonly k: string; readonly d: Readonly<Record<string, unknown>> | null },
): void {
  const { c, k, d } = row
  if (c === 'denial') {
    if (d) books.denied.add(k)
    else books.denied.delete(k)
  }
  if (!d) return
  if (c === 'policy') for (const [name, figure] of Object.entries(d)) books.limits.set(name, Number(figure))
  if (c === 'lot') {
    books.lots.set(k, {
      memberId: String(d['memberId']),
      expiresAt: Number(d['expiresAt']),
      points: Number(d['points']),
    })
  }
  if (c === 'member') {
    books.members.add(k)
    books.growth.set(k, Number(d['growth']))
    if (d['status'] === 'frozen') books.denied.add(`frozen:${k}`)
    else books.denied.delete(`frozen:${k}`)
  }
  if (c === 'identifier' && d['kind'] === 'phone_hash') {
    books.phones.set(String(d['value']), String(d['memberId']))
  }
  if (c === 'coupon') {
    books.usesMax.set(k, Number(d['usesMax']))
    books.usesDone.set(k, Number(d['usesDone']))
    books.usesRestored.set(k, Number(d['usesRestored']))
  }
  if (c === 'account') {
    books.value.set(k, { principal: Number(d['principal']), gift: Number(d['gift']) })
  }
  if (c === 'gift_stock') books.stock.set(k, Number(d['left']))
}
