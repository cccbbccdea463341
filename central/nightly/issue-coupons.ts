import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { issueCoupon } from '../../domain/issue-coupon.ts'
import type { Member } from '../../domain/member.ts'
import { type Programme, templateOf } from '../../domain/programme.ts'
import { couponCode } from '../../domain/scan.ts'
import type { Transaction } from '../database.ts'
import { newId, randomBelow } from '../ids.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'

const takenSql = 'SELECT "code" FROM coupon WHERE "code" = ANY($1::text[])'

/** Numbers of coupon codes have twelve digits. */
const couponNumbers = 1_000_000_000_000

/** Issues a coupon of each template to its member, under codes nobody has. Templates that are gone issue nothing. */
export async function issueCoupons(
  tx: Transaction,
  wishes: readonly { readonly member: Member; readonly templateId: Uuid }[],
  programme: Programme,
  at: { readonly now: number; readonly timeZone: string; readonly changeNumber: number },
): Promise<number> {
  const templates = wishes.flatMap(({ member, templateId }) => {
    const template = templateOf(programme, templateId)
    return template ? [{ member, template }] : []
  })
  if (templates.length === 0) return 0
  const codes = await freeCodes(tx, templates.length)
  const coupons = templates.map(({ member, template }, place) => {
    const code = codes[place]
    assert(code, 'a code for each coupon')
    return issueCoupon(template, {
      couponId: newId(at.now),
      code,
      member,
      now: at.now,
      timeZone: at.timeZone,
    })
  })
  const table = chainTable('coupon')
  assert(table, 'a collection of the feed')
  await tx.query(upsertSql(table), [JSON.stringify(coupons), at.changeNumber])
  return coupons.length
}

async function freeCodes(tx: Transaction, count: number): Promise<string[]> {
  const codes = new Set<string>()
  while (codes.size < count) {
    const drawn = Array.from({ length: count - codes.size }, () => couponCode(randomBelow(couponNumbers)))
    const taken = await tx.query<{ code: string }>(takenSql, [drawn])
    const known = new Set(taken.map(({ code }) => code))
    for (const code of drawn) if (!known.has(code)) codes.add(code)
  }
  return [...codes]
}
