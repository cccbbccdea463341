import { addressesMax, wrongCodesMax, wrongCodesWindowMs } from './limits.ts'

/** Counts failures by address in windows of `wrongCodesWindowMs`. */
export interface RateLimit {
  /** Seconds to wait, or null when the address may try. */
  readonly waitSeconds: (address: string, now: number) => number | null
  readonly countFailure: (address: string, now: number) => void
}

export function createRateLimit(): RateLimit {
  const windows = new Map<string, { readonly endsAt: number; failures: number }>()
  return {
    waitSeconds(address, now) {
      const window = windows.get(address)
      if (!window || window.endsAt <= now || window.failures < wrongCodesMax) return null
      return Math.ceil((window.endsAt - now) / 1_000)
    },
    countFailure(address, now) {
      const window = windows.get(address)
      if (window && window.endsAt > now) {
        window.failures += 1
        return
      }
      windows.delete(address)
      windows.set(address, { endsAt: now + wrongCodesWindowMs, failures: 1 })
      const [oldest] = windows.keys()
      if (windows.size > addressesMax && oldest !== undefined) windows.delete(oldest)
    },
  }
}
