import { afterAll, beforeAll, describe } from 'vitest'
import { amendsContract } from '../suites/central-amends.ts'
import { erasureContract } from '../suites/central-erasure.ts'
import { givenTwiceContract } from '../suites/central-given-twice.ts'
import { nextYearContract } from '../suites/central-next-year.ts'
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

for (const [name, keep] of [
  ['PGlite', () => folders.keep()],
  ['PostgreSQL', () => postgres.keep()],
] as const) {
  describe(`what is put right at a central on ${name}`, () => {
    amendsContract(async () => underTest(await keep()))
    givenTwiceContract(async () => underTest(await keep()))
    erasureContract(async () => underTest(await keep()))
    nextYearContract(async () => underTest(await keep()))
  })
}
