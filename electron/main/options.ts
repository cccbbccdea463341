import { resolve } from 'node:path'
import { z } from 'zod'
import type { CoreStart } from '../../contract/control.ts'

const modeSchema = z.enum(['production', 'demo', 'development'])

/**
 * How strict the till is. A packaged till is always `production`: an environment variable must not talk a shop's
 * till into keeping its key in plain text. From source the default is `development`.
 * @throws ZodError when `EVERTILL_MODE` names no mode.
 */
export function readMode(environment: NodeJS.ProcessEnv, packaged: boolean): CoreStart['mode'] {
  if (packaged) return 'production'
  return modeSchema.parse(environment['EVERTILL_MODE'] ?? 'development')
}

/** Folder of this till's files: `EVERTILL_FOLDER`, else the platform's place for the app. */
export function readTillFolder(environment: NodeJS.ProcessEnv, standard: string): string {
  const wished = environment['EVERTILL_FOLDER']
  return wished ? resolve(wished) : standard
}
