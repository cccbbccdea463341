import { assert } from './assert.ts'
import { jsonDepthMax } from './limits.ts'

/** A value as canonical JSON (RFC 8785). Asserts that it has one: for values our own code made. */
export function canonicalJson(value: unknown): string {
  const text = write(value, 0)
  assert(text !== null, 'a value with a canonical form')
  return text
}

/**
 * As `canonicalJson`, but null when the value has no canonical form (undefined, NaN, infinity, lone surrogates,
 * functions, class instances, deeper than `jsonDepthMax`): for values a stranger sent.
 */
export function canonicalJsonOrNull(value: unknown): string | null {
  return writeKnown(value, 0)
}

/** A field of an object as its canonical JSON has it, `"name":value`. */
export interface CanonicalField {
  readonly name: string
  readonly text: string
}

/** The fields of an object, for one that is written more than once with fields added. Asserts that each has a canonical form. */
export function canonicalFields(value: object): CanonicalField[] {
  return Object.entries(value).map(([name, field]) => ({
    name,
    text: `${canonicalJson(name)}:${canonicalField(field)}`,
  }))
}

/** As `canonicalFields`, but null when a field has no canonical form: for what a stranger wrote. */
export function canonicalFieldsOrNull(value: object): CanonicalField[] | null {
  const fields: CanonicalField[] = []
  for (const [name, field] of Object.entries(value)) {
    const [key, text] = [writeText(name), writeKnown(field, 1)]
    if (key === null || text === null) return null
    fields.push({ name, text: `${key}:${text}` })
  }
  return fields
}

/** The canonical JSON of the object that has these fields, in any order. */
export function joinFields(fields: readonly CanonicalField[]): string {
  const sorted = [...fields].sort((a, b) => byCodeUnits(a.name, b.name))
  return `{${sorted.map(({ text }) => text).join(',')}}`
}

/** A value one level down. */
function canonicalField(value: unknown): string {
  const text = write(value, 1)
  assert(text !== null, 'a value with a canonical form')
  return text
}

/**
 * As `write`. What came as canonical JSON has its names in their order already, and then the engine's own form is the
 * canonical one: to see that costs a fifth of writing it.
 */
function writeKnown(value: unknown, depth: number): string | null {
  return isInOrder(value, depth) ? JSON.stringify(value) : write(value, depth)
}

/** Whether a value has a canonical form and all its names stand in order. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'boolean'
  if (value === null) return true
  if (depth === jsonDepthMax) return false
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isInOrder(value[i], depth + 1)) return false
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  const fields = value as Readonly<Record<string, unknown>>
  let before: string | null = null
  for (const name of Object.keys(fields)) {
    if ((before !== null && before >= name) || !name.isWellFormed()) return false
    if (!isInOrder(fields[name], depth + 1)) return false
    before = name
  }
  return true
}

function write(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return writeText(value)
    case 'number':
      // RFC 8785 3.2.2.3 takes over the number form of ECMAScript, in which negative zero is `0`.
      return Number.isFinite(value) ? JSON.stringify(value) : null
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth === jsonDepthMax) return null
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1)
    default:
      return null
  }
}

/** RFC 8785 3.2.2.2 takes over the string form of ECMAScript and forbids lone surrogates. */
function writeText(text: string): string | null {
  return text.isWellFormed() ? JSON.stringify(text) : null
}

function writeArray(values: readonly unknown[], depth: number): string | null {
  const parts: string[] = []
  // By index and not by iterator methods: a hole must not be skipped silently.
  for (let i = 0; i < values.length; i++) {
    const part = write(values[i], depth)
    if (part === null) return null
    parts.push(part)
  }
  return `[${parts.join(',')}]`
}

function writeObject(value: object, depth: number): string | null {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return null
  const fields = value as Readonly<Record<string, unknown>>
  const parts: string[] = []
  for (const name of Object.keys(fields).sort(byCodeUnits)) {
    const key = writeText(name)
    const part = write(fields[name], depth)
    if (key === null || part === null) return null
    parts.push(`${key}:${part}`)
  }
  return `{${parts.join(',')}}`
}

/** RFC 8785 3.2.3: names in the order of their UTF-16 code units, which is how ECMAScript compares strings. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
