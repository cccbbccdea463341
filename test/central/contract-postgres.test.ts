import { afterAll, beforeAll } from 'vitest'
import { centralContract } from '../suites/central-contract.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { underTest } from './running-central.ts'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const start = async () => underTest(await postgres.keep())

centralContract('PostgreSQL', start)
