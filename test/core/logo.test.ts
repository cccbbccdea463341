import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLogo } from '../../electron/core/logo.ts'
import { rasterPng } from '../fakes/escpos-decoder.ts'
import { memoryLog } from './till-parts.ts'
import { newFolder } from './till-rig.ts'

const image = Buffer.from(
  rasterPng({ width: 8, height: 2, rows: [Uint8Array.of(0x81), Uint8Array.of(0x7e)] }, 1, 0),
)

function logoOf(bytes: Uint8Array | null) {
  const folder = newFolder()
  if (bytes) writeFileSync(join(folder, 'logo.png'), bytes)
  const log = memoryLog()
  return { logo: readLogo(folder, log), lines: log.lines }
}

test('[PN40] the file beside the configuration is the logo; without one there is none and nothing is said', () => {
  expect(logoOf(image)).toEqual({ logo: { png: image.toString('base64'), dotsWide: 8 }, lines: [] })
  expect(logoOf(null)).toEqual({ logo: undefined, lines: [] })
})

test.each([
  ['no image', Buffer.alloc(64, 0x20), 'not_png'],
  ['an empty file', Buffer.alloc(0), 'not_png'],
  ['one that is cut off', image.subarray(0, image.length - 3), 'not_png'],
  ['one that is too high', withHeight(401), 'too_high'],
  ['one that is too large', Buffer.concat([image, Buffer.alloc(262_144)]), 'too_large'],
])('[PN40] %s is left out and told to the log', (_name, bytes, code) => {
  const { logo, lines } = logoOf(bytes)
  expect(logo).toBeUndefined()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('logo_unreadable')
  expect(lines[0]).toContain(code)
})

function withHeight(height: number): Buffer {
  const bytes = Buffer.from(image)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
