import { readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { openPlainDatabase } from './plain-database.ts'

export interface Machine {
  readonly platform: string
  readonly kernel: string
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
}

export function readMachine(): Machine {
  const all = cpus()
  return {
    platform: `${process.platform}-${arch()}`,
    kernel: release(),
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryBytes: totalmem(),
  }
}

/** Versions of what the figures depend on, read from what runs. */
export function readVersions(): Readonly<Record<string, string>> {
  const versionOf = (path: string): string =>
    (JSON.parse(readFileSync(join(import.meta.dirname, '..', path), 'utf8')) as { version: string }).version
  const memory = openPlainDatabase(':memory:')
  const sqlite = memory.prepare('SELECT sqlite_version()').pluck().get() as string
  memory.close()
  return {
    evertill: versionOf('package.json'),
    electron: process.versions['electron'] ?? 'none',
    node: process.versions.node,
    v8: process.versions.v8,
    sqlite,
    driver: versionOf('node_modules/better-sqlite3/package.json'),
    dexie: versionOf('node_modules/dexie/package.json'),
  }
}
