import { assert } from '../../domain/assert.ts'
import type { Coupon } from '../../domain/coupon.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { mergesFollowedMax } from '../../domain/limits.ts'
import type { Lot } from '../../domain/lot.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { countsInShift } from '../../domain/shift.ts'
import type { Store } from '../../domain/store.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { loadChainKeys } from '../chain-keys.ts'
import type { Transaction } from '../database.ts'
import type { Programmes } from '../programmes.ts'
import { idsMergedInto } from '../risk/subjects.ts'
import { type MaybeArchived, withBodies } from '../tables/archive-segment.ts'
import type { KeptHistory } from '../tables/member-history.ts'
import { shiftsOf } from '../tables/shift.ts'
import {
  addLoss,
  type Facts,
  keyOfIdentifier,
  keyOfLoss,
  keyOfUse,
  type LossPart,
  type ReturnedLineFact,
  survivorId,
  type UseFact,
} from './facts.ts'
import { loadPromises, lockSpent, noPromises } from './load-promises.ts'
import { referralLotIds } from './post-referrals.ts'

/**
 * All rows a batch may touch, in one round trip. `$1` lots, `$2` coupons, `$3` members and accounts, `$4` gifts of
 * the store `$5`, `$6` pools, `$7` templates, `$8` and `$9` kinds and values of identifiers, `$10` sales. Members come
 * with whom they were merged into, whose family they are of, who brought them (until they bought) and whose identifiers are asked for.
 */
const loadSql = `WITH RECURSIVE found AS (
    SELECT i."kind", i."value", i."memberId" FROM unnest($8::text[], $9::text[]) AS wanted("kind", "value")
      JOIN identifier i ON i."kind" = wanted."kind" AND i."value" = wanted."value"
  ), who(id, depth) AS (
    SELECT id, 0 FROM (SELECT unnest($3::uuid[]) AS id UNION SELECT "memberId" FROM found) first
    UNION
    SELECT next.id, who.depth + 1 FROM who JOIN member m ON m."memberId" = who.id
      CROSS JOIN LATERAL (VALUES (m."mergedInto"), ((m."family"->>'ownerId')::uuid),
        (CASE WHEN m."hasBought" THEN NULL ELSE m."referrerId" END)) AS next(id)
      WHERE next.id IS NOT NULL AND who.depth < ${mergesFollowedMax}
  ), everybody AS (SELECT DISTINCT id FROM who)
SELECT
  (SELECT jsonb_agg(to_jsonb(l) - 'changeNumber' || jsonb_build_object('lastEvent', (
        SELECT p."eventId" FROM points_entry p WHERE p."lotId" = l."lotId"
        ORDER BY p."lotId" DESC, p."number" DESC LIMIT 1)))
    FROM unnest($1::uuid[]) AS wanted(id) JOIN lot l ON l."lotId" = wanted.id) AS "lots",
  (SELECT jsonb_agg(to_jsonb(c) - 'changeNumber')
    FROM unnest($2::uuid[]) AS wanted(id) JOIN coupon c ON c."couponId" = wanted.id) AS "coupons",
  (SELECT jsonb_agg(to_jsonb(u))
    FROM unnest($2::uuid[]) AS wanted(id) JOIN coupon_use u ON u."couponId" = wanted.id) AS "uses",
  (SELECT jsonb_agg(to_jsonb(m) - 'changeNumber')
    FROM everybody JOIN member m ON m."memberId" = everybody.id) AS "members",
  (SELECT jsonb_agg(to_jsonb(h))
    FROM everybody JOIN member_history h ON h."memberId" = everybody.id) AS "histories",
  (SELECT jsonb_agg(to_jsonb(a) - 'changeNumber' || jsonb_build_object('lastEvent', (
        SELECT v."eventId" FROM value_entry v WHERE v."accountId" = a."accountId"
        ORDER BY v."accountId" DESC, v."number" DESC LIMIT 1)))
    FROM everybody JOIN account a ON a."accountId" = everybody.id) AS "accounts",
  (SELECT jsonb_agg(to_jsonb(found)) FROM found) AS "identifiers",
  (SELECT jsonb_agg(t."key") FROM tombstone t
    WHERE t."collection" = 'member' AND t."key" = ANY($3::uuid[]::text[])) AS "erased",
  (SELECT jsonb_agg(to_jsonb(g) - 'changeNumber') FROM gift_stock g
    WHERE g."storeId" = $5 AND g."giftId" = ANY($4::text[])) AS "stocks",
  (SELECT jsonb_agg(to_jsonb(p) - 'changeNumber') FROM lottery_pool p WHERE p."poolId" = ANY($6::uuid[])) AS "pools",
  (SELECT jsonb_agg(to_jsonb(b) - 'changeNumber') FROM budget b WHERE b."templateId" = ANY($7::uuid[])) AS "budgets",
  (SELECT jsonb_agg(jsonb_build_object('id', e."id", 'body', e."body",
      'terminalId', e."terminalId", 'epoch', e."epoch", 'seq', e."seq")) FROM event e
    WHERE e."id" = ANY($10::uuid[]) AND NOT e."idTaken" AND e."type" = 'sale.completed') AS "sales",
  (SELECT jsonb_agg(to_jsonb(r)) FROM returned_line r WHERE r."saleId" = ANY($10::uuid[])) AS "returned",
  (WITH of_sale AS (
      SELECT id AS "eventId", id AS "saleId" FROM unnest($10::uuid[]) AS wanted(id)
      UNION SELECT r."eventId", r."saleId" FROM returned_line r WHERE r."saleId" = ANY($10::uuid[])
    ), lost AS (
      SELECT s."saleId", p."lotId" AS "subject", 'points' AS "part", p."debit", p."points" AS "amount"
        FROM points_entry p JOIN of_sale s ON s."eventId" = p."eventId"
        WHERE p."lotId" = ANY($1::uuid[]) AND 'loss' IN (p."debit", p."credit")
      UNION ALL SELECT s."saleId", p."lotId", 'owed', CASE p."debit" WHEN 'debt' THEN 'loss' ELSE '' END, p."points"
        FROM points_entry p JOIN of_sale s ON s."eventId" = p."eventId"
        WHERE p."lotId" = ANY($1::uuid[]) AND 'debt' IN (p."debit", p."credit")
      UNION ALL SELECT s."saleId", v."accountId", v."part", v."debit", v."amount"
        FROM value_entry v JOIN of_sale s ON s."eventId" = v."eventId"
        WHERE v."accountId" IN (SELECT id FROM everybody) AND 'loss' IN (v."debit", v."credit")
    ), summed AS (
      SELECT "saleId", "subject", "part",
        sum(CASE WHEN "debit" = 'loss' THEN "amount" ELSE -"amount" END) AS "amount"
      FROM lost GROUP BY "saleId", "subject", "part"
    ) SELECT jsonb_agg(to_jsonb(summed)) FROM summed) AS "losses"`

const lotsSql = `SELECT to_jsonb(l) - 'changeNumber' AS "lot" FROM lot l WHERE l."lotId" = ANY($1::uuid[])`
const phonesSql = `SELECT "kind", "value", "memberId" FROM identifier
  WHERE "kind" = 'phone_hash' AND "memberId" = ANY($1::uuid[])`
const storeSql = 'SELECT "storeId", "number", "name", "address", "timeZone" FROM store WHERE "storeId" = $1'

interface Loaded {
  readonly lots: (Lot & { readonly lastEvent: Uuid | null })[] | null
  readonly coupons: Coupon[] | null
  readonly uses: UseFact[] | null
  readonly members: Member[] | null
  readonly histories: KeptHistory[] | null
  readonly accounts: (ValueAccount & { readonly lastEvent: Uuid | null })[] | null
  readonly identifiers: Identifier[] | null
  readonly erased: Uuid[] | null
  readonly stocks: { readonly storeId: Uuid; readonly giftId: string; readonly left: number }[] | null
  readonly pools: LotteryPool[] | null
  readonly budgets: { readonly templateId: Uuid; readonly spent: number }[] | null
  readonly sales: (MaybeArchived & { readonly id: Uuid })[] | null
  readonly returned: ReturnedLineFact[] | null
  readonly losses:
    | {
        readonly saleId: Uuid
        readonly subject: Uuid
        readonly part: LossPart
        readonly amount: number
      }[]
    | null
}

/** Ids of the rows a batch speaks of. */
interface Wanted {
  readonly lots: Set<Uuid>
  readonly coupons: Set<Uuid>
  /** Members, and accounts: a member's account has the member's id. */
  readonly members: Set<Uuid>
  readonly gifts: Set<string>
  readonly pools: Set<Uuid>
  readonly templates: Set<Uuid>
  readonly identifiers: Map<string, Pick<Identifier, 'kind' | 'value'>>
  readonly sales: Set<Uuid>
}

/** The rows these events speak of, as they are before them. */
export async function loadFacts(
  tx: Transaction,
  programmes: Programmes,
  { storeId, terminalId, now }: { readonly storeId: Uuid; readonly terminalId: Uuid; readonly now: number },
  events: readonly TillEvent[],
): Promise<Facts> {
  const wanted = wantedOf(events)
  const known = await programmes.read(
    tx,
    events.map(({ rules }) => rules),
  )
  const [store] = await tx.query<Store>(storeSql, [storeId])
  assert(store, 'a terminal has its store')
  const facts: Facts = {
    lots: new Map(),
    coupons: new Map(),
    members: new Map(),
    identifiers: new Map(),
    identifiersGone: new Set(),
    personalKey: null,
    erased: new Set(),
    formerIds: new Map(),
    accounts: new Map(),
    leases: new Map(),
    stocks: new Map(),
    pools: new Map(),
    budgets: new Map(),
    histories: new Map(),
    uses: new Map(),
    sales: new Map(),
    returned: new Map(),
    losses: new Map(),
    promises: noPromises(),
    turned: [],
    couponLosses: [],
    entries: [],
    valueEntries: [],
    draws: [],
    newReturned: [],
    receipts: [],
    shifts: await shiftsFor(tx, terminalId, events),
    cashMoves: [],
    campaigns: new Map(),
    suggestions: new Map(),
    programmes: known,
    store,
  }
  if (Object.values(wanted).every(({ size }) => size === 0)) return facts
  const spent = await lockSpent(tx, events.flatMap(effectsOf))
  const [loaded] = await tx.query<Loaded>(loadSql, [
    [...wanted.lots],
    [...wanted.coupons],
    [...wanted.members],
    [...wanted.gifts],
    storeId,
    [...wanted.pools],
    [...wanted.templates],
    [...wanted.identifiers.values()].map(({ kind }) => kind),
    [...wanted.identifiers.values()].map(({ value }) => value),
    [...wanted.sales],
  ])
  assert(loaded, 'a select of sub-selects has one row')
  fill(facts, loaded)
  for (const { id, body } of await withBodies(tx, loaded.sales ?? [])) {
    const { data: sale, time } = JSON.parse(body) as { readonly data: SaleCompleted; readonly time: number }
    facts.sales.set(id, { sale, time })
  }
  const formerIds = await idsMergedInto(tx, usersOfCodes(facts, events))
  await loadReferralLots(tx, facts)
  const personalKey = await loadProfiles(tx, facts, events)
  return { ...facts, formerIds, personalKey, promises: await loadPromises(tx, facts, { ...spent, now }) }
}

/** Who used coupons that codes proved. */
function usersOfCodes(facts: Facts, events: readonly TillEvent[]): Uuid[] {
  const users = (events as readonly Happened[]).flatMap(({ type, data }) => {
    if (type === 'coupon.redeemed') return data.signed ? [data.memberId] : []
    if (type === 'sale.completed')
      return data.coupons.some(({ signed }) => signed) ? [data.member?.memberId] : []
    return []
  })
  return users.flatMap((memberId) => (memberId ? [survivorId(facts, memberId)] : []))
}

/**
 * The phones of members whose profile is put right: a new one takes their place. Answers the key of their seals, or null
 * where the batch puts nobody's right.
 */
async function loadProfiles(
  tx: Transaction,
  facts: Facts,
  events: readonly TillEvent[],
): Promise<string | null> {
  const memberIds = events.flatMap((event) => {
    const { type, data } = event as Happened
    return type === 'member.profile_changed' ? [survivorId(facts, data.memberId)] : []
  })
  if (memberIds.length === 0) return null
  for (const row of await tx.query<Identifier>(phonesSql, [memberIds])) {
    const key = keyOfIdentifier(row)
    facts.identifiers.set(key, facts.identifiers.get(key) ?? { row, changed: false })
  }
  return (await loadChainKeys(tx)).personal
}

/** A till's latest shifts and those the batch names, where it has to do with them. */
async function shiftsFor(
  tx: Transaction,
  terminalId: Uuid,
  events: readonly TillEvent[],
): Promise<Facts['shifts']> {
  if (!events.some(({ type }) => countsInShift(type) || type === 'shift.closed')) return []
  const named = events.flatMap(({ data }) => ('shiftId' in data ? [data.shiftId] : []))
  return (await shiftsOf(tx, terminalId, named)).map((row) => ({ row, changed: false }))
}

/** What first purchases paid that returns of the batch may take back: only the sales say which lots. */
async function loadReferralLots(tx: Transaction, facts: Facts): Promise<void> {
  const lotIds = [...facts.sales].flatMap(([saleId, { sale, time }]) =>
    sale.firstPurchase ? referralLotIds({ eventId: saleId, time }) : [],
  )
  if (lotIds.length === 0) return
  for (const { lot } of await tx.query<{ lot: Lot }>(lotsSql, [lotIds])) {
    facts.lots.set(lot.lotId, facts.lots.get(lot.lotId) ?? { row: lot, changed: false, lastEvent: null })
  }
}

function wantedOf(events: readonly TillEvent[]): Wanted {
  const wanted: Wanted = {
    lots: new Set(),
    coupons: new Set(),
    members: new Set(),
    gifts: new Set(),
    pools: new Set(),
    templates: new Set(),
    identifiers: new Map(),
    sales: new Set(),
  }
  for (const event of events) {
    wantOfEvent(wanted, event)
    for (const effect of effectsOf(event)) wantOfEffect(wanted, effect)
  }
  return wanted
}

/** What an effect does not say and its applier asks for. */
function wantOfEvent(wanted: Wanted, event: TillEvent): void {
  const { type, data } = event as Happened
  if (type === 'sale.completed' && data.member) wanted.members.add(data.member.memberId)
  // The rest of a debt that was paid already goes to the sale's lot.
  if (type === 'sale.completed' && data.earned) wanted.lots.add(data.earned.lotId)
  if (type === 'sale.returned') {
    if (data.saleId !== null) wanted.sales.add(data.saleId)
    if (data.memberId !== null) wanted.members.add(data.memberId)
  }
}

type Happened = { [T in EventType]: TillEvent<T> & { readonly type: T } }[EventType]

function wantOfEffect(wanted: Wanted, effect: ReturnType<typeof effectsOf>[number]): void {
  if ('lotId' in effect) wanted.lots.add(effect.lotId)
  if ('couponId' in effect) wanted.coupons.add(effect.couponId)
  if ('templateId' in effect) wanted.templates.add(effect.templateId)
  if ('memberId' in effect && effect.memberId !== null) wanted.members.add(effect.memberId)
  if ('accountId' in effect) wanted.members.add(effect.accountId)
  if ('giftId' in effect) wanted.gifts.add(effect.giftId)
  if ('poolId' in effect) wanted.pools.add(effect.poolId)
  if (effect.kind === 'coupon_issued') {
    wanted.coupons.add(effect.coupon.couponId)
    if (effect.coupon.memberId !== null) wanted.members.add(effect.coupon.memberId)
  }
  if (effect.kind === 'family_spent' || effect.kind === 'family_given_back')
    wanted.members.add(effect.ownerId)
  if (effect.kind === 'profile_changed' && effect.change.phone) {
    const phone = { kind: 'phone_hash', value: effect.change.phone.hash } as const
    wanted.identifiers.set(keyOfIdentifier(phone), phone)
  }
  if (effect.kind === 'member_enrolled') {
    wanted.members.add(effect.member.memberId)
    if (effect.member.referrerId !== null) wanted.members.add(effect.member.referrerId)
    for (const identifier of effect.identifiers) {
      wanted.identifiers.set(keyOfIdentifier(identifier), identifier)
    }
  }
}

function fill(facts: Facts, loaded: Loaded): void {
  for (const { lastEvent, ...row } of loaded.lots ?? []) {
    facts.lots.set(row.lotId, { row, changed: false, lastEvent })
  }
  for (const row of loaded.coupons ?? []) facts.coupons.set(row.couponId, { row, changed: false })
  for (const row of loaded.members ?? []) facts.members.set(row.memberId, { row, changed: false })
  for (const row of loaded.histories ?? []) facts.histories.set(row.memberId, { row, changed: false })
  for (const row of loaded.uses ?? []) {
    facts.uses.set(keyOfUse(row.couponId, row.useNumber), { row, changed: false })
  }
  for (const memberId of loaded.erased ?? []) facts.erased.add(memberId)
  for (const { lastEvent, ...row } of loaded.accounts ?? []) {
    facts.accounts.set(row.accountId, { row, changed: false, lastEvent })
  }
  for (const row of loaded.identifiers ?? []) {
    facts.identifiers.set(keyOfIdentifier(row), { row, changed: false })
  }
  for (const row of loaded.stocks ?? []) {
    facts.stocks.set(row.giftId, { row, changed: false, lastEvent: null })
  }
  for (const row of loaded.pools ?? []) facts.pools.set(row.poolId, { row, changed: false })
  for (const row of loaded.budgets ?? []) facts.budgets.set(row.templateId, { row, changed: false })
  for (const line of loaded.returned ?? []) {
    facts.returned.set(line.saleId, [...(facts.returned.get(line.saleId) ?? []), line])
  }
  // An account that was merged lost what its survivor now cancels.
  for (const { saleId, subject, part, amount } of loaded.losses ?? []) {
    const isOfLot = part === 'points' || part === 'owed'
    addLoss(facts, keyOfLoss(saleId, isOfLot ? subject : survivorId(facts, subject), part), amount)
  }
}
