import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSetting } from '../../db/journal/setting-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { signBytes } from '../../electron/core/sealing.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { enrolTerminal } from '../../sync/enrol.ts'
import { stores } from '../sim/chain-facts.ts'
import { keysFrom } from '../sim/keys.ts'
import { openRig, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

const freshKeys = () => {
  let made = 0
  return {
    count: () => made,
    makeKeys: () => {
      made++
      const { privateKey, publicKey } = keysFrom(new Uint8Array(32).fill(40 + made))
      return { privateKey, publicKey }
    },
  }
}

test('[SY50] the keys are kept before they are sent, so that a lost answer is asked for again as the same till', async () => {
  const code = rig.model.makeCode(stores[0]?.storeId as Uuid)
  const keys = freshKeys()
  const deps = {
    journal: rig.access,
    central: rig.central,
    makeKeys: keys.makeKeys,
    tlsKeys,
    sign: signBytes,
    appVersion: 'test',
  }
  const asked: (string | null)[] = []
  const losing = {
    enrol: async (request: Parameters<typeof rig.central.enrol>[0]) => {
      expect(readSetting(rig.journal, 'publicKey')).toBe(request.publicKey)
      asked.push(readSetting(rig.journal, 'nextTlsKey'))
      await rig.central.enrol(request)
      throw new CentralFault('timed_out', 'lost')
    },
  }
  const first = await enrolTerminal({ ...deps, central: losing }, code)
  expect(first).toEqual({ ok: false, refusal: { code: 'central_unreachable' } })
  const terminals = rig.model.state().terminals.size
  const second = await enrolTerminal(deps, code)
  expect(second.ok && second.value.answer.terminalNumber).toBe('T2')
  expect(second.ok && [second.value.tlsKey]).toEqual(asked)
  expect(rig.model.state().terminals.size).toBe(terminals)
  expect(keys.count()).toBe(1)
})

test('[SY51] a wrong code is told apart from a central out of reach', async () => {
  const deps = {
    journal: rig.access,
    central: rig.central,
    makeKeys: freshKeys().makeKeys,
    tlsKeys,
    sign: signBytes,
    appVersion: 'test',
  }
  const wrong = await enrolTerminal(deps, 'WRONGCODE1')
  expect(wrong).toEqual({ ok: false, refusal: { code: 'enrolment_code_wrong' } })
})
