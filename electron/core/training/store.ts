import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { faultFields, type Log } from '../log.ts'

/** Where the training till keeps its files: below the folder of the till that sells, apart from everything of it. */
export function trainingFolder(folder: string): string {
  return join(folder, 'training')
}

/**
 * Removes all a training till left, however it ended. What cannot be removed is unreadable (its key was never written
 * down) and is tried again at the next start.
 */
export function removeTrainingStore(folder: string, log: Log): void {
  try {
    rmSync(trainingFolder(folder), { recursive: true, force: true, maxRetries: 3 })
  } catch (thrown) {
    log.write('error', 'training_not_removed', faultFields(thrown))
  }
}

/** The same once its till has ended, by itself (`failure` says why) or because somebody left it (null). */
export function endTraining(folder: string, log: Log, failure: string | null): void {
  removeTrainingStore(folder, log)
  if (failure === null) log.write('info', 'training_over')
  else log.write('error', 'training_failed', { reason: failure })
}
