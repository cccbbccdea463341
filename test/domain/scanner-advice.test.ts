import { expect, test } from 'vitest'
import { adviceFor, type HeardScan, paceFor } from '../../domain/scanner-advice.ts'

const gs = '\u001d'
const water = '06901234567892'

test.each<[string, HeardScan, readonly string[]]>([
  ['a serial scanner that is as it should be', { by: 'serial', text: '6901234567892' }, ['fine']],
  [
    'a fast keyboard scanner',
    { by: 'keyboard', text: '6901234567892', averageMs: 4, endedByKey: true },
    ['leave_keyboard'],
  ],
  [
    'a slow keyboard scanner without an end key',
    { by: 'keyboard', text: '6901234567892', averageMs: 45, endedByKey: false },
    ['send_enter', 'slow', 'leave_keyboard'],
  ],
  ['garbled Chinese', { by: 'serial', text: '会\ufffd' }, ['send_utf8']],
  ['eight digits without a mark', { by: 'hid_pos', text: '96385074' }, ['send_mark']],
  ['eight digits with a mark', { by: 'hid_pos', text: ']E496385074' }, ['fine']],
  ['GS1 with its separators', { by: 'serial', text: `01${water}10AB${gs}17271231` }, ['fine']],
  ['GS1 without them', { by: 'serial', text: `01${water}10AB17271231` }, ['send_separators']],
  ['GS1 of fixed lengths alone', { by: 'serial', text: `]C101${water}17271231` }, ['fine']],
  ['a signed code in small letters', { by: 'serial', text: 'ec1:abc' }, ['letter_case']],
])('[WZ1] %s', (_what, heard, advice) => {
  expect(adviceFor(heard)).toEqual(advice)
})

test('[WZ1] the pace waited for is half as much again as was heard, within bounds', () => {
  expect([0, 4, 20, 33.4, 45, 200].map(paceFor)).toEqual([30, 30, 30, 51, 68, 80])
})
