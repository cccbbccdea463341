import { join } from 'node:path'
import QRCode from 'qrcode'

/** Files of one code's QR symbol. */
export interface CodeImages {
  readonly png: string
  readonly svg: string
}

/**
 * Draws a signed code as `<name>.png` and `<name>.svg` in a folder: alphanumeric mode, error correction M (15 % may be
 * scratched away), the quiet zone of four modules that ISO/IEC 18004 asks for.
 */
export async function drawCode(text: string, folder: string, name: string): Promise<CodeImages> {
  const images = { png: join(folder, `${name}.png`), svg: join(folder, `${name}.svg`) }
  const segments = [{ data: text, mode: 'alphanumeric' as const }]
  await QRCode.toFile(images.png, segments, { type: 'png', ...symbol, scale: 8 })
  await QRCode.toFile(images.svg, segments, { type: 'svg', ...symbol })
  return images
}

const symbol = { errorCorrectionLevel: 'M', margin: 4 } as const
