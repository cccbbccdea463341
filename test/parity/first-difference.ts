/** Where two plain values differ first, as words for people; null = nowhere. A key that is missing is not one with null. */
export function firstDifference(mine: unknown, theirs: unknown, path = ''): string | null {
  if (mine === theirs) return null
  if (typeof mine !== 'object' || typeof theirs !== 'object' || mine === null || theirs === null)
    return `${path}: ${JSON.stringify(mine)} here, ${JSON.stringify(theirs)} by the oracle`
  const left = mine as Record<string, unknown>
  const right = theirs as Record<string, unknown>
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const difference = firstDifference(left[key], right[key], path === '' ? key : `${path}.${key}`)
    if (difference !== null) return difference
  }
  return null
}
