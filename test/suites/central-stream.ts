import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeHintSchema } from '../../contract/wire.ts'
import { memberRow, productRow, smallChain, staffRow, storeTwo } from './central-chain.ts'
import { enrolTill, type SuiteTill } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

/** A stream of hints a test reads one by one. */
export interface HintReader {
  /** The number of the next hint. */
  readonly next: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Opens a till's stream. */
export async function readStream(
  till: Pick<SuiteTill, 'ask'>,
): Promise<HintReader & { readonly status: number }> {
  const ending = new AbortController()
  const response = await till.ask('/v1/stream', { signal: ending.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: response.status,
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end === -1) {
          const { done, value } = (await reader?.read()) ?? { done: true, value: '' }
          if (done) throw new Error('the stream ended')
          text += value
          continue
        }
        const [event, rest] = [text.slice(0, end), text.slice(end + 2)]
        text = rest
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (data !== undefined) return changeHintSchema.strict().parse(JSON.parse(data)).change
      }
    },
    async close() {
      ending.abort()
      await reader?.cancel().catch(() => undefined)
    },
  }
}

export function streamContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest
  let till: SuiteTill
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
    till = await enrolTill(central)
  })
  afterAll(() => central.close())

  test('[CE78] a stream says the change number at once, and again when something of the store changed', async () => {
    const stream = await readStream(till)
    try {
      expect(stream.status).toBe(200)
      const first = await stream.next()
      expect(first).toBe((await till.pull()).place.cursor)
      await central.change([productRow(1, 1_100)])
      const second = await stream.next()
      expect(second).toBe((await till.pull()).place.cursor)
      expect(second).toBeGreaterThan(first)
      await till.push([till.sell({ member: 1 })])
      expect(await stream.next()).toBe((await till.pull()).place.cursor)
    } finally {
      await stream.close()
    }
  })

  test('[CE78] what concerns another store alone is not hinted at', async () => {
    const far = await enrolTill(central, 'S02')
    const [ours, theirs] = [await readStream(till), await readStream(far)]
    try {
      await ours.next()
      await theirs.next()
      await central.change([staffRow(5, storeTwo)])
      const ofStore = await theirs.next()
      await central.change([memberRow(1, 7)])
      const ofAll = await theirs.next()
      expect(ofAll).toBeGreaterThan(ofStore)
      expect(await ours.next()).toBe(ofAll)
    } finally {
      await Promise.all([ours.close(), theirs.close()])
    }
  })
}
