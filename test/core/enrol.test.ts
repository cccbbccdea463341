import { createHash, generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { authorityProof, codeSecrets } from '../../codes/enrolment-code.ts'
import { enrolRequestSchema } from '../../contract/wire.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { openJournal } from '../../db/open.ts'
import { testTrust } from '../rig/trust.ts'
import { startLoopbackServer } from '../sync/loopback-server.ts'
import { idOf, noon, storeId } from './demo-chain.ts'
import { keys } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const bare = { enrolled: false, loaded: false }
const rightCode = 'ABCDEFGH12'

/** A central that only enrols, with one code. What it was asked is kept. */
async function enrollingCentral(proven = rightCode) {
  const asked: unknown[] = []
  const central = generateKeyPairSync('ed25519')
  const secrets = await codeSecrets(rightCode)
  // Who does not know the code can but guess the key of its proof.
  const { key } = await codeSecrets(proven)
  const server = await startLoopbackServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const json = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      }
      const [, name] = /^\/v1\/ca\/(\w+)$/.exec(request.url ?? '') ?? []
      if (name === secrets.name) {
        return json(200, { ca: testTrust.ca, proof: authorityProof(key, testTrust.ca) })
      }
      if (name) return json(403, { code: 'enrolment_code_wrong', message: 'no' })
      if (!request.url?.includes('enrol')) return json(503, { code: 'busy', message: 'later' })
      const body = enrolRequestSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      asked.push(body)
      if (body.code !== rightCode) return json(403, { code: 'enrolment_code_wrong', message: 'no' })
      json(200, {
        terminalId: idOf(77),
        terminalNumber: 'T9',
        storeId,
        tls: testTrust.certify(body.request, { terminalId: idOf(77), storeId }, noon),
        epoch: 1,
        centralKey: central.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
        keys: {
          phone: Buffer.alloc(32, 1).toString('base64'),
          personal: Buffer.alloc(32, 2).toString('base64'),
        },
        serverTime: noon,
      })
    })
  })
  onTestFinished(() => server.close())
  return { url: server.url, asked }
}

test('[CO46] a one-time code makes this a till of the chain: its own keys, its first event, its name', async () => {
  const { url, asked } = await enrollingCentral()
  const { page, folder, bugs } = await newTill({}, bare)
  expect(page.slice('till_changed')).toMatchObject({ phase: 'not_enrolled', stopped: null })
  expect(await page.call('enrolTill', { centralUrl: url, code: rightCode })).toEqual({ output: {} })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'loading', terminalNumber: 'T9' })
  expect(page.slice('sync_changed').waiting).toBe(1)
  expect(enrolRequestSchema.parse(asked[0])).toMatchObject({ code: rightCode })
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const events = eventsAfter(journal, { epoch: 0, seq: 0 }, 10, 100_000)
  journal.close()
  expect(events).toMatchObject([{ type: 'terminal.enrolled', seq: 1, source: idOf(77), actor: null }])
  // And it stays one.
  expect(startTill(folder).page.slice('till_changed').terminalNumber).toBe('T9')
  expect(bugs).toEqual([])
})

test('[CO62] enrolments go one after another: a code asked for twice at once makes one till with one first event', async () => {
  const { url, asked } = await enrollingCentral()
  const { page } = await newTill({}, bare)
  const input = { centralUrl: url, code: rightCode }
  const answers = await Promise.all([page.call('enrolTill', input), page.call('enrolTill', input)])
  expect(answers).toEqual([{ output: {} }, { refusal: { code: 'already_enrolled' } }])
  expect(asked).toHaveLength(1)
  expect(page.slice('sync_changed').waiting).toBe(1)
})

test('[CO47] a wrong code is refused and the till stays as it was', async () => {
  const { url } = await enrollingCentral()
  const { page } = await newTill({}, bare)
  expect(await page.call('enrolTill', { centralUrl: url, code: 'WRONGCODE1' })).toEqual({
    refusal: { code: 'enrolment_code_wrong' },
  })
  expect(page.slice('till_changed').phase).toBe('not_enrolled')
})

test('[CO74] whoever cannot prove the chain by the code is not told the code', async () => {
  const { url, asked } = await enrollingCentral('GUESSED234')
  const { page } = await newTill({}, bare)
  expect(await page.call('enrolTill', { centralUrl: url, code: rightCode })).toEqual({
    refusal: { code: 'central_not_proven' },
  })
  expect(asked).toEqual([])
})

test('[CO74] an authority pinned by hand has to be the proven one', async () => {
  const { url, asked } = await enrollingCentral()
  const pinned = (caSha256: string) => ({ config: { central: { url, enrolmentCode: rightCode, caSha256 } } })
  const other = await newTill(pinned('0'.repeat(64)), bare)
  await expect
    .poll(() => other.log.lines.some((line) => line.includes('enrolment_refused code=central_not_proven')))
    .toBe(true)
  expect(asked).toEqual([])
  const own = createHash('sha256').update(Buffer.from(testTrust.ca, 'base64')).digest('hex')
  const { page } = await newTill(pinned(own), bare)
  await page.until(() => page.slice('till_changed').phase === 'loading')
})

test('[CO48] the code of till.json enrols by itself, and a wrong one is not tried again', async () => {
  const { url, asked } = await enrollingCentral()
  const { page } = await newTill({ config: { central: { url, enrolmentCode: rightCode } } }, bare)
  await page.until(() => page.slice('till_changed').phase === 'loading')
  expect(asked).toHaveLength(1)
  const other = await newTill({ config: { central: { url, enrolmentCode: 'WRONGCODE1' } } }, bare)
  await expect
    .poll(() => other.log.lines.some((line) => line.includes('enrolment_refused code=enrolment_code_wrong')))
    .toBe(true)
  expect(other.page.slice('till_changed').phase).toBe('not_enrolled')
})
