import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pem } from '../../central/certificates.ts'
import { centralName, problemSchema } from '../../contract/wire.ts'
import { type FolderMaker, prepareFolders, type RunningUnderTest, underTest } from './running-central.ts'

let folders: FolderMaker
let central: RunningUnderTest
beforeAll(async () => {
  folders = await prepareFolders()
  central = await underTest(await folders.keep())
})
afterAll(async () => {
  await central.close()
  await folders.close()
})

/** Says these very bytes and hears until the central closes the line, or has said one whole answer. */
function say(text: string): Promise<string> {
  const { url, ca } = central.address()
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect({
      host: '127.0.0.1',
      port: Number(port),
      ca: pem('CERTIFICATE', ca),
      servername: centralName,
    })
    socket.setTimeout(10_000, () => socket.destroy(new Error(`nothing but ${heard}`)))
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1')
      if (heard.endsWith('}')) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
    socket.write(text)
  })
}

test('[CE162] what never becomes a request is refused in the shape of every refusal', async () => {
  const post = 'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
  const cases: readonly [string, number, string][] = [
    ['hello\r\n\r\n', 400, 'request_invalid'],
    ['BREW /v1/status HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'request_invalid'],
    ['GET /v1/status HTTP/9.9\r\nhost: x\r\n\r\n', 400, 'request_invalid'],
    ['GET /v1/\0status HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'request_invalid'],
    ['GET /v1/status HTTP/1.1\r\nhost: x\r\nbad header: y\r\n\r\n', 400, 'request_invalid'],
    [`${post}content-length: -1\r\n\r\n`, 400, 'request_invalid'],
    [`${post}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 400, 'request_invalid'],
    [`${post}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`, 400, 'request_invalid'],
    [`${post}transfer-encoding: chunked\r\n\r\nzz\r\n`, 400, 'request_invalid'],
    [`GET /v1/status HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'head_too_large'],
    ['GET /v1/coupons/%zz HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'request_invalid'],
    ['GET /v1/coupons/%ff HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'request_invalid'],
    [`GET /v1/coupons/${'a'.repeat(5_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 414, 'request_invalid'],
    ['PUT /v1/status HTTP/1.1\r\nhost: x\r\n\r\n', 404, 'route_unknown'],
  ]
  for (const [text, status, code] of cases) {
    const [head = '', body = ''] = (await say(text)).split('\r\n\r\n')
    const what = text.slice(0, 80)
    expect(head, what).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head.toLowerCase(), what).toContain('content-type: application/json')
    expect(problemSchema.strict().parse(JSON.parse(body)).code, what).toBe(code)
  }
  expect((await central.ask('/v1/status')).status).toBe(200)
})

test('[CE162] what a GET answers is not answered to a HEAD, which a stream of hints would never end', async () => {
  for (const path of ['/v1/status', '/v1/stream']) {
    expect((await central.ask(path, { method: 'HEAD' })).status, path).toBe(404)
  }
})
