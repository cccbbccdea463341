import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgersAnswerSchema } from '../../contract/head-office.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { type FuzzedChain, fuzzedChain, type Question } from '../fuzz/chain.ts'
import { type Operation, operationsOf } from '../fuzz/document.ts'
import { type Draw, drawFrom, perhaps } from '../fuzz/draw.ts'
import { fitting } from '../fuzz/from-schema.ts'
import { goodQuestions } from '../fuzz/good-questions.ts'
import { createJudge } from '../fuzz/judge.ts'
import { type Line, openLine, type RawAnswer, type RawRequest } from '../fuzz/line.ts'
import { spoiled, spoiledRequest } from '../fuzz/spoil.ts'
import { makeTrust } from '../rig/trust.ts'
import { type FolderMaker, operatorToken, prepareFolders, underTest } from './running-central.ts'

/** Requests to an operation; a long run asks for more: `EVERTILL_FUZZ_REQUESTS=1000`. */
const isLongRun = process.env['EVERTILL_FUZZ_REQUESTS'] !== undefined
const perOperation = Number(process.env['EVERTILL_FUZZ_REQUESTS'] ?? 16)
const firstSeed = Number(process.env['EVERTILL_FUZZ_SEED'] ?? 1)

let folders: FolderMaker
let chain: FuzzedChain
let line: Line
let operations: readonly Operation[]
let stranger: TlsIdentity
/** By the central's clock: set forward, so that what is limited by the minute is not all that is met. */
let ahead = 0
const faults: string[] = []

beforeAll(async () => {
  folders = await prepareFolders()
  const parts = {
    clock: () => Date.now() + ahead,
    logFault: (what: string, fault: unknown) => {
      faults.push(`${what}: ${fault instanceof Error ? fault.stack : String(fault)}`)
    },
  }
  const central = await underTest(await folders.keep(), parts, {
    demo: { seed: 1, members: 300, products: 60, coupons: 600 },
  })
  operations = operationsOf(await (await central.ask('/openapi.json')).json())
  chain = await fuzzedChain(central)
  const { url, ca } = central.address()
  line = openLine(url, ca)
  stranger = makeTrust().identity(chain.till.enrolment, Date.now())
}, 120_000)
afterAll(async () => {
  await line.close()
  await chain.central.close()
  await folders.close()
})

/** Wrong codes are counted by the minute. */
const limited = new Set(['GET /v1/ca/{name}', 'POST /v1/enrol', 'POST /v1/certificate'])
const betweenCodesMs = 7_000

async function question(operation: Operation, draw: Draw, isGood: boolean): Promise<Question> {
  const { parameters, body, asker, key } = operation
  const of = (place: 'path' | 'query') =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === place && (one.required || perhaps(draw, 50)))
        .map(({ name, schema }) => [name, String(draw(fitting(schema, chain.known, name)))]),
    )
  return {
    path: of('path'),
    query: of('query'),
    body: body ? draw(fitting(body, chain.known)) : undefined,
    as: asker === 'terminal' ? chain.till.identity : null,
    ...(isGood ? await goodQuestions[key]?.(chain, draw) : {}),
  }
}

function requestOf({ method, path, asker }: Operation, asked: Question): RawRequest {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((asked.path[name] ?? '').toWellFormed()),
  )
  const query = new URLSearchParams(
    Object.entries(asked.query).map(([name, text]) => [name, text.toWellFormed()]),
  )
  const body = asked.body === undefined ? null : Buffer.from(JSON.stringify(asked.body))
  return {
    method,
    target: query.size === 0 ? filled : `${filled}?${query}`,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(asker === 'operator' ? { authorization: `Bearer ${operatorToken}` } : {}),
      'accept-encoding': 'zstd, gzip',
    },
    body,
  }
}

/** One request to an operation: as the document has it, or wrong somewhere. */
async function ask(operation: Operation, turn: number, draw: Draw) {
  const wrong =
    ([null, null, 'value', 'request', null, 'value', 'request', 'asker'] as const)[turn % 8] ?? null
  const asked = await question(operation, draw, turn % 4 === 0 || perhaps(draw, 50))
  const body = wrong === 'value' ? spoiled(asked.body, draw) : asked.body
  const right = requestOf(operation, { ...asked, body: operation.body ? body : undefined })
  const isSpoiled = wrong === 'request' || (wrong === 'value' && !operation.body)
  const request = isSpoiled ? spoiledRequest(right, draw) : right
  const as = wrong === 'asker' ? draw(fc.constantFrom(null, stranger, chain.till.identity)) : asked.as
  if (limited.has(operation.key)) ahead += betweenCodesMs
  const answer = await line.send(request, as).catch((fault: unknown) => fault as Error)
  const isTaken = wrong === null && !(answer instanceof Error) && answer.status === 200
  if (operation.key === 'POST /v1/events' && !isTaken) chain.leavePusher()
  return { request, answer, wrong }
}

/** What later questions may be about. */
function learnFrom({ key }: Operation, { body }: RawRequest, answer: RawAnswer): void {
  if (answer.status !== 200 || body === null) return
  const said = JSON.parse(body.toString()) as Record<string, unknown>
  if (key === 'POST /v1/leases') chain.learn('leaseId', String(said['leaseId']))
  if (key !== 'POST /v1/events') return
  for (const event of said['events'] as { id?: unknown; data?: { receiptNumber?: unknown } }[]) {
    if (typeof event.id === 'string') chain.learn('eventId', event.id)
    if (typeof event.data?.receiptNumber === 'string') chain.learn('receiptNumber', event.data.receiptNumber)
  }
}

const told = ({ method, target, headers, body }: RawRequest) =>
  `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString().slice(0, 2_000) ?? ''}`

test(
  '[CE160] every operation answers generated requests, right and wrong, as its document says',
  async () => {
    const judge = createJudge()
    const complaints: string[] = []
    const good = new Map(operations.map(({ key }) => [key, 0]))
    const statuses = new Map<number, number>()
    let asked = 0
    for (let turn = 0; turn < perOperation; turn++) {
      for (const [place, operation] of operations.entries()) {
        const seed = firstSeed * 1_000_003 + turn * 1_009 + place
        const { request, answer, wrong } = await ask(operation, turn, drawFrom(seed))
        if (answer instanceof Error) {
          complaints.push(`${operation.key} (seed ${seed}): no answer: ${answer.message}\n${told(request)}`)
          continue
        }
        asked += 1
        const complaint = judge(operation, request.method, answer)
        const fault = faults.splice(0).join('\n')
        if (complaint !== null || fault !== '') {
          const text = answer.body.toString('utf8', 0, 300)
          complaints.push(
            `${operation.key} (seed ${seed}): ${complaint ?? ''}\n${told(request)}\n${text}\n${fault}`,
          )
        }
        if (wrong === null && answer.status < 300) {
          good.set(operation.key, (good.get(operation.key) ?? 0) + 1)
          learnFrom(operation, request, answer)
        }
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      }
    }
    if (isLongRun)
      console.log(`${asked} requests, by status: ${JSON.stringify(Object.fromEntries(statuses))}`)
    expect(complaints).toEqual([])
    expect(asked).toBe(perOperation * operations.length)
    expect([...good].filter(([, count]) => count === 0)).toEqual([])
  },
  60_000 + perOperation * 10_000,
)

test('[CE161] after all of it the central still answers, and its ledgers come to nothing', async () => {
  expect((await chain.central.ask('/v1/status')).status).toBe(200)
  const ledgers = ledgersAnswerSchema.parse(await (await chain.central.headOffice('ledgers')).json())
  for (const [ledger, sums] of Object.entries(ledgers)) {
    // Coupons are posted only where one was used for another's, which the questions seldom bring about.
    if (ledger !== 'coupons') expect(sums.length, ledger).toBeGreaterThan(0)
    expect(sums.reduce((total, { sum }) => total + sum, 0)).toBe(0)
  }
})
