import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { openReplica } from '../../db/open.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { searchProducts } from '../../db/replica/product-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { addEvent } from '../../electron/core/record-event.ts'
import { sealerOf, signBytes } from '../../electron/core/sealing.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { pushOnce } from '../../sync/push.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { snapshotTicket } from '../../sync/snapshot.ts'
import { keysFrom } from '../sim/keys.ts'
import { keys, openRig, type Rig } from './rig.ts'

/* The till's client and the reference central, over real TLS. */

let central: RunningCentral
let rig: Rig
beforeAll(async () => {
  rig = openRig()
  central = await startCentral({ database: { kind: 'memory' }, demo: { members: 50 } })
})
afterAll(async () => {
  await central.close()
  rig.close()
})

test('[SY12] a till enrols at, loads from, pushes to and pulls from the reference central', async () => {
  const stranger = createCentralClient({ url: central.url, ca: central.ca, appVersion: '1.0' })
  expect((await stranger.status()).service).toBe('evertill-central')
  const own = keysFrom(new Uint8Array(32).fill(77))
  const code = await central.makeEnrolmentCode('S01')
  const tlsKey = tlsKeys.make()
  const request = tlsKeys.request(tlsKey)
  const proof = signBytes(own.privateKey, Buffer.from(request, 'base64'))
  const { publicKey } = own
  const enrolment = await stranger.enrol({ code, publicKey, request, proof, appVersion: '1.0' })
  const { terminalId, terminalNumber: number, storeId, epoch } = enrolment
  const identity = () => ({ privateKey: tlsKey, certificate: enrolment.tls.certificate })
  const client = createCentralClient({ url: central.url, ca: central.ca, identity, appVersion: '1.0' })

  const sealPin = (pinHash: Uint8Array) => sealPinHash(new Uint8Array(32), pinHash)
  const writer = createReplicaWriter({
    folder: rig.folder,
    replicaKey: keys.replica,
    sealPin,
    central: client,
  })
  const newKey = () => new Uint8Array(32).fill(8)
  const ticket = await snapshotTicket({ journal: rig.access, central: client, newKey, folder: rig.folder })
  await writer.loadSnapshot(ticket, () => undefined)
  swapReplica(rig.folder)
  const reader = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'read' })
  try {
    expect(searchProducts(reader, { query: '', categoryId: null, limit: 5 }).length).toBeGreaterThan(0)
    expect(appliedMark(reader, terminalId)).toEqual({ epoch: 1, seq: 0 })

    const identity = { terminal: { terminalId, number, storeId }, epoch, sealer: sealerOf(own.privateKey) }
    for (let count = 0; count < 30; count++) {
      rig.access.write(
        (tx) =>
          addEvent(tx, identity, {
            id: rig.newId(),
            type: 'access.denied',
            time: 1,
            actor: null,
            rules: 0,
            mode: 'isolated',
            data: { staffId: null, what: 'drawer' },
          }),
        () => true,
      )
    }
    const push = { ...rig.push, central: client, terminalId, isSigned: signatureCheck(enrolment.centralKey) }
    expect(await pushOnce(push, 20)).toMatchObject({ kind: 'pushed', events: 20, disputed: 0, parked: 0 })
    expect(await pushOnce(push, 500)).toMatchObject({ kind: 'pushed', events: 10 })
    expect(await writer.pull()).toMatchObject({ setAside: 0, more: false })
    expect(appliedMark(reader, terminalId)).toEqual({ epoch: 1, seq: 30 })
    expect(readCursor(reader)?.feed).toBe(ticket.offer.feed)
  } finally {
    reader.close()
    await writer.close()
  }
})
