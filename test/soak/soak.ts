import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOfOil } from '../core/demo-chain.ts'
import { furnish } from '../core/till-parts.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { openSerialPair } from '../fakes/serial-pair.ts'
import { soldIn } from './sold.ts'

/** What the till's process is asked … */
export interface Asked {
  readonly ask: 'pay' | 'memory' | 'stop'
}

/** … and what it tells. */
export type Told =
  | { readonly kind: 'taken'; readonly ok: boolean }
  | { readonly kind: 'paid'; readonly ok: boolean }
  | { readonly kind: 'devices'; readonly ready: boolean; readonly printing: number }
  /** Bytes after a collection: what is held, and the process's size. */
  | { readonly kind: 'memory'; readonly held: number; readonly rss: number }
  | { readonly kind: 'stopped' }

export interface SoakSizes {
  readonly receipts: number
  readonly scansPerReceipt: number
}

export interface Soaked {
  /** Scans the till said it took, and pieces in the journal. */
  readonly taken: number
  readonly pieces: number
  /** Receipt numbers in the journal and on paper, in their order. */
  readonly sold: readonly string[]
  readonly printed: readonly string[]
  /** Bytes held after a tenth of it and at the end. */
  readonly heldEarly: number
  readonly heldLate: number
  readonly rssEarly: number
  readonly rssLate: number
}

/** Longest a scan, a sale or a print may take, ms. */
const stepMs = 30_000

/**
 * A long day at one till: scans on a serial line, sales paid in cash, receipts on a printer over TCP, each waited for
 * before the next, so that what is lost is missed at once.
 */
export async function soak({ receipts, scansPerReceipt }: SoakSizes): Promise<Soaked> {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-soak-'))
  await furnish(folder)
  const [pair, printer] = [await openSerialPair(), await startReceiptPrinter()]
  const entry = join(import.meta.dirname, 'till-process.ts')
  const args = ['--disable-warning=ExperimentalWarning', entry, folder, pair.tillPath, String(printer.port)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const told: Told[] = []
  let wake: () => void = () => undefined
  child.on('message', (message: Told) => {
    told.push(message)
    wake()
  })
  child.on('exit', () => wake())

  /** What is told of a kind next, of what nobody waited for yet. */
  async function next<K extends Told['kind']>(
    kind: K,
    holds: (one: Extract<Told, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<Told, { kind: K }>> {
    const until = performance.now() + stepMs
    for (;;) {
      while (told.length > 0) {
        const one = told.shift()
        if (one?.kind === kind && holds(one as Extract<Told, { kind: K }>))
          return one as Extract<Told, { kind: K }>
      }
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('the till ended')
      const leftMs = until - performance.now()
      if (leftMs <= 0) throw new Error(`nothing was told of ${kind}`)
      await new Promise<void>((settle) => {
        const timer = setTimeout(settle, leftMs)
        wake = () => {
          clearTimeout(timer)
          settle()
        }
      })
    }
  }
  const ask = (what: Asked['ask']) => child.send({ ask: what } satisfies Asked)
  const memory = async () => {
    ask('memory')
    return next('memory')
  }

  try {
    await next('devices', ({ ready }) => ready)
    const printed: string[] = []
    let taken = 0
    let early: Extract<Told, { kind: 'memory' }> | null = null
    for (let sale = 0; sale < receipts; sale++) {
      for (let nth = 0; nth < scansPerReceipt; nth++) {
        await pair.write(`${codeOfOil(1 + (nth % 10))}\r`)
        if ((await next('taken')).ok) taken += 1
      }
      ask('pay')
      if (!(await next('paid')).ok) throw new Error('a sale was refused')
      const { bytes } = await printer.job(sale, stepMs)
      printed.push(numberOn(bytes))
      if (sale + 1 === Math.ceil(receipts / 10)) early = await memory()
    }
    const late = await memory()
    ask('stop')
    await next('stopped')
    const { pieces, sold } = soldIn(folder)
    return {
      taken,
      pieces,
      sold,
      printed,
      heldEarly: early?.held ?? late.held,
      heldLate: late.held,
      rssEarly: early?.rss ?? late.rss,
      rssLate: late.rss,
    }
  } finally {
    child.kill('SIGKILL')
    await printer.close()
    await pair.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The receipt number as an independent decoder reads it from the paper. */
function numberOn(bytes: Uint8Array): string {
  const text = printedRows(decodeEscpos(bytes))
    .map((row) => row.text)
    .join('\n')
  return /[A-Z0-9]+-T1-\d+-\d{6}/.exec(text)?.[0] ?? ''
}
