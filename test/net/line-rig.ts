import type { CentralConfig } from '../../central/config.ts'
import { notableGiftCards } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { money, noMoney } from '../../domain/money.ts'
import { addEvent } from '../../electron/core/record-event.ts'
import { sealerOf, signBytes } from '../../electron/core/sealing.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { type CentralClient, createCentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { pushOnce } from '../../sync/push.ts'
import { type FaultProxy, type LineFaults, startFaultProxy } from '../fakes/fault-proxy.ts'
import { openTlsDoor } from '../rig/trust.ts'
import { keysFrom } from '../sim/keys.ts'
import { openRig } from '../sync/rig.ts'

/* A till with a real journal and a real central, and a line between them that does what a test says. */

/** Every act pays in one fen: what the account holds in the end counts the acts that took effect. */
const fenOfAnAct = 1

export interface LineRig {
  readonly proxy: FaultProxy
  /** Records one more act and pushes all that waits over a new connection with these faults. False when it failed. */
  readonly tryPush: (faults: Partial<LineFaults>) => Promise<boolean>
  /** Pushes what waits over a sound line until nothing does. */
  readonly settle: () => Promise<void>
  /** Acts recorded here, and acts that took effect at the central. */
  readonly count: () => Promise<{ readonly recorded: number; readonly effective: number }>
  /** A till's client over a new connection of the line. */
  readonly client: (faults: Partial<LineFaults>) => CentralClient
  readonly close: () => Promise<void>
}

/** `patienceMs`: how long the till waits for an answer. */
export async function openLineRig(database: CentralConfig['database'], patienceMs: number): Promise<LineRig> {
  const rig = openRig()
  const central: RunningCentral = await startCentral({ database, demo: { members: 20 } })
  const proxy = await startFaultProxy({ port: Number(new URL(central.url).port) })
  const own = keysFrom(new Uint8Array(32).fill(77))
  const tlsKey = tlsKeys.make()
  const request = tlsKeys.request(tlsKey)
  const appVersion = '1.0'
  const ending = new AbortController()
  const stranger = createCentralClient({
    url: central.url,
    ca: central.ca,
    appVersion,
    stopped: ending.signal,
  })
  const enrolment = await stranger.enrol({
    code: await central.makeEnrolmentCode('S01'),
    publicKey: own.publicKey,
    request,
    proof: signBytes(own.privateKey, Buffer.from(request, 'base64')),
    appVersion,
  })
  const { terminalId, terminalNumber: number, storeId, epoch } = enrolment
  const shown: TlsIdentity = { privateKey: tlsKey, certificate: enrolment.tls.certificate }
  const speaksAs = { ca: central.ca, identity: () => shown, appVersion }
  const sound = createCentralClient({ ...speaksAs, url: central.url, stopped: ending.signal })
  const identity = { terminal: { terminalId, number, storeId }, epoch, sealer: sealerOf(own.privateKey) }
  const push = { ...rig.push, terminalId, isSigned: signatureCheck(enrolment.centralKey) }
  const door = openTlsDoor(central.ca)
  const card = notableGiftCards.hundred
  const balance = async () => {
    const response = await door.ask(new URL(`/v1/head-office/accounts/${card.accountId}`, central.url), {
      headers: { authorization: `Bearer ${central.operatorToken}` },
    })
    const { account } = (await response.json()) as { account: { principal: number } }
    return account.principal
  }
  const before = await balance()
  let recorded = 0

  const record = () => {
    recorded += 1
    rig.access.write(
      (tx) =>
        addEvent(tx, identity, {
          id: rig.newId(),
          type: 'value.topped_up',
          time: Date.now(),
          actor: null,
          rules: 1,
          mode: 'isolated',
          data: {
            topUpId: rig.newId(),
            receiptNumber: `S01-T1-1-${recorded}`,
            storeId,
            accountId: card.accountId,
            memberId: null,
            principal: money(fenOfAnAct),
            gift: noMoney,
            tenders: [{ kind: 'cash', amount: money(fenOfAnAct) }],
            change: noMoney,
            principalAfter: money(fenOfAnAct),
            giftAfter: noMoney,
          },
        }),
      () => true,
    )
  }
  const clientWith = (faults: Partial<LineFaults>, stopped: AbortSignal) => {
    proxy.set(faults)
    return createCentralClient({
      ...speaksAs,
      url: `https://127.0.0.1:${proxy.port}`,
      requestMs: patienceMs,
      stream: { totalMs: 4 * patienceMs, idleMs: patienceMs },
      stopped,
    })
  }

  return {
    proxy,
    client: (faults) => clientWith(faults, ending.signal),
    tryPush: async (faults) => {
      record()
      const attempt = new AbortController()
      try {
        await pushOnce({ ...push, central: clientWith(faults, attempt.signal) }, 500)
        return true
      } catch (fault) {
        if (!(fault instanceof CentralFault)) throw fault
        return false
      } finally {
        attempt.abort()
        proxy.cutAll()
      }
    },
    settle: async () => {
      while (countWaiting(rig.journal) > 0) await pushOnce({ ...push, central: sound }, 500)
    },
    count: async () => ({ recorded, effective: (await balance()) - before }),
    close: async () => {
      ending.abort()
      await Promise.all([proxy.close(), door.close()])
      await central.close()
      rig.close()
    },
  }
}
