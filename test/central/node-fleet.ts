import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { assert } from '../../domain/assert.ts'
import { openTlsDoor } from '../rig/trust.ts'
import type { CentralUnderTest, ChainRow } from '../suites/central-under-test.ts'
import { operatorToken } from './running-central.ts'

const program = join(import.meta.dirname, '..', '..', 'central', 'main.ts')

/** A process of the central, one of several on one database. */
export interface CentralNode {
  readonly url: string
  /** The authority of its chain, DER, base64. */
  readonly ca: string
  /** Ends it with this signal and waits until it is gone. */
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** Stops and goes on: hangs it in between. */
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
}

/** Starts `central/main.ts` on this database; its faults go to `complaints`. */
export async function startNode(databaseUrl: string, complaints: string[] = []): Promise<CentralNode> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, '--postgres', databaseUrl],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', EVERTILL_OPERATOR_TOKEN: operatorToken },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  assert(child.stdout && child.stderr, 'pipes were asked for')
  child.stderr.setEncoding('utf8').on('data', (part: string) => complaints.push(part))
  const gone = once(child, 'exit')
  const first = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone])
  if (child.exitCode !== null) throw new Error(`the node did not start: ${complaints.join('')}`)
  const { ca, url } = JSON.parse(String(first[0])) as { readonly url: string; readonly ca: string }
  return {
    url,
    ca,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await gone
    },
    signal: (signal) => void child.kill(signal),
  }
}

/** Several nodes as a till sees them: a list of addresses, and it goes to the next when one does not answer. */
export interface Fleet extends Pick<CentralUnderTest, 'ask' | 'enrolmentCode' | 'change'> {
  readonly nodes: CentralNode[]
  /** A request to one node alone, never repeated. */
  readonly askOne: (node: number, path: string, request?: RequestInit, as?: TlsIdentity) => Promise<Response>
  /** How often each status was answered; 0 = nothing was. */
  readonly statuses: Map<number, number>
  readonly close: () => Promise<void>
}

/** How often a till of the tests asks again; each time at the next node. */
const triesMax = 60

export function fleetOf(nodes: CentralNode[]): Fleet {
  const statuses = new Map<number, number>()
  let turn = 0
  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const door = openTlsDoor(nodes[0]?.ca ?? '')
  const askOne: Fleet['askOne'] = (node, path, request, as) => {
    const at = nodes[node % nodes.length]
    assert(at, 'a fleet has nodes')
    return door.ask(new URL(path, at.url), request, as)
  }
  const ask: Fleet['ask'] = async (path, request, as) => {
    for (let tries = 0; tries < triesMax; tries++) {
      turn += 1
      const response = await askOne(turn, path, request, as).catch(() => null)
      count(response?.status ?? 0)
      if (response !== null && response.status < 500) return response
      if (response !== null) assert(response.headers.has('retry-after'), `a ${response.status} says when`)
      // A till waits longer; the tests do not prove how long.
      await after(100)
    }
    throw new Error(`${path} got no answer`)
  }
  const headOffice = async (path: string, body: unknown) => {
    const response = await ask(`/v1/head-office/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
      body: JSON.stringify(body),
    })
    if (response.status !== 200) throw new Error(`${path} was refused: ${await response.text()}`)
    return response.json()
  }
  return {
    nodes,
    statuses,
    askOne,
    ask,
    async enrolmentCode(storeNumber) {
      const answer = (await headOffice('enrolment-codes', { store: storeNumber })) as {
        readonly code: string
      }
      return answer.code
    },
    async change(rows: readonly ChainRow[]) {
      await headOffice('changes', { rows: rows.map((row) => ({ ...row, v: 'any' })) })
    },
    async close() {
      await door.close()
      await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
    },
  }
}
