import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { centralName } from '../contract/wire.ts'
import { createApplication, type LogFault } from './application.ts'
import { loadAuthority } from './authority.ts'
import { newServerCertificate } from './certificates.ts'
import { loadChainKeys } from './chain-keys.ts'
import { type Clock, systemClock } from './clock.ts'
import { type CentralConfig, centralConfigSchema } from './config.ts'
import type { Database } from './database.ts'
import { createDigests } from './digests.ts'
import { makeEnrolmentCode } from './enrol.ts'
import { createHints, type HintTimes } from './hints.ts'
import { newToken, secretHash } from './ids.ts'
import { supersededPruneMs } from './limits.ts'
import { createOutbox, type Messenger } from './messenger.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite-database.ts'
import { openPostgres } from './postgres-database.ts'
import { createProgrammes } from './programmes.ts'
import { pruneSuperseded } from './prune.ts'
import { publishFirstPolicy } from './risk/policy.ts'
import { seedDemo } from './seed/seed-demo.ts'
import { loadSigningKey } from './signing.ts'
import { createSnapshots } from './snapshots.ts'
import { keepFeed } from './tables/change-counter.ts'

/** A central that listens. */
export interface RunningCentral {
  /** Such as `https://127.0.0.1:43017`. */
  readonly url: string
  /** The certificate of the chain's authority, DER, base64: what head office's tools trust. */
  readonly ca: string
  readonly operatorToken: string
  /** A one-time code for the store with this number. */
  readonly makeEnrolmentCode: (storeNumber: string) => Promise<string>
  /** Ends connections, closes the database, removes temporary files. A second call does nothing. */
  readonly close: () => Promise<void>
}

/** For tests: another clock, and where faults are told. */
export interface CentralParts {
  readonly clock?: Clock
  readonly logFault?: LogFault
  /** Who delivers one-time codes; left out = the table head office reads. */
  readonly messenger?: Messenger
  /** How often streams of hints say something; what is left out is as usual. */
  readonly hintTimes?: Partial<HintTimes>
}

/** Starts a central: opens and migrates its database, fills it when asked, listens. Throws what kept it from that. */
export async function startCentral(config: CentralConfig, parts: CentralParts = {}): Promise<RunningCentral> {
  const settings = centralConfigSchema.parse(config)
  const { clock = systemClock, logFault = tellNobody } = parts
  const operatorToken = settings.operatorToken ?? newToken()
  const ownFolder = settings.snapshotFolder === undefined
  const folder = settings.snapshotFolder ?? (await mkdtemp(join(tmpdir(), 'evertill-snapshots-')))
  const database = await openDatabase(settings.database, logFault)
  try {
    await migrate(database, clock())
    if (settings.demo) await seedDemo(database, settings.demo, clock())
    await keepFeed(database)
    await pruneSuperseded(database, clock())
    const signingKey = await loadSigningKey(database)
    await publishFirstPolicy({ database, signingKey }, clock())
    const snapshots = await createSnapshots({
      database,
      clock,
      folder,
      isShared: settings.database.kind === 'postgres',
    })
    const hints = createHints({
      database,
      onFault: (fault) => logFault('hints failed', fault),
      times: parts.hintTimes ?? {},
    })
    const central = {
      database,
      clock,
      signingKey,
      chainKeys: await loadChainKeys(database),
      authority: await loadAuthority(database),
      programmes: createProgrammes(),
      messenger: parts.messenger ?? createOutbox(database),
      snapshots,
      hints,
      digests: createDigests(database),
      operatorTokenHash: secretHash(operatorToken),
    }
    // Of this start alone and nowhere kept: what is not there cannot be taken away.
    const names = [...new Set([centralName, 'localhost', '127.0.0.1', ...settings.names])]
    const server = newServerCertificate(central.authority.issuer, names)
    const application = await createApplication(central, server, logFault)
    const url = await application.listen({ host: settings.host, port: settings.port })
    const pruning = setInterval(() => {
      pruneSuperseded(database, clock()).catch((fault: unknown) => logFault('prune failed', fault))
    }, supersededPruneMs)
    pruning.unref()
    let closed: Promise<void> | null = null
    const close = async () => {
      clearInterval(pruning)
      hints.close()
      await application.close()
      await snapshots.close()
      await database.close()
      if (ownFolder) await rm(folder, { recursive: true, force: true })
    }
    return {
      url,
      ca: central.authority.certificate,
      operatorToken,
      makeEnrolmentCode: async (number) => (await makeEnrolmentCode(database, number, clock())).code,
      close() {
        closed ??= close()
        return closed
      },
    }
  } catch (error) {
    await database.close().catch(() => undefined)
    if (ownFolder) await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function tellNobody(): void {}

function openDatabase(
  settings: { kind: 'folder'; folder: string } | { kind: 'memory' } | { kind: 'postgres'; url: string },
  logFault: LogFault,
): Promise<Database> | Database {
  switch (settings.kind) {
    case 'folder':
      return openPglite(settings.folder)
    case 'memory':
      return openPglite(null)
    case 'postgres':
      return openPostgres(settings.url, (fault) => logFault('database connection lost', fault))
  }
}
