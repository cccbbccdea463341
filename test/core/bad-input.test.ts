import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commands } from '../../contract/command.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import { codeOfOil, wang } from './demo-chain.ts'
import { scan } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/** Texts that broke other people's programs. Their marker must not be found in the log. */
const nastyScans: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['spaces', '   '],
  ['overlong', '9'.repeat(scanLengthMax + 1)],
  ['as long as the frame takes', 'A'.repeat(scanLengthMax * 4)],
  ['binary', '\u0000\u0001\u0002\u001b\u007f\ufffd\ufffd'],
  ['escape sequence', '\u001b[2J\u001b[1;1HMARKER'],
  ['drawer kick', '\u001bp\u0000\u0019\ufffd'],
  ['line breaks', 'MARKER\r\nerror forged_entry saleId=1'],
  ['emoji', '🛒🧾👩‍👩‍👧‍👦MARKER'],
  ['right to left', '\u202eMARKER\u202c'],
  ['zero width', `69\u200b01234\ufeff000012`],
  ['full-width digits', '６９０１２３４００００１２'],
  ['lone surrogate', 'MARKER\ud83d'],
  ['markup', '<script>alert("MARKER")</script>'],
  ['statement', "MARKER'; DROP TABLE basket; --"],
  ['template', `$\{MARKER} {{MARKER}} %s %n`],
  ['path', '../../../../etc/MARKER'],
  ['number beyond safety', '9007199254740993'],
  ['negative', '-1'],
  ['prototype', '__proto__'],
  ['url', 'https://example.invalid/MARKER?q=1'],
  ['card number', '4111111111111111'],
]

test.each(nastyScans)(
  '[CO17] a scan of %s is refused, changes nothing and leaves no content in the log',
  async (_, text) => {
    const { page, log, bugs } = await newTill()
    const answer = await scan(page, text)
    expect(answer).toHaveProperty('refusal.code')
    expect(page.slice('basket_changed')).toMatchObject({ saleId: null, lines: [], member: null })
    const written = log.lines.join('\n')
    expect(written).toMatch(/scan_refused code=code_\w+ length=\d+/)
    expect(written).not.toMatch(/MARKER|forged|4111/)
    expect(log.lines.every((line) => !/[\r\n]/.test(line))).toBe(true)
    expect(bugs).toEqual([])
  },
)

test('[CO18] whatever is scanned is answered, and only a code of ours moves the basket', async () => {
  const { page, bugs } = await newTill()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      expect(await scan(page, text)).toHaveProperty('refusal')
    }),
    { numRuns: 200 },
  )
  expect(page.slice('basket_changed').lines).toEqual([])
  expect(bugs).toEqual([])
})

test('[CO19] a frame that is nonsense is a malformed call, and the till sells on', async () => {
  const { page, log, bugs } = await newTill()
  const names = [...Object.keys(commands), 'nothing', '__proto__', 'constructor', 'toString']
  // The page itself counts its calls from 1: nonsense by the same number would answer the scan at the end.
  const id = fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 1_000 }))
  const frame = fc.oneof(
    fc.anything(),
    fc.record(
      {
        kind: fc.constantFrom('call', 'reply', 'notice', 7),
        id: fc.oneof(id, fc.constant(1e300), fc.string(), fc.constant(Number.NaN)),
        command: fc.oneof(fc.constantFrom(...names), fc.anything()),
        input: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  )
  fc.assert(
    fc.property(frame, (sent) => {
      page.send(sent)
    }),
    { numRuns: 500 },
  )
  await page.until(() => page.frames.some((one) => one.kind === 'faulted'))
  const answers = page.frames.filter(({ kind }) => kind !== 'notice')
  for (const answer of answers) if (answer.kind === 'faulted') expect(answer.fault).toBe('call_malformed')
  expect(bugs).toEqual([])
  expect(log.lines.some((line) => line.includes('call_malformed'))).toBe(true)
  expect(await scan(page, codeOfOil(1))).toHaveProperty('output')
})

const malformed: readonly (readonly [command: string, input: unknown])[] = [
  ['takeScan', { text: 1, source: 'wedge' }],
  ['takeScan', { text: 'A'.repeat(scanLengthMax * 4 + 1), source: 'wedge' }],
  ['takeScan', { text: '1', source: 'serial' }],
  ['takeScan', { text: '1', source: 'wedge', extra: true }],
  ['signIn', { code: '1', pin: '1' }],
  ['signIn', { code: '101', pin: "1' OR '1'='1" }],
  ['setQuantity', { lineId: 1, amount: 1.5 }],
  ['setQuantity', { lineId: 1, amount: -1 }],
  ['setQuantity', { lineId: Number.MAX_SAFE_INTEGER + 2, amount: 1 }],
  ['burnPoints', { points: -100 }],
  ['burnPoints', { points: Number.NaN }],
  ['commitSale', { saleId: 'no-uuid', toPay: 0, tenders: [] }],
  ['commitSale', { saleId: wang.memberId, toPay: 1, tenders: [{ kind: 'points', amount: 1 }] }],
  ['commitSale', { saleId: wang.memberId, toPay: 1e15, tenders: [] }],
  ['enrolTill', { centralUrl: 'file:///etc/passwd', code: 'ABCDEFGH12' }],
  ['setLanguage', { language: 'fr' }],
  ['signOut', null],
  ['signOut', { anything: 1 }],
]

test.each(malformed)(
  '[CO20] %s with an input that does not fit is a malformed call',
  async (command, input) => {
    const { page, log } = await newTill()
    page.send({ kind: 'call', id: 900, command, input })
    await page.until(() => page.frames.some((frame) => frame.kind === 'faulted'))
    expect(page.frames.findLast((frame) => frame.kind === 'faulted')).toEqual({
      kind: 'faulted',
      id: 900,
      fault: 'call_malformed',
    })
    expect(log.lines.at(-1)).toMatch(new RegExp(`error call_malformed reason=input command=${command}$`))
  },
)
