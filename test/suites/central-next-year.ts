import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventAnswerSchema } from '../../contract/head-office.ts'
import type { TillEvent } from '../../domain/event.ts'
import { withUnknownFields } from '../sync/next-year.ts'
import { smallChain } from './central-chain.ts'
import { enrolTill, newEventId, resealed, type SuiteTill } from './central-till.ts'
import type { ReferenceUnderTest, StartReferenceUnderTest } from './central-under-test.ts'

const released = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'wire-1', 'events.json'), 'utf8'),
) as { readonly events: readonly TillEvent[] }

/** What tills of another year tell (sync.md 4): kept whole, forwarded as it came, and nothing waits behind it. */
export function nextYearContract(start: StartReferenceUnderTest): void {
  let central: ReferenceUnderTest
  let till: SuiteTill
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
    till = await enrolTill(central)
  })
  afterAll(() => central.close())

  const kept = async (eventId: string) =>
    eventAnswerSchema.parse(await (await central.headOffice(`events/${eventId}`)).json())

  test('[CE186] every event type, as released and with fields of next year, is kept as it came', async () => {
    const { storeId } = till.enrolment
    const said = released.events.flatMap(({ data, type }) => {
      const own = 'storeId' in data ? { ...data, storeId } : data
      return [own, withUnknownFields(own) as typeof own].map((content) =>
        till.seal(type, content as never, newEventId()),
      )
    })
    const pushed = await till.push(said)
    if (!('answer' in pushed)) throw new Error(`not taken: ${JSON.stringify(pushed)}`)
    for (const [place, event] of said.entries()) {
      // What it speaks of is unknown to this chain: it may be disputed, never parked for its form.
      expect(pushed.answer.verdicts[place]?.code ?? null, event.type).toBeNull()
      expect((await kept(event.id)).event, event.type).toEqual(event)
    }
  })

  test('[CE186] an event of a type of next year is parked whole, and the next one is taken', async () => {
    const plain = till.seal('access.denied', { staffId: null, what: 'drawer' })
    const later = resealed(till, plain, {
      type: 'drone.sent',
      data: { drone: 7, route: [[1, 2]], note: '🛸' },
      weather: 'fair',
    })
    till.continueAt({ source: later.source, epoch: later.epoch, seq: later.seq, hash: later.hash })
    const after = till.seal('access.denied', { staffId: null, what: 'drawer' })
    const pushed = await till.push([later, after])
    if (!('answer' in pushed)) throw new Error(`not taken: ${JSON.stringify(pushed)}`)
    expect(pushed.answer.verdicts).toMatchObject([
      { outcome: 'parked', code: 'type_unknown' },
      { outcome: 'applied' },
    ])
    expect((await kept(later.id)).event).toEqual(later)
  })
}
