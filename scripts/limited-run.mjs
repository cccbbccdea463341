import { spawn, spawnSync } from 'node:child_process'
import { root } from './electron-dist.mjs'
import { onLinux, report } from './setup.mjs'

/** How long a step may stay after it has said its result, in milliseconds. */
const graceMs = 60_000

/**
 * Runs a step that may not take for ever, and fails the whole command with it. At its limit all that still runs of it
 * is shown and ended: a step that hangs says so instead of keeping whoever waits for it. A test runner whose result
 * is written has done its work; if a thread of some test then keeps it from ending, that is shown too, it is ended,
 * and the result counts.
 * @param {object} step
 * @param {number} step.limitMs milliseconds the step may take
 * @param {() => boolean | undefined} [step.result] whether its written result is a success; undefined before
 */
export async function mustRunWithin({ limitMs, result = () => undefined }, command, args, options = {}) {
  const name = args.find((arg) => !arg.startsWith('-')) ?? command
  const isPosix = process.platform !== 'win32'
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', detached: isPosix, ...options })
  const endAll = () => {
    try {
      if (isPosix) process.kill(-child.pid, 'SIGKILL')
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

  const started = Date.now()
  let saidAt
  let ended = ''
  const watch = setInterval(() => {
    if (saidAt === undefined && result() !== undefined) saidAt = Date.now()
    if (Date.now() - started > limitMs) ended = `did not end within ${limitMs / 60_000} minutes`
    else if (saidAt !== undefined && Date.now() - saidAt > graceMs) ended = 'said its result and did not end'
    if (!ended) return
    clearInterval(watch)
    report(`${name} ${ended}; its threads:`)
    showThreads(child.pid)
    endAll()
  }, 1_000)
  const [code, why] = await new Promise((resolve) => {
    child.once('error', (error) => resolve([null, error.message]))
    child.once('exit', (status, signal) => resolve([status, signal ?? `exit code ${status}`]))
  })
  clearInterval(watch)
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, onSignal)

  if (ended ? result() === true : code === 0) return
  if (!ended) report(`${name} failed: ${why}`)
  process.exit(code || 1)
}

/** A detached child leads a session of its own: this shows the child and all it started. */
function showThreads(pid) {
  const columns = 'pid,ppid,lwp,etimes,stat,wchan:24,comm,args'
  if (onLinux) spawnSync('ps', ['-wwL', '-o', columns, '-g', String(pid)], { stdio: 'inherit' })
}
