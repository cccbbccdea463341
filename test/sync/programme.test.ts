import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Replica } from '../../db/handle.ts'
import { openReplica } from '../../db/open.ts'
import { currentProgramme, programmeRefused } from '../../db/replica/programme-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import type { Programme } from '../../domain/programme.ts'
import { checkProgramme } from '../../sync/programme-check.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { dropTicket, snapshotTicket } from '../../sync/snapshot.ts'
import { programme } from '../sim/chain-facts.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

const row = (version: number, changed: object = {}) => ({
  c: 'programme',
  k: String(version),
  d: { ...programme, version, ...changed },
})

function known(): { version: number | undefined; refused: ReturnType<typeof programmeRefused> } {
  const file = replicaFiles(rig.folder).current
  const replica: Replica = openReplica({ file, key: keys.replica, access: 'read' })
  try {
    return { version: currentProgramme(replica)?.version, refused: programmeRefused(replica) }
  } finally {
    replica.close()
  }
}

function writer() {
  const { folder, central } = rig
  return createReplicaWriter({ folder, replicaKey: keys.replica, sealPin: (pin) => pin, central })
}

async function load(): Promise<void> {
  const one = writer()
  const { access: journal, central, folder } = rig
  const ticket = await snapshotTicket({ journal, central, folder, newKey: () => new Uint8Array(32) })
  await one.loadSnapshot(ticket, () => undefined)
  await one.close()
  dropTicket(journal)
  swapReplica(folder)
}

async function pull(): Promise<void> {
  const one = writer()
  await one.pull()
  await one.close()
}

test.each<readonly [string, unknown, string]>([
  ['this very one', programme, 'good'],
  ['one with a field more', { ...programme, weather: 'fine' }, 'good'],
  ['no document', null, 'broken'],
  ['a text', 'programme', 'broken'],
  ['one without tiers', { ...programme, tiers: undefined }, 'broken'],
  ['one of an older form', { ...programme, form: 1 }, 'broken'],
  ['one of a later form', { form: 3, rules: [] }, 'newer'],
  ['one whose form is no number', { ...programme, form: '3' }, 'broken'],
  ['points worth a fraction', { ...programme, burn: { ...programme.burn, stepValue: 0.5 } }, 'broken'],
])('[SY48] a programme document that is %s', (_, document, kind) => {
  expect(checkProgramme(document).kind).toBe(kind)
})

test('[SY48] a pull keeps the last good programme and says which one it could not take', async () => {
  await load()
  const { version } = programme
  expect(known()).toEqual({ version, refused: null })
  rig.model.change([row(version + 1, { form: 3 })])
  await pull()
  expect(known()).toEqual({ version, refused: { version: version + 1, reason: 'newer' } })
  rig.model.change([row(version + 2, { earn: null })])
  await pull()
  expect(known()).toEqual({ version, refused: { version: version + 2, reason: 'broken' } })
  rig.model.change([row(version + 3, { returnDays: 9 })])
  await pull()
  expect(known()).toEqual({ version: version + 3, refused: null })
  rig.model.change([{ c: 'programme', k: String(version + 3), d: null }])
  await pull()
  expect(known()).toEqual({ version, refused: null })
})

test('[SY48] a snapshot with nothing but a programme this till cannot read leaves the one at work in force', async () => {
  await load()
  const { version } = programme
  rig.model.change([{ c: 'programme', k: String(version), d: null }, row(version + 1, { form: 4 })])
  await load()
  expect(known()).toEqual({ version, refused: { version: version + 1, reason: 'newer' } })
})

test('[SY49] the whole programme swapped by data: every number another, and the till goes by it', async () => {
  await load()
  const other: Programme = {
    ...programme,
    version: programme.version + 1,
    tiers: programme.tiers.map((tier) => ({ ...tier, payBps: 5_000 as never })),
    returnDays: 30,
    undoMinutes: 1,
  }
  rig.model.change([{ c: 'programme', k: String(other.version), d: { ...other } }])
  await pull()
  const file = replicaFiles(rig.folder).current
  const replica = openReplica({ file, key: keys.replica, access: 'read' })
  expect(currentProgramme(replica)).toEqual(other)
  replica.close()
})
