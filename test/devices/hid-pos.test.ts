import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hidPosLayout } from '../../electron/devices/codec/hid-descriptor.ts'
import { type HidPosLayout, hidPosReader, usualLayout } from '../../electron/devices/codec/hid-pos.ts'
import { scanText } from '../../electron/devices/codec/scan-code.ts'
import { reportsOf, scanReport } from '../fakes/hid-scanners.ts'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** Report 2: count of the generic desktop page, mark, 56 bytes, one bit for "more". */
const usual =
  '058c 0902 a101 0912 a102 8502 1500 26ff00 7508 9501 0501 093b 8102 058c 9503 09fb 09fc 09fd 8102 9538 09fe 820201 7501 9501 09ff 2501 8102 9507 8103 c0c0'

test('[SN20] the usual descriptor gives the usual layout, with a mask for its bit', () => {
  expect(hidPosLayout(bytesOf(usual))).toEqual(usualLayout)
})

test.each<[string, string, Partial<HidPosLayout>]>([
  [
    'a device without report ids',
    usual.replace('8502', ''),
    { reportId: null, countAt: 0, markAt: 1, dataAt: 4, moreAt: 60 },
  ],
  [
    'another id and longer data',
    usual.replace('8502', '8507').replace('9538', '96f000'),
    { reportId: 7, dataBytes: 240, moreAt: 245 },
  ],
  [
    'a whole byte for more, on no page of its own',
    usual.replace('7501 9501 09ff 2501', '7508 9501 09ff'),
    { moreAt: 61, moreMask: 1 },
  ],
  ['nothing said of more', usual.replace('09ff', '0930'), { moreAt: null, moreMask: 0 }],
  ['the count on the scanner’s own page', usual.replace('0501 093b', '093b'), { countAt: 1 }],
  ['no mark', usual.replace('9503 09fb 09fc 09fd 8102', ''), { markAt: null, dataAt: 2, moreAt: 58 }],
  ['usages with their page in them', usual.replace('09fe', '0bfe008c00'), {}],
])('[SN20] %s', (_name, descriptor, differs) => {
  expect(hidPosLayout(bytesOf(descriptor))).toEqual({ ...usualLayout, ...differs })
})

test.each([
  ['nothing', ''],
  ['a keyboard', '0501 0906 a101 0507 19e0 29e7 1500 2501 7501 9508 8102 c0'],
  ['data of single bits', usual.replace('9538', '7501 9538')],
  ['a report longer than any', usual.replace('9538', '97ffffff7f')],
])('[SN20] %s is no scanner’s descriptor', (_name, descriptor) => {
  expect(hidPosLayout(bytesOf(descriptor))).toBeNull()
})

test('[SN20] a descriptor cut or changed anywhere gives a layout that reads any report, or none', () => {
  const whole = bytesOf(usual)
  const broken = fc.oneof(
    fc.nat(whole.length).map((end) => whole.slice(0, end)),
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => whole.with(at, byte)),
    fc.uint8Array({ maxLength: 100 }),
  )
  fc.assert(
    fc.property(broken, fc.uint8Array({ maxLength: 300 }), (descriptor, report) => {
      const layout = hidPosLayout(descriptor)
      if (!layout) return
      const reader = hidPosReader(layout)
      for (const frame of [...reader.read(report), reader.end()])
        expect(frame === null || frame.bytes.length <= report.length + 3).toBe(true)
    }),
  )
})

test('[SN20] a code of any length read from its reports is that code, whatever stands between them', () => {
  const code = fc.uint8Array({ minLength: 1, maxLength: 400 })
  const other = fc.uint8Array({ minLength: 62, maxLength: 62 }).map((report) => report.with(0, 9))
  fc.assert(
    fc.property(code, other, (bytes, noise) => {
      const reader = hidPosReader(usualLayout)
      const frames = reportsOf(bytes).flatMap((report) => [...reader.read(noise), ...reader.read(report)])
      expect(frames.map((frame) => [...frame.bytes])).toEqual([[...bytes]])
    }),
  )
})

test('[SN20] reports with counts that cannot be, cut ones and a mark alone are no scan', () => {
  const reader = hidPosReader(usualLayout)
  expect(reader.read(scanReport(new Uint8Array(), false, ']E0'))).toEqual([])
  expect(reader.read(scanReport(Buffer.from('123'), false).with(1, 57))).toEqual([])
  expect(reader.read(scanReport(Buffer.from('123'), false).slice(0, 61))).toEqual([])
  const [frame] = reader.read(scanReport(Buffer.from('123'), false, 'xyz'))
  expect(frame && scanText(frame)).toBe('123')
})
