import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type TillConfig, tillConfigSchema } from '../../contract/config.ts'
import { configBytesMax } from '../../domain/limits.ts'
import type { Log } from './log.ts'

/**
 * Reads `till.json` of the till's folder. A missing file means defaults; a broken one is reported in the log with
 * the place of each trouble, left as it is, and answered with defaults: a typing slip must not stop a till.
 */
export function readTillConfig(folder: string, log: Log): TillConfig {
  const path = join(folder, 'till.json')
  if (!existsSync(path)) return tillConfigSchema.parse({})
  const parsed = tillConfigSchema.safeParse(readJson(path, log))
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues.slice(0, 10)) {
    log.write('error', 'config_invalid', {
      file: 'till.json',
      code: issue.code,
      at: issue.path.join('.') || 'root',
    })
  }
  return tillConfigSchema.parse({})
}

function readJson(path: string, log: Log): unknown {
  try {
    if (statSync(path).size > configBytesMax) {
      log.write('error', 'config_too_large', { file: 'till.json' })
      return {}
    }
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    log.write('error', 'config_unreadable', {
      file: 'till.json',
      fault: cause instanceof Error ? cause.name : 'unknown',
    })
    return {}
  }
}
