import { afterAll, beforeAll, describe } from 'vitest'
import { authorityContract } from '../suites/central-authority.ts'
import { promisesContract } from '../suites/central-promises.ts'
import { winnerContract } from '../suites/central-winner.ts'
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
  describe(`who decides, at a central on ${name}`, () => {
    authorityContract(async () => underTest(await keep()))
    winnerContract(async () => underTest(await keep()))
    promisesContract(async () => {
      let passed = 0
      const now = () => Date.now() + passed
      const central = await underTest(await keep(), { clock: now })
      return { ...central, now, pass: (ms) => (passed += ms) }
    })
  })
}
