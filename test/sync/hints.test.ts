import { afterEach, expect, test } from 'vitest'
import { createCentralClient } from '../../sync/central-client.ts'
import { type HintSign, readHints } from '../../sync/hint-lines.ts'
import { testTrust } from '../rig/trust.ts'
import { type LoopbackServer, me, shownTo, startLoopbackServer } from './loopback-server.ts'

let server: LoopbackServer | undefined
afterEach(() => server?.close())

async function signsOf(text: string, size: number): Promise<HintSign[]> {
  const bytes = Buffer.from(text)
  async function* blocks() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }
  const signs: HintSign[] = []
  for await (const sign of readHints(blocks())) signs.push(sign)
  return signs
}

const change = (number: number): HintSign => ({ kind: 'change', change: number })

test('[SY38] hints are read in whatever blocks and line ends they come', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = [':', '', 'data: {"change":7}', '', 'data:{"change":8}', '', ''].join(end)
    for (const size of [1, 2, 5, 1_000]) {
      expect(
        (await signsOf(`${text}:\n`, size)).filter(({ kind }) => kind === 'change'),
        `${size}`,
      ).toEqual([change(7), change(8)])
    }
  }
})

test('[SY38] what a later central says besides is passed over', async () => {
  const text = [
    'retry: 5',
    'id: 3',
    'data: {"change":1,"why":"next year"}',
    '',
    'event: erased',
    'data: {"change":2}',
    '',
    'data: {"change":"many"}',
    '',
    'data: nonsense',
    '',
    'data: {"change":4}',
    '',
    '',
  ].join('\n')
  expect(await signsOf(text, 3)).toEqual([change(1), change(4)])
  await expect(signsOf('data: '.padEnd(5_000, 'x'), 100)).rejects.toMatchObject({ kind: 'too_large' })
  await expect(signsOf('data: \xff\n'.replace('\xff', '\udcff'), 100)).resolves.toEqual([])
})

test('[SY37] a stream that falls silent, and another service, are faults; signs of life keep it', async () => {
  let say: 'beats' | 'silence' | 'page' = 'beats'
  server = await startLoopbackServer((_request, response) => {
    response.writeHead(200, { 'content-type': say === 'page' ? 'text/html' : 'text/event-stream' })
    response.write('data: {"change":3}\n\n')
    if (say === 'page') return void response.end()
    if (say === 'silence') return
    let beats = 0
    const beating = setInterval(() => {
      response.write(':\n\n')
      if (++beats < 12) return
      clearInterval(beating)
      response.end()
    }, 100)
  })
  const client = createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    identity: () => me,
    appVersion: '1',
    hintStream: { totalMs: 10_000, idleMs: 1_000 },
  })
  const all = async () => {
    const kinds: string[] = []
    for await (const { kind } of client.hints(new AbortController().signal)) kinds.push(kind)
    return kinds
  }
  expect((await all()).length).toBe(13)
  say = 'silence'
  await expect(all()).rejects.toMatchObject({ kind: 'timed_out' })
  say = 'page'
  await expect(all()).rejects.toMatchObject({ kind: 'not_central' })
  expect(shownTo(server.requests[0])).toBe(me.certificate)
})

test('[SY37] closing ends an open stream at once', async () => {
  server = await startLoopbackServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(':\n\n')
  })
  const client = createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    identity: () => me,
    appVersion: '1',
  })
  const ending = new AbortController()
  const stream = client.hints(ending.signal)
  expect((await stream.next()).value).toEqual({ kind: 'beat' })
  const next = stream.next()
  ending.abort()
  await expect(next).rejects.toMatchObject({ kind: 'unreachable' })
})
