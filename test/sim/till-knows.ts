import type { Moment } from '../../db/overlay/files.ts'
import { momentAt } from '../../db/overlay/files.ts'
import type { Books } from '../../electron/core/books.ts'
import type { decideNow } from '../../electron/core/risk.ts'
import type { SimTill } from './till-shape.ts'

/** What a till's rules of risk look at. */
export type Knows = Parameters<typeof decideNow>[0]

let day: Moment | null = null

/** Asking for the local day costs: the one before is most often the one. */
function dayOf(now: number): Moment {
  if (!day || now < day.dayFrom || now >= day.dayUntil) day = momentAt(now, 'Asia/Shanghai')
  return { ...day, now }
}

/** The till's files, time and standing as the core has them; nobody is signed in. */
export function knowsOf(
  till: Pick<SimTill, 'overlay' | 'identity' | 'restriction' | 'now'>,
  books: Books,
): Knows {
  const chain: Pick<Knows['chain'], 'ask'> & { readonly moment: (now: number) => Moment } = {
    ask: (otherwise, question) => {
      const overlay = till.overlay()
      return overlay ? question(overlay) : otherwise
    },
    moment: dayOf,
  }
  const { identity, restriction, now } = till
  return {
    books,
    chain,
    clock: { now },
    session: { identity, restriction, staff: () => null },
  } as unknown as Knows
}
