import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTlsDoor } from '../rig/trust.ts'

const program = join(import.meta.dirname, '..', '..', 'central', 'main.ts')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-central-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...options: string[]): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...options], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  if (!child.stdout) throw new Error('no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return JSON.parse(line) as Record<string, unknown>
}

test('[CE42] the command says when it listens, stops within two seconds, and comes back as the same central', {
  timeout: 120_000,
}, async () => {
  const options = ['--data', folder, '--demo', '--members', '50', '--enrolment-code', 'S01']
  const first = run(...options)
  const ready = await firstLine(first)
  expect(ready).toEqual({
    ready: true,
    url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    ca: expect.stringMatching(/^MII/),
    caSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    operatorToken: expect.any(String),
    enrolmentCodes: [{ store: 'S01', code: expect.stringMatching(/^[A-Z0-9]{10}$/) }],
  })
  const door = openTlsDoor(String(ready['ca']))
  expect((await door.ask(`${ready['url']}/v1/status`)).status).toBe(200)
  await door.close()
  const asked = performance.now()
  first.kill('SIGTERM')
  const [code] = (await once(first, 'exit')) as [number]
  expect(code).toBe(0)
  expect(performance.now() - asked).toBeLessThan(2_500)

  const killed = run(...options)
  await firstLine(killed)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const again = run('--data', folder, '--port', '0')
  const back = await firstLine(again)
  expect(back).toEqual({
    ready: true,
    url: expect.any(String),
    ca: ready['ca'],
    caSha256: ready['caSha256'],
    enrolmentCodes: [],
  })
  again.kill('SIGTERM')
  await once(again, 'exit')
})

test('[CE42] without a place for its database it says how it is called', async () => {
  const child = run('--port', '0')
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(2)
  expect(said).toContain('--data DIR')
})
