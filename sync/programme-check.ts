import { programmeForm, programmeSchema } from '../contract/programme.ts'
import type { Programme } from '../domain/programme.ts'

/** A programme document this till can go by, or why not: it does not parse, or has a form of a later version. */
export type CheckedProgramme =
  | { readonly kind: 'good'; readonly programme: Programme }
  | { readonly kind: 'broken' | 'newer' }

/** Reads a programme document. A till that cannot go by one keeps the last good one and says so. */
export function checkProgramme(document: unknown): CheckedProgramme {
  const parsed = programmeSchema.safeParse(document)
  if (parsed.success) return { kind: 'good', programme: parsed.data }
  return { kind: formOf(document) > programmeForm ? 'newer' : 'broken' }
}

function formOf(document: unknown): number {
  const form = typeof document === 'object' && document !== null && 'form' in document ? document.form : 0
  return typeof form === 'number' && Number.isSafeInteger(form) ? form : 0
}
