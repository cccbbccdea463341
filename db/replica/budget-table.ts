import type { Budget } from '../../domain/chain-figures.ts'
import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import { type Money, noMoney } from '../../domain/money.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO budget (templateId, spent) VALUES (?, ?) ON CONFLICT (templateId) DO UPDATE SET spent = excluded.spent`
const removeSql = `DELETE FROM budget WHERE templateId = ?`
const findSql = `SELECT spent FROM budget WHERE templateId = ?`

export function putBudget(tx: Tx, { templateId, spent }: Budget): void {
  tx.prepare(putSql).run(uuidToBytes(templateId), spent)
}

/** `key` is the template's id. */
export function removeBudget(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** What the chain has given with a template; nothing when it never said. */
export function budgetSpent(db: ReadDb, templateId: Uuid): Money {
  return db.prepare(findSql).get<{ spent: Money }>(uuidToBytes(templateId))?.spent ?? noMoney
}
