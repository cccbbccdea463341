import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Sizes } from './sizes.ts'

/** Where and how large to measure. */
export interface Workbench {
  readonly sizes: Sizes
  /** The Electron that ships. */
  readonly electron: string
  /** Kept between runs: data that is dear to make, keyed by what it was made from. */
  readonly cache: string
  /** Gone after the run; on the same disk as the cache, so that every figure and its floor meet the same disk. */
  readonly folder: string
  /** Tells what is going on, apart from the table. */
  readonly say: (line: string) => void
  /** Runs a measurement that several figures share, the first time it is asked for. */
  readonly once: <T>(measure: (bench: Workbench) => Promise<T>) => Promise<T>
}

/** Opens the workbench; `close` removes its folder. */
export function openWorkbench(
  sizes: Sizes,
  say: (line: string) => void,
): { readonly bench: Workbench; readonly close: () => void } {
  const electron = process.env['EVERTILL_ELECTRON']
  if (!electron) throw new Error('EVERTILL_ELECTRON names no Electron: start through npm')
  const cache = join(import.meta.dirname, '..', '.cache', 'bench')
  mkdirSync(cache, { recursive: true })
  removeLeftOver(cache)
  const folder = mkdtempSync(join(cache, `run-${process.pid}-`))
  const taken = new Map<unknown, Promise<unknown>>()
  const bench: Workbench = {
    sizes,
    electron,
    cache,
    folder,
    say,
    once: <T>(measure: (bench: Workbench) => Promise<T>): Promise<T> => {
      const known = taken.get(measure) as Promise<T> | undefined
      const answer = known ?? measure(bench)
      if (!known) taken.set(measure, answer)
      return answer
    },
  }
  return { bench, close: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Folders of runs that were killed: they hold gigabytes. */
function removeLeftOver(cache: string): void {
  for (const name of readdirSync(cache)) {
    const owner = /^run-(\d+)-/.exec(name)?.[1]
    if (owner && !existsSync(`/proc/${owner}`)) rmSync(join(cache, name), { recursive: true, force: true })
  }
}
