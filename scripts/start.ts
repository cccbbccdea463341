import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startCentralProcess } from '../test/rig/central-process.ts'
import { withCentral } from '../test/rig/demo-settings.ts'

/*
 * `npm start`: the till's window beside an embedded demo central. Both keep their files in `.demo/`, so that the
 * second start goes on where the first ended; delete the folder to begin anew.
 */

const root = join(import.meta.dirname, '..')
const folder = join(root, '.demo')
const tillFolder = join(folder, 'till')
const centralPort = 4_517

async function start(): Promise<number> {
  const executable = process.env['EVERTILL_ELECTRON']
  if (!executable) throw new Error('EVERTILL_ELECTRON names no Electron: start through npm')
  mkdirSync(tillFolder, { recursive: true })
  console.error('[evertill] starting the demo central')
  const central = await startCentralProcess({ folder: join(folder, 'central'), port: centralPort })
  const config = join(tillFolder, 'till.json')
  const settings = withCentral(existsSync(config) ? readFileSync(config, 'utf8') : null, central)
  if (settings !== null) writeFileSync(config, settings)
  console.error(`[evertill] the central listens at ${central.url}; opening the till`)
  console.error('[evertill] sign in as cashier 101 with PIN 246810, or supervisor 201 with PIN 135790')
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const till = spawn(executable, [...(environment['EVERTILL_NO_SANDBOX'] ? ['--no-sandbox'] : []), root], {
    stdio: 'inherit',
    env: { ...environment, EVERTILL_FOLDER: tillFolder, EVERTILL_MODE: 'demo' },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => till.kill(signal))
  const code = await new Promise<number>((resolve) => till.on('exit', (exitCode) => resolve(exitCode ?? 0)))
  await central.stop()
  return code
}

process.exit(await start())
