import { afterAll, beforeAll } from 'vitest'
import { centralContract } from '../suites/central-contract.ts'
import { type FolderMaker, prepareFolders, underTest } from './running-central.ts'

let folders: FolderMaker
beforeAll(async () => {
  folders = await prepareFolders()
})
afterAll(() => folders.close())

const start = async () => underTest(await folders.keep())

centralContract('PGlite', start)
