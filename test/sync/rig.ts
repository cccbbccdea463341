import { sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import type { Checkpoint, EnrolAnswer } from '../../contract/wire.ts'
import type { Journal } from '../../db/handle.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { firstHead, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { addEvent } from '../../electron/core/record-event.ts'
import { sealerOf, signBytes } from '../../electron/core/sealing.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { readChangeLines } from '../../sync/change-lines.ts'
import { checkpointText, signatureCheck } from '../../sync/checkpoint.ts'
import type { JournalAccess } from '../../sync/journal-access.ts'
import type { PushDeps } from '../../sync/push.ts'
import { testTrust } from '../rig/trust.ts'
import { beginning, firstRows, stores } from '../sim/chain-facts.ts'
import { fastFolder } from '../sim/fast-folder.ts'
import { keysFrom } from '../sim/keys.ts'
import { createModelCentral, type ModelCentral, type ModelRefusal } from '../sim/model-central.ts'
import { createRandom } from '../sim/random.ts'
import { unasked } from '../sim/unasked.ts'

/** One enrolled till with a real journal, beside the model of a central; their line is perfect unless a test spoils it. */
export interface Rig {
  readonly folder: string
  readonly model: ModelCentral
  readonly central: CentralClient
  readonly enrolment: EnrolAnswer
  /** What the till shows on its line. */
  readonly identity: TlsIdentity
  readonly journal: Journal
  readonly access: JournalAccess
  readonly push: PushDeps
  /** Appends `count` events to the till's chain, in its first epoch or another. */
  readonly record: (count: number, inEpoch?: number) => TillEvent[]
  readonly newId: () => Uuid
  /** A checkpoint as this chain's central signs it. */
  readonly signed: (place: { readonly seq: number; readonly head: string }) => Checkpoint
  readonly close: () => void
}

export const keys = { journal: new Uint8Array(32).fill(1), replica: new Uint8Array(32).fill(2) }

export function openRig(): Rig {
  const folder = mkdtempSync(join(fastFolder(), 'evertill-sync-'))
  const random = createRandom(7)
  const centralKeys = keysFrom(random.bytes(32))
  const tillKeys = keysFrom(random.bytes(32))
  const { certify } = testTrust
  const model = createModelCentral({ keys: centralKeys, random, now: () => beginning, certify })
  model.change(firstRows())
  const code = model.makeCode(stores[0]?.storeId as Uuid)
  const tlsKey = tlsKeys.make()
  const request = tlsKeys.request(tlsKey)
  const proof = signBytes(tillKeys.privateKey, Buffer.from(request, 'base64'))
  const enrolled = model.enrol({ code, publicKey: tillKeys.publicKey, request, proof, appVersion: 'test' })
  if (enrolled.kind === 'refused') throw new Error(enrolled.code)
  const enrolment = enrolled.answer
  const { terminalId, terminalNumber: number, storeId } = enrolment
  const journal = openJournal({ file: join(folder, 'journal.db'), key: keys.journal })
  transact(journal, (tx) => saveSetting(tx, 'epoch', 1))
  const access: JournalAccess = {
    read: () => journal,
    write: (work) => {
      const made: ReturnType<typeof work>[] = []
      transact(journal, (tx) => {
        made[0] = work(tx)
      })
      return made[0] as ReturnType<typeof work>
    },
  }
  const central = directClient(model, enrolment.tls.certificate)
  const newId = () => uuidV7(beginning, random.bytes(10))
  const sealer = sealerOf(tillKeys.privateKey)
  const { epoch } = firstHead(terminalId, 1)
  return {
    folder,
    model,
    central,
    enrolment,
    identity: { privateKey: tlsKey, certificate: enrolment.tls.certificate },
    journal,
    access,
    newId,
    signed: ({ seq, head }) => {
      const checkpoint = { terminalId, epoch: 1, seq, head, admittedEpoch: 1, serverTime: beginning }
      const sig = sign(null, Buffer.from(checkpointText(checkpoint)), centralKeys.signing).toString('base64')
      return { ...checkpoint, sig }
    },
    push: {
      journal: access,
      central,
      terminalId,
      isSigned: signatureCheck(enrolment.centralKey),
      wallMs: () => beginning,
    },
    record: (count, inEpoch = epoch) =>
      Array.from({ length: count }, () =>
        access.write(
          (tx) =>
            addEvent(
              tx,
              { terminal: { terminalId, number, storeId }, epoch: inEpoch, sealer },
              {
                id: newId(),
                type: 'access.denied',
                time: beginning,
                actor: null,
                rules: 0,
                mode: 'isolated',
                data: { staffId: null, what: 'drawer' },
              },
            ) as TillEvent,
          () => true,
        ),
      ),
    close: () => {
      journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Speaks with the model without a network between. */
export function directClient(model: ModelCentral, certificate: string): CentralClient {
  const terminal = () => {
    const found = model.terminalByCertificate(certificate)
    if (!found) throw new CentralFault('refused', 'unknown', { code: 'certificate_unknown' })
    return found
  }
  const refuse = ({ status, code }: ModelRefusal): never => {
    throw new CentralFault(status === 409 ? 'conflict' : 'refused', code, { code })
  }
  return {
    ...unasked,
    status: () => Promise.reject(new Error('not asked')),
    enrol: async (request) => {
      const outcome = model.enrol(request)
      return outcome.kind === 'enrolled' ? outcome.answer : refuse(outcome)
    },
    push: async (events, strays) => {
      const outcome = model.push(terminal(), JSON.parse(`[${events.join(',')}]`) as unknown[], strays)
      return outcome.kind === 'refused' ? refuse(outcome) : outcome
    },
    async *changes(from) {
      const outcome = model.changes(terminal(), { since: from.cursor, feed: from.feed, rowsMax: 1_000 })
      if (outcome.kind === 'refused') return refuse(outcome)
      yield* readChangeLines(blocksOf(`${outcome.lines.join('\n')}\n`))
    },
    digests: async ({ cursor: since, feed }, collection, fields) => {
      const outcome = model.digests(terminal(), { since, feed, collection, fields })
      return outcome.kind === 'digests' ? outcome.answer : refuse(outcome)
    },
    rows: async ({ cursor: since, feed }, range) => {
      const outcome = model.rows(terminal(), { since, feed, ...range })
      return outcome.kind === 'rows' ? outcome.answer : refuse(outcome)
    },
    offerSnapshot: async () => model.offerSnapshot(terminal()),
    async *readSnapshot(rest) {
      const bytes = model.snapshot(terminal(), rest.snapshotId)
      if (!bytes) throw new CentralFault('conflict', 'gone', { code: 'snapshot_gone' })
      for (let from = rest.offset; from < rest.totalBytes; from += 200) {
        yield bytes.subarray(from, from + 200)
      }
    },
  }
}

/** A text in blocks that end anywhere, also inside a character. */
export async function* blocksOf(text: string): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += 777) yield bytes.subarray(from, from + 777)
}
