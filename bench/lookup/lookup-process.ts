import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal, openReplica } from '../../db/open.ts'
import { couponsOf } from '../../db/overlay/coupons.ts'
import { momentAt, type Overlay } from '../../db/overlay/files.ts'
import { findMemberByIdentifier, standingOf } from '../../db/overlay/members.ts'
import { importImage, replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { spendablePoints } from '../../domain/lot.ts'
import { templateOf } from '../../domain/programme.ts'
import { memberCode } from '../../domain/scan.ts'
import { programme, store, terminal } from '../chain/facts.ts'
import type { ChainImage } from '../chain/image.ts'
import { couponsPerMember } from '../chain/members.ts'
import { chosenBelow, seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'

/* What a scan of a member asks the two files: code → member, lots and live coupons, at two sizes of the chain. */

export interface LookupInput {
  readonly folder: string
  readonly large: ChainImage
  readonly small: ChainImage
  readonly rounds: number
  readonly lookupsPerRound: number
}

/** Milliseconds of each look-up. */
export interface LookupTimes {
  readonly large: readonly number[]
  readonly small: readonly number[]
}

const input = childInput<LookupInput>()
const key = Buffer.alloc(32, 5)
const chance = seededChance(3)

const templates = (templateId: Uuid) => templateOf(programme, templateId)

function openChain(name: string, image: ChainImage): Overlay {
  const folder = join(input.folder, name)
  mkdirSync(folder)
  importImage({ folder, key, image: readFileSync(image.plain), sealPin: (pinHash) => pinHash })
  swapReplica(folder)
  return {
    journal: openJournal({ file: join(folder, 'journal.db'), key }),
    replica: openReplica({ file: replicaFiles(folder).current, key, access: 'read' }),
    terminalId: terminal.terminalId,
  }
}

function lookUp(overlay: Overlay, members: number): number {
  const code = memberCode(chosenBelow(chance, members))
  const now = Date.now()
  const moment = { ...momentAt(now, store.timeZone), templates }
  const from = performance.now()
  const member = findMemberByIdentifier(overlay, 'member_code', code)
  assert(member, 'a member of the bench is known')
  const standing = standingOf(overlay, member.memberId, moment)
  const coupons = couponsOf(overlay, member.memberId, moment)
  const balance = standing ? spendablePoints(standing.lots, now) : 0
  const took = performance.now() - from
  assert(balance > 0 && coupons.length === couponsPerMember, 'points and both coupons are there')
  return took
}

const large = openChain('large', input.large)
const small = openChain('small', input.small)
const times = { large: [] as number[], small: [] as number[] }
for (let round = 0; round <= input.rounds; round++) {
  // The first round compiles the code and prepares the statements; both replicas are used alike in it.
  for (let step = 0; step < input.lookupsPerRound; step++) {
    const took = lookUp(large, input.large.members)
    if (round > 0) times.large.push(took)
  }
  for (let step = 0; step < input.lookupsPerRound; step++) {
    const took = lookUp(small, input.small.members)
    if (round > 0) times.small.push(took)
  }
}
const output: LookupTimes = times
await answerParent(output)
process.exit(0)
