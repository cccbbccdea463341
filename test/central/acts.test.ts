import { afterAll, beforeAll, describe } from 'vitest'
import { actsContract } from '../suites/central-acts.ts'
import { longAgo } from '../suites/central-chain.ts'
import { membersContract } from '../suites/central-members.ts'
import { onlineContract } from '../suites/central-online.ts'
import { shiftsContract } from '../suites/central-shifts.ts'
import { valueContract } from '../suites/central-value.ts'
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
  describe(`the whole programme at a central on ${name}`, () => {
    actsContract(async () => underTest(await keep()))
    valueContract(async () => underTest(await keep()))
    membersContract(async () => underTest(await keep()))
    shiftsContract(async () => underTest(await keep()))
    const clock = { now: longAgo + 86_400_000 }
    onlineContract(async () => underTest(await keep(), { clock: () => clock.now }), clock)
  })
}
