import { assert } from '../../domain/assert.ts'
import { type CentralNode, startNode } from '../../test/central/node-fleet.ts'
import { type PostgresServer, startPostgres } from '../../test/central/postgres.ts'
import { operatorToken } from '../../test/central/running-central.ts'
import { openTlsDoor } from '../../test/rig/trust.ts'
import { fillChain } from './chain-of-postgres.ts'

/** The reference central in a process of its own, on a PostgreSQL of its own that flushes what it commits. */
export interface CentralOnPostgres {
  readonly url: string
  readonly ca: string
  readonly databaseUrl: string
  readonly enrolmentCode: () => Promise<string>
  readonly stop: () => Promise<void>
}

export async function startCentralOnPostgres(members: number): Promise<CentralOnPostgres> {
  const postgres: PostgresServer = await startPostgres({ isDurable: true })
  let node: CentralNode
  let databaseUrl: string
  try {
    const { database } = await postgres.keep()
    assert(database.kind === 'postgres', 'a database of PostgreSQL')
    databaseUrl = database.url
    await fillChain(databaseUrl, members)
    node = await startNode(databaseUrl)
  } catch (fault) {
    await postgres.stop()
    throw fault
  }
  const door = openTlsDoor(node.ca)
  return {
    url: node.url,
    ca: node.ca,
    databaseUrl,
    async enrolmentCode() {
      const response = await door.ask(new URL('/v1/head-office/enrolment-codes', node.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
        body: JSON.stringify({ store: 'S01' }),
      })
      const { code } = (await response.json()) as { readonly code: string }
      return code
    },
    async stop() {
      await door.close()
      await node.kill('SIGTERM')
      await postgres.stop()
    },
  }
}
