/* What a central or a till of next year might say: all we know, and more. */

/** Keyed by what they are of: a further entry is no unknown field. */
const dictionaries: ReadonlySet<string> = new Set(['months', 'categoryBps', 'interactions'])

/** The same with a field nobody knows in every object. */
export function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(
    ([name, part]) => [name, dictionaries.has(name) ? part : withUnknownFields(part)] as const,
  )
  return { ...Object.fromEntries(fields), ofNextYear: { since: 2027, what: ['new'] } }
}
