import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { type AuthorizeRequest, authorizeAnswerSchema } from '../../contract/risk.ts'
import { assert } from '../../domain/assert.ts'
import { uuidV7 } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { openTlsDoor } from '../../test/rig/trust.ts'
import { memberAt } from '../chain/members.ts'
import { chosenBelow, seededChance } from '../chance.ts'

/* Tills that sell online: each asks whether a member's points may be spent, twice a second, whatever the answers take. */

export interface AskInput {
  readonly url: string
  readonly ca: string
  readonly identities: readonly TlsIdentity[]
  readonly members: number
}

const everyMs = 500
const input = workerData as AskInput
const chance = seededChance(11)
const door = openTlsDoor(input.ca)
let samples: number[] = []

function question(): AuthorizeRequest {
  const half = input.members / 2
  const { memberId } = memberAt(half + chosenBelow(chance, half))
  return {
    id: uuidV7(Date.now(), randomBytes(10)),
    nonce: randomBytes(32).toString('hex'),
    memberId,
    proof: 'scanned',
    amount: money(100),
    uses: [],
    points: [{ memberId, points: points(100) }],
    value: [],
  }
}

const target = new URL('/v1/authorize', input.url)
for (const [nth, identity] of input.identities.entries()) {
  // By the clock, and each answer is counted from when its question was due: a slow answer hides no other.
  const first = performance.now() + (nth * everyMs) / input.identities.length
  const ask = async (due: number): Promise<void> => {
    setTimeout(ask, Math.max(0, due + everyMs - performance.now()), due + everyMs)
    const asked = question()
    const response = await door.ask(
      target,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) },
      identity,
    )
    const answer = authorizeAnswerSchema.parse(await response.json())
    assert(answer.nonce === asked.nonce, 'the answer is to this question')
    samples.push(performance.now() - due)
  }
  setTimeout(ask, (nth * everyMs) / input.identities.length, first)
}
parentPort?.on('message', () => {
  parentPort?.postMessage(samples)
  samples = []
})
parentPort?.postMessage('asking')
