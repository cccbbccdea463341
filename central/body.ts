import { promisify } from 'node:util'
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib'
import { bodyDepthMax, inflatedBytesMax } from './limits.ts'
import { RequestRefused } from './problem.ts'

const inflateGzip = promisify(gunzip)
const inflateZstd = promisify(zstdDecompress)
const deflateGzip = promisify(gzip)
const deflateZstd = promisify(zstdCompress)

/** Below this an answer is not worth compressing, in bytes. */
const compressFromBytes = 1_024

/**
 * A request body as JSON. Never inflates beyond `inflatedBytesMax`, so a compression bomb costs one buffer. Refuses
 * `encoding_unknown` (415), `encoding_broken`, `body_too_large` (413), `json_invalid`, `json_too_deep`.
 */
export async function readBody(bytes: Buffer, encoding: string | undefined): Promise<unknown> {
  const plain = await inflate(bytes, encoding)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    throw new RequestRefused(400, 'json_invalid', 'the body is not UTF-8')
  }
  if (deeperThan(text, bodyDepthMax))
    throw new RequestRefused(400, 'json_too_deep', 'the body nests too deeply')
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new RequestRefused(400, 'json_invalid', 'the body is not JSON')
  }
}

async function inflate(bytes: Buffer, encoding: string | undefined): Promise<Buffer> {
  const limit = { maxOutputLength: inflatedBytesMax }
  try {
    switch (encoding?.trim().toLowerCase()) {
      case undefined:
      case '':
      case 'identity':
        return bytes
      case 'gzip':
        return await inflateGzip(bytes, limit)
      case 'zstd':
        return await inflateZstd(bytes, limit)
      default:
        throw new RequestRefused(415, 'encoding_unknown', 'content encodings are gzip and zstd')
    }
  } catch (error) {
    if (error instanceof RequestRefused) throw error
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new RequestRefused(400, 'encoding_broken', 'the body does not decompress')
  }
}

export function tooLarge(): RequestRefused {
  return new RequestRefused(413, 'body_too_large', 'the body is larger than a push may be')
}

/** Whether arrays and objects nest beyond `depth`: asked before parsing, on the text, at the cost of one pass. */
function deeperThan(text: string, depth: number): boolean {
  let level = 0
  let inText = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (inText) {
      if (unit === 0x5c) i++
      else if (unit === 0x22) inText = false
    } else if (unit === 0x22) inText = true
    else if (unit === 0x7b || unit === 0x5b) {
      level += 1
      if (level > depth) return true
    } else if (unit === 0x7d || unit === 0x5d) level -= 1
  }
  return false
}

/** An answer's bytes in an encoding the client takes, or null when it is better left as it is. */
export async function compressAnswer(
  bytes: Buffer,
  accepted: string,
): Promise<{ readonly bytes: Buffer; readonly encoding: 'zstd' | 'gzip' } | null> {
  if (bytes.length < compressFromBytes) return null
  const names = accepted.toLowerCase().split(',')
  const takes = (name: string) =>
    names.some((part) => new RegExp(`^\\s*${name}\\s*(;\\s*q=(1|0\\.[0-9]*[1-9])[0-9.]*\\s*)?$`).test(part))
  if (takes('zstd')) return { bytes: await deflateZstd(bytes), encoding: 'zstd' }
  if (takes('gzip')) return { bytes: await deflateGzip(bytes, { level: 4 }), encoding: 'gzip' }
  return null
}
