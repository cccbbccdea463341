import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { codeOfOil, idOf, wang } from './demo-chain.ts'
import { accounts } from './demo-value.ts'
import { begin, openSale, type Row } from './refusal-row.ts'
import { type Answer, cash, type Page, scan } from './till-parts.ts'

/* What stored value refuses, without contact. */

/** Pays an oil, or Wang's oil, with stored value and the rest in cash. */
async function payWithValue(
  page: Page,
  of: {
    readonly accountId: Uuid
    readonly amount: number
    readonly member?: boolean
    readonly oils?: number
  },
): Promise<Answer<'commitSale'>> {
  const { accountId, amount, member = false, oils = 1 } = of
  for (let place = 1; place <= oils; place++) await scan(page, codeOfOil(place))
  if (member) await scan(page, wang.code)
  const { toPay } = page.slice('basket_changed')
  const rest = toPay - amount
  return page.call('commitSale', {
    saleId: openSale(page),
    toPay,
    tenders: [{ kind: 'stored_value', amount: money(amount), accountId }, ...(rest > 0 ? [cash(rest)] : [])],
  })
}

async function topUp(
  page: Page,
  of: {
    readonly accountId?: Uuid
    readonly amount: number
    readonly tenders: Parameters<typeof topUpCall>[1]['tenders']
  },
): Promise<Answer<'topUpValue'>> {
  return topUpCall(page, { accountId: accounts.card.accountId, ...of })
}

async function topUpCall(
  page: Page,
  of: {
    readonly accountId: Uuid
    readonly amount: number
    readonly tenders: {
      kind: 'cash' | 'card' | 'mobile' | 'stored_value'
      amount: ReturnType<typeof money>
      accountId: Uuid | null
    }[]
  },
): Promise<Answer<'topUpValue'>> {
  return page.call('topUpValue', { ...of, actId: await begin(page), amount: money(of.amount) })
}

export const valueRows: Row[] = [
  {
    command: 'commitSale',
    code: 'account_frozen',
    act: ({ page }) => payWithValue(page, { accountId: accounts.frozen.accountId, amount: 1_000 }),
  },
  {
    command: 'commitSale',
    code: 'value_not_enough',
    act: ({ page }) => payWithValue(page, { accountId: accounts.card.accountId, amount: 3_001 }),
  },
  {
    command: 'commitSale',
    code: 'value_over_limit',
    act: ({ page }) =>
      payWithValue(page, { accountId: accounts.wang.accountId, amount: 6_001, member: true, oils: 2 }),
  },
  {
    command: 'findAccount',
    code: 'account_unknown',
    act: ({ page }) => page.call('findAccount', { code: 'G0000000000000' }),
  },
  {
    command: 'findAccount',
    code: 'account_unknown',
    act: ({ page }) => page.call('findAccount', { code: null, accountId: idOf(8) }),
  },
  {
    command: 'findAccount',
    code: 'member_missing',
    act: ({ page }) => page.call('findAccount', { code: null }),
  },
  {
    command: 'topUpValue',
    code: 'account_unknown',
    act: ({ page }) => topUp(page, { accountId: idOf(8), amount: 100, tenders: [cash(100)] }),
  },
  {
    command: 'topUpValue',
    code: 'account_frozen',
    act: ({ page }) =>
      topUp(page, { accountId: accounts.frozen.accountId, amount: 100, tenders: [cash(100)] }),
  },
  {
    command: 'topUpValue',
    code: 'top_up_over',
    act: ({ page }) => topUp(page, { amount: 500_001, tenders: [cash(500_001)] }),
  },
  {
    command: 'topUpValue',
    code: 'tender_short',
    act: ({ page }) => topUp(page, { amount: 1_000, tenders: [cash(999)] }),
  },
  {
    command: 'topUpValue',
    code: 'tender_over',
    act: ({ page }) =>
      topUp(page, { amount: 1_000, tenders: [{ kind: 'card', amount: money(1_001), accountId: null }] }),
  },
  {
    command: 'topUpValue',
    code: 'tender_invalid',
    act: ({ page }) =>
      topUp(page, {
        amount: 1_000,
        tenders: [{ kind: 'stored_value', amount: money(1_000), accountId: accounts.wang.accountId }],
      }),
  },
]
