export interface Recorder<T> {
  readonly items: readonly T[]
  readonly add: (item: T) => void
  /** Resolves with the items as soon as they satisfy `isEnough`; fails after `limitMs`. */
  until(isEnough: (items: readonly T[]) => boolean, limitMs?: number): Promise<readonly T[]>
}

/** Keeps what a callback was told, so that a test waits for the event and never for the clock. */
export function recorder<T>(): Recorder<T> {
  const items: T[] = []
  const lookers = new Set<() => void>()
  return {
    items,
    add(item) {
      items.push(item)
      for (const look of [...lookers]) look()
    },
    until(isEnough, limitMs = 15_000) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer)
          lookers.delete(look)
          settle()
        }
        const look = () => {
          if (isEnough(items)) finish(() => resolve(items))
        }
        const timer = setTimeout(
          () =>
            finish(() => reject(new Error(`waited ${limitMs} ms, have ${JSON.stringify(items.slice(-20))}`))),
          limitMs,
        )
        lookers.add(look)
        look()
      })
    },
  }
}
