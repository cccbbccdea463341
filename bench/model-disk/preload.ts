import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/** What a shop's disk takes longer for a flush than a virtual one (quality.md 1). */
export const flushDelayUs = 4_000

/**
 * Compiles the preload, once per source text, into `cache` and answers its path.
 * @throws Error when there is no C compiler, with its output.
 */
function buildPreload(cache: string): string {
  const source = join(import.meta.dirname, 'slowsync.c')
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
  const library = join(cache, `slowsync-${version}.so`)
  if (existsSync(library)) return library
  const half = `${library}.${process.pid}`
  const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC']
  const compiled = spawnSync('gcc', [...flags, '-o', half, source, '-ldl'], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (compiled.status !== 0)
    throw new Error(`the model disk does not compile: ${compiled.stderr ?? compiled.error?.message}`)
  renameSync(half, library)
  return library
}

/** Environment of a process that is to meet the model disk and count its flushes in the file `counts`. */
export function modelDiskEnvironment(cache: string, counts: string): Record<string, string> {
  return {
    LD_PRELOAD: buildPreload(cache),
    MODEL_DISK_DELAY_US: String(flushDelayUs),
    MODEL_DISK_COUNTS: counts,
  }
}
