import { readdirSync, readFileSync } from 'node:fs'

/** The processes that descend from `root`, itself first. */
export function processTree(root: number): number[] {
  const childrenOf = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null
    if (parent !== null) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const tree: number[] = []
  for (const wave = [root]; wave.length > 0; ) {
    const next = wave.shift() as number
    tree.push(next)
    wave.push(...(childrenOf.get(next) ?? []))
  }
  return tree
}

/** Proportional set size in bytes: what is shared is shared out, so that the sum over processes counts it once. */
export function pssOf(processId: number): number {
  const line = /^Pss:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${processId}/smaps_rollup`))
  return Number(line?.[1] ?? 0) * 1_024
}

function parentOf(processId: number): number | null {
  // The name in brackets may hold anything, also a bracket: the figures follow the last one.
  const fields = readOrNothing(`/proc/${processId}/stat`).split(')').at(-1)?.trim().split(' ')
  return fields?.[1] === undefined ? null : Number(fields[1])
}

/** A process that ended meanwhile has nothing more to say. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
