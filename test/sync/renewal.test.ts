import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RenewRequest } from '../../contract/wire.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { transact } from '../../db/transact.ts'
import { dayMs } from '../../domain/time.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { renewalDueAt, renewOnce } from '../../sync/renewal.ts'
import { testTrust } from '../rig/trust.ts'
import { beginning } from '../sim/chain-facts.ts'
import { openRig, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

test('[SY55] a certificate is due at a third of its life, spread over a day', () => {
  const tls = { from: beginning, until: beginning + 30 * dayMs }
  expect(renewalDueAt(tls, 0)).toBe(beginning + 10 * dayMs)
  expect(renewalDueAt(tls, 0.999)).toBeLessThan(beginning + 11 * dayMs)
})

test('[SY56] the new key is kept before it is sent, and a lost answer leaves the till as it was', async () => {
  const { enrolment, journal } = rig
  const old = { ...rig.identity, from: enrolment.tls.from, until: enrolment.tls.until }
  transact(journal, (tx) => saveSetting(tx, 'tls', old))
  const asked: RenewRequest[] = []
  const central = {
    renew: async (request: RenewRequest) => {
      asked.push(request)
      expect(readSetting(journal, 'nextTlsKey')).not.toBeNull()
      expect(readSetting(journal, 'tls')).toEqual(old)
      const tls = testTrust.certify(request.request, enrolment, beginning + 10 * dayMs)
      if (asked.length === 1) throw new CentralFault('timed_out', 'the answer was lost')
      return { tls, serverTime: beginning + 10 * dayMs }
    },
  }
  const deps = { journal: rig.access, central, tlsKeys }
  await expect(renewOnce(deps, null)).rejects.toBeInstanceOf(CentralFault)
  const kept = readSetting(journal, 'nextTlsKey')
  expect(readSetting(journal, 'tls')).toEqual(old)
  await renewOnce(deps, 'ABCDE23456')
  expect(readSetting(journal, 'tls')).toMatchObject({ privateKey: kept, from: beginning + 10 * dayMs })
  expect(readSetting(journal, 'nextTlsKey')).toBeNull()
  expect(asked.map(({ code }) => code)).toEqual([undefined, 'ABCDE23456'])
})
