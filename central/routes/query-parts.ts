import { z } from 'zod'

/* Whole numbers of a query, which are text: said so that the document shows their bounds. */

export const countQuery = z.coerce.number().int().min(0)

/** How many of a list at most; all one page holds unless told. */
export function limitQuery(most: number) {
  return z.coerce.number().int().min(1).max(most).default(most)
}
