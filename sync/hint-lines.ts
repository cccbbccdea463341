import { changeHintSchema } from '../contract/wire.ts'
import { hintLineMax } from '../domain/limits.ts'
import { CentralFault } from './central-fault.ts'
import { utf8Reader } from './change-lines.ts'

/** One sign on a stream of hints. */
export type HintSign =
  /** The newest change of interest to this till's store. */
  { readonly kind: 'change'; readonly change: number } | { readonly kind: 'beat' }

/**
 * Server-sent events (HTML standard, 9.2) as the central sends them: hints as data, comments as signs of life. Events of
 * another kind, and data that is no hint, are passed over: a later central may say more. Faults: `malformed` for what is
 * not UTF-8, `too_large` for a line without an end.
 */
export async function* readHints(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<HintSign, void> {
  const decode = utf8Reader()
  let rest = ''
  let event = ''
  let data: string[] = []
  for await (const block of blocks) {
    const lines = (rest + decode(block)).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > hintLineMax) throw new CentralFault('too_large', 'a line of the stream has no end')
    for (const line of lines) {
      if (line === '') {
        const change = event === '' || event === 'message' ? changeOf(data.join('\n')) : null
        event = ''
        data = []
        if (change !== null) yield { kind: 'change', change }
      } else if (line.startsWith(':')) yield { kind: 'beat' }
      else {
        const [name, value] = fieldOf(line)
        if (name === 'event') event = value
        // Only hints are kept, and a hint is one short line.
        if (name === 'data' && data.length === 0) data.push(value.slice(0, hintLineMax))
      }
    }
  }
}

function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  const from = line[colon + 1] === ' ' ? colon + 2 : colon + 1
  return [line.slice(0, colon), line.slice(from)]
}

function changeOf(text: string): number | null {
  try {
    const hint = changeHintSchema.safeParse(JSON.parse(text))
    return hint.success ? hint.data.change : null
  } catch {
    return null
  }
}
