import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { firstHead, sealWithText, type TillEvent, verifyChainStep } from '../../domain/event.ts'
import { personalOf, withoutPersonal } from '../../domain/personal.ts'
import { id, member, noon } from './act-shop.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const sealer = { sha256, sign: () => 'c2ln' }
const head = firstHead(id(1), 1)

function enrolled(name: string) {
  const person = { salt: '5a'.repeat(16), member: { ...member(), maskedName: name }, identifiers: [] }
  const draft = {
    id: id(2),
    type: 'member.enrolled',
    time: noon,
    actor: null,
    rules: 1,
    mode: 'isolated',
    data: { storeId: id(3), memberId: id(4), personal: person, issued: [] },
  } as const
  return sealWithText(draft, head, sealer)
}

test('[EV8] a chain holds whether what is personal is there or erased, and nothing of it is left', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3, maxLength: 20 }), (name) => {
      const { event, text } = enrolled(`<${name}>`)
      expect(text).toBe(canonicalJson(event))
      expect(verifyChainStep(head, JSON.parse(text) as TillEvent, sha256)).toBe('in_order')
      const erased = withoutPersonal(event, sha256)
      if (!erased) throw new Error('an event of ours has a canonical form')
      expect(verifyChainStep(head, erased, sha256)).toBe('in_order')
      expect(personalOf(erased.data.personal)).toBeNull()
      expect(JSON.stringify(erased)).not.toContain(JSON.stringify(`<${name}>`).slice(1, -1))
      // Erased twice is erased.
      expect(withoutPersonal(erased, sha256)).toBe(erased)
    }),
  )
})

test('[EV8] what is personal cannot be changed without the chain saying so', () => {
  const { event } = enrolled('王*')
  const person = personalOf(event.data.personal)
  if (!person) throw new Error('a person')
  for (const personal of [
    { ...person, salt: '5b'.repeat(16) },
    { ...person, identifiers: [1] },
    sha256('other'),
  ]) {
    const changed = { ...event, data: { ...event.data, personal } } as unknown as TillEvent
    expect(verifyChainStep(head, changed, sha256)).toBe('hash_wrong')
  }
})

test('[EV8] a stranger’s personal part without a canonical form is a wrong hash, never a throw', () => {
  const { event } = enrolled('王*')
  const changed = { ...event, data: { ...event.data, personal: { salt: '\ud800' } } } as unknown as TillEvent
  expect(verifyChainStep(head, changed, sha256)).toBe('hash_wrong')
})
