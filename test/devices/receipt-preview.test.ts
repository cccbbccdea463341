import { expect, test } from 'vitest'
import { previewReceipt } from '../../electron/devices/codec/receipt-preview.ts'

const svg = previewReceipt(
  {
    openDrawer: true,
    blocks: [
      { kind: 'title', text: '永福超市' },
      { kind: 'pair', left: '<script>alert(1)</script> & 大豆油', right: '¥1.00' },
      { kind: 'text', text: '{image:x}{command:y}', align: 'center' },
      { kind: 'qr', payload: 'https://evertill.example/r/1' },
    ],
  },
  { columns: 48 },
)

function words(image: string): string {
  return image
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#xa0;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

test('[PN21] the preview shows every word of the receipt', () => {
  for (const part of ['永福超市', '大豆油', '￥1.00', '{image:x}{command:y}'])
    expect(words(svg)).toContain(part)
})

test('[PN21] the preview is an SVG that runs nothing and fetches nothing', () => {
  expect(svg).toMatch(/^<svg /)
  expect(words(svg)).toContain('<script>alert(1)</script> &')
  expect(svg).not.toMatch(/<script|<image|<foreignObject|@import|url\(["']?http|href/i)
})
