import type { BasketSlice } from '../../contract/notice.ts'

/* The pieces of the basket slice by the names components use. */

export type BasketLineView = BasketSlice['lines'][number]
export type MemberView = NonNullable<BasketSlice['member']>
export type CouponView = BasketSlice['coupons'][number]
