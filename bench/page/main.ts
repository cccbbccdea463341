import { memberCode } from '../../domain/scan.ts'
import { type CorePort, createPortBridge } from '../../renderer/bridge.ts'
import { openDexieChain } from './dexie-chain.ts'

/*
 * A page for the bench in the till's own window and origin, in the place of the sale screen: the product's bridge to
 * the real core, a bare port to an echo, and the peer's database. Driven from outside through `window.bench`.
 */

export interface BenchPage {
  /** Joins the core by the product's bridge. */
  readonly joinCore: () => Promise<void>
  /** Waits for the bare port that main sends next. */
  readonly joinEcho: () => Promise<void>
  /** Signs in, or starts a sale anew: a command that must succeed. */
  readonly call: (command: string, input: object) => Promise<unknown>
  /** Round trips of the bare port, one after the other, in ms. */
  readonly ping: (count: number) => Promise<number[]>
  /** Round trips page → core → page of `takeScan` of members, in ms. */
  readonly scanMembers: (indexes: readonly number[]) => Promise<number[]>
  readonly fillPeer: (from: number, until: number) => Promise<void>
  /** Scans of members by the peer: looked up and the basket kept; or only looked up. In ms. */
  readonly scanInPeer: (indexes: readonly number[]) => Promise<number[]>
  readonly lookUpInPeer: (indexes: readonly number[]) => Promise<number[]>
}

declare global {
  interface Window {
    bench: BenchPage
  }
}

let echo: MessagePort | null = null
let wantsEcho: (() => void) | null = null
let joined: (() => void) | null = null
const bridge = createPortBridge({
  onNotice: () => undefined,
  onConnected: () => joined?.(),
  onLost: () => undefined,
})

window.addEventListener('message', (event) => {
  const [port] = event.ports
  if ((event.data as { readonly kind?: unknown } | null)?.kind !== 'till_port' || !port) return
  if (wantsEcho) {
    echo = port
    port.start()
    wantsEcho()
    wantsEcho = null
  } else bridge.attach(port as unknown as CorePort)
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  for (const item of items) samples.push(await timed(() => work(item)))
  return samples
}

function pingOnce(port: MessagePort, number: number): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = () => resolve()
    port.postMessage({ kind: 'ping', number })
  })
}

async function call(command: string, input: object): Promise<unknown> {
  const answer = await bridge.call(command as 'signOut', input as Record<string, never>)
  if (!answer.ok) throw new Error(`${command}: ${answer.refusal?.code ?? answer.fault}`)
  return answer.output
}

let peer: ReturnType<typeof openDexieChain> | null = null

window.bench = {
  joinCore: () =>
    new Promise((resolve) => {
      joined = resolve
      window.till?.connect()
    }),
  joinEcho: () =>
    new Promise((resolve) => {
      wantsEcho = resolve
    }),
  call,
  ping: async (count) => {
    const port = echo
    if (!port) throw new Error('join the echo first')
    return each([...new Array(count).keys()], (number) => pingOnce(port, number))
  },
  scanMembers: (indexes) =>
    each(indexes, (index) => call('takeScan', { text: memberCode(index), source: 'wedge' })),
  fillPeer: async (from, until) => {
    peer ??= openDexieChain()
    await (await peer).fill(from, until)
  },
  scanInPeer: async (indexes) => {
    peer ??= openDexieChain()
    const chain = await peer
    const now = Date.now()
    return each(indexes, (index) => chain.takeScan(memberCode(index), now))
  },
  lookUpInPeer: async (indexes) => {
    peer ??= openDexieChain()
    const chain = await peer
    const now = Date.now()
    return each(indexes, (index) => chain.lookUp(memberCode(index), now))
  },
}
