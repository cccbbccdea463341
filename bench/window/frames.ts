import type { Page } from '@playwright/test'
import type { SerialPair } from '../../test/fakes/serial-pair.ts'
import { productCode } from '../chain/facts.ts'
import { chosenBelow, seededChance } from '../chance.ts'
import type { Workbench } from '../workbench.ts'
import { withScanningWindow } from './scanning-window.ts'

/** From the scanner's bytes to the frame that shows them. */
export interface Frames {
  /** Until the task after the frame's rendering, in ms. */
  readonly painted: readonly number[]
  /** Until the basket changed on the page, before rendering, in ms. */
  readonly changed: readonly number[]
  /** How far the two processes' clocks may be apart, in ms. */
  readonly clockErrorMs: number
}

/** Epoch ms by the page's clock. */
interface ShownFrame {
  readonly changedAt: number
  readonly paintedAt: number
}

declare global {
  interface Window {
    /** Told of the next painted change of the basket. */
    benchFrame: (frame: ShownFrame) => void
  }
}

/** A cashier's pace, jittered so that scans fall anywhere between two frames. */
const pauseMs = { least: 60, spread: 70 }
const frameLimitMs = 5_000
/** Products of the basket: scanned over and over, its lines change and it does not grow. */
const products = 12

export async function measureFrames(bench: Workbench): Promise<Frames> {
  bench.say('frames: from the bytes of a serial scanner to the painted frame')
  return withScanningWindow(bench, 'frame-till', async ({ page }, scanner) => {
    await page.evaluate(watchFrames)
    const clock = await joinClocks(page)
    const chance = seededChance(9)
    const all = { painted: [] as number[], changed: [] as number[] }
    // Each product once, to make the lines; these do not count.
    for (let nth = 0; nth < products; nth++) await scanOnce(page, scanner, nth)
    let product = products - 1
    for (let nth = 0; nth < bench.sizes.frames; nth++) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs.least + chance() * pauseMs.spread))
      // Another one each time: the same code again so soon is the same package (domain/scan-repeat.ts).
      product = (product + 1 + chosenBelow(chance, products - 1)) % products
      const { sentAt, changedAt, paintedAt } = await scanOnce(page, scanner, product)
      all.painted.push(paintedAt - clock.offsetMs - sentAt)
      all.changed.push(changedAt - clock.offsetMs - sentAt)
    }
    return { ...all, clockErrorMs: clock.errorMs }
  })
}

/** In the page: notes when the basket's lines change and when the frame with that change was rendered. */
function watchFrames(): void {
  window.benchFrame = () => undefined
  const now = () => performance.timeOrigin + performance.now()
  let waiting = false
  const observer = new MutationObserver((records) => {
    const isLines = ({ target }: MutationRecord) => {
      const element = target instanceof Element ? target : target.parentElement
      return Boolean(element?.closest('[data-testid="basket-lines"]'))
    }
    if (waiting || !records.some(isLines)) return
    waiting = true
    const changedAt = now()
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        waiting = false
        window.benchFrame({ changedAt, paintedAt: now() })
      }
      port2.postMessage(null)
    })
  })
  observer.observe(document.body, { childList: true, subtree: true, characterData: true })
}

async function scanOnce(
  page: Page,
  scanner: SerialPair,
  product: number,
): Promise<ShownFrame & { readonly sentAt: number }> {
  const shown = page.evaluate(
    (limitMs) =>
      new Promise<ShownFrame>((resolve, reject) => {
        window.benchFrame = resolve
        setTimeout(() => reject(new Error('the scan was never shown')), limitMs)
      }),
    frameLimitMs,
  )
  // Questions to the page are answered in order: now it listens. Until the frame it is asked nothing more.
  await page.evaluate(() => undefined)
  const sentAt = performance.timeOrigin + performance.now()
  await scanner.write(`${productCode(product)}\r\n`)
  return { sentAt, ...(await shown) }
}

/** How far the page's clock is ahead of ours: the answer of the quickest of many questions lies between its two ends. */
async function joinClocks(page: Page): Promise<{ readonly offsetMs: number; readonly errorMs: number }> {
  let best = { offsetMs: 0, errorMs: Number.POSITIVE_INFINITY }
  for (let question = 0; question < 100; question++) {
    const from = performance.timeOrigin + performance.now()
    const theirs = await page.evaluate(() => performance.timeOrigin + performance.now())
    const until = performance.timeOrigin + performance.now()
    const errorMs = (until - from) / 2
    if (errorMs < best.errorMs) best = { offsetMs: theirs - (from + errorMs), errorMs }
  }
  return best
}
