import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CentralConfig } from '../../central/config.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { type CentralParts, type RunningCentral, startCentral } from '../../central/server.ts'
import { openTlsDoor } from '../rig/trust.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'

/** Where a central under test keeps its state, and how that is copied and put back while it is stopped. */
export interface Keeping {
  readonly database: CentralConfig['database']
  readonly copyAway: () => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}

export const operatorToken = 'operator-token-of-the-tests'

/** The reference central, and where a connection of one's own finds it. */
export interface RunningUnderTest extends ReferenceUnderTest {
  /** Of its life so far; `ca` is its authority's certificate, DER, base64. */
  readonly address: () => { readonly url: string; readonly ca: string }
}

/** The reference central, over real TLS. */
export async function underTest(
  keeping: Keeping,
  parts: CentralParts = {},
  config: Partial<CentralConfig> = {},
): Promise<RunningUnderTest> {
  const start = () =>
    startCentral(
      { database: keeping.database, operatorToken, ...config },
      {
        logFault: (what, fault) => {
          throw new Error(what, { cause: fault })
        },
        ...parts,
      },
    )
  let central: RunningCentral = await start()
  // The authority lives in the database: it is the same after a restart and after a backup is put back.
  const door = openTlsDoor(central.ca)
  const restart = async () => {
    await central.close()
    central = await start()
  }
  return {
    address: () => ({ url: central.url, ca: central.ca }),
    ask: (path, request, as) => door.ask(new URL(path, central.url), request, as),
    headOffice(path, request = {}) {
      const headers = new Headers(request.headers)
      headers.set('authorization', `Bearer ${operatorToken}`)
      return door.ask(new URL(`/v1/head-office/${path}`, central.url), { ...request, headers })
    },
    enrolmentCode: (storeNumber) => central.makeEnrolmentCode(storeNumber),
    async change(rows) {
      const response = await door.ask(new URL('/v1/head-office/changes', central.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
        body: JSON.stringify({ rows: rows.map((row) => ({ ...row, v: 'any' })) }),
      })
      if (response.status !== 200) throw new Error(`changes were refused: ${await response.text()}`)
    },
    async readmit(terminalId, epoch) {
      const path = `/v1/head-office/terminals/${terminalId}/readmit`
      const response = await door.ask(new URL(path, central.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
        body: JSON.stringify({ epoch }),
      })
      if (response.status !== 200) throw new Error(`not readmitted: ${await response.text()}`)
    },
    async backup() {
      await central.close()
      const putBack = await keeping.copyAway()
      central = await start()
      return async () => {
        await central.close()
        await putBack()
        central = await start()
      }
    },
    restart,
    async close() {
      await door.close()
      await central.close()
      await keeping.close()
    },
  }
}

/** Makes folders for PGlite, each a copy of one that was initialised once: that is the slow part. */
export interface FolderMaker {
  readonly keep: () => Promise<Keeping>
  readonly close: () => Promise<void>
}

export async function prepareFolders(): Promise<FolderMaker> {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-central-'))
  const template = join(folder, 'template')
  await (await openPglite(template)).close()
  let made = 0
  const copyOf = async (from: string) => {
    made += 1
    const copy = join(folder, `copy-${made}`)
    await cp(from, copy, { recursive: true })
    return copy
  }
  return {
    async keep() {
      const place = await copyOf(template)
      return {
        database: { kind: 'folder', folder: place },
        async copyAway() {
          const copy = await copyOf(place)
          return async () => {
            await rm(place, { recursive: true })
            await cp(copy, place, { recursive: true })
          }
        },
        close: () => rm(place, { recursive: true, force: true }),
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
