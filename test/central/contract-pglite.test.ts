import { centralContract } from '../suites/central-contract.ts'
import { epochContract } from '../suites/central-push.ts'
import { keepInFolder, underTest } from './running-central.ts'

const start = async () => underTest(await keepInFolder())

centralContract('PGlite', start)
epochContract(start)
