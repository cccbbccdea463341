import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/* A real Secret Service (GNOME Keyring on a session bus of its own), as a production till's desktop has one. */

const startLimitMs = 10_000

export interface SecretService {
  /** What the till's environment needs to find it. */
  readonly environment: Readonly<Record<string, string>>
  readonly close: () => void
}

/** Starts a bus and an unlocked keyring in a temporary home. */
export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'evertill-keyring-'))
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await firstLine(bus)
  const environment = {
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_DATA_HOME: home,
    XDG_RUNTIME_DIR: home,
    HOME: home,
  }
  // It answers once it serves, and ends by itself when its bus does.
  const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...environment },
  })
  keyring.stdin?.end('keyring password')
  await once(keyring, 'exit', { signal: AbortSignal.timeout(startLimitMs) })
  return {
    environment,
    close: () => {
      bus.kill('SIGTERM')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line', {
    signal: AbortSignal.timeout(startLimitMs),
  })) as [string]
  return line
}
