import type { CustomerFrame, CustomerView } from '../../contract/customer-view.ts'
import type { BasketSlice, LastSaleSlice, Notice, StaffSlice, TillSlice } from '../../contract/notice.ts'
import type { Notices } from './notices.ts'

/** The core's end of a customer display's port: it is spoken to, and nothing it says is heard. */
export interface DisplayPort {
  readonly send: (frame: CustomerFrame) => void
  readonly onClose: (listener: () => void) => void
}

/** What of the till a customer's view is made of, as last told. */
export interface Told {
  readonly till: TillSlice | null
  readonly staff: StaffSlice
  readonly basket: BasketSlice | null
  readonly lastSale: LastSaleSlice
  /** A sale found at the start: another customer's, also once the cashier has seen it. */
  readonly before: string | null
  /** Null until told, which is last: a view of some slices only would flicker. */
  readonly training: boolean | null
}

const nothingTold: Told = {
  till: null,
  staff: null,
  basket: null,
  lastSale: null,
  before: null,
  training: null,
}

/** Tells a display what its customer may see, at once and at every change of it, until the port closes. */
export function connectDisplay(notices: Notices, port: DisplayPort): void {
  let told = nothingTold
  let sent = ''
  const remove = notices.addPage((notice) => {
    told = withNotice(told, notice)
    const view = customerViewOf(told)
    const text = JSON.stringify(view)
    if (view === null || text === sent) return
    sent = text
    port.send({ kind: 'customer_view', view })
  })
  port.onClose(remove)
}

function withNotice(told: Told, notice: Notice): Told {
  switch (notice.kind) {
    case 'till_changed':
      return { ...told, till: notice.value }
    case 'staff_changed':
      return { ...told, staff: notice.value }
    case 'basket_changed':
      return { ...told, basket: notice.value }
    case 'last_sale_changed':
      return { ...told, lastSale: notice.value, before: beforeOf(told, notice.value) }
    case 'training_changed':
      return { ...told, training: notice.value !== null }
    default:
      return told
  }
}

/** What a customer may see of the till; null before all of it was told. */
export function customerViewOf({
  basket,
  before,
  lastSale,
  staff,
  till,
  training,
}: Told): CustomerView | null {
  if (!till || training === null) return null
  const { language, phase, programme, store } = till
  const isOpen = phase === 'selling' && staff !== null
  const member = isOpen ? (basket?.member ?? null) : null
  return {
    state: isOpen ? 'open' : 'closed',
    language,
    training,
    store: store && { name: store.name, timeZone: store.timeZone },
    campaigns: (programme?.campaigns ?? []).map(({ name }) => name),
    lines: isOpen ? (basket?.lines ?? []).map(lineOf) : [],
    subtotal: basket?.subtotal ?? 0,
    savings: basket?.savings ?? 0,
    burned: { points: basket?.burn.points ?? 0, amount: basket?.burn.amount ?? 0 },
    toPay: basket?.toPay ?? 0,
    // Held points are no promise to whoever is at the counter.
    earns: member?.status === 'active' ? (basket?.earns ?? 0) : 0,
    member: member && {
      maskedName: member.maskedName,
      tier: { name: member.tier.name, tone: member.tier.tone },
      points: member.points,
    },
    last: lastOf(lastSale, before),
  } as CustomerView
}

function lineOf({ amount, gross, lineId, name, net, unit }: BasketSlice['lines'][number]) {
  return { lineId, name, unit, amount, gross, net }
}

function beforeOf({ before }: Told, lastSale: LastSaleSlice): string | null {
  return lastSale?.recovered ? lastSale.sale.saleId : before
}

function lastOf(lastSale: LastSaleSlice, before: string | null) {
  if (!lastSale || lastSale.sale.saleId === before) return null
  const { change, completedAt, earned, paid, saleId } = lastSale.sale
  return { saleId, completedAt, paid, change, earned }
}
