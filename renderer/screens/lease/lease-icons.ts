import { Coins, type LucideIcon, Ticket, WalletCards } from 'lucide-react'
import type { Leasable } from '../../../contract/lease-commands.ts'

/** What a lease is of, as a symbol. */
export const leaseIcons: Readonly<Record<Leasable['kind'], LucideIcon>> = {
  points: Coins,
  value: WalletCards,
  coupon: Ticket,
}
