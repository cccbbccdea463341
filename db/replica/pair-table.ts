import { assert } from '../../domain/assert.ts'
import type { Pair } from '../../domain/chain-figures.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO pair (sku, suggest, liftBps) VALUES (?, ?, ?)
ON CONFLICT (sku, suggest) DO UPDATE SET liftBps = excluded.liftBps`
const removeSql = `DELETE FROM pair WHERE sku = ? AND suggest = ?`
const ofSkuSql = `SELECT sku, suggest, liftBps FROM pair WHERE sku = ? ORDER BY liftBps DESC, suggest LIMIT ?`

export function putPair(tx: Tx, { sku, suggest, liftBps }: Pair): void {
  tx.prepare(putSql).run(sku, suggest, liftBps)
}

/** `key` is `sku:suggest`. */
export function removePair(tx: Tx, key: string): void {
  const colon = key.indexOf(':')
  assert(colon > 0, 'the key of a pair is sku:suggest')
  tx.prepare(removeSql).run(key.slice(0, colon), key.slice(colon + 1))
}

/** What to suggest beside goods, each pair once, the strongest first; what is there already is left out. */
export function pairsFor(db: ReadDb, skus: readonly string[], limit: number): Pair[] {
  const there = new Set(skus)
  const best = new Map<string, Pair>()
  for (const sku of there) {
    for (const pair of db.prepare(ofSkuSql).all<Pair>(sku, limit + there.size)) {
      const known = best.get(pair.suggest)
      if (!there.has(pair.suggest) && (!known || known.liftBps < pair.liftBps)) best.set(pair.suggest, pair)
    }
  }
  return [...best.values()]
    .sort((a, b) => b.liftBps - a.liftBps || (a.suggest < b.suggest ? -1 : 1))
    .slice(0, limit)
}
