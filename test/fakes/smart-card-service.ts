import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPcsc } from '../../electron/devices/pcsc.ts'
import type { VirtualCard } from './virtual-card.ts'

/*
 * The real pcscd with the virtual reader of vsmartcard (vpcd): it listens on a TCP port for each of its two slots, and a
 * connection there is a card laid on. Where the machine allows it, pcscd has /run/pcscd for itself alone, so that it
 * meets no other one.
 */

export interface SmartCardService {
  /** What `PCSCLITE_CSOCK_NAME` must be for a client to find it. */
  readonly socket: string
  /** Lays a card on a slot; the call answered takes it away, and resolves when the service has seen it. */
  present(card: VirtualCard, slot?: number): Promise<() => Promise<void>>
  /** Ends pcscd as a crash does. */
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

const comeUpMs = 15_000
const lookMs = 20
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'

export async function openSmartCardService(): Promise<SmartCardService> {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-pcsc-'))
  const port = await freePair()
  const config = join(folder, 'reader.conf')
  const channel = `0x${port.toString(16).toUpperCase()}`
  writeFileSync(
    config,
    `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:${channel}\nLIBPATH ${driver}\nCHANNELID ${channel}\n`,
  )
  mkdirSync('/run/pcscd', { recursive: true })
  // The client keeps this name for good; where it leads changes with each daemon.
  const socket = join(folder, 'pcscd.comm')
  const ownRoom = spawnSync('unshare', ['--mount', 'true']).status === 0
  const words = ['pcscd', '--foreground', '--config', config]
  let daemon = await run()

  async function run(): Promise<ChildProcess> {
    const child = ownRoom
      ? spawn(
          'unshare',
          ['--mount', 'sh', '-c', `mount -t tmpfs tmpfs /run/pcscd && exec ${words.join(' ')}`],
          {
            stdio: 'ignore',
          },
        )
      : spawn(words[0] as string, words.slice(1), { stdio: 'ignore' })
    await once(child, 'spawn')
    for (let waited = 0; waited < comeUpMs; waited += lookMs) {
      if (child.exitCode !== null) break
      if (await listens(port + 1)) {
        rmSync(socket, { force: true })
        // A way into the daemon's own room.
        symlinkSync(`${ownRoom ? `/proc/${child.pid}/root` : ''}/run/pcscd/pcscd.comm`, socket)
        return child
      }
      await new Promise((settle) => setTimeout(settle, lookMs))
    }
    child.kill('SIGKILL')
    throw new Error('pcscd with vsmartcard-vpcd did not come up')
  }

  async function kill(): Promise<void> {
    if (daemon.exitCode !== null || daemon.signalCode !== null) return
    const left = once(daemon, 'exit')
    daemon.kill('SIGKILL')
    await left
  }

  return {
    socket,
    async present(card, slot = 0) {
      const take = await present(card, port + slot)
      return async () => {
        await take()
        await emptied(slot)
      }
    },
    kill,
    async start() {
      daemon = await run()
    },
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A card as vpcd talks to it: each message has its length before it; one byte is an order, more is a command. */
async function present(card: VirtualCard, port: number): Promise<() => Promise<void>> {
  const line = connect({ host: '127.0.0.1', port })
  line.setNoDelay(true)
  line.on('error', () => undefined)
  await once(line, 'connect')
  let kept = Buffer.alloc(0)
  line.on('data', (bytes) => {
    kept = Buffer.concat([kept, bytes])
    while (kept.length >= 2 && kept.length >= 2 + kept.readUInt16BE(0)) {
      const message = kept.subarray(2, 2 + kept.readUInt16BE(0))
      kept = kept.subarray(2 + message.length)
      if (message.length > 1) tell(line, throughReader(card, message))
      else if (message[0] === 4) tell(line, card.atr)
    }
  })
  return async () => {
    if (line.destroyed) return
    const closed = once(line, 'close')
    line.destroy()
    await closed
  }
}

/** What the reader answers by itself for a contactless card (PC/SC part 3), and what goes to the card. */
function throughReader(card: VirtualCard, command: Uint8Array): Uint8Array {
  if (command[0] !== 0xff || !card.contactless) return card.answer(command)
  const text = Buffer.from(command).toString('hex')
  if (text === 'ffca000000') return Buffer.concat([card.uid, Uint8Array.of(0x90, 0)])
  const pages = command[1] === 0xb0 ? card.pages(command[3] as number) : null
  return pages ? Buffer.concat([pages, Uint8Array.of(0x90, 0)]) : Uint8Array.of(0x6a, 0x82)
}

function tell(line: Socket, message: Uint8Array): void {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  line.write(Buffer.concat([length, message]))
}

/** Two ports in a row that nobody listens on. */
async function freePair(): Promise<number> {
  for (let port = 36_000 + (process.pid % 500) * 40; port < 65_000; port += 2)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  throw new Error('no two free ports')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer()
    server.once('error', () => settle(false))
    server.listen(port, '0.0.0.0', () => server.close(() => settle(true)))
  })
}

/** Whether somebody listens there, looked at without a connection: to vpcd that would be a card. */
async function listens(port: number): Promise<boolean> {
  return !(await isFree(port))
}

/** Until the service has seen that no card lies there: a real hand is slower than its polling, a test is not. */
async function emptied(slot: number): Promise<void> {
  const context = await loadPcsc().then((pcsc) => pcsc.open())
  const known = new Map((await context.readers()).map((reader) => [reader, 0]))
  for (const limit = Date.now() + 5_000; Date.now() < limit; ) {
    const changes = (await context.changes(known, 1_000)) ?? []
    for (const { reader, state } of changes) known.set(reader, state)
    if (changes.some(({ reader, present }) => reader.endsWith(`0${slot}`) && !present)) break
  }
  context.close()
}
