import { type Server, startServer } from '../child.ts'
import type { CentralInput, CentralReady, Mood } from './server-process.ts'

/** Starts the bare central. A feed of many answers takes a while to make. */
export function startBareCentral(input: CentralInput): Promise<Server<CentralReady>> {
  return startServer<CentralReady>('central/server-process.ts', input, { limitMs: 180_000 })
}

/** Changes how the bare central at `url` behaves from now on. */
export async function setMood(url: string, mood: Mood): Promise<void> {
  const { ok } = await fetch(`${url}/bench/${mood}`, { method: 'POST', signal: AbortSignal.timeout(5_000) })
  if (!ok) throw new Error(`the bare central did not turn ${mood}`)
}
