import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { testTrust } from '../rig/trust.ts'
import { noon } from './demo-chain.ts'
import { authorized } from './risk-rows.ts'
import type { Furniture } from './till-parts.ts'
import { newTill, type Rig } from './till-rig.ts'

/* A central just alive enough for a till to be in contact: it has no news, and takes what the test lets it take. */

interface Said {
  readonly status: number
  readonly body: unknown
}

export interface Contact {
  readonly url: string
  /** `METHOD path`, in order. */
  readonly asked: readonly { readonly what: string; readonly body: unknown }[]
  /** Answers no more. */
  readonly cut: () => void
}

/**
 * `answer` by path; null = it approves what it is asked to authorize, and has a problem `not_found` for the rest. `news`
 * are rows of the feed, told at every pull.
 */
export async function centralInContact(
  answer: (path: string, body: unknown) => Said | null | Promise<Said | null> = () => null,
  news: () => readonly object[] = () => [],
): Promise<Contact> {
  const asked: { what: string; body: unknown }[] = []
  const end = { cursor: 1, feed: 'feed-1', more: false, serverTime: noon }
  const server = createServer(testTrust.server, async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const path = decodeURIComponent(request.url ?? '')
    if (path.startsWith('/v1/changes')) {
      asked.push({ what: 'GET changes', body: null })
      const rows = news()
      const lines = [...rows, { ...end, cursor: 1 + rows.length }].map((line) => `${JSON.stringify(line)}\n`)
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(lines.join(''))
      return
    }
    // A push is under way for as long as the test lasts: what this till did stays unheard.
    if (path.startsWith('/v1/events')) return
    const text = Buffer.concat(parts).toString('utf8')
    const body = text === '' ? null : JSON.parse(text)
    asked.push({ what: `${request.method} ${path}`, body })
    const said = (await answer(path, body)) ??
      approvalOf(path, body) ?? { status: 404, body: { code: 'not_found', message: 'nothing here' } }
    response.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(cut)
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, cut }
}

function approvalOf(path: string, body: unknown): Said | null {
  return path === '/v1/authorize' ? { status: 200, body: authorized(body, noon) } : null
}

/** A till that is in contact with it. */
export async function tillInContact(contact: Contact, furniture: Furniture = {}): Promise<Rig> {
  const rig = await newTill({ config: { central: { url: contact.url } } }, furniture)
  await rig.page.call('syncNow', {})
  await rig.page.until(() => ['online', 'syncing'].includes(rig.page.slice('sync_changed').state))
  await rig.page.until(() => rig.page.slice('sync_changed').lastContactAt !== null)
  return rig
}
