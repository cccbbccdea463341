import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/* Breaks each import rule once, in a copy of the project's settings, to see it caught; and keeps each allowed road open. */

const root = join(import.meta.dirname, '..')

const forbidden: readonly (readonly [file: string, source: string])[] = [
  ['domain/a.ts', 'zod'],
  ['domain/b.ts', 'node:fs'],
  ['domain/c.ts', '../contract/parts.ts'],
  ['contract/a.ts', 'node:fs'],
  ['contract/b.ts', '../db/open.ts'],
  ['codes/a.ts', 'node:fs'],
  ['codes/b.ts', '../contract/parts.ts'],
  ['codes/c.ts', 'zod'],
  ['db/journal/a.ts', '../../contract/parts.ts'],
  ['db/journal/b.ts', 'better-sqlite3'],
  ['db/journal/c.ts', 'zod'],
  ['db/journal/d.ts', '../../codes/coupon.ts'],
  ['sync/a.ts', '../electron/core/till.ts'],
  ['sync/b.ts', '../central/server.ts'],
  ['sync/c.ts', 'better-sqlite3'],
  ['sync/d.ts', '../codes/coupon.ts'],
  ['electron/devices/a.ts', '../../db/open.ts'],
  ['electron/devices/b.ts', '../core/till.ts'],
  ['electron/core/commands/a.ts', 'electron'],
  ['electron/core/commands/b.ts', '../../main/window.ts'],
  ['electron/core/commands/c.ts', '../../../central/server.ts'],
  ['electron/core/training/a.ts', '../../../central/seed/notable.ts'],
  ['electron/main/a.ts', '../core/till.ts'],
  ['electron/main/b.ts', '../../db/open.ts'],
  ['electron/main/c.ts', '../../codes/coupon.ts'],
  ['electron/preload/a.ts', '../../sync/engine.ts'],
  ['renderer/parts/a.ts', 'node:fs'],
  ['renderer/parts/b.ts', '../../db/open.ts'],
  ['renderer/parts/c.ts', 'electron'],
  ['renderer/parts/d.ts', '../../codes/coupon.ts'],
  ['central/a.ts', '../db/open.ts'],
  ['central/b.ts', '../sync/engine.ts'],
  ['central/c.ts', '../test/sim/world.ts'],
]

const allowed: readonly (readonly [file: string, source: string])[] = [
  ['domain/ok.ts', './money.ts'],
  ['contract/ok.ts', '../domain/money.ts'],
  ['contract/ok2.ts', 'zod'],
  ['codes/ok.ts', '../domain/money.ts'],
  ['codes/ok2.ts', 'node:crypto'],
  ['codes/ok3.ts', 'cborg'],
  ['db/journal/ok.ts', '../../domain/money.ts'],
  ['db/open.ts', 'better-sqlite3'],
  ['sync/ok.ts', '../contract/wire.ts'],
  ['sync/ok2.ts', '../db/open.ts'],
  ['electron/devices/ok.ts', '../../domain/receipt.ts'],
  ['electron/core/commands/ok.ts', '../../../db/open.ts'],
  ['electron/core/commands/ok2.ts', '../../../codes/coupon.ts'],
  ['electron/core/training/chain.ts', '../../../central/seed/notable.ts'],
  ['electron/main/ok.ts', 'electron'],
  ['renderer/parts/ok.ts', '../../contract/notice.ts'],
  ['central/ok.ts', '../db/replica/schema.ts'],
  ['central/ok2.ts', '../codes/coupon.ts'],
]

let folder = ''
const caught = new Map<string, string[]>()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-rules-'))
  for (const name of ['biome.json', '.gitignore', 'package.json'])
    cpSync(join(root, name), join(folder, name))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, source] of [...forbidden, ...allowed])
    write(file, `import * as other from '${source}'\nexport const use = other\n`)
  write('sync/round.ts', "import { back } from './round-back.ts'\nexport const round = (): unknown => back\n")
  write(
    'sync/round-back.ts',
    "import { round } from './round.ts'\nexport const back = (): unknown => round\n",
  )
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--reporter=json',
      '--max-diagnostics=1000',
      '.',
    ],
    { cwd: folder, encoding: 'utf8', timeout: 60_000 },
  )
  const report = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string | { file: string } } }[]
  }
  for (const { category, location } of report.diagnostics) {
    const path = typeof location.path === 'string' ? location.path : location.path.file
    caught.set(path, [...(caught.get(path) ?? []), category])
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

test.each(forbidden)('[TI1] %s may not import %s', (file) => {
  expect(caught.get(file)).toContain('lint/style/noRestrictedImports')
})

test.each(allowed)('[TI2] %s may import %s', (file) => {
  expect(caught.get(file) ?? []).not.toContain('lint/style/noRestrictedImports')
})

test('[TI3] a circle of imports is caught', () => {
  expect(caught.get('sync/round.ts')).toContain('lint/suspicious/noImportCycles')
})
