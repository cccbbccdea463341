import type { Category } from '../../domain/product.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO category (categoryId, zh, en, color, position) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (categoryId) DO UPDATE SET zh = excluded.zh, en = excluded.en, color = excluded.color, position = excluded.position`
const removeSql = `DELETE FROM category WHERE categoryId = ?`
const allSql = `SELECT categoryId, zh, en, color, position FROM category ORDER BY position, categoryId`

export function putCategory(tx: Tx, category: Category): void {
  const { categoryId, name, color, position } = category
  tx.prepare(putSql).run(categoryId, name.zh, name.en, color, position)
}

/** `key` is the category's id. */
export function removeCategory(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(key)
}

/** By position. */
export function allCategories(db: ReadDb): Category[] {
  return db
    .prepare(allSql)
    .all<{ categoryId: string; zh: string; en: string; color: string; position: number }>()
    .map(({ zh, en, ...category }) => ({ ...category, name: { zh, en } }))
}
