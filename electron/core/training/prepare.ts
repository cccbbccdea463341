import { mkdirSync } from 'node:fs'
import type { CoreStart } from '../../../contract/control.ts'
import { assert } from '../../../domain/assert.ts'
import { readTillConfig } from '../config.ts'
import type { TillDeps } from '../deps.ts'
import { openFileLog } from '../log.ts'
import { furnishTraining } from './furnish.ts'
import { removeTrainingStore, trainingFolder } from './store.ts'

/**
 * Makes the throw-away store of a training till anew, whatever was left of one before, and what its till starts with:
 * the scanners of the till it stands in for, and neither a central nor a printer. `asked.folder` is the other till's.
 */
export async function prepareTraining(
  asked: CoreStart,
  now: () => number,
): Promise<Pick<TillDeps, 'start' | 'config' | 'log' | 'trainingProps'>> {
  const { kind: _kind, ...said } = asked
  const { keys, training: language } = said
  assert(keys && language, 'a training till is given its keys and its language')
  const folder = trainingFolder(said.folder)
  const log = openFileLog(folder, now)
  removeTrainingStore(said.folder, log)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const trainingProps = await furnishTraining({ folder, keys, language, now: now() })
  const { scanners, keyboardScanner, cardReaders, customerDisplay } = readTillConfig(said.folder, log)
  const config = { scanners, keyboardScanner, cardReaders, customerDisplay, language }
  return { start: { ...said, folder }, config, log, trainingProps }
}
