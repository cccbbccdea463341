import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../domain/canonical-json.ts'
import {
  type EventDraft,
  firstHead,
  hashOf,
  nextHead,
  noHash,
  type Sealer,
  sealEvent,
  sealWithText,
  type TillEvent,
  verifyChainStep,
} from '../../domain/event.ts'
import { id, noon } from './shop.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const sealer: Sealer = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  sign: (hash) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64'),
}

function draft(number: number): EventDraft<'staff.signed_in'> {
  return {
    id: id(number),
    type: 'staff.signed_in',
    time: noon + number,
    actor: id(7),
    rules: 3,
    mode: 'isolated',
    data: { staffId: id(7) },
  }
}

const start = firstHead(id(1), 2)
const first = sealEvent(draft(10), start, sealer)
const second = sealEvent(draft(11), nextHead(first), sealer)

test('[EV3] a sealed event has its place, the hash of its canonical form and a signature over the hash', () => {
  const { hash, sig, ...body } = first
  expect(body).toEqual({
    ...draft(10),
    exposure: 0,
    leases: [],
    proof: 'none',
    approver: null,
    schema: 1,
    source: id(1),
    epoch: 2,
    seq: 1,
    prev: noHash,
  })
  expect(hash).toBe(createHash('sha256').update(canonicalJson(body)).digest('hex'))
  expect(verify(null, Buffer.from(hash, 'hex'), publicKey, Buffer.from(sig, 'base64'))).toBe(true)
})

test('[EV3] a field that is not of a draft does not slip into the chain', () => {
  const draftAndMore = { ...draft(10), note: 'not part of a draft' }
  expect(sealEvent(draftAndMore, start, sealer)).toEqual(first)
})

test('[EV3] how an act was proven and who approved it are part of what is sealed', () => {
  const proven = sealEvent({ ...draft(10), proof: 'supervisor', approver: id(8) }, start, sealer)
  expect([proven.proof, proven.approver]).toEqual(['supervisor', id(8)])
  expect(proven.hash).not.toBe(first.hash)
  expect(verifyChainStep(start, { ...proven, approver: null } as typeof proven, sealer.sha256)).toBe(
    'hash_wrong',
  )
})

test('[EV3] the text that comes with a seal is the canonical form of the whole event', () => {
  const { event, text } = sealWithText(draft(10), start, sealer)
  expect(event).toEqual(first)
  expect(text).toBe(canonicalJson(first))
})

test('[EV4] events follow one another without a gap', () => {
  expect([second.seq, second.prev]).toEqual([2, first.hash])
  expect(nextHead(second)).toEqual({ source: id(1), epoch: 2, seq: 2, hash: second.hash })
  expect(verifyChainStep(start, first, sealer.sha256)).toBe('in_order')
  expect(verifyChainStep(nextHead(first), second, sealer.sha256)).toBe('in_order')
})

test.each([
  ['other_till', { source: id(2) }],
  ['other_epoch', { epoch: 3 }],
  ['out_of_order', { seq: 3 }],
  ['out_of_order', { seq: 1 }],
  ['prev_wrong', { prev: noHash }],
  ['hash_wrong', { hash: noHash }],
  ['hash_wrong', { time: noon }],
  ['hash_wrong', { actor: null }],
  ['hash_wrong', { data: { staffId: id(8) } }],
  ['hash_wrong', { added: 1 }],
  ['hash_wrong', { data: { staffId: '\ud800' } }],
  ['hash_wrong', { data: undefined }],
])('[EV5] %s is found in %o', (step, change) => {
  expect(verifyChainStep(nextHead(first), { ...second, ...change } as TillEvent, sealer.sha256)).toBe(step)
})

test('[EV6] the hash outlives a journey as JSON, unknown fields included', () => {
  const travelled = JSON.parse(JSON.stringify(second)) as TillEvent
  expect(hashOf(travelled, sealer.sha256)).toBe(second.hash)
  const { hash: _, sig: __, ...body } = second
  const newer = { ...body, exposure: 5 }
  const sealed = { ...newer, hash: hashOf(newer, sealer.sha256), sig: '' }
  expect(
    verifyChainStep(nextHead(first), JSON.parse(JSON.stringify(sealed)) as TillEvent, sealer.sha256),
  ).toBe('in_order')
})

test('[EV7] a change of any single place in a chain is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(999), (length, where, by) => {
      const chain: TillEvent<'staff.signed_in'>[] = []
      let head = start
      for (let i = 0; i < length; i++) {
        const event = sealEvent(draft(i), head, sealer)
        chain.push(event)
        head = nextHead(event)
      }
      const at = where % length
      const intact = (events: readonly TillEvent[]) => {
        let reached = start
        return events.every((event) => {
          const step = verifyChainStep(reached, event, sealer.sha256)
          reached = nextHead(event)
          return step === 'in_order'
        })
      }
      expect(intact(chain)).toBe(true)
      expect(
        intact(chain.map((event, i) => (i === at ? { ...event, time: event.time + by + 1 } : event))),
      ).toBe(false)
      if (at < length - 1) expect(intact(chain.filter((_, i) => i !== at))).toBe(false)
    }),
    { numRuns: 30 },
  )
})
