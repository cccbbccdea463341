import { join } from 'node:path'
import { chosenBelow, seededChance } from '../chance.ts'
// Gives `window.bench` its type; nothing of the page runs here.
import type {} from '../page/main.ts'
import type { Workbench } from '../workbench.ts'
import { withScanningWindow } from './scanning-window.ts'
import type { TillWindow } from './till-window.ts'

/** Milliseconds of each round trip in the window, in turns. */
export interface PageScans {
  readonly ping: readonly number[]
  readonly scan: readonly number[]
  readonly peer: readonly number[]
  readonly peerLookUp: readonly number[]
  /** Finest step of the page's clock, in ms. */
  readonly clockStepMs: number
}

/** Members added to the peer in one transaction. */
const fillStep = 2_000

export async function measurePageScans(bench: Workbench): Promise<PageScans> {
  bench.say('page: scans, bare pings and the peer in the same window')
  return withScanningWindow(bench, 'page-till', async (till) => {
    await openBenchPage(till)
    await fillPeer(till, bench.sizes.membersWindow)
    return scanInTurns(till, bench)
  })
}

/** The bench's page in the place of the sale screen, isolated so that its clock has fine steps, joined to core and echo. */
async function openBenchPage({ app, page }: TillWindow): Promise<void> {
  await app.evaluate(({ session }) => {
    session.defaultSession.webRequest.onHeadersReceived((details, answer) => {
      answer({
        responseHeaders: {
          ...details.responseHeaders,
          'cross-origin-opener-policy': ['same-origin'],
          'cross-origin-embedder-policy': ['require-corp'],
        },
      })
    })
  })
  await page.goto('app://till/bench.html')
  await page.evaluate(() => window.bench.joinCore())
  const joined = page.evaluate(() => window.bench.joinEcho())
  await page.evaluate(() => undefined)
  await app.evaluate(
    ({ BrowserWindow, MessageChannelMain, utilityProcess }, entry) => {
      const echo = utilityProcess.fork(entry, [], { serviceName: 'evertill-bench-echo' })
      const { port1, port2 } = new MessageChannelMain()
      echo.postMessage(null, [port1])
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('till:port', null, [port2])
    },
    join(import.meta.dirname, 'echo.mjs'),
  )
  await joined
}

async function fillPeer({ page }: TillWindow, members: number): Promise<void> {
  for (let from = 0; from < members; from += fillStep)
    await page.evaluate(([begin, end]) => window.bench.fillPeer(begin, end), [
      from,
      Math.min(members, from + fillStep),
    ] as const)
}

async function scanInTurns({ page }: TillWindow, bench: Workbench): Promise<PageScans> {
  const { membersWindow, pageRounds, pageScansPerRound: count } = bench.sizes
  const chance = seededChance(5)
  const some = () => Array.from({ length: count }, () => chosenBelow(chance, membersWindow))
  const all = { ping: [] as number[], scan: [] as number[], peer: [] as number[], peerLookUp: [] as number[] }
  for (let round = 0; round <= pageRounds; round++) {
    const ping = await page.evaluate((pings) => window.bench.ping(pings), count)
    const scan = await page.evaluate((indexes) => window.bench.scanMembers(indexes), some())
    const peer = await page.evaluate((indexes) => window.bench.scanInPeer(indexes), some())
    const peerLookUp = await page.evaluate((indexes) => window.bench.lookUpInPeer(indexes), some())
    // The first round compiles the code on all sides.
    if (round === 0) continue
    all.ping.push(...ping)
    all.scan.push(...scan)
    all.peer.push(...peer)
    all.peerLookUp.push(...peerLookUp)
  }
  const steps = await page.evaluate(() => {
    const seen: number[] = []
    for (let last = performance.now(); seen.length < 50; ) {
      const now = performance.now()
      if (now !== last) seen.push(now - last)
      last = now
    }
    return seen
  })
  return { ...all, clockStepMs: Math.min(...steps) }
}
