/** A look for a device that is repeated until it is stopped. */
export interface Looking {
  /** Resolves when no look is under way and none will follow: a device must not be left to a running open. */
  stop(): Promise<void>
}

/** Looks at once and again `everyMs` after each look is over: there is never more than one, however slow a device is. */
export function lookFor(look: () => Promise<void>, everyMs: number): Looking {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  function begin(): void {
    running = look().then(() => {
      if (!stopped) timer = setTimeout(begin, everyMs)
    })
  }

  begin()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}
