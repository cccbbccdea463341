import { z } from 'zod'
import type { TillConfig } from '../../contract/config.ts'

/**
 * The text of the demo till's `till.json` with the central of this start: the code of an earlier start may have run
 * out before the till used it. What else stands there stays; null leaves a file that is no JSON to the till, which
 * says what is wrong with it.
 */
export function withCentral(
  kept: string | null,
  central: { readonly url: string; readonly enrolmentCode: string },
): string | null {
  const parsed = z.record(z.string(), z.unknown()).safeParse(kept === null ? {} : jsonOrNull(kept))
  if (!parsed.success) return null
  const { url, enrolmentCode } = central
  const own: TillConfig['central'] = { url, enrolmentCode }
  return `${JSON.stringify({ ...parsed.data, central: own }, null, 2)}\n`
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
