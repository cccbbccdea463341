/** Where scans of the core's devices go. */
export type ScanTarget = 'basket' | 'page' | 'setup'

/** Set by the page whose screen asks for a code, in memory only: a page that connects begins with the basket. */
export interface ScanRoute {
  readonly target: () => ScanTarget
  readonly turn: (to: ScanTarget) => void
}

export function createScanRoute(): ScanRoute {
  let target: ScanTarget = 'basket'
  return {
    target: () => target,
    turn: (to) => {
      target = to
    },
  }
}
