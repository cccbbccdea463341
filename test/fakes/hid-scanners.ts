import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type {
  DeviceState,
  Scanner,
  ScannerEvents,
  ScannerNoise,
  ScannerSetup,
} from '../../electron/devices/port.ts'
import type { HidCall } from './hid-scanners-child.ts'

/** Make-believe HID scanners in a process of their own, with the till's driver beside them. */
export interface HidScanners {
  plug(scanner: number): Promise<void>
  unplug(scanner: number): Promise<void>
  /** Scans as the device sends them: `\r` ends one, what stands after the last one says that more follows. */
  scan(scanner: number, bytes: Uint8Array | string): Promise<void>
  /** Reports as they are. */
  send(scanner: number, reports: readonly Uint8Array[]): Promise<void>
  /** What the driver wrote to the device next. */
  received(scanner: number): Promise<string>
  open(setup: ScannerSetup, events: ScannerEvents): Scanner
  close(): Promise<void>
}

const answerMs = 20_000

export const dataBytes = 56

/** One input report of the scanners here: id, count, mark, data, "more". */
export function scanReport(data: Uint8Array, more: boolean, mark = ''): Uint8Array {
  const report = Buffer.alloc(62)
  report[0] = 2
  report[1] = data.length
  report.write(mark, 2, 'latin1')
  report.set(data, 5)
  report[61] = more ? 1 : 0
  return report
}

/** The reports of a scan with its mark. */
export function reportsOf(code: string | Uint8Array, mark = ''): Uint8Array[] {
  const bytes = Buffer.from(code as Uint8Array)
  const reports: Uint8Array[] = []
  for (let from = 0; from === 0 || from < bytes.length; from += dataBytes)
    reports.push(scanReport(bytes.subarray(from, from + dataBytes), from + dataBytes < bytes.length, mark))
  return reports
}

export async function openHidScanners(): Promise<HidScanners> {
  const child = fork(fileURLToPath(new URL('hid-scanners-child.ts', import.meta.url)), [], {
    env: { ...process.env, LD_PRELOAD: 'libumockdev-preload.so.0' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const left = once(child, 'exit')
  const ask = asking(child)
  const heard = new Map<number, ScannerEvents>()
  child.on('message', (message: { reader?: number; event?: string; value: unknown }) => {
    const events = message.reader === undefined ? undefined : heard.get(message.reader)
    if (message.event === 'scan') events?.onScan(message.value as string)
    if (message.event === 'state') events?.onState(message.value as DeviceState)
    if (message.event === 'noise') events?.onNoise?.(message.value as ScannerNoise)
  })
  const send = async (scanner: number, reports: readonly Uint8Array[]) => {
    const hex = reports.map((report) => Buffer.from(report).toString('hex'))
    await ask({ kind: 'send', scanner, reports: hex })
  }

  return {
    plug: async (scanner) => void (await ask({ kind: 'plug', scanner })),
    unplug: async (scanner) => void (await ask({ kind: 'unplug', scanner })),
    send,
    async scan(scanner, bytes) {
      const parts = splitAt(Buffer.from(bytes as Uint8Array), 0x0d)
      const last = parts.pop() as Buffer
      const reports = parts.filter(({ length }) => length > 0).flatMap((part) => reportsOf(part))
      if (last.length > 0) reports.push(scanReport(last, true))
      await send(scanner, reports)
    },
    received: (scanner) => ask({ kind: 'received', scanner }),
    open(setup, events) {
      const reader = heard.size
      heard.set(reader, events)
      const opened = ask({ kind: 'open', reader, setup })
      return {
        tell: (verdict) => void opened.then(() => ask({ kind: 'tell', reader, verdict })),
        close: async () => {
          await opened
          await ask({ kind: 'close', reader })
        },
      }
    },
    async close() {
      child.kill('SIGKILL')
      await left
    },
  }
}

/** Calls of the child, each answered or failed within `answerMs`. */
function asking(child: ChildProcess): (call: HidCall) => Promise<string> {
  const waiting = new Map<number, (answer: { value?: string; fault?: string }) => void>()
  child.on('message', (message: { nth?: number; value?: string; fault?: string }) => {
    if (message.nth !== undefined) waiting.get(message.nth)?.(message)
  })
  child.on('exit', () => {
    for (const settle of waiting.values()) settle({ fault: 'the scanners’ process has ended' })
  })
  let calls = 0
  return (call) =>
    new Promise((resolve, reject) => {
      const nth = calls++
      const limit = setTimeout(() => settle({ fault: `no answer to ${call.kind}` }), answerMs)
      const settle = ({ value, fault }: { value?: string; fault?: string }) => {
        clearTimeout(limit)
        waiting.delete(nth)
        if (fault === undefined) resolve(value ?? '')
        else reject(new Error(fault))
      }
      waiting.set(nth, settle)
      if (child.connected) child.send({ nth, call })
      else settle({ fault: 'the scanners’ process has ended' })
    })
}

function splitAt(bytes: Buffer, mark: number): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, from)) {
    parts.push(bytes.subarray(from, at))
    from = at + 1
  }
  return [...parts, bytes.subarray(from)]
}
