import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addLateAnswer } from '../../db/journal/late-answer-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, coupons, idOf, noon, staff, terminalId, wang } from './demo-chain.ts'
import { codeOf, outputOf } from './member-rig.ts'
import { keys, payCash, scan } from './till-parts.ts'
import { newTill } from './till-rig.ts'

const dispute = {
  number: 7,
  kind: 'coupon_use',
  subject: `${coupons.good.couponId}:1`,
  eventId: idOf(50),
  other: idOf(51),
  terminalId,
  storeId: null,
  actor: staff.cashier.staffId,
  memberId: wang.memberId,
  approver: null,
  mode: 'isolated',
  points: 0,
  amount: 1_000,
  recordedAt: noon,
  outcome: null,
  decidedBy: null,
  decidedAt: null,
  note: null,
}

test('[RI19] a supervisor sees the store’s disputes as the central has them: what, both events, who, the loss, what was decided', async () => {
  const later = {
    ...dispute,
    number: 9,
    kind: 'of_a_later_central',
    outcome: 'sent_to_the_moon',
    terminalId: idOf(78),
  }
  const central = await centralInContact((path) =>
    path.startsWith('/v1/disputes')
      ? { status: 200, body: { disputes: [later, dispute], more: true, open: 4 } }
      : null,
  )
  const { page } = await tillInContact(central, { signedIn: 'supervisor' })
  await scan(page, codeOfOil(1))
  const sold = outputOf(await payCash(page))
  later.eventId = sold.saleId
  const { disputes, lateDeclines, more, open } = outputOf(await page.call('storeDisputes', {}))
  expect({ lateDeclines, more, open }).toEqual({ lateDeclines: [], more: true, open: 4 })
  expect(disputes).toMatchObject([
    {
      kind: 'of_a_later_central',
      outcome: 'sent_to_the_moon',
      isOwn: false,
      lost: { eventId: sold.saleId, slipNumber: sold.receiptNumber },
    },
    {
      number: 7,
      isOwn: true,
      amount: 1_000,
      cashier: staff.cashier.name,
      memberName: wang.maskedName,
      lost: { eventId: idOf(50), slipNumber: null },
      won: { eventId: idOf(51), slipNumber: null },
      outcome: null,
    },
  ])
  expect(disputes?.[1]?.name).toEqual(expect.objectContaining({ zh: expect.any(String) }))
})

test('[RI19] without contact only what this till knows is told; a cashier is told nothing', async () => {
  const { folder, page } = await newTill({}, { signedIn: 'supervisor' })
  await scan(page, codeOfOil(1))
  const sold = outputOf(await payCash(page))
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  transact(journal, (tx) => addLateAnswer(tx, { eventId: sold.saleId, code: 'coupon_used', heardAt: noon }))
  journal.close()
  expect(await page.call('storeDisputes', {})).toEqual({
    output: {
      disputes: null,
      open: null,
      more: false,
      lateDeclines: [
        { eventId: sold.saleId, code: 'coupon_used', heardAt: noon, slipNumber: sold.receiptNumber },
      ],
    },
  })
  const { page: cashiers } = await newTill()
  expect(codeOf(await cashiers.call('storeDisputes', {}))).toBe('role_not_allowed')
})
