import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

/*
 * `npm run verify -- --till FOLDER`: checks the file of a till run from source. The built app is started as store IT
 * starts the packaged one (`evertill --verify`), because the key lies wrapped in the till's folder.
 */

const executable = process.env['EVERTILL_ELECTRON']
if (!executable) throw new Error('EVERTILL_ELECTRON names no Electron: start through npm')
const root = join(import.meta.dirname, '..')
const words = process.argv.slice(2)
const at = words.indexOf('--till')
const folder = resolve(words[at < 0 ? -1 : at + 1] ?? join(root, '.demo', 'till'))
const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const { status } = spawnSync(executable, [...asRoot, root, '--verify', ...words], {
  stdio: 'inherit',
  env: { ...environment, EVERTILL_FOLDER: folder, EVERTILL_MODE: environment['EVERTILL_MODE'] ?? 'demo' },
})
process.exit(status ?? 2)
