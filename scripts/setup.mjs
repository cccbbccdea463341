import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureElectron, root } from './electron-dist.mjs'

/* Installs what is missing, saying each step in a line and asking nothing. */

export const isRoot = process.getuid?.() === 0
export const onLinux = process.platform === 'linux'
export const report = (line) => console.error(`[evertill] ${line}`)
export const hasDisplay = !onLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** What each job needs of the system: a probe and the Debian packages that satisfy it. */
const needs = {
  window: {
    missing: (electron) =>
      spawnSync('ldd', [electron], { encoding: 'utf8' }).stdout?.includes('not found') ?? false,
    packages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'],
  },
  chinese: {
    missing: () => !existsSync('/usr/share/fonts/truetype/wqy') && !hasFont(),
    packages: ['fonts-wqy-microhei'],
  },
  display: { missing: () => !hasCommand('Xvfb'), packages: ['xvfb'] },
  serial: { missing: () => !hasCommand('socat'), packages: ['socat'] },
  hid: {
    missing: () => !hasCommand('umockdev-run') || !hasLibrary('libusb-1.0.so.0'),
    packages: ['umockdev', 'libusb-1.0-0', 'libudev1'],
  },
  cards: {
    missing: () => !hasCommand('pcscd') || !existsSync('/usr/lib/pcsc/drivers/serial/libifdvpcd.so'),
    packages: ['pcscd', 'libpcsclite1', 'vsmartcard-vpcd'],
  },
  postgres: { missing: () => !existsSync('/usr/lib/postgresql/15/bin/initdb'), packages: ['postgresql-15'] },
  barcodes: { missing: () => !hasCommand('zbarimg'), packages: ['zbar-tools'] },
  keys: { missing: () => !hasCommand('xdotool'), packages: ['xdotool'] },
  tracing: { missing: () => !hasCommand('strace'), packages: ['strace'] },
  keyring: {
    missing: () => !hasCommand('gnome-keyring-daemon') || !hasCommand('dbus-daemon'),
    packages: ['gnome-keyring', 'libsecret-1-0', 'dbus'],
  },
  git: { missing: () => !hasCommand('git'), packages: ['git'] },
  compiler: { missing: () => !hasCommand('gcc'), packages: ['gcc', 'libc6-dev'] },
}

function hasCommand(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
}

function hasLibrary(name) {
  const listed = spawnSync('sh', ['-c', 'ldconfig -p || /sbin/ldconfig -p'], { encoding: 'utf8' })
  return listed.stdout?.includes(name) ?? false
}

function hasFont() {
  const listed = spawnSync('sh', ['-c', 'fc-list :lang=zh family'], { encoding: 'utf8' })
  return listed.status === 0 && listed.stdout.trim() !== ''
}

/** Runs a step and ends the whole command when it fails. */
export function mustRun(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (status === 0) return
  report(`${command} ${args[0] ?? ''} failed: ${error?.message ?? signal ?? `exit code ${status}`}`)
  process.exit(status || 1)
}

function ensurePackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.evertill-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  report('installing packages')
  mustRun('npm', ['ci', '--loglevel=error'], { shell: process.platform === 'win32', timeout: 900_000 })
  writeFileSync(stamp, lock)
}

function ensureSystem(names, electron) {
  if (!onLinux) return
  const packages = names
    .filter((name) => needs[name].missing(electron))
    .flatMap((name) => needs[name].packages)
  if (packages.length === 0) return
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (!isRoot || !hasCommand('apt-get')) {
    report('some system packages are missing. As root, run:')
    console.error(`  ${line}`)
    process.exit(1)
  }
  report(`installing system packages: ${packages.join(' ')}`)
  const quiet = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 900_000,
  }
  mustRun('apt-get', ['update', '-qq'], quiet)
  mustRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet)
}

/**
 * Makes everything ready for a job: packages, Electron, system libraries.
 * @param {string[]} systemNeeds keys of `needs`
 * @returns {{folder: string, executable: string}} the Electron distribution
 */
export function setUp(systemNeeds) {
  ensurePackages()
  const electron = ensureElectron(report)
  ensureSystem(systemNeeds, electron.executable)
  return electron
}
