import { timeToldWithinMs } from '../../domain/limits.ts'
import { Broken } from './broken.ts'
import type { SimTill } from './till-shape.ts'

/** How late an answer that tells the time may come, in ms: later it does not count. */
const lateMsMax = timeToldWithinMs

interface Seen {
  readonly life: number
  readonly now: number
  readonly isConfirmed: boolean
}

/**
 * Trusted time (sync.md 10.17): it goes back in no life of a till but once, when head office puts right what was only
 * believed; and once head office was heard it is the true time or little behind it, whatever the wall clock says.
 */
export function createTimeCheck(trueNow: () => number): { readonly check: (till: SimTill) => void } {
  const last = new Map<string, Seen>()
  return {
    check(till) {
      const view = till.time()
      if (!view) return
      const now = till.now()
      const isConfirmed = view.trust === 'confirmed'
      const before = last.get(till.name)
      const isSameLife = before?.life === till.life()
      if (isSameLife && now < before.now && before.isConfirmed) {
        throw new Broken(`the time that counts at ${till.name} went back by ${before.now - now} ms`)
      }
      const off = now - trueNow()
      if (isConfirmed && (off > 0 || off < -lateMsMax)) {
        throw new Broken(`the time that counts at ${till.name} is off by ${off} ms`)
      }
      last.set(till.name, { life: till.life(), now, isConfirmed })
    },
  }
}
