import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusalCodes } from '../../domain/refusal.ts'
import { wordsOf } from '../../renderer/text/i18n.ts'

/*
 * A sentence names figures, and the rule that says no brings them: two lists that nothing but this test holds together,
 * so the rules are read as they are written.
 */

const rooms = ['domain', 'codes', 'electron/core', 'contract']
const root = join(import.meta.dirname, '../..')

/** The names of the figures each refusal is given where the source makes it: `refuse('code', { name: … })`. */
function figuresInSource(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, room, name)),
  )
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    for (const [, code = '', figures = ''] of source.matchAll(/refuse\(\s*'(\w+)',\s*\{([^}]*)\}/g)) {
      const names = found.get(code) ?? new Set()
      found.set(code, names)
      for (const [, name = ''] of figures.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)) names.add(name)
    }
  }
  return found
}

/** What a sentence is filled with beside the figures of the same name. */
const madeOf: Readonly<Record<string, readonly string[]>> = {
  when: ['weekdays', 'from', 'to'],
  reason: ['reasonZh', 'reasonEn'],
}

test.each(['zh', 'en'] as const)(
  '[UI99] every figure a refusal names in %s is one the rule brings',
  (language) => {
    const brought = figuresInSource()
    expect(brought.size).toBeGreaterThan(20)
    const missing = refusalCodes.flatMap((code) => {
      const words = wordsOf[language].refusal[code]
      const sentence = Object.values(words).join(' ')
      const named = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
      return named
        .filter((name) => !(madeOf[name] ?? [name]).every((figure) => brought.get(code)?.has(figure)))
        .map((name) => `${code} {{${name}}}`)
    })
    expect(missing).toEqual([])
  },
)
