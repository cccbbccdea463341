import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureElectron, root } from './electron-dist.mjs'

/* Installs what is missing, saying each step in a line and asking nothing. */

export const isRoot = process.getuid?.() === 0
export const onLinux = process.platform === 'linux'
const onPosix = process.platform !== 'win32'
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

/**
 * Runs a step that may not take for ever. At its limit everything that still runs is shown, ended with all it started,
 * and the whole command fails: a step that hangs says so instead of keeping whoever waits for it.
 * @param {number} limitMs milliseconds the step may take
 */
export async function mustRunWithin(limitMs, command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', detached: onPosix, ...options })
  const endAll = () => {
    try {
      if (onPosix) process.kill(-child.pid, 'SIGKILL')
      else child.kill()
    } catch {
      // It ended in between.
    }
  }
  const onSignal = (signal) => {
    endAll()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onSignal)
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    report(
      `${args.find((arg) => !arg.startsWith('-')) ?? command} did not end within ${limitMs / 60_000} minutes; what was running:`,
    )
    // A detached child leads a session of its own: this is the child and all it started.
    if (onLinux)
      spawnSync(
        'ps',
        ['-ww', '-o', 'pid,ppid,etimes,stat,wchan:24,args', '--forest', '-g', String(child.pid)],
        {
          stdio: 'inherit',
        },
      )
    endAll()
  }, limitMs)
  const [status, signal] = await new Promise((resolve) => {
    child.once('error', (error) => resolve([null, error.message]))
    child.once('exit', (code, name) => resolve([code, name]))
  })
  clearTimeout(timer)
  for (const name of ['SIGINT', 'SIGTERM']) process.off(name, onSignal)
  if (status === 0 && !isLate) return
  if (!isLate) report(`${command} ${args[0] ?? ''} failed: ${signal ?? `exit code ${status}`}`)
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
