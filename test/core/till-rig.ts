import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type TillConfig, tillConfigSchema } from '../../contract/config.ts'
import type { TillDeps } from '../../electron/core/deps.ts'
import { createTill, type Till } from '../../electron/core/till.ts'
import { depsOf, furnish, memoryLog, openPage, type Page, standingClock } from './till-parts.ts'

/* A till for the length of a test. */

/** An empty folder, gone when the test is. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-core-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Rig {
  readonly folder: string
  readonly till: Till
  readonly page: Page
  readonly log: ReturnType<typeof memoryLog>
  readonly clock: ReturnType<typeof standingClock>
  /** What the core thought we got wrong. */
  readonly bugs: readonly unknown[]
}

type Changed = Partial<Omit<TillDeps, 'config'>> & { readonly config?: Partial<TillConfig> }

/** Starts the till on a furnished folder with a page connected. Another one on the same folder is that till after a crash. */
export function startTill(folder: string, changed: Changed = {}): Rig {
  const clock = standingClock()
  const log = memoryLog()
  const bugs: unknown[] = []
  const config = tillConfigSchema.parse(changed.config ?? {})
  const onBug = (thrown: unknown) => {
    bugs.push(thrown)
  }
  const till = createTill(depsOf(folder, { clock, log, onBug, ...changed, config }))
  onTestFinished(() => till.stop())
  return { folder, till, page: openPage(till), log, clock, bugs }
}

/** A furnished till, started; `prepare` sees its folder before. */
export async function newTill(
  changed: Changed = {},
  furniture: Parameters<typeof furnish>[1] = {},
  prepare: (folder: string) => void = () => undefined,
): Promise<Rig> {
  const folder = newFolder()
  for (const { name, bytes } of await furnitureOf(furniture)) writeFileSync(join(folder, name), bytes)
  prepare(folder)
  return startTill(folder, changed)
}

interface FurnishedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Making and encrypting two databases for each of hundreds of tills is most of their time: each kind is made once. */
const furnished = new Map<string, Promise<readonly FurnishedFile[]>>()

function furnitureOf(furniture: Parameters<typeof furnish>[1]): Promise<readonly FurnishedFile[]> {
  const kind = JSON.stringify(furniture)
  const made = furnished.get(kind) ?? makeFurniture(furniture)
  furnished.set(kind, made)
  return made
}

async function makeFurniture(furniture: Parameters<typeof furnish>[1]): Promise<readonly FurnishedFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-core-'))
  await furnish(folder, furniture)
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
  rmSync(folder, { recursive: true, force: true })
  return files
}
