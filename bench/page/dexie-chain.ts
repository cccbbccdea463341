import { Dexie, type EntityTable } from 'dexie'
import type { Coupon } from '../../domain/coupon.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { couponAt, couponsPerMember, lotAt, lotsPerMember, memberAt } from '../chain/members.ts'

/** The peer: the same members, lots and coupons in IndexedDB, as a till without a core of its own would keep them. */
export interface DexieChain {
  /** Adds the members of [from, until) with their lots and coupons. */
  readonly fill: (from: number, until: number) => Promise<void>
  /** Code → member, live coupons and balance: what a scan of a member asks for. */
  readonly lookUp: (code: string, now: number) => Promise<DexieAnswer>
  /** The same, and the basket with that member kept durably, as every scan of ours is. Nothing is priced. */
  readonly takeScan: (code: string, now: number) => Promise<DexieAnswer>
}

interface KeptBasket {
  readonly one: 1
  readonly memberId: string
  readonly startedAt: number
}

interface DexieAnswer {
  readonly member: Member
  readonly coupons: readonly Coupon[]
  readonly balance: number
}

export async function openDexieChain(): Promise<DexieChain> {
  // Without `strict` Chromium tells of a commit before it is on the disk.
  const chain = new Dexie('bench', { chromeTransactionDurability: 'strict' }) as Dexie & {
    readonly member: EntityTable<Member, 'memberId'>
    readonly lot: EntityTable<Lot, 'lotId'>
    readonly coupon: EntityTable<Coupon, 'couponId'>
    readonly basket: EntityTable<KeptBasket, 'one'>
  }
  chain.version(1).stores({
    member: 'memberId,&code',
    lot: 'lotId,memberId',
    coupon: 'couponId,memberId',
    basket: 'one',
  })
  await chain.open()

  const find = async (code: string, now: number): Promise<DexieAnswer> => {
    const member = await chain.member.where('code').equals(code).first()
    if (!member) throw new Error('a member of the bench is known')
    const { memberId } = member
    const [lots, coupons] = await Promise.all([
      chain.lot.where('memberId').equals(memberId).toArray(),
      chain.coupon.where('memberId').equals(memberId).toArray(),
    ])
    return {
      member,
      coupons: coupons.filter(
        (coupon) => coupon.status === 'issued' && coupon.validTo > now && coupon.usesDone < coupon.usesMax,
      ),
      balance: lots.reduce((sum, lot) => (lot.expiresAt > now ? sum + lot.points : sum), 0),
    }
  }

  return {
    fill: async (from, until) => {
      const members: Member[] = []
      const lots: Lot[] = []
      const coupons: Coupon[] = []
      for (let index = from; index < until; index++) {
        members.push(memberAt(index))
        for (let nth = 0; nth < lotsPerMember(index); nth++) lots.push(lotAt(index, nth))
        for (let nth = 0; nth < couponsPerMember; nth++) coupons.push(couponAt(index, nth))
      }
      await chain.transaction('rw', chain.member, chain.lot, chain.coupon, async () => {
        await Promise.all([
          chain.member.bulkAdd(members),
          chain.lot.bulkAdd(lots),
          chain.coupon.bulkAdd(coupons),
        ])
      })
    },
    lookUp: (code, now) =>
      chain.transaction('r', chain.member, chain.lot, chain.coupon, () => find(code, now)),
    takeScan: (code, now) =>
      chain.transaction('rw', chain.member, chain.lot, chain.coupon, chain.basket, async () => {
        const answer = await find(code, now)
        await chain.basket.put({ one: 1, memberId: answer.member.memberId, startedAt: now })
        return answer
      }),
  }
}
