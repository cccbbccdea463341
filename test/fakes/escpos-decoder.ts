import { crc32, deflateSync } from 'node:zlib'
import { commandLength, numberAt } from './escpos-commands.ts'

/** One bit a dot, 1 is black. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly rows: readonly Uint8Array[]
}

/** What a printer would do with the bytes. `setting` is any command that prints nothing by itself. */
export type EscposOperation =
  | {
      readonly op: 'text'
      readonly text: string
      readonly strong: boolean
      readonly wide: number
      readonly tall: number
    }
  | { readonly op: 'feed' }
  | { readonly op: 'cut' }
  | { readonly op: 'drawer'; readonly pin: number; readonly onMs: number; readonly offMs: number }
  | { readonly op: 'raster'; readonly raster: Raster }
  | { readonly op: 'barcode' }
  | { readonly op: 'request'; readonly bytes: readonly number[] }
  | { readonly op: 'setting'; readonly name: string; readonly bytes: readonly number[] }
  | { readonly op: 'unknown'; readonly bytes: readonly number[] }

interface PrinterMode {
  kanji: boolean
  /** Number of the code page. */
  page: number
  strong: boolean
  wide: number
  tall: number
  raster: Raster | null
}

const knownSettings = new Set(
  'ESC @,ESC 2,ESC 3,ESC M,ESC SP,ESC {,ESC t,ESC R,ESC a,ESC $,ESC \\,ESC -,FS -,FS S,FS C,FS (,GS a,GS L,GS W,GS B'.split(
    ',',
  ),
)

/** Reads ESC/POS as a printer with a Chinese font does: pairs of bytes are GB18030 after FS &. */
export function decodeEscpos(bytes: Uint8Array): EscposOperation[] {
  const operations: EscposOperation[] = []
  const mode: PrinterMode = { kanji: false, page: 0, strong: false, wide: 1, tall: 1, raster: null }
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    if (first >= 0x20 && first !== 0x7f) {
      const end = textEnd(bytes, at, mode.kanji)
      const text = decodeText(bytes.subarray(at, end), mode)
      operations.push({ op: 'text', text, strong: mode.strong, wide: mode.wide, tall: mode.tall })
      at = end
      continue
    }
    const length = commandLength(bytes, at) ?? bytes.length - at
    operations.push(...perform(bytes.subarray(at, at + length), mode))
    at += length
  }
  return operations
}

function textEnd(bytes: Uint8Array, from: number, kanji: boolean): number {
  let at = from
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte < 0x20 || byte === 0x7f) break
    if (!kanji || byte < 0x80) at += 1
    else if (isDigit(bytes[at + 1])) at += 4
    else at += 2
  }
  return Math.min(at, bytes.length)
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** Epson's numbers of code pages, where the runtime decodes them. */
const pages: Readonly<Record<number, string>> = { 16: 'windows-1252', 17: 'ibm866' }

function decodeText(bytes: Uint8Array, { kanji, page }: PrinterMode): string {
  if (kanji) return new TextDecoder('gb18030').decode(bytes)
  const decoder = pages[page]
  if (decoder) return new TextDecoder(decoder).decode(bytes)
  // Outside kanji mode the upper half of another page is a code page of lines and accents: shown as its number.
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `<${byte.toString(16)}>`,
  ).join('')
}

function perform(command: Uint8Array, mode: PrinterMode): EscposOperation[] {
  const [first = 0, second = 0, third = 0] = command
  if (first === 0x0a) return [{ op: 'feed' }]
  const name = commandName(first, second)
  switch (name) {
    case 'FS &':
    case 'FS .':
      mode.kanji = name === 'FS &'
      return [setting(name, command)]
    case 'ESC t':
      mode.page = third
      return [setting(name, command)]
    case 'ESC E':
      mode.strong = (third & 1) === 1
      return [setting(name, command)]
    case 'GS !':
      mode.wide = (third >> 4) + 1
      mode.tall = (third & 7) + 1
      return [setting(name, command)]
    case 'GS V':
      return [{ op: 'cut' }]
    case 'ESC p':
      return [{ op: 'drawer', pin: third, onMs: (command[3] ?? 0) * 2, offMs: (command[4] ?? 0) * 2 }]
    case 'GS k':
      return [{ op: 'barcode' }]
    case 'GS r':
    case 'GS I':
    case 'DLE EOT':
      return [{ op: 'request', bytes: [...command] }]
    case 'GS 8':
      mode.raster = rasterOf(command)
      return []
    case 'GS (':
      return graphics(command, mode)
    default:
      return [knownSettings.has(name) ? setting(name, command) : { op: 'unknown', bytes: [...command] }]
  }
}

function setting(name: string, command: Uint8Array): EscposOperation {
  return { op: 'setting', name, bytes: [...command] }
}

function commandName(first: number, second: number): string {
  if (first === 0x10) return second === 0x04 ? 'DLE EOT' : `DLE ${second}`
  const family = { 27: 'ESC', 28: 'FS', 29: 'GS' }[first]
  const letter = second === 0x20 ? 'SP' : String.fromCharCode(second)
  return family ? `${family} ${letter}` : `byte ${first}`
}

/** GS ( L fn 50 prints what GS 8 L fn 112 stored. */
function graphics(command: Uint8Array, mode: PrinterMode): EscposOperation[] {
  const isPrint = command[2] === 0x4c && (command[6] === 50 || command[6] === 2)
  if (!isPrint || !mode.raster) return [{ op: 'unknown', bytes: [...command] }]
  const raster = mode.raster
  mode.raster = null
  return [{ op: 'raster', raster }]
}

function rasterOf(command: Uint8Array): Raster | null {
  if (command[2] !== 0x4c || command[8] !== 112) return null
  const width = numberAt(command, 13, 2)
  const height = numberAt(command, 15, 2)
  const stride = Math.ceil(width / 8)
  const rows = Array.from({ length: height }, (_, row) =>
    command.subarray(17 + row * stride, 17 + (row + 1) * stride),
  )
  return rows.every((row) => row.length === stride) ? { width, height, rows } : null
}

export interface PrintedRow {
  readonly text: string
  readonly strong: boolean
  readonly wide: number
  readonly tall: number
  /** Columns of a standard character the row takes. */
  readonly columns: number
}

/** The text rows on the paper, in order; trailing blanks are cut, rows without text are kept. */
export function printedRows(operations: readonly EscposOperation[]): PrintedRow[] {
  const rows: PrintedRow[] = []
  let row: PrintedRow = { text: '', strong: false, wide: 1, tall: 1, columns: 0 }
  for (const operation of operations) {
    if (operation.op === 'text') {
      const { text, strong, wide, tall } = operation
      row = { text: row.text + text, strong, wide, tall, columns: row.columns + columnsOf(text) * wide }
    } else if (operation.op === 'feed') {
      rows.push({ ...row, text: row.text.trimEnd() })
      row = { text: '', strong: false, wide: 1, tall: 1, columns: 0 }
    }
  }
  return rows
}

function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character.charCodeAt(0) < 0x80 ? 1 : 2), 0)
}

/** Everything but text and fed lines: what a text must never be able to add to. */
export function commandsOf(operations: readonly EscposOperation[]): EscposOperation[] {
  return operations.filter(({ op }) => op !== 'text')
}

/** A white-bordered greyscale PNG of the raster, `scale` pixels a dot. */
export function rasterPng(raster: Raster, scale = 2, border = 32): Uint8Array {
  const width = raster.width * scale + border * 2
  const height = raster.height * scale + border * 2
  const pixels = new Uint8Array((width + 1) * height).fill(0xff)
  for (let y = 0; y < height; y += 1) pixels[y * (width + 1)] = 0
  for (let y = 0; y < raster.height * scale; y += 1) {
    const row = raster.rows[Math.floor(y / scale)]
    for (let x = 0; x < raster.width * scale; x += 1) {
      const dot = Math.floor(x / scale)
      const black = ((row?.[dot >> 3] ?? 0) >> (7 - (dot & 7))) & 1
      if (black) pixels[(y + border) * (width + 1) + 1 + x + border] = 0
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(name: string, content: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
