import { checkDigit } from '../../domain/gtin.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import { money } from '../../domain/money.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { idOf, storeId, terminalId, wang } from './demo-chain.ts'

/* Stored value and tickets of the small chain. */

/** Stored value: Wang's of ¥80 and ¥10 given, a gift card of ¥30, one that is frozen. */
export const accounts = {
  wang: accountOf(wang.memberId, { memberId: wang.memberId, principal: money(8_000), gift: money(1_000) }),
  card: accountOf(idOf(6_001), { code: cardCode(1), principal: money(3_000) }),
  frozen: accountOf(idOf(6_002), { code: cardCode(2), principal: money(3_000), status: 'frozen' }),
} as const

function accountOf(accountId: Uuid, changed: Partial<ValueAccount>): ValueAccount {
  const empty = { code: null, memberId: null, status: 'active', principal: money(0), gift: money(0) } as const
  return { accountId, ...empty, ...changed }
}

function cardCode(number: number): string {
  const digits = String(number).padStart(12, '0')
  return `G${digits}${checkDigit(digits)}`
}

/** Four tickets, drawn in this order. */
export const pool: LotteryPool = {
  poolId: idOf(7_001),
  terminalId,
  storeId,
  lotteryId: 'autumn',
  root: '0'.repeat(64),
  seed: '5e'.repeat(32),
  tickets: ['none', 'coupon', 'grand', 'coupon'],
  drawn: 0,
}
