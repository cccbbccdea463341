import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `INSERT INTO template (templateId, body) VALUES (?, ?) ON CONFLICT (templateId) DO UPDATE SET body = excluded.body`
const removeSql = `DELETE FROM template WHERE templateId = ?`
const findSql = `SELECT body FROM template WHERE templateId = ?`

export function putTemplate(tx: Tx, template: CouponTemplate): void {
  tx.prepare(putSql).run(uuidToBytes(template.templateId), JSON.stringify(template))
}

/** `key` is the template's id. */
export function removeTemplate(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

export function findTemplate(db: ReadDb, templateId: Uuid): CouponTemplate | null {
  const row = db.prepare(findSql).get<{ body: string }>(uuidToBytes(templateId))
  return row ? (JSON.parse(row.body) as CouponTemplate) : null
}
