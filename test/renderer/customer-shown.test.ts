import { expect, test } from 'vitest'
import type { CustomerView } from '../../contract/customer-view.ts'
import { withView } from '../../renderer/customer/shown.ts'

const last = (saleId: string) => ({ saleId, completedAt: 1, paid: 500, change: 0, earned: 5 }) as never
const line = { lineId: 1, name: { zh: '米', en: 'rice' }, unit: 'piece', amount: 1, gross: 500, net: 500 }
const viewOf = (changed: Partial<CustomerView>): CustomerView =>
  ({ state: 'open', lines: [], member: null, last: null, ...changed }) as CustomerView

test('[UI110] a customer is thanked when their sale ends; not for the sale before, nor over the next basket', () => {
  const first = withView({ view: null, thanks: null }, viewOf({ last: last('a') }))
  expect(first.thanks).toBeNull()
  const selling = withView(first, viewOf({ last: last('a'), lines: [line as never] }))
  const paid = withView(selling, viewOf({ last: last('b') }))
  expect(paid.thanks).toMatchObject({ saleId: 'b' })
  // Told again for another reason, the thanks stay; the next basket and a closed till end them.
  expect(withView(paid, viewOf({ last: last('b') })).thanks).toMatchObject({ saleId: 'b' })
  expect(withView(paid, viewOf({ last: last('b'), lines: [line as never] })).thanks).toBeNull()
  expect(withView(paid, viewOf({ last: last('b'), state: 'closed' })).thanks).toBeNull()
  expect(withView(paid, viewOf({ last: last('b'), member: {} as never })).thanks).toBeNull()
})
