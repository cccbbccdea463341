import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { assert } from '../../domain/assert.ts'
import { type BasketLine, newBasket } from '../../domain/basket.ts'
import { type ChainHead, nextHead, type Sealer, sealEvent, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { priceBasket, quietDay } from '../../domain/price.ts'
import { receiptNumberOf, type SaleCompleted, settleSale } from '../../domain/sale.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { cashier, productAt, productCount, programme, store } from '../chain/facts.ts'
import { lotAt, memberAt } from '../chain/members.ts'
import { chosenBelow } from '../chance.ts'

/** Sales are settled once and then told again under other ids: what is measured is their way, not their price. */
const settledSales = 500
const linesPerSale = 5
const pointsPerSale = points(100)
/** A Saturday noon of the bench's store. */
const soldAt = Date.UTC(2026, 9, 10, 4)

export interface SellerKeys {
  /** The key of its line, the request for a certificate of it, and the proof that both keys are its own. */
  readonly tlsKey: string
  readonly request: string
  readonly proof: string
  readonly publicKey: string
  readonly sealer: Sealer
}

export function newSellerKeys(): SellerKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const tlsKey = tlsKeys.make()
  const request = tlsKeys.request(tlsKey)
  return {
    tlsKey,
    request,
    proof: sign(null, Buffer.from(request, 'base64'), privateKey).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sealer: {
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      sign: (hash) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64'),
    },
  }
}

/** Usual sales by the rules: five lines, a member, points earned and burned. */
export function settleSales(chance: () => number, members: number): readonly SaleCompleted[] {
  return Array.from({ length: settledSales }, (_, nth) => {
    const index = chosenBelow(chance, members)
    const member = memberAt(index)
    const lines = Array.from(
      { length: linesPerSale },
      (_unused, at): BasketLine => ({
        lineId: at + 1,
        product: productAt(
          (chosenBelow(chance, productCount / linesPerSale) * linesPerSale + at) % productCount,
        ),
        quantity: { unit: 'piece', amount: 1 },
        labelPrice: null,
      }),
    )
    const price = {
      basket: {
        ...newBasket(idOf(nth), soldAt),
        lines,
        memberId: member.memberId,
        pointsToBurn: pointsPerSale,
      },
      standing: { member, lots: [lotAt(index, 0)], day: quietDay, account: null, family: null },
      coupons: [],
      programme,
      store,
      now: soldAt,
    }
    const settled = settleSale({
      price,
      tenders: [{ kind: 'cash', amount: money(priceBasket(price).toPay + 5_000), accountId: null }],
      accounts: [],
      offline: true,
      spentToday: {},
      lotId: idOf(nth),
      receiptNumber: receiptNumberOf({ storeNumber: 'S01', terminalNumber: 'T1', epoch: 1, seq: 1 }),
    })
    assert(settled.ok && settled.value.sale.earned && settled.value.sale.burned, 'a sale by the rules')
    return settled.value.sale
  })
}

/** The next event of a till: one of the sales under ids of its own; `soldAt`: when, in epoch ms. */
export function sealSale(
  sale: SaleCompleted,
  head: ChainHead,
  at: { readonly till: number; readonly sealer: Sealer; readonly soldAt?: number },
): { readonly event: TillEvent; readonly head: ChainHead } {
  const id = idOf(at.till * 1_000_000 + head.seq)
  const event = sealEvent(
    {
      id,
      type: 'sale.completed',
      time: at.soldAt ?? soldAt,
      actor: cashier.staffId,
      rules: programme.version,
      mode: 'isolated',
      data: {
        ...sale,
        saleId: id,
        receiptNumber: `S01-T${at.till}-1-${head.seq + 1}`,
        earned: sale.earned && { ...sale.earned, lotId: id },
      },
    },
    head,
    at.sealer,
  )
  return { event, head: nextHead(event) }
}

function idOf(number: number): Uuid {
  const tail = Buffer.alloc(10)
  tail.writeUInt32BE(number, 6)
  return uuidV7(soldAt, tail)
}
