import { z } from 'zod'

/** An answer that is no JSON, for the document. */
export function bytesOf(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: z.string() } } }
}
