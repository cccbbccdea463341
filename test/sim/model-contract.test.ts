import type { Uuid } from '../../domain/ids.ts'
import { openTlsDoor, testTrust } from '../rig/trust.ts'
import { centralContract } from '../suites/central-contract.ts'
import type { CentralUnderTest } from '../suites/central-under-test.ts'
import { keysFrom } from './keys.ts'
import { createModelCentral } from './model-central.ts'
import { startModelServer } from './model-http.ts'
import type { ModelState } from './model-state.ts'
import { createRandom } from './random.ts'

/* The model the simulation trusts behaves as every central must: [CE1] … against it. */

async function start(): Promise<CentralUnderTest> {
  const random = createRandom(1)
  const central = createModelCentral({
    keys: keysFrom(random.bytes(32)),
    random,
    now: () => Date.UTC(2026, 9, 10),
    certify: testTrust.certify,
  })
  const server = await startModelServer(() => central)
  const door = openTlsDoor(testTrust.ca)
  return {
    ask: (path, request, as) => door.ask(new URL(path, server.url), request, as),
    enrolmentCode: async (storeNumber) => central.makeCode(storeByNumber(central.state(), storeNumber)),
    change: async (rows) => central.change(rows.map((row) => ({ ...row, ...ofStore(row) }))),
    readmit: async (terminalId, epoch) => {
      const terminal = central.state().terminals.get(terminalId as Uuid)
      if (terminal) terminal.admittedEpoch = epoch
    },
    backup: async () => {
      const kept = central.backup()
      return async () => central.restart(kept)
    },
    restart: async () => central.restart(),
    close: async () => {
      await door.close()
      await server.close()
    },
  }
}

function storeByNumber(state: ModelState, number: string): Uuid {
  const store = [...(state.rows.get('store')?.values() ?? [])].find(({ d }) => d?.['number'] === number)
  if (!store) throw new Error(`no store ${number}`)
  return store.k as Uuid
}

/** Staff belong to their store's tills alone. */
function ofStore(row: { readonly c: string; readonly d: Readonly<Record<string, unknown>> | null }) {
  const storeId = row.c === 'staff' ? row.d?.['storeId'] : undefined
  return typeof storeId === 'string' ? { storeId: storeId as never } : {}
}

centralContract('the model', start)
