import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startSecretService } from '../rig/secret-service.ts'
import { openTill, type TillWindow } from '../rig/till-window.ts'

/* The page is a closed room: neither Node nor the network is in reach, and nobody leads it elsewhere. */

let folder = ''
let till: TillWindow

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-page-'))
  till = await openTill({ folder, config: {} })
  await till.page.waitForLoadState('load')
})

test.afterAll(async () => {
  await till.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[WI6] the page cannot reach Node', async () => {
  const reach = await till.page.evaluate(() => {
    const world = window as unknown as Record<string, unknown>
    return {
      names: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in world,
      ),
      till: Object.keys(world['till'] as object),
      frozen: Object.isFrozen(world['till']),
    }
  })
  expect(reach).toEqual({ names: [], till: ['connect'], frozen: true })
})

test('[WI20] a second start on the same folder opens nothing, shows the first and ends', async () => {
  const heard = till.app.evaluate(
    ({ app, BrowserWindow }) =>
      new Promise<number>((resolve) => {
        app.once('second-instance', () => resolve(BrowserWindow.getAllWindows().length))
      }),
  )
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(
    environment['EVERTILL_ELECTRON'] ?? '',
    [...asRoot, '--disable-gpu', join(import.meta.dirname, '..', '..')],
    { stdio: 'ignore', env: { ...environment, EVERTILL_FOLDER: folder, EVERTILL_MODE: 'demo' } },
  )
  try {
    const [code] = await once(second, 'exit')
    expect(code).toBe(0)
    expect(await heard).toBe(1)
  } finally {
    second.kill()
  }
  const log = readFileSync(join(folder, 'till.log'), 'utf8')
  expect(log.match(/till_started/g)).toHaveLength(1)
})

test('[WI7] the page cannot reach the network by any road', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end('reached')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const outcomes = await till.page.evaluate(async (base) => {
      const settled = (element: HTMLElement) =>
        new Promise<string>((resolve) => {
          element.addEventListener('load', () => resolve('loaded'))
          element.addEventListener('error', () => resolve('refused'))
          document.body.append(element)
        })
      const image = document.createElement('img')
      image.src = `${base}/image`
      const script = document.createElement('script')
      script.src = `${base}/script`
      const style = document.createElement('link')
      style.rel = 'stylesheet'
      style.href = `${base}/style`
      return [
        await fetch(`${base}/fetch`).then(
          () => 'loaded',
          () => 'refused',
        ),
        await settled(image),
        await settled(script),
        await settled(style),
        await new Promise<string>((resolve) => {
          const socket = new WebSocket(`${base.replace('http', 'ws')}/socket`)
          socket.onopen = () => resolve('loaded')
          socket.onerror = () => resolve('refused')
        }).catch(() => 'refused'),
        navigator.sendBeacon(`${base}/beacon`) ? 'queued' : 'refused',
      ]
    }, url)
    expect(outcomes.slice(0, 5)).toEqual(['refused', 'refused', 'refused', 'refused', 'refused'])
    expect(asked).toEqual([])
  } finally {
    server.close()
  }
})

test('[WI8] the window opens no other page and is led nowhere', async () => {
  const before = till.page.url()
  await till.page.evaluate(() => {
    window.open('https://example.com')
    const link = document.createElement('a')
    link.href = 'https://example.com'
    document.body.append(link)
    link.click()
  })
  expect(till.app.windows()).toHaveLength(1)
  expect(till.page.url()).toBe(before)
  const inline = await till.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
    return 'injected' in window
  })
  expect(inline).toBe(false)
})

test('[WI9] where only plain-text key storage exists, a production till opens nothing and says why', async () => {
  const shopFolder = mkdtempSync(join(tmpdir(), 'evertill-plain-'))
  const production = await openTill({ folder: shopFolder, config: {}, mode: 'production' })
  try {
    await expect(production.page.getByTestId('stopped')).toBeVisible()
    await expect(production.page.getByTestId('stopped')).toContainText(/钥|key/i)
    expect(readdirSync(shopFolder).filter((name) => /\.db$|^keys\.json$/.test(name))).toEqual([])
  } finally {
    await production.close()
    rmSync(shopFolder, { recursive: true, force: true })
  }
})

test('[WI10] keys that cannot be unwrapped are left as they are, and the till says so', async () => {
  const shopFolder = mkdtempSync(join(tmpdir(), 'evertill-keys-'))
  const keysFile = join(shopFolder, 'keys.json')
  const broken = JSON.stringify({ version: 1, wrapped: Buffer.from('another key store').toString('base64') })
  writeFileSync(keysFile, broken)
  const locked = await openTill({ folder: shopFolder, config: {} })
  try {
    await expect(locked.page.getByTestId('stopped')).toBeVisible()
    expect(readFileSync(keysFile, 'utf8')).toBe(broken)
  } finally {
    await locked.close()
    rmSync(shopFolder, { recursive: true, force: true })
  }
})

test('[WI19] with a real key store a production till opens its files, and opens them again', async () => {
  const shopFolder = mkdtempSync(join(tmpdir(), 'evertill-stored-'))
  const keysFile = join(shopFolder, 'keys.json')
  const secrets = await startSecretService()
  const start = () =>
    openTill({ folder: shopFolder, config: {}, mode: 'production', environment: secrets.environment })
  try {
    const first = await start()
    await expect(first.page.getByTestId('enrol-code')).toBeVisible()
    await first.close()
    const kept = readFileSync(keysFile, 'utf8')
    // Chromium marks what a key store wrapped with v11; v10 is only hidden, not kept secret.
    const { wrapped } = JSON.parse(kept) as { wrapped: string }
    expect(Buffer.from(wrapped, 'base64').subarray(0, 3).toString('latin1')).toBe('v11')
    const second = await start()
    await expect(second.page.getByTestId('enrol-code')).toBeVisible()
    await second.close()
    expect(readFileSync(keysFile, 'utf8')).toBe(kept)
    expect(readdirSync(shopFolder).filter((name) => name.includes('aside'))).toEqual([])
  } finally {
    secrets.close()
    rmSync(shopFolder, { recursive: true, force: true })
  }
})
