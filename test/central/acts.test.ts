import { afterAll, beforeAll, describe } from 'vitest'
import { actsContract } from '../suites/central-acts.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { type FolderMaker, prepareFolders, underTest } from './running-central.ts'

let folders: FolderMaker
let postgres: PostgresServer
beforeAll(async () => {
  folders = await prepareFolders()
  postgres = await startPostgres()
})
afterAll(async () => {
  await folders.close()
  await postgres.stop()
})

describe('events at the central on PGlite', () => {
  actsContract(async () => underTest(await folders.keep()))
})
describe('events at the central on PostgreSQL', () => {
  actsContract(async () => underTest(await postgres.keep()))
})
