import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { isInContact } from '../../electron/core/contact.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, poor, wang } from './demo-chain.ts'
import { accounts } from './demo-value.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { slipsOf, withPrinter, wordsOn } from './paper.ts'
import { begin, openSale } from './refusal-row.ts'
import { leaseOf } from './risk-rows.ts'
import { type Answer, cash, type Page, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

/** Pays the open basket with so much stored value of an account and the rest in cash. */
function payWith(page: Page, accountId: typeof wang.memberId, value: number): Promise<Answer<'commitSale'>> {
  const { toPay } = page.slice('basket_changed')
  const rest = toPay - value
  const tenders = [{ kind: 'stored_value' as const, amount: money(value), accountId }]
  return page.call('commitSale', {
    saleId: openSale(page),
    toPay,
    tenders: rest > 0 ? [...tenders, cash(rest)] : tenders,
  })
}

async function wangsOil(page: Page, oils = 1): Promise<void> {
  for (let place = 1; place <= oils; place++) await scan(page, codeOfOil(place))
  await scan(page, wang.code)
}

test('[VA1] an account shows its two parts and what may be spent of it here without contact', async () => {
  const { page } = await newTill()
  await scan(page, wang.code)
  expect(outputOf(await page.call('findAccount', { code: null }))).toEqual({
    accountId: wang.memberId,
    card: null,
    maskedName: '王*',
    status: 'active',
    principal: 8_000,
    gift: 1_000,
    spendable: 6_000,
  })
  expect(page.slice('basket_changed').member?.value).toBe(9_000)
  const card = outputOf(await page.call('findAccount', { code: ` ${accounts.card.code?.toLowerCase()} ` }))
  expect(card).toMatchObject({ card: 'G****0017', maskedName: null, principal: 3_000, spendable: 3_000 })
  expect(outputOf(await page.call('findAccount', { code: accounts.frozen.code }))).toMatchObject({
    status: 'frozen',
    spendable: 0,
  })
  // Nobody ever gave this member any: there is an empty account to top up.
  await page.call('detachMember', {})
  await scan(page, poor.code)
  expect(outputOf(await page.call('findAccount', { code: null }))).toMatchObject({
    accountId: poor.memberId,
    principal: 0,
    spendable: 0,
  })
})

test('[VA2] stored value pays from the principal first, and its gift part earns no points', async () => {
  const { folder, page } = await newTill({}, { leases: [leaseOf(wang.memberId, 9_000)] })
  await wangsOil(page, 2)
  // 2 × ¥50 at 9折 is ¥90; ¥60 is the day’s limit here.
  expect(await payWith(page, wang.memberId, 6_000)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')[0]?.data.tenders).toEqual([
    { kind: 'stored_value', amount: 6_000, accountId: wang.memberId, principal: 6_000, gift: 0 },
    { kind: 'cash', amount: 3_000 },
  ])
  await wangsOil(page)
  expect(page.slice('basket_changed').member?.value).toBe(3_000)
  // The day’s limit at this till is used up, also after a restart.
  const { page: later } = startTill(folder)
  expect(await payWith(later, wang.memberId, 1)).toMatchObject({
    refusal: { code: 'value_over_limit', figures: { left: 0 } },
  })
})

test('[VA3] in contact the day’s limit of a till alone does not hold, and the split is told', async () => {
  const { folder, page } = await tillInContact(await centralInContact())
  await wangsOil(page, 2)
  expect(outputOf(await page.call('findAccount', { code: null }))).toMatchObject({ spendable: 9_000 })
  expect(await payWith(page, wang.memberId, 9_000)).toHaveProperty('output')
  const sale = eventsOf(folder, 'sale.completed')[0]?.data
  expect(sale?.tenders).toEqual([
    { kind: 'stored_value', amount: 9_000, accountId: wang.memberId, principal: 8_000, gift: 1_000 },
  ])
  // 1.2 × (¥90 less the ¥10 given), floored on each line: 48 and 48.
  expect(sale?.earned?.points).toBe(96)
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member?.value).toBe(0)
})

test('[VA4] a card pays for whoever holds it, and a member’s account for nobody else', async () => {
  const { folder, page } = await newTill({}, { leases: [leaseOf(accounts.card.accountId, 3_000)] })
  await scan(page, codeOfOil(1))
  expect(await payWith(page, wang.memberId, 1_000)).toMatchObject({ refusal: { code: 'account_unknown' } })
  expect(await payWith(page, accounts.card.accountId, 3_000)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toHaveLength(1)
  expect(outputOf(await page.call('findAccount', { code: accounts.card.code }))).toMatchObject({
    principal: 0,
    spendable: 0,
  })
})

test('[VA5] a top-up gives what its step says, once for an id, and is there at once and after a restart', async () => {
  const { folder, page } = await newTill()
  expect(await page.call('topUpOffer', {})).toEqual({
    output: {
      steps: [
        { from: 10_000, gift: 1_000 },
        { from: 50_000, gift: 8_000 },
      ],
      max: 500_000,
    },
  })
  await scan(page, poor.code)
  const ask = {
    actId: await begin(page),
    accountId: poor.memberId,
    amount: money(20_000),
    tenders: [cash(30_000)],
  }
  const answer = await page.call('topUpValue', ask)
  expect(answer).toEqual({
    output: {
      receiptNumber: 'S01-T1-1-000001',
      gift: 1_000,
      principalAfter: 20_000,
      giftAfter: 1_000,
      change: 10_000,
    },
  })
  expect(await page.call('topUpValue', ask)).toEqual(answer)
  const { page: later } = startTill(folder)
  expect(await later.call('topUpValue', ask)).toEqual(answer)
  expect(eventsOf(folder, 'value.topped_up')).toHaveLength(1)
  expect(outputOf(await later.call('findAccount', { code: null }))).toMatchObject({
    principal: 20_000,
    gift: 1_000,
    spendable: 6_000,
  })
})

test('[VA6] contact is an answer of the central: never had, lost or at fault is none', () => {
  const slice = {
    waiting: 0,
    offlineSince: null,
    disputed: 0,
    parked: 0,
    nextTryAt: null,
    reconciling: false,
    reconciled: null,
  }
  const cases = [
    ['online', 1, true],
    ['syncing', 1, true],
    ['syncing', null, false],
    ['offline', 1, false],
    ['faulted', 1, false],
    ['not_enrolled', null, false],
  ] as const
  for (const [state, lastContactAt, expected] of cases) {
    expect(isInContact({ ...slice, state, lastContactAt })).toBe(expected)
  }
})

test('[VA7] a top-up prints its receipt, and a sale’s receipt says what stored value paid', async () => {
  const { folder, page } = await newTill(withPrinter, { leases: [leaseOf(wang.memberId, 2_000)] })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  const actId = await begin(page)
  await page.call('topUpValue', {
    actId,
    accountId: wang.memberId,
    amount: money(10_000),
    tenders: [cash(10_000)],
  })
  const [receipt] = slipsOf(folder, actId)
  expect(receipt?.openDrawer).toBe(true)
  for (const word of ['S01-T1-1-000001', '100.00', '10.00', '王*']) expect(wordsOn(receipt)).toContain(word)
  const saleId = openSale(page)
  expect(await payWith(page, wang.memberId, 2_000)).toHaveProperty('output')
  expect(wordsOn(slipsOf(folder, saleId)[0])).toContain('20.00')
})
