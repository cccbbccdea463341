import { expect, test } from 'vitest'
import { type CustomerView, customerFrameSchema } from '../../contract/customer-view.ts'
import type { Till } from '../../electron/core/till.ts'
import { codeOfOil, coupons, wang } from './demo-chain.ts'
import { payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

/** A display's end of its port: all it was told. */
function openDisplay(till: Till) {
  const views: CustomerView[] = []
  let close = (): void => undefined
  till.connectDisplay({
    send: (frame) => views.push(customerFrameSchema.parse(structuredClone(frame)).view),
    onClose: (listener) => {
      close = listener
    },
  })
  return { views, last: () => views.at(-1), close: () => close() }
}

test('[CD60] a customer sees the basket grow, what is saved and earned, and the change; not who sells', async () => {
  const { page, till } = await newTill()
  const display = openDisplay(till)
  expect(display.last()).toMatchObject({ state: 'open', lines: [], last: null, training: false })
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  expect(display.last()).toMatchObject({
    lines: [{ amount: 1, gross: 5_000 }, { amount: 1 }],
    subtotal: 10_000,
    savings: 1_500,
    toPay: 8_500,
    member: { maskedName: '王*', tier: { tone: 'silver' } },
  })
  expect(display.last()?.earns).toBeGreaterThan(0)
  await payCash(page)
  expect(display.last()).toMatchObject({ lines: [], member: null, last: { paid: 8_500, change: 0 } })
  await page.call('signOut', {})
  expect(display.last()).toMatchObject({ state: 'closed', lines: [], member: null })
})

test('[CD61] a display is told nothing a customer may not read, whatever is in the basket', async () => {
  const { page, till } = await newTill()
  const { views } = openDisplay(till)
  await scan(page, wang.code)
  await scan(page, codeOfOil(1))
  await payCash(page)
  const told = JSON.stringify(views)
  const view = page.slice('staff_changed')
  for (const secret of [
    wang.memberId,
    wang.maskedPhone ?? '',
    wang.code,
    view?.staffId ?? '',
    view?.name ?? '',
  ]) {
    expect(secret).not.toBe('')
    expect(told).not.toContain(secret)
  }
})

test('[CD62] a display comes and goes without the till noticing, and the sale before a start is nobody’s thanks', async () => {
  const first = await newTill()
  const display = openDisplay(first.till)
  await scan(first.page, codeOfOil(1))
  const told = display.views.length
  display.close()
  await scan(first.page, codeOfOil(2))
  expect(display.views).toHaveLength(told)
  expect(openDisplay(first.till).last()?.lines).toHaveLength(2)
  await payCash(first.page)
  // Not stopped: as after a crash.
  const { page, till } = startTill(first.folder)
  const again = openDisplay(till)
  expect(again.last()).toMatchObject({ last: null })
  await page.call('acknowledgeSale', {})
  expect(page.slice('last_sale_changed')).toMatchObject({ recovered: false })
  expect(again.last()).toMatchObject({ last: null })
  expect(first.bugs).toEqual([])
})
