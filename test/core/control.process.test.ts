import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/* The core's entry with a stand-in for the port Electron gives a utility process; everything behind it is real. */

type Listener = (event: { readonly data: unknown; readonly ports: readonly unknown[] }) => void

const marker = 'member 13800005678'

const malformed: readonly unknown[] = [
  null,
  undefined,
  42,
  marker,
  [marker],
  {},
  { kind: marker },
  { kind: 'start' },
  { kind: 'start', folder: 7, mode: 'demo' },
  { kind: 'stop', more: marker },
  { kind: 'page', port: marker },
  { kind: 'x'.repeat(1_000_000) },
]

test('[CO70] malformed control frames are refused, logged without their contents, and the core goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-control-'))
  const reports: unknown[] = []
  let say: Listener = () => undefined
  let stopped: () => void = () => undefined
  const end = new Promise<void>((resolve) => {
    stopped = resolve
  })
  Object.assign(process, {
    parentPort: {
      on: (_event: 'message', listener: Listener) => {
        say = listener
      },
      postMessage: (report: { readonly kind: string }) => {
        reports.push(report)
        if (report.kind === 'stopped') stopped()
      },
    },
  })
  try {
    await import('../../electron/core/index.ts')
    const frame = (data: unknown) => say({ data, ports: [] })
    frame({
      ...{ kind: 'start', folder, mode: 'demo', appVersion: '0', restarts: 0 },
      ...{ keys: null, keyTrouble: 'key_store_plain' },
    })
    for (const data of malformed) frame(data)
    // A page without a port is well formed and brings nothing.
    frame({ kind: 'page' })
    frame({ kind: 'stop' })
    await end
    expect(reports).toEqual([{ kind: 'ready', customerDisplay: 'auto' }, { kind: 'stopped' }])
    const log = readFileSync(join(folder, 'till.log'), 'utf8')
    expect(log.match(/control_malformed/g)).toHaveLength(malformed.length)
    expect(log).not.toContain(marker)
  } finally {
    Reflect.deleteProperty(process, 'parentPort')
    rmSync(folder, { recursive: true, force: true })
  }
})
