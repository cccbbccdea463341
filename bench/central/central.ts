import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { type Server, startServer } from '../child.ts'
import type { CentralInput, CentralReady, Mood } from './server-process.ts'

const moodLimitMs = 5_000

/** Starts the bare central. A feed of many answers takes a while to make. */
export function startBareCentral(input: CentralInput): Promise<Server<CentralReady>> {
  return startServer<CentralReady>('central/server-process.ts', input, { limitMs: 180_000 })
}

/** Changes how the bare central at `url` behaves from now on. On a connection of its own: others may be cut. */
export async function setMood(url: string, mood: Mood): Promise<void> {
  const asked = request(`${url}/bench/${mood}`, {
    method: 'POST',
    agent: false,
    // A word of the bench to its own child, no business of a till.
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(moodLimitMs),
  })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  if (answer.statusCode !== 200) throw new Error(`the bare central did not turn ${mood}`)
}
