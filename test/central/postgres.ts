import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Keeping } from './running-central.ts'

/** Where Debian puts it, and what to say where it is not. */
const programs = '/usr/lib/postgresql/15/bin'
const missing =
  'PostgreSQL 15 is not installed. Run: apt-get install -y --no-install-recommends postgresql-15'

const startLimitMs = 30_000

/** A PostgreSQL of this test run alone: its own folder, its own port, gone at the end. */
export interface PostgresServer {
  /** A new empty database for a central. */
  readonly keep: () => Promise<Keeping>
  /** Stops it as an operator does, cutting every connection, and starts it again at the same address. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts a PostgreSQL 15 in a temporary folder; as root it runs as the user `postgres`, which it insists on. One that is
 * durable flushes what it commits, as the bench wants it.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer> {
  if (!existsSync(join(programs, 'initdb'))) throw new Error(missing)
  const folder = await mkdtemp(join(tmpdir(), 'evertill-postgres-'))
  const asRoot = process.getuid?.() === 0
  if (asRoot) await giveAway(folder)
  const run = (program: string, options: readonly string[]) =>
    runProgram(join(programs, program), options, { folder, asRoot })
  const data = join(folder, 'data')
  run('initdb', ['-D', data, '-U', 'pos', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
  const port = await freePort()
  let server = await startServer({ folder, data, port, asRoot, isDurable })
  const url = (database: string) => `postgres://pos@127.0.0.1:${port}/${database}`
  const command = async (sql: string) => {
    const client = new Client({ connectionString: url('postgres') })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  let made = 0
  return {
    async keep() {
      made += 1
      const name = `central_${made}`
      await command(`CREATE DATABASE ${name}`)
      let copies = 0
      return {
        database: { kind: 'postgres', url: url(name) },
        async copyAway() {
          copies += 1
          const copy = `${name}_copy_${copies}`
          await command(`CREATE DATABASE ${copy} TEMPLATE ${name}`)
          return async () => {
            await command(`DROP DATABASE ${name}`)
            await command(`CREATE DATABASE ${name} TEMPLATE ${copy}`)
          }
        },
        close: async () => {},
      }
    },
    async restart() {
      const gone = once(server, 'exit')
      server.kill('SIGINT')
      await gone
      server = await startServer({ folder, data, port, asRoot, isDurable })
    },
    async stop() {
      const gone = once(server, 'exit')
      server.kill('SIGQUIT')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The server as a child that dies with whoever started it, so that no broken run leaves one behind. */
async function startServer({
  folder,
  data,
  port,
  asRoot,
  isDurable,
}: {
  readonly folder: string
  readonly data: string
  readonly port: number
  readonly asRoot: boolean
  readonly isDurable: boolean
}): Promise<ChildProcess> {
  const as = asRoot ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
  // A test's database need not survive a power cut; without fsync it starts in a tenth of a second.
  const flush = isDurable ? 'on' : 'off'
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, `fsync=${flush}`]
  const server = spawn(
    'setpriv',
    [
      ...as,
      '--pdeathsig=SIGQUIT',
      join(programs, 'postgres'),
      ...['-D', data, '-p', String(port)],
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { cwd: folder, env: { HOME: folder, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const limit = setTimeout(() => server.kill('SIGKILL'), startLimitMs)
  let said = ''
  try {
    for await (const part of server.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      said += part
      if (said.includes('database system is ready to accept connections')) {
        server.stderr.resume()
        return server
      }
    }
  } finally {
    clearTimeout(limit)
  }
  throw new Error(`PostgreSQL did not start: ${said}`)
}

async function giveAway(folder: string): Promise<void> {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const [user, group] = [id('-u'), id('-g')]
  if (!(user > 0)) throw new Error(missing)
  await mkdir(folder, { recursive: true })
  await chown(folder, user, group)
  await chmod(folder, 0o700)
}

function runProgram(
  program: string,
  options: readonly string[],
  { folder, asRoot }: { readonly folder: string; readonly asRoot: boolean },
): void {
  const environment = { HOME: folder, PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }
  const [command, ...before] = asRoot
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', program]
    : [program]
  const done = spawnSync(command as string, [...before, ...options], {
    encoding: 'utf8',
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  })
  if (done.status !== 0) {
    throw new Error(`${program} ended with ${done.status ?? done.signal}: ${done.stderr}`, {
      cause: done.error,
    })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  if (address === null || typeof address === 'string') throw new Error('no port was free')
  return address.port
}
