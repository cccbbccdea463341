import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { commands } from '../contract/command.ts'
import { wireVersion } from '../contract/version.ts'
import * as wire from '../contract/wire.ts'
import { collections } from '../contract/wire.ts'

/* The repository tests itself: rules that a reader would otherwise have to remember. */

const root = join(import.meta.dirname, '..')
const files = spawnSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .stdout.split('\n')
  .filter((name) => name !== '')
const code = files.filter((name) => /\.(ts|tsx|mjs|css)$/.test(name))
const tests = code.filter((name) => /\.(test|spec)\.ts$/.test(name) || name.startsWith('test/suites/'))
const read = (name: string) => readFileSync(join(root, name), 'utf8')

const idPattern = /\[([A-Z]{2}\d+)\]/g
const specIds = files
  .filter((name) => name.startsWith('docs/spec/') && name.endsWith('.md'))
  .flatMap((name) =>
    [...read(name).matchAll(/^\|\s*([A-Z]{2}\d+)\s*\|/gm)].map((match) => match[1] as string),
  )
const testedIds = new Set(
  tests.flatMap((name) => [...read(name).matchAll(idPattern)].map((match) => match[1] as string)),
)

test('[TI4] the tree is seen whole', () => {
  for (const room of [
    'domain',
    'contract',
    'codes',
    'db',
    'sync',
    'electron/core',
    'electron/devices',
    'renderer',
    'central',
  ])
    expect(code.filter((name) => name.startsWith(`${room}/`)).length, room).toBeGreaterThan(3)
})

test('[TI5] every rule of the specification has an ID of its own and a test that names it', () => {
  expect(specIds.length).toBeGreaterThan(50)
  expect(specIds.filter((id, index) => specIds.indexOf(id) !== index)).toEqual([])
  expect(specIds.filter((id) => !testedIds.has(id))).toEqual([])
})

test('[TI6] every ID a test names stands in the specification', () => {
  expect([...testedIds].filter((id) => !specIds.includes(id))).toEqual([])
})

test('[TI7] nothing is left half done: no focused or skipped test, no mark of unfinished work', () => {
  const marks = new RegExp(
    [
      '\\b(test|it|describe)\\.(only|skip|todo)\\(',
      `\\b${'TO'}${'DO'}\\b`,
      `${'FIX'}${'ME'}`,
      '@ts-ignore',
      '@ts-nocheck',
    ].join('|'),
  )
  // This file spells the marks out.
  expect(code.filter((name) => name !== 'test/tidy.test.ts' && marks.test(read(name)))).toEqual([])
})

test('[TI8] a file has one topic: none but the lists of words is longer than 400 lines', () => {
  const long = code.filter(
    (name) => !name.startsWith('renderer/text/') && read(name).split('\n').length > 400,
  )
  expect(long).toEqual([])
})

test('[TI9] no room is a drawer for anything', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|services?|managers?|misc)(\.tsx?$|\/)/
  expect(files.filter((name) => drawers.test(name))).toEqual([])
  expect(
    code.filter(
      (name) => /(^|\/)index\.tsx?$/.test(name) && !/^electron\/(main|core)\/index\.ts$/.test(name),
    ),
  ).toEqual([])
})

test('[TI10] fetch is called in one place, clock and chance come from their own files', () => {
  const product = code.filter((name) => /^(domain|codes|db|sync|electron|renderer|central)\//.test(name))
  const callers = (pattern: RegExp) =>
    product.filter((name) => pattern.test(read(name).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
  expect(callers(/(?<![.\w])fetch\(/)).toEqual(['sync/central-client.ts'])
  expect(callers(/Math\.random\(/)).toEqual(
    callers(/Math\.random\(/).filter((name) => /^(electron\/core|central)\/ids\.ts$/.test(name)),
  )
  expect(
    callers(/Date\.now\(|new Date\(\)/).filter(
      (name) => !/^(electron\/core|central)\/clock\.ts$|^renderer\//.test(name),
    ),
  ).toEqual([])
})

test('[TI11] the rules see neither Node nor a page', () => {
  const folder = mkdtempSync(join(root, 'domain', '.tidy-'))
  try {
    writeFileSync(join(folder, 'leak.ts'), 'export const leaks = [process, window, setTimeout]\n')
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../tsconfig.json',
        compilerOptions: { composite: false, emitDeclarationOnly: false, noEmit: true, rootDir: '.' },
        include: ['leak.ts'],
      }),
    )
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder],
      { encoding: 'utf8', timeout: 60_000 },
    )
    for (const name of ['process', 'window', 'setTimeout']) expect(stdout).toContain(`'${name}'`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('[TI12] the wire has not changed without its version', () => {
  const named: readonly (readonly [string, unknown])[] = [
    ...Object.entries(wire),
    ...Object.entries(collections),
  ]
  const shapes = named
    .filter(([name]) => name.endsWith('Schema') || name in collections)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => [name, z.toJSONSchema(schema as z.ZodType, { unrepresentable: 'any' })])
  const hash = createHash('sha256').update(JSON.stringify(shapes)).digest('hex')
  const known = JSON.parse(read('test/fixtures/wire-hashes.json')) as Record<string, string>
  expect({ [wireVersion]: hash }).toEqual({ [wireVersion]: known[String(wireVersion)] })
})

test('[TI13] a released migration is never edited', () => {
  const known = JSON.parse(read('test/fixtures/migration-hashes.json')) as Record<string, string>
  const found: Record<string, string> = {}
  for (const folder of ['db/journal/migrations', 'db/replica/migrations', 'central/migrations'])
    for (const name of readdirSync(join(root, folder)))
      found[`${folder}/${name}`] = createHash('sha256')
        .update(read(`${folder}/${name}`))
        .digest('hex')
  expect(found).toEqual(known)
})

test('[TI14] every command has its own file in the core', () => {
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const missing = Object.keys(commands).filter(
    (name) => !files.includes(`electron/core/commands/${kebab(name)}.ts`),
  )
  expect(missing).toEqual([])
})

test('[TI15] nothing speaks of the machine it was written on', () => {
  const machine = /["'`(\s]\/(work|root|home)\/[a-z]/
  expect(
    files.filter(
      (name) =>
        /\.(ts|tsx|mjs|md|json|yml|css|html)$/.test(name) &&
        name !== 'package-lock.json' &&
        machine.test(read(name)),
    ),
  ).toEqual([])
})
