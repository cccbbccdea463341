import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeWitness, nextEpoch, restrictionOf } from '../../domain/trust.ts'

const a = 'a'.repeat(64)
const b = 'b'.repeat(64)

const admissions = [
  { epoch: 1, admittedEpoch: 1, cause: null, is: null },
  { epoch: 40, admittedEpoch: 40, cause: 'rolled_back', is: null },
  { epoch: 40, admittedEpoch: 1, cause: 'rolled_back', is: 'rolled_back' },
  { epoch: 40, admittedEpoch: 1, cause: 'journal_lost', is: 'journal_lost' },
  { epoch: 40, admittedEpoch: 90, cause: 'forked', is: 'forked' },
  { epoch: 1, admittedEpoch: 40, cause: null, is: 'not_admitted' },
] as const

test.each(admissions)('[SY80] epoch $epoch where $admittedEpoch is admitted: $is', ({ is, ...till }) => {
  expect(restrictionOf({ ...till, isRevoked: false })).toBe(is)
  expect(restrictionOf({ ...till, isRevoked: true })).toBe('revoked')
})

const witnessed = { epoch: 1, seq: 9, head: a }
const witnesses = [
  ['the event is there', witnessed, { wholeFrom: 0, hashThere: a }, 'whole'],
  ['another event is there', witnessed, { wholeFrom: 0, hashThere: b }, 'other_branch'],
  ['the journal ends before', witnessed, { wholeFrom: 0, hashThere: null }, 'behind'],
  ['the journal lost that epoch and says so', witnessed, { wholeFrom: 2, hashThere: null }, 'whole'],
  [
    'only the place is known, and it is there',
    { ...witnessed, head: null },
    { wholeFrom: 0, hashThere: b },
    'whole',
  ],
  [
    'only the place is known, and it is not there',
    { ...witnessed, head: null },
    { wholeFrom: 0, hashThere: null },
    'behind',
  ],
  ['nothing had happened yet', { ...witnessed, seq: 0 }, { wholeFrom: 0, hashThere: null }, 'whole'],
] as const

test.each(witnesses)('[SY81] a witness, and %s', (_name, seen, journal, is) => {
  expect(judgeWitness(seen, journal)).toBe(is)
})

test('[SY82] a new epoch lies beyond every one that is known, and two tills rarely meet in one', () => {
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100_000 })), fraction, (known, chance) => {
      const next = nextEpoch(known, chance)
      expect(known.every((epoch) => epoch < next)).toBe(true)
      expect(next).toBeGreaterThan(1)
    }),
  )
  const begun = new Set(Array.from({ length: 1_000 }, (_, index) => nextEpoch([1], index / 1_000)))
  expect(begun.size).toBe(1_000)
})
