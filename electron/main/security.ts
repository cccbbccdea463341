import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { app, protocol, session, type WebContents } from 'electron'

/* The page lives in a closed room: its own scheme, no network, no navigation, no permission (quality.md 4). */

const scheme = 'app'
export const pageUrl = `${scheme}://till/`
/** What the customer's window shows. */
export const customerUrl = `${pageUrl}customer.html`

/** `connect-src 'none'`: the page makes no network request; all it knows comes through its port. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Must run before the app is ready: makes `app://till` an origin like a web site's, with a CSP that counts. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/**
 * Must run before the app is ready. The page has no network and the core brings its own, so a network process of
 * Chromium's would only take memory and the processor from a start.
 */
export function keepNoNetworkProcess(): void {
  app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2')
}

/** Serves the built page from `folder` and nothing outside it. */
export function servePage(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    const name = normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
    const type = contentTypes[extname(name)]
    if (host !== 'till' || request.method !== 'GET' || type === undefined || name.split(sep).includes('..'))
      return new Response(null, { status: 404 })
    try {
      return new Response(new Uint8Array(await readFile(join(folder, name))), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

/** Denies every permission and every request that is not for the page's own files. */
export function guardSession(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const own =
      details.url.startsWith(pageUrl) ||
      details.url.startsWith('devtools:') ||
      details.url.startsWith('data:')
    answer({ cancel: !own })
  })
}

/** For every web contents ever made: no navigation away, no new window, no embedded view. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(pageUrl)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
