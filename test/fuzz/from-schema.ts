import fc from 'fast-check'
import type { JsonSchema } from './document.ts'

/** Values of the chain as it is for a property or parameter of this name, or null when nothing is known for it. */
export type Known = (name: string) => fc.Arbitrary<unknown> | null

/** Long lists and texts are the business of the tests of limits. */
const itemsMost = 4
const textMost = 60

/** Values that fit a schema, with those of the chain mixed in, so that what is asked is often about something. */
export function fitting(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const some = schema.anyOf ?? schema.oneOf
  if (some) return fc.oneof(...some.map((one) => fitting(one, known, name)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (Object.hasOwn(schema, 'const')) return fc.constant(schema.const)
  switch (schema.type) {
    case 'string':
      return mixed(name, known, texts(schema))
    case 'integer':
      return mixed(name, known, wholes(schema))
    case 'number':
      return mixed(name, known, fc.oneof(fc.nat(100), fc.double({ noNaN: true, noDefaultInfinity: true })))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? itemsMost, Math.max(schema.minItems ?? 0, itemsMost)),
      })
    case 'object':
      return objects(schema, known)
    case undefined:
      return fc.jsonValue({ maxDepth: 2 })
    default:
      throw new Error(`no values of type ${schema.type}`)
  }
}

function mixed(name: string, known: Known, free: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const ofChain = known(name)
  return ofChain ? fc.oneof({ weight: 4, arbitrary: ofChain }, { weight: 1, arbitrary: free }) : free
}

function texts({ format, pattern, minLength = 0, maxLength = textMost }: JsonSchema): fc.Arbitrary<string> {
  const bounds = { minLength, maxLength: Math.min(maxLength, Math.max(minLength, textMost)) }
  if (format === 'byte') return fc.base64String(bounds)
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.oneof(fc.string(bounds), fc.string({ ...bounds, unit: 'binary' }))
}

function wholes(schema: JsonSchema): fc.Arbitrary<number> {
  const { minimum: min = Number.MIN_SAFE_INTEGER, maximum: max = Number.MAX_SAFE_INTEGER } = schema
  const near = Math.min(max, Math.max(min, 0) + 100)
  return fc.oneof(fc.integer({ min: Math.max(min, 0), max: near }), fc.maxSafeInteger().map(within(min, max)))
}

/** Keeps what lies within, brings the rest to the nearer end: ends are where it breaks. */
function within(min: number, max: number): (value: number) => number {
  return (value) => Math.min(max, Math.max(min, value))
}

function objects(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { properties, required = [], propertyNames, additionalProperties } = schema
  if (properties) {
    const fields = Object.entries(properties).map(
      ([key, value]) => [key, fitting(value, known, key)] as const,
    )
    return fc.record(Object.fromEntries(fields), {
      requiredKeys: [...required].filter((key) => Object.hasOwn(properties, key)),
      noNullPrototype: true,
    })
  }
  const values = typeof additionalProperties === 'object' ? additionalProperties : {}
  const keys = fitting(propertyNames ?? { type: 'string', maxLength: 20 }, known) as fc.Arbitrary<string>
  return fc.dictionary(keys, fitting(values, known), { maxKeys: itemsMost, noNullPrototype: true })
}
