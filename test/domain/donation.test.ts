import { expect, test } from 'vitest'
import {
  certificateNumberOf,
  certificatePayload,
  donationValue,
  judgeDonation,
  settleDonation,
} from '../../domain/donation.ts'
import { points } from '../../domain/points.ts'
import { granted, id, lot, noon, programme, standing, store } from './act-shop.ts'

function asked(changes: Partial<Parameters<typeof judgeDonation>[0]> = {}) {
  return { wish: points(3_000), projectId: 'trees', standing: standing(), programme, now: noon, ...changes }
}

test.each<[string, Partial<Parameters<typeof judgeDonation>[0]>, object]>([
  ['no donations', { programme: { ...programme, donation: null } }, { code: 'donation_closed' }],
  ['a project that is not', { projectId: 'moon' }, { code: 'project_unknown' }],
  ['nobody', { standing: null }, { code: 'member_missing' }],
  ['a frozen member', { standing: standing({ member: { status: 'frozen' } }) }, { code: 'member_frozen' }],
  ['nothing', { wish: points(0) }, { code: 'points_invalid' }],
  ['less than nothing', { wish: points(-1_000) }, { code: 'points_invalid' }],
  ['parts of a yuan', { wish: points(1_500) }, { code: 'points_not_multiple', figures: { step: 1_000 } }],
  [
    'more than there is',
    { standing: standing({ lots: [lot(50, 2_999)] }) },
    { code: 'points_not_enough', figures: { points: 2_999 } },
  ],
])('[DN1] refused: %s', (_, changes, refusal) => {
  expect(judgeDonation(asked(changes))).toEqual({ ok: false, refusal })
  const settled = settleDonation({ ...asked(changes), donationId: id(820), slipNumber: 'S', store })
  expect(settled).toEqual({ ok: false, refusal })
})

test('[DN2] a thousand points are one yuan to the project, with a certificate of its own', () => {
  const donated = granted(
    settleDonation({ ...asked(), donationId: id(820), slipNumber: 'S01-T1-1-000020', store }),
  )
  expect(donated).toEqual({
    donationId: id(820),
    storeId: id(1),
    memberId: id(100),
    projectId: 'trees',
    name: { zh: '植树', en: 'Trees' },
    burned: { points: 3_000, lots: [{ lotId: id(50), memberId: id(100), points: 3_000 }] },
    amount: 300,
    certificateNumber: 'S01-T1-1-000020-D',
  })
  expect(certificateNumberOf('S01-T1-1-000020')).toBe(donated.certificateNumber)
  expect(certificatePayload(donated)).toBe('ED1:S01-T1-1-000020-D:trees:300:3000')
})

test('[DN2] the value is in whole yuan', () => {
  expect([999, 1_000, 1_999, 20_000].map((wish) => donationValue(points(wish), points(1_000)))).toEqual([
    0, 100, 100, 2_000,
  ])
})
