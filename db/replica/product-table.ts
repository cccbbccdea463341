import type { Money } from '../../domain/money.ts'
import type { Product, Unit } from '../../domain/product.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'

const columns = `sku, zh, en, gtin, plu, categoryId, brandId, unit, unitPrice, favourite, tags`
const putSql = `
INSERT INTO product (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (sku) DO UPDATE SET zh = excluded.zh, en = excluded.en, gtin = excluded.gtin, plu = excluded.plu,
  categoryId = excluded.categoryId, brandId = excluded.brandId, unit = excluded.unit,
  unitPrice = excluded.unitPrice, favourite = excluded.favourite, tags = excluded.tags`
const removeSql = `DELETE FROM product WHERE sku = ?`
const bySkuSql = `SELECT ${columns} FROM product WHERE sku = ?`
const byGtinSql = `SELECT ${columns} FROM product WHERE gtin = ? AND gtin IS NOT NULL ORDER BY sku LIMIT 1`
const byPluSql = `SELECT ${columns} FROM product WHERE plu = ? AND plu IS NOT NULL ORDER BY sku LIMIT 1`
const ofCategorySql = `SELECT ${columns} FROM product WHERE categoryId = ? ORDER BY sku LIMIT ?`
const favouritesSql = `SELECT ${columns} FROM product WHERE favourite IS NOT NULL ORDER BY favourite, sku LIMIT ?`
const searchSql = `
WITH asked (pattern, word) AS (VALUES (?, ?))
SELECT ${columns} FROM product, asked
WHERE (zh LIKE pattern ESCAPE '!' OR en LIKE pattern ESCAPE '!' OR sku LIKE pattern ESCAPE '!'
  OR gtin LIKE pattern ESCAPE '!' OR plu = word)
ORDER BY sku = word DESC, sku LIMIT ?`
const searchInCategorySql = `
WITH asked (pattern, word) AS (VALUES (?, ?))
SELECT ${columns} FROM product, asked
WHERE categoryId = ? AND (zh LIKE pattern ESCAPE '!' OR en LIKE pattern ESCAPE '!' OR sku LIKE pattern ESCAPE '!'
  OR gtin LIKE pattern ESCAPE '!' OR plu = word)
ORDER BY sku = word DESC, sku LIMIT ?`

interface Row {
  readonly sku: string
  readonly zh: string
  readonly en: string
  readonly gtin: string | null
  readonly plu: string | null
  readonly categoryId: string
  readonly brandId: string | null
  readonly unit: Unit
  readonly unitPrice: Money
  readonly favourite: number | null
  readonly tags: string | null
}

function productOf({ zh, en, tags, ...row }: Row): Product {
  return { ...row, name: { zh, en }, tags: tags === null ? [] : (JSON.parse(tags) as string[]) }
}

export function putProduct(tx: Tx, product: Product): void {
  const { sku, name, gtin, plu, categoryId, brandId, unit, unitPrice, favourite } = product
  const tags = product.tags.length === 0 ? null : JSON.stringify(product.tags)
  const place: readonly SqlValue[] = [categoryId, brandId, unit, unitPrice, favourite, tags]
  tx.prepare(putSql).run(sku, name.zh, name.en, gtin, plu, ...place)
}

/** `key` is the SKU. */
export function removeProduct(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(key)
}

export function findProduct(db: ReadDb, sku: string): Product | null {
  const row = db.prepare(bySkuSql).get<Row>(sku)
  return row ? productOf(row) : null
}

/** By GTIN-14 text. Where two share a code, the first SKU. */
export function findProductByGtin(db: ReadDb, gtin: string): Product | null {
  const row = db.prepare(byGtinSql).get<Row>(gtin)
  return row ? productOf(row) : null
}

/** By the five digits of an in-store label. */
export function findProductByPlu(db: ReadDb, plu: string): Product | null {
  const row = db.prepare(byPluSql).get<Row>(plu)
  return row ? productOf(row) : null
}

/** In the order of the favourites grid. */
export function favouriteProducts(db: ReadDb, limit: number): Product[] {
  return db.prepare(favouritesSql).all<Row>(limit).map(productOf)
}

/**
 * Products whose names, SKU or GTIN contain `query`, or whose PLU it is; an exact SKU first. An empty query lists
 * the category, or without one the favourites. `%` and `_` stand for themselves.
 */
export function searchProducts(
  db: ReadDb,
  search: { readonly query: string; readonly categoryId: string | null; readonly limit: number },
): Product[] {
  const { query, categoryId, limit } = search
  if (query === '' && categoryId === null) return favouriteProducts(db, limit)
  if (query === '') return db.prepare(ofCategorySql).all<Row>(categoryId, limit).map(productOf)
  const pattern = `%${query.replaceAll(/[!%_]/g, '!$&')}%`
  return (
    categoryId === null
      ? db.prepare(searchSql).all<Row>(pattern, query, limit)
      : db.prepare(searchInCategorySql).all<Row>(pattern, query, categoryId, limit)
  ).map(productOf)
}
