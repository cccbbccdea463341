import type { RenewRequest } from '../contract/wire.ts'
import { readSetting, removeSetting, saveSetting } from '../db/journal/setting-table.ts'
import { renewalCheckMs, renewalJitterMs, renewalPauseMs } from '../domain/limits.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { SyncClock, SyncLog } from './engine.ts'
import { nextTlsKey, type TlsKeys } from './enrol.ts'
import type { JournalAccess } from './journal-access.ts'
import { createLane, type StepLane } from './step-lane.ts'

/*
 * A terminal's certificate goes on with a new key at a third of its life (sync.md 8), so that twenty days of trouble
 * have room before it ends. The new key is kept before it is sent and takes the old one's place with its certificate
 * in one transaction: cut off anywhere, the till has one of the two that is good.
 */

export interface RenewDeps {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'renew'>
  readonly tlsKeys: TlsKeys
}

/** Asks for the next certificate and keeps it. `code` is wanted after the present one has ended. Throws CentralFault. */
export async function renewOnce(deps: RenewDeps, code: string | null): Promise<void> {
  const privateKey = nextTlsKey(deps)
  const request: RenewRequest = {
    request: deps.tlsKeys.request(privateKey),
    ...(code === null ? {} : { code }),
  }
  const { tls } = await deps.central.renew(request)
  deps.journal.write(
    (tx) => {
      saveSetting(tx, 'tls', { privateKey, ...tls })
      removeSetting(tx, 'nextTlsKey')
    },
    (db) => readSetting(db, 'tls')?.certificate === tls.certificate,
  )
}

/** When a certificate is due to be renewed, epoch ms: at a third of its life, spread over a day by `fraction` (0 to 1). */
export function renewalDueAt(
  tls: { readonly from: number; readonly until: number },
  fraction: number,
): number {
  return tls.from + Math.floor((tls.until - tls.from) / 3) + Math.floor(renewalJitterMs * fraction)
}

/**
 * Renews by itself, one try after another. After the end only a person with a code can: what the central says then is
 * no alarm, and is asked again now and then, in case its clock is put right.
 */
export function startRenewal(
  deps: RenewDeps & {
    readonly clock: SyncClock
    readonly fraction: () => number
    readonly onRenewed: () => void
    readonly onFault: (fault: unknown) => void
    readonly log: SyncLog
  },
): StepLane {
  const { clock, journal } = deps
  const spread = deps.fraction()
  let notBefore = 0
  let stopped = false
  const lane = createLane({
    clock,
    isStopped: () => stopped,
    tell: () => undefined,
    onFault: deps.onFault,
    step: async () => {
      const tls = readSetting(journal.read(), 'tls')
      if (!tls) return null
      // Looked at now and then: a timer of days would not know of a clock that was put right.
      const due = Math.min(renewalCheckMs, renewalDueAt(tls, spread) - clock.now())
      const from = Math.max(notBefore, clock.elapsed() + due)
      if (clock.elapsed() < from) return from
      await renewOnce(deps, null)
      // A clock far ahead finds the new one due again at once.
      notBefore = clock.elapsed() + renewalPauseMs
      deps.log('info', 'certificate_renewed', {})
      deps.onRenewed()
      return 'again'
    },
    failed: (thrown) => {
      notBefore = clock.elapsed() + Math.floor(renewalPauseMs * (0.5 + deps.fraction()))
      if (!(thrown instanceof CentralFault)) return deps.onFault(thrown)
      deps.log('info', 'renewal_failed', { reason: thrown.kind, code: thrown.code ?? '' })
    },
  })
  lane.wake()
  return {
    wake: lane.wake,
    stop: () => {
      stopped = true
      return lane.stop()
    },
  }
}
