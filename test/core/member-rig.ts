import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import type { EnrolledPerson } from '../../domain/enrolment.ts'
import type { EventType, TillEvent } from '../../domain/event.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import { personalOf } from '../../domain/personal.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'
import { testTrust } from '../rig/trust.ts'
import { codeOfOil, programme as demoProgramme, staff, wang } from './demo-chain.ts'
import { type Answer, type Furniture, keys, type Page, scan } from './till-parts.ts'
import { newTill, type Rig, type startTill } from './till-rig.ts'

/* A till of the members' chain, for the length of a test. */

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

/** Changes the replica as a pull does: by a connection of its own, in one transaction. */
export function changeReplica(folder: string, change: (tx: Tx) => void): void {
  const replica = openReplica({
    file: join(folder, 'replica.db'),
    key: bytesOf(keys.replica),
    access: 'write',
  })
  transact(replica, change)
  replica.close()
}

/** A furnished till with members, their codes and coupons, started. */
export async function newMemberTill(
  options: {
    readonly programme?: Partial<Programme>
    readonly signedIn?: Furniture['signedIn']
    readonly besides?: (tx: Tx) => void
    readonly policy?: Furniture['policy']
    readonly changed?: Parameters<typeof startTill>[1]
  } = {},
): Promise<Rig> {
  const { besides, policy, programme, signedIn = true } = options
  const furniture = {
    members: true,
    signedIn,
    ...(programme ? { programme } : {}),
    ...(policy ? { policy } : {}),
  }
  return newTill(options.changed, furniture, (folder) => besides && changeReplica(folder, besides))
}

/** Everything of a type the journal holds, oldest first, by a connection of its own. */
export function eventsOf<T extends EventType>(folder: string, type: T): TillEvent<T>[] {
  const journal = openJournal({ file: join(folder, 'journal.db'), key: bytesOf(keys.journal) })
  const all = eventsAfter(journal, { epoch: 0, seq: 0 }, 10_000, 100_000_000)
  journal.close()
  return all.filter((event) => event.type === type) as TillEvent<T>[]
}

/** The output of an answer that must be one. */
export function outputOf<A>(answer: A): Extract<A, { output: unknown }>['output'] {
  if (typeof answer === 'object' && answer !== null && 'output' in answer) {
    return answer.output as Extract<A, { output: unknown }>['output']
  }
  throw new Error(`no output but ${JSON.stringify(answer)}`)
}

/** The code of a refusal, or what else came. */
export function codeOf(answer: object): unknown {
  return 'refusal' in answer ? (answer.refusal as { code: string }).code : answer
}

export async function beginAct(page: Page) {
  return outputOf(await page.call('beginAct', {})).actId
}

export function approve(
  page: Page,
  act: { readonly actId: string; readonly amount: number },
  by: { readonly code: string; readonly pin: string } = staff.supervisor,
): Promise<Answer<'approveAct'>> {
  const { code, pin } = by
  return page.call('approveAct', { ...act, code, pin, reason: '店长同意' } as never)
}

/** A programme in which 500 points are many. */
export const careful = { stepUp: { ...demoProgramme.stepUp, burnFrom: points(500) } }

/** A basket of Wang's that pays with 600 points: ¥6. */
export async function dearBasket(page: Page): Promise<Uuid> {
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(600) })
  return uuid(page.slice('basket_changed').saleId ?? '')
}

/** A second proof of a member, Wang when nothing is said. */
export function prove(
  page: Page,
  actId: Uuid,
  proof: Parameters<typeof page.call<'proveMember'>>[1]['proof'],
  memberId = wang.memberId,
) {
  return page.call('proveMember', { actId, memberId, proof })
}

export const dynamic = (text: string) => ({ kind: 'dynamic_code', text }) as const

export interface AskedOf {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

/** A central that answers what the test says, by path; what it was asked is kept. Null = a problem `not_found`. */
export async function fakeCentral(
  answer: (asked: AskedOf) => { readonly status: number; readonly body: unknown } | null,
): Promise<{ readonly url: string; readonly asked: readonly AskedOf[] }> {
  const asked: AskedOf[] = []
  const server = createServer(testTrust.server, async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString('utf8')
    const one = {
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      // What sync sends by itself is compressed, and no test's business.
      body: text === '' || request.headers['content-encoding'] ? null : JSON.parse(text),
    }
    asked.push(one)
    const { status, body } = answer(one) ?? {
      status: 404,
      body: { code: 'not_found', message: 'nothing here' },
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** Who an enrolment speaks of. */
export function personOf(event: TillEvent<'member.enrolled'> | undefined): EnrolledPerson {
  const person = event && personalOf(event.data.personal)
  if (!person) throw new Error('nobody was enrolled')
  return person
}
