import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { type Draw, perhaps } from './draw.ts'
import type { RawRequest } from './line.ts'

/* Requests that are wrong somewhere: in their values, their text, their bytes, their head. */

const nothingFits: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  2 ** 53,
  2 ** 63,
  1e308,
  -1e308,
  '',
  'x',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '9'.repeat(400),
  'x'.repeat(20_000),
  '__proto__',
  "'; DROP TABLE member; --",
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  '\u202e\u0000\uffff',
  [],
  {},
  [[]],
  [null],
  { $ne: null },
  { toString: 1 },
]

/** The value with one place in it, however deep, wrong. */
export function spoiled(value: unknown, draw: Draw): unknown {
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0
  if (isLeaf || perhaps(draw, 15)) return draw(fc.constantFrom(...nothingFits))
  const key = draw(fc.constantFrom(...Object.keys(value)))
  if (Array.isArray(value)) {
    const place = Number(key)
    const element = value[place] as unknown
    if (perhaps(draw, 15)) return [...value, element]
    return value.with(place, spoiled(element, draw))
  }
  const { [key]: field, ...rest } = value as Record<string, unknown>
  if (perhaps(draw, 20)) return rest
  if (perhaps(draw, 20)) return { ...value, [draw(fc.string({ minLength: 1, maxLength: 12 }))]: field }
  return { ...value, [key]: spoiled(field, draw) }
}

/** Path and query parts that fit no parameter. */
const strangeParts = fc.constantFrom(
  '',
  '%',
  '%zz',
  '%00',
  '%ff%fe',
  '%ed%a0%80',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2f',
  '..',
  '.',
  '*',
  '-1',
  '1.5',
  'NaN',
  '1e400',
  '0x10',
  '9'.repeat(30),
  'a'.repeat(5_000),
  '%F0%9F%98%80',
  '00000000-0000-0000-0000-00000000000G',
  "'%20OR%201=1",
  '{}',
  ';x=y',
)

/** Text that is no JSON, or JSON only some readers take. */
const strangeTexts: readonly ((json: string) => string)[] = [
  (json) => json.slice(0, Math.floor(json.length / 2)),
  (json) => `${json}${json}`,
  (json) => `\ufeff${json}`,
  (json) => json.replaceAll('"', "'"),
  (json) => `${json},`,
  (json) => json.replace('{', '{"__proto__":{"events":[]},"constructor":{"prototype":{}},'),
  // The same field twice: the last one counts.
  (json) => (json.startsWith('{') ? `{"id":1,"rows":2,"events":3,"code":4,${json.slice(1)}` : json),
  (json) => json.replaceAll(/\d+/g, '1e400'),
  (json) => json.replaceAll(/:(\d+)/g, ':$1$1$1$1$1'),
  (json) => json.replaceAll(/:(\d+)/g, ':0$1'),
  (json) => json.replaceAll(/:(\d+)/g, ':-$1'),
  (json) => json.replace(/:"/, ':"\\ud800'),
  (json) => json.replace(/:"/, ':"\\u0000'),
  (json) => json.replace(/:"/, ':"\u0001'),
  (json) => json.replaceAll('null', 'NaN'),
  () => '',
  () => ' ',
  () => 'null',
  () => '0',
  () => '"text"',
  () => '[]',
  () => '{}',
  () => '['.repeat(3_000),
  () => `${'['.repeat(90)}${']'.repeat(90)}`,
  () => `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`,
  () => `{${'"a":1,'.repeat(60_000)}"b":2}`,
  () => `"${'x'.repeat(1_200_000)}"`,
]

const zeros = Buffer.alloc(8 * 1_048_576)
const bombs = { gzip: gzipSync(zeros), zstd: zstdCompressSync(zeros) }

/** Bytes and headings that do not go together. */
const strangeBodies: readonly ((json: Buffer) => { bytes: Buffer; headers: Record<string, string> })[] = [
  (json) => ({ bytes: gzipSync(json), headers: {} }),
  (json) => ({ bytes: gzipSync(json), headers: { 'content-encoding': 'zstd' } }),
  (json) => ({ bytes: json, headers: { 'content-encoding': 'gzip' } }),
  (json) => ({ bytes: json, headers: { 'content-encoding': 'zstd' } }),
  (json) => ({ bytes: json, headers: { 'content-encoding': 'gzip, zstd' } }),
  (json) => ({ bytes: json, headers: { 'content-encoding': 'deflate' } }),
  (json) => ({ bytes: gzipSync(json).subarray(0, -6), headers: { 'content-encoding': 'gzip' } }),
  (json) => ({ bytes: zstdCompressSync(json).subarray(0, -3), headers: { 'content-encoding': 'zstd' } }),
  (json) => ({ bytes: Buffer.concat([gzipSync(json), json]), headers: { 'content-encoding': 'gzip' } }),
  (json) => ({
    bytes: Buffer.concat([zstdCompressSync(json), json]),
    headers: { 'content-encoding': 'zstd' },
  }),
  () => ({ bytes: Buffer.alloc(0), headers: { 'content-encoding': 'zstd' } }),
  () => ({ bytes: bombs.gzip, headers: { 'content-encoding': 'gzip' } }),
  () => ({ bytes: bombs.zstd, headers: { 'content-encoding': 'zstd' } }),
  (json) => ({ bytes: json, headers: { 'content-type': 'text/html' } }),
  (json) => ({ bytes: json, headers: { 'content-type': '' } }),
  (json) => ({ bytes: json, headers: { 'content-type': 'application/json; charset=utf-16' } }),
  (json) => ({ bytes: json, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  (json) => ({ bytes: json, headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
  (json) => ({ bytes: Buffer.concat([json, Buffer.from([0xff, 0xfe])]), headers: {} }),
  (json) => ({ bytes: Buffer.from(json.toString(), 'utf16le'), headers: {} }),
]

const strangeHeaders: readonly Readonly<Record<string, string>>[] = [
  { range: 'bytes=-0' },
  { range: 'bytes=5-2' },
  { range: 'bytes=-99999999999999' },
  { range: 'bytes=99999999999999-' },
  { range: 'bytes=0-1,3-4' },
  { range: 'lines=1-2' },
  { range: 'bytes=--1' },
  { 'accept-encoding': 'zstd;q=2, gzip;q=x, *;q=' },
  { 'accept-encoding': '(((((((((((' },
  { accept: 'text/html' },
  { 'x-forwarded-for': '\u00ff' },
  { 'x-large': 'x'.repeat(20_000) },
  { 'if-none-match': '*' },
  { 'accept-version': '9.9.9' },
  { 'x-http-method-override': 'DELETE' },
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(400)}` },
  { authorization: 'Basic Og==' },
]

const strangeMethods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'GET', 'POST', 'PROPFIND']

/** The request with something of its text, bytes, head or address wrong. */
export function spoiledRequest(request: RawRequest, draw: Draw): RawRequest {
  const json = request.body?.toString() ?? '{}'
  const of = <T>(cases: readonly T[]) => draw(fc.constantFrom(...cases))
  switch (draw(fc.constantFrom('text', 'text', 'bytes', 'headers', 'method', 'address'))) {
    case 'text':
      return request.body
        ? { ...request, body: Buffer.from(of(strangeTexts)(json)) }
        : addressed(request, draw)
    case 'bytes': {
      const { bytes, headers } = of(strangeBodies)(Buffer.from(json))
      return { ...request, body: bytes, headers: { ...request.headers, ...headers } }
    }
    case 'headers':
      return { ...request, headers: { ...request.headers, ...of(strangeHeaders) } }
    case 'method':
      return { ...request, method: of(strangeMethods) }
    default:
      return addressed(request, draw)
  }
}

function addressed(request: RawRequest, draw: Draw): RawRequest {
  const [path = '', query] = request.target.split('?')
  const parts = path.split('/')
  const place = draw(fc.integer({ min: 1, max: parts.length - 1 }))
  const name = query?.split('=')[0] ?? 'limit'
  const part = draw(strangeParts)
  const targets = [
    parts.with(place, part).join('/') + (query === undefined ? '' : `?${query}`),
    `${path}?${name}=${part}`,
    `${path}?${name}[]=${part}&${name}=1&${name}=2`,
    `${path}/${part}`,
    `${path}?${'a=1&'.repeat(2_000)}`,
    `//${path}`,
  ]
  return { ...request, target: draw(fc.constantFrom(...targets)) }
}
