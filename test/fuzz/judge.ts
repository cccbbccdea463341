import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { changeHintSchema, changeRowSchema, changesEndSchema } from '../../contract/wire.ts'
import type { JsonSchema, Operation } from './document.ts'
import type { RawAnswer } from './line.ts'

/** Says what of an answer is not as the document has it, or null. */
export type Judge = (operation: Operation, method: string, answer: RawAnswer) => string | null

/** Judges answers by the document alone, and streams line by line by what the document says their lines are. */
export function createJudge(): Judge {
  // `byte` is what OpenAPI calls base64; the pattern beside it checks it.
  const ajv = new Ajv2020({ strict: false, formats: { byte: true } })
  const compiled = new Map<JsonSchema, ValidateFunction>()
  const misfit = (schema: JsonSchema, value: unknown): string | null => {
    const validate = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, validate)
    return validate(value) ? null : ajv.errorsText(validate.errors)
  }
  return ({ answers }, method, { status, headers, body }) => {
    const content = answers.get(String(status)) ?? answers.get(`${String(status)[0]}XX`)
    if (status >= 500 && (status !== 503 || !content)) return `a ${status} nobody documented`
    if (status >= 300 && status < 400) return `a redirect (${status})`
    if ((status === 503 || status === 429) && !/^\d+$/.test(String(headers['retry-after']))) {
      return `a ${status} that does not say when to come again`
    }
    if (!content) return `status ${status} is not documented`
    if (method === 'HEAD') return body.length === 0 ? null : 'a body to HEAD'
    const [type = ''] = String(headers['content-type']).split(';')
    const schema = content.get(type)
    if (!schema) return `media type ${type} is not documented for ${status}`
    if (type === 'application/json') return jsonMisfit(body, (value) => misfit(schema, value))
    if (misfit(schema, body.toString())) return `a text that does not fit`
    return streamMisfit(type, body, headers)
  }
}

function jsonMisfit(body: Buffer, misfit: (value: unknown) => string | null): string | null {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return `no JSON: ${body.toString('utf8', 0, 100)}`
  }
  return misfit(value)
}

function streamMisfit(type: string, body: Buffer, headers: RawAnswer['headers']): string | null {
  switch (type) {
    case 'application/x-ndjson': {
      const lines = body.toString().split('\n')
      const rest = [lines.pop(), lines.pop() ?? '']
      const fits = lines.every((line) => changeRowSchema.safeParse(JSON.parse(line)).success)
      const ends = rest[0] === '' && changesEndSchema.safeParse(JSON.parse(rest[1] ?? '')).success
      return fits && ends ? null : 'lines that are no rows with an end'
    }
    case 'text/event-stream': {
      const [first = ''] = body.toString().split('\n\n')
      if (first.startsWith(':')) return null
      const hint = /^data: (.*)$/.exec(first)?.[1] ?? 'null'
      return changeHintSchema.safeParse(JSON.parse(hint)).success ? null : `no hint: ${first.slice(0, 80)}`
    }
    case 'application/zstd':
      return String(body.length) === headers['content-length'] ? null : 'another length than announced'
    default:
      return `nobody reads ${type}`
  }
}
