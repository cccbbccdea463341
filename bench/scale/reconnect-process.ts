import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { assert } from '../../domain/assert.ts'
import { type ChainHead, firstHead } from '../../domain/event.ts'
import { pushBytesMax } from '../../domain/limits.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { afterFault, afterPush, beginPlan, nextPushStep } from '../../sync/plan.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import type { AskInput } from './asker-thread.ts'
import { type Enrolled, enrolTills } from './enrolled.ts'
import { sealSale, settleSales } from './sales.ts'

/*
 * Many tills that come back at once, each with a certificate, a key, a chain and a pace of its own: the real client and
 * the real plan of the till, without a file. The tills that ask meanwhile are in a thread, so that their clock is not held
 * up by the work of making sales.
 */

export interface ReconnectInput {
  readonly url: string
  readonly ca: string
  readonly databaseUrl: string
  readonly tills: number
  readonly askers: number
  readonly eventsEach: number
  readonly members: number
}

export interface ReconnectOutput {
  /** Questions to a central that has nothing else to do, and while the tills drain; ms from when each was due. */
  readonly idle: Spread
  readonly during: Spread
  /** Seconds from the moment all came back until each till had told everything. */
  readonly drained: Spread & { readonly first: number }
  readonly pushes: number
  /** Pushes told to come again. */
  readonly turnedAway: number
  readonly disputed: number
}

/** How long the central is asked before it counts, and how long while it has nothing else to do, in ms. */
const warmMs = 3_000
const idleMs = 10_000

const input = childInput<ReconnectInput>()
const { url, ca } = input
const sales = settleSales(seededChance(7), input.members / 2)
const counts = { pushes: 0, turnedAway: 0, disputed: 0 }

/** As many of the till's next sales as one push carries. */
function sealSome(
  till: number,
  { keys }: Enrolled,
  head: ChainHead,
  eventsMax: number,
): { readonly texts: readonly string[]; readonly head: ChainHead } {
  const texts: string[] = []
  let bytes = 0
  let reached = head
  while (texts.length < Math.min(eventsMax, input.eventsEach - head.seq)) {
    const sale = sales[(till * 7 + reached.seq) % sales.length] as SaleCompleted
    const sealed = sealSale(sale, reached, { till, sealer: keys.sealer })
    const text = JSON.stringify(sealed.event)
    bytes += Buffer.byteLength(text)
    if (bytes > pushBytesMax) break
    texts.push(text)
    reached = sealed.head
  }
  return { texts, head: reached }
}

/** Drains one till as its engine would; answers when it had told everything, in seconds. */
async function drain(till: number, enrolled: Enrolled, from: number): Promise<number> {
  const { terminalId, identity } = enrolled
  const central = createCentralClient({ url, ca, identity: () => identity, appVersion: '0' })
  const chance = seededChance(till)
  const now = () => performance.now()
  let plan = beginPlan(now(), true)
  let head = firstHead(terminalId, 1)
  let next: ReturnType<typeof sealSome> | null = null
  while (head.seq < input.eventsEach) {
    const step = nextPushStep(plan, now(), input.eventsEach - head.seq)
    if (step.kind === 'wait') {
      await after(Math.max(0, (step.until ?? 0) - now()))
      continue
    }
    next ??= sealSome(till, enrolled, head, step.eventsMax)
    try {
      counts.pushes += 1
      const outcome = await central.push(next.texts)
      assert(outcome.kind === 'taken', 'a chain without a gap is taken')
      const { checkpoint, verdicts } = outcome.answer
      assert(isSigned(checkpoint) && checkpoint.head === next.head.hash, 'the central has what was sent')
      counts.disputed += verdicts.filter(({ disputes = [] }) => disputes.length > 0).length
      head = next.head
      next = null
      plan = afterPush(plan, now())
    } catch (fault) {
      if (!(fault instanceof CentralFault)) throw fault
      const { kind, retryAfterMs } = fault
      assert(kind === 'busy' || kind === 'timed_out', `the central asks for patience, not ${kind}`)
      counts.turnedAway += 1
      plan = afterFault(plan, 'push', { now: now(), fault: { kind, retryAfterMs }, fraction: chance() })
    }
  }
  return (now() - from) / 1_000
}

const { tills: all, centralKey } = await enrolTills(input.databaseUrl, input.askers + input.tills)
const isSigned = signatureCheck(centralKey)
const identities = all.slice(0, input.askers).map(({ identity }) => identity)
const askInput: AskInput = { url, ca, identities, members: input.members }
const asking = new Worker(new URL('./asker-thread.ts', import.meta.url), { workerData: askInput })

/** What the askers waited since this was asked last. */
async function waited(): Promise<Spread> {
  asking.postMessage('tell')
  const [samples] = (await once(asking, 'message')) as [readonly number[]]
  return spreadOf(samples)
}

await once(asking, 'message')
await after(warmMs)
await waited()
await after(idleMs)
const idle = await waited()
const from = performance.now()
const tills = all.slice(input.askers)
const finished = await Promise.all(tills.map((till, nth) => drain(nth + 1, till, from)))
const during = await waited()
const drained = { ...spreadOf(finished), first: Math.min(...finished) }
await answerParent({ idle, during, drained, ...counts } satisfies ReconnectOutput)
process.exit(0)
