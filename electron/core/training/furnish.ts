import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { journalFile } from '../../../db/journal/file.ts'
import { saveSetting } from '../../../db/journal/setting-table.ts'
import { openJournal, openReplica } from '../../../db/open.ts'
import type { SignedPolicy } from '../../../db/replica/policy-table.ts'
import type { SealedStaff } from '../../../db/replica/staff-table.ts'
import { replicaFiles } from '../../../db/replica/swap.ts'
import { transact } from '../../../db/transact.ts'
import { assert } from '../../../domain/assert.ts'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { moneyMax } from '../../../domain/limits.ts'
import { money } from '../../../domain/money.ts'
import { standardPolicy } from '../../../domain/risk.ts'
import type { Language } from '../../../domain/text.ts'
import type { Props } from '../../../domain/training.ts'
import { systemChance } from '../ids.ts'
import { putTrainingChain, trainingChainKeys, trainingStaff, trainingStore } from './chain.ts'

interface Furnishing {
  /** The training till's own folder, empty. */
  readonly folder: string
  readonly keys: { readonly journal: string; readonly replica: string; readonly pepper: string }
  readonly language: Language
  /** Epoch ms. */
  readonly now: number
}

/**
 * Makes `folder` that of an enrolled till of the training shop with its whole chain and the learner signed in. No address
 * of any central is in it, so its sync never begins. Answers what each run of a lesson hands out.
 */
export async function furnishTraining(furnishing: Furnishing): Promise<readonly Props[]> {
  const { folder, keys, now } = furnishing
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const staff = await trainingStaff(bytesOf(keys.pepper))
  const headOffice = generateKeyPairSync('ed25519')
  putJournal(furnishing, { headOffice: headOffice.publicKey, staff })
  const replica = openReplica({
    file: replicaFiles(folder).current,
    key: bytesOf(keys.replica),
    access: 'write',
  })
  try {
    return transact(replica, (tx) =>
      putTrainingChain(tx, { now, staff, policy: ampleLimits(headOffice.privateKey) }),
    )
  } finally {
    replica.close()
  }
}

function putJournal(
  { folder, keys, language, now }: Furnishing,
  { headOffice, staff }: { readonly headOffice: KeyObject; readonly staff: readonly SealedStaff[] },
): void {
  const [learner] = staff
  assert(learner, 'the training shop has staff')
  const own = generateKeyPairSync('ed25519')
  const journal = openJournal({ file: journalFile(folder), key: bytesOf(keys.journal) })
  try {
    transact(journal, (tx) => {
      saveSetting(tx, 'terminal', {
        terminalId: systemChance().newId(now),
        number: 'T99',
        storeId: trainingStore.storeId,
      })
      saveSetting(tx, 'epoch', 1)
      saveSetting(tx, 'privateKey', textOf(own.privateKey))
      saveSetting(tx, 'publicKey', textOf(own.publicKey))
      saveSetting(tx, 'centralKey', textOf(headOffice))
      saveSetting(tx, 'keys', trainingChainKeys)
      saveSetting(tx, 'language', language)
      const { code, name, role, staffId, storeId } = learner
      saveSetting(tx, 'signedIn', { code, name, role, staffId, storeId })
    })
  } finally {
    journal.close()
  }
}

/** A training till is alone for good: nothing it teaches may end because a till alone has done enough. */
function ampleLimits(headOffice: KeyObject): SignedPolicy {
  const most = money(moneyMax)
  const policy = {
    ...standardPolicy,
    version: 1,
    boundedMax: most,
    memberUsesMax: 1_000,
    memberAmountMax: most,
    tillExposureMax: most,
    storeExposureMax: most,
  }
  return { ...policy, sig: sign(null, Buffer.from(canonicalJson(policy)), headOffice).toString('base64') }
}

/** PKCS #8 or SPKI DER, base64. */
function textOf(key: KeyObject): string {
  const type = key.type === 'private' ? 'pkcs8' : 'spki'
  return (key.export({ format: 'der', type } as never) as Buffer).toString('base64')
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}
