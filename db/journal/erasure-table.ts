import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import { withoutPersonal } from '../../domain/personal.ts'
import type { ReadDb, Tx } from '../handle.ts'
import { addEffects } from './effect-table.ts'
import { readSetting, type Settings, saveSetting } from './setting-table.ts'

/*
 * Members head office erased, as far as this till's own records speak of them (loyalty.md 7). The chain of events still
 * holds: of what an event says of a person it covers the hash alone. What was freed is overwritten (`secure_delete`).
 */

const isErasedSql = `SELECT 1 AS found FROM erased_member WHERE memberId = ?`
const countSql = `SELECT count(*) AS members FROM erased_member`
const addSql = `INSERT INTO erased_member (memberId, erasedAt) VALUES (?, ?) ON CONFLICT DO NOTHING`
const toldOfSql = `
SELECT event.place AS place, event.body AS body FROM effect JOIN event USING (place)
WHERE effect.memberId = ? AND effect.kind IN ('member_enrolled', 'profile_changed')`
const rewriteSql = `UPDATE event SET body = ? WHERE place = ?`
const dropEffectsSql = `DELETE FROM effect WHERE place = ?`
const dropCodesSql = `DELETE FROM own_code WHERE place = ?`
const actsSql = `SELECT DISTINCT event.place AS place, event.id AS id FROM effect JOIN event USING (place) WHERE effect.memberId = ?`
const forgetSaleSql = `UPDATE sale SET memberName = NULL WHERE place = ? AND memberName IS NOT NULL`
const forgetPaperSql = `
UPDATE print_job SET receipt = '{"blocks":[],"openDrawer":false}'
WHERE actId = ? AND state NOT IN ('waiting', 'printing')`
const forgetHeldSql = `
UPDATE held_basket SET memberName = NULL WHERE json_extract(body, '$.memberId') = ? AND memberName IS NOT NULL`

export function isErased(db: ReadDb, memberId: Uuid): boolean {
  return db.prepare(isErasedSql).get(uuidToBytes(memberId)) !== undefined
}

/** How many members this till has erased. */
export function countErased(db: ReadDb): number {
  return db.prepare(countSql).get<{ members: number }>()?.members ?? 0
}

type BroughtCoupon = Settings['broughtCoupons'][number]

/** Whom an erasure is of, and what only the keys of the chain can tell. */
export interface Erased {
  readonly memberIds: readonly Uuid[]
  readonly erasedAt: number
  /** Whether a coupon brought here says, by the tag under its signature, that it is this member's. */
  readonly isTagged: (brought: BroughtCoupon, memberId: Uuid) => boolean
}

/**
 * Forgets members: who was enrolled here and by what, how their profile was put right, names beside sales and held baskets, what was printed, and what is
 * remembered of coupons and codes they brought and transfers from and to them. A receipt on its way to the printer is
 * still printed. What was sold and spent stays, under an id nobody can read.
 */
export function eraseMembers(tx: Tx, { memberIds, erasedAt, isTagged }: Erased): void {
  forgetRemembered(tx, memberIds, isTagged)
  for (const memberId of memberIds) {
    const key = uuidToBytes(memberId)
    for (const row of tx.prepare(toldOfSql).all<{ place: number; body: string }>(key)) forgetPerson(tx, row)
    for (const { place, id } of tx.prepare(actsSql).all<{ place: number; id: Buffer }>(key)) {
      tx.prepare(forgetSaleSql).run(place)
      tx.prepare(forgetPaperSql).run(id)
    }
    tx.prepare(forgetHeldSql).run(memberId)
    tx.prepare(addSql).run(key, erasedAt)
  }
}

function forgetRemembered(tx: Tx, memberIds: readonly Uuid[], isTagged: Erased['isTagged']): void {
  const gone = new Set<string>(memberIds)
  keepOnly(tx, 'openTransfers', ({ fromMemberId, toMemberId }) => {
    return !gone.has(fromMemberId) && (toMemberId === null || !gone.has(toMemberId))
  })
  keepOnly(tx, 'broughtCoupons', (brought) => {
    const { memberId } = brought.coupon
    return (memberId === null || !gone.has(memberId)) && !memberIds.some((id) => isTagged(brought, id))
  })
  // A code goes by its member's id, its time and its nonce.
  keepOnly(tx, 'seenCodes', ([name]) => !gone.has(name.split(':', 1)[0] ?? ''))
}

type ListName = 'openTransfers' | 'broughtCoupons' | 'seenCodes'

function keepOnly<Name extends ListName>(
  tx: Tx,
  name: Name,
  stays: (one: Settings[Name][number]) => boolean,
): void {
  const kept: readonly Settings[Name][number][] = readSetting(tx, name) ?? []
  const left = kept.filter(stays)
  if (left.length < kept.length) saveSetting(tx, name, left as unknown as Settings[Name])
}

/** The event goes on in its chain with a hash where the person stood, and does what such an event does. */
function forgetPerson(tx: Tx, { place, body }: { readonly place: number; readonly body: string }): void {
  const event = withoutPersonal(JSON.parse(body) as TillEvent, sha256)
  if (!event) return
  tx.prepare(rewriteSql).run(canonicalJson(event), place)
  tx.prepare(dropEffectsSql).run(place)
  tx.prepare(dropCodesSql).run(place)
  addEffects(tx, event, effectsOf(event))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
