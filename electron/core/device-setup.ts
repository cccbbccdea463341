import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type DeviceSetup, deviceSetupSchema, type TillConfig } from '../../contract/config.ts'
import type { OpenPrinter } from '../devices/open-printer.ts'
import type { CardReaders } from './card-readers.ts'
import type { Log } from './log.ts'
import type { PrintQueue } from './print-queue.ts'
import { printerSetups } from './printer-setup.ts'
import type { Scanners } from './scanners.ts'

/** The devices as they are set up now, and how another setup takes their place. */
export interface DeviceSetupKeeper {
  readonly current: () => DeviceSetup
  /** Writes `till.json` and opens the devices anew. False when the file could not be written. */
  readonly save: (setup: DeviceSetup) => Promise<boolean>
}

export function createDeviceSetup(of: {
  readonly folder: string
  readonly config: TillConfig
  readonly scanners: Scanners
  readonly cardReaders: CardReaders
  readonly printing: PrintQueue
  readonly openPrinter: OpenPrinter
  readonly onChanged: () => void
  readonly log: Log
}): DeviceSetupKeeper {
  const { folder, scanners, cardReaders, printing, log } = of
  let current = deviceSetupSchema.parse(pick(of.config))

  return {
    current: () => current,
    async save(setup) {
      try {
        writeTillConfig(folder, setup)
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown)) throw thrown
        log.write('error', 'config_not_saved', { file: 'till.json', code: String(thrown.code) })
        return false
      }
      log.write('info', 'devices_set_up', { count: setup.scanners.length + setup.cardReaders.length })
      current = setup
      await Promise.all([
        scanners.change(setup.scanners),
        cardReaders.change(setup.cardReaders),
        printing.change(printerSetups(setup, of)),
      ])
      of.onChanged()
      return true
    },
  }
}

function pick({ scanners, keyboardScanner, cardReaders, printer, backupPrinter }: TillConfig) {
  return { scanners, keyboardScanner, cardReaders, printer, backupPrinter }
}

/**
 * Puts the devices into `till.json` beside what else stands there: whole or not at all, whatever happens on the way. A
 * file that is broken is kept aside under another name: a slip in it must not cost store IT the rest.
 */
function writeTillConfig(folder: string, setup: DeviceSetup): void {
  const path = join(folder, 'till.json')
  const before = readBefore(path)
  if (before === null) renameSync(path, `${path}.broken`)
  // What the new setup does not name is gone, and not left as it was.
  const { printer: _printer, backupPrinter: _backup, ...kept } = before ?? {}
  const next = `${path}.next`
  const file = openSync(next, 'w', 0o600)
  try {
    writeSync(file, `${JSON.stringify({ ...kept, ...setup }, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, path)
}

/** What stands in the file; nothing when there is none, null when it is no JSON object. */
function readBefore(path: string): Record<string, unknown> | null {
  if (!existsSync(path)) return {}
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}
