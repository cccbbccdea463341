import { money } from '../../domain/money.ts'
import type { Panel } from '../store/entry.ts'
import { noProof } from '../store/proving.ts'
import { noService } from '../store/service-entry.ts'
import { nothingVerified, type VerifyFound } from '../store/service-found.ts'
import { idOf, offline, selling, silverMember } from './fixtures.ts'
import {
  expiredCoupon,
  goodsCoupon,
  history,
  parkingCoupon,
  partnerCoupon,
  redemptionOf,
  redemptions,
} from './service-fixtures.ts'
import { found, guest, typed } from './service-starts.ts'
import type { GalleryState } from './states.ts'

/* Every state of the verification screen. */

const verifying: Panel = { kind: 'verify' }

function verified(over: Partial<VerifyFound>) {
  return found({ verify: { ...nothingVerified, recent: redemptions, ...over } })
}

export const verifyStates: readonly GalleryState[] = [
  {
    name: 'service-verify-empty',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ recent: [] }),
  },
  {
    name: 'service-verify-typed',
    mirror: guest,
    entry: typed(verifying, { verify: { ...noService.verify, code: 'C2026110000' } }),
    finder: verified({}),
  },
  {
    name: 'service-verify-looking',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ looking: true, recent: null }),
  },
  {
    name: 'service-verify-valid-uses',
    mirror: guest,
    entry: typed(verifying, { verify: { ...noService.verify, uses: '2' } }),
    finder: verified({ coupon: parkingCoupon }),
  },
  {
    name: 'service-verify-valid-one',
    mirror: { ...selling, sync: offline },
    entry: typed(verifying),
    finder: verified({ coupon: partnerCoupon }),
  },
  {
    name: 'service-verify-goods',
    mirror: guest,
    entry: typed(verifying),
    finder: verified({ coupon: goodsCoupon }),
  },
  {
    name: 'service-verify-history',
    mirror: selling,
    entry: typed(verifying, { verify: { ...noService.verify, side: 'history' } }),
    finder: verified({ coupon: parkingCoupon, history }),
  },
  {
    name: 'service-verify-history-offline',
    mirror: { ...selling, sync: offline },
    entry: typed(verifying, { verify: { ...noService.verify, side: 'history' } }),
    finder: verified({
      coupon: parkingCoupon,
      history: { complete: false, steps: history.steps.slice(0, 1) },
    }),
  },
  {
    name: 'service-verify-refused',
    mirror: guest,
    entry: typed(verifying),
    finder: verified({ coupon: expiredCoupon }),
  },
  {
    name: 'service-verify-forged',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ no: { refusal: { code: 'code_forged' } } }),
  },
  {
    name: 'service-verify-fault',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, no: { fault: 'timed_out' } }),
  },
  ...(
    [
      ['isolated', 'O'],
      ['isolated-supervisor', 'O*'],
      ['online', 'H'],
      ['store', 'S'],
      ['leased', 'L'],
    ] as const
  ).map(([name, mark]) => ({
    name: `service-verify-done-${name}`,
    mirror: mark === 'H' ? selling : { ...selling, sync: offline },
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { mark }) }),
  })),
  {
    name: 'service-verify-declined-later',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { declinedLater: true }) }),
  },
  {
    name: 'service-verify-warned',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { warnings: ['member_redemptions'] }) }),
  },
  {
    name: 'service-verify-undone',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { undone: true }) }),
  },
  {
    name: 'service-verify-many',
    mirror: selling,
    entry: typed(verifying, {}, { row: 12 }),
    finder: verified({ recent: Array.from({ length: 30 }, (_, index) => redemptionOf(index)) }),
  },
  {
    name: 'service-verify-step-up',
    mirror: selling,
    entry: {
      ...typed({
        kind: 'step_up',
        ask: {
          actId: idOf(860),
          memberId: silverMember.memberId,
          amount: money(12_000),
          reasons: ['dear_coupon'],
          back: verifying,
          onDone: () => undefined,
        },
      }),
      proof: { ...noProof, way: 'supervisor', code: '201', field: 'pin' },
    },
    finder: verified({ coupon: parkingCoupon }),
  },
]
