import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, openSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ReadStream } from 'node:tty'

export interface SerialPair {
  /** The till's end; gone while unplugged. */
  readonly tillPath: string
  /** Sends from the device's end; resolves when the line has taken all of it. */
  write(bytes: Uint8Array | string): Promise<void>
  /** The bytes that came to the device next; nothing once it is unplugged. */
  read(): Promise<Buffer>
  /** Pulls the cable: the device file goes away under whoever reads it. */
  unplug(): Promise<void>
  replug(): Promise<void>
  close(): Promise<void>
}

/** A pty pair comes up within some ms; more is a broken socat. */
const comeUpMs = 5_000
const lookMs = 5
/** A runner that leads its session would make the pty its terminal, and be hung up with it. */
const asDevice = constants.O_RDWR | constants.O_NOCTTY
/** What can end a wait for bytes. */
const earEvents = ['readable', 'close', 'end'] as const

/** A virtual serial device: a pair of ptys held by socat. */
export async function openSerialPair(): Promise<SerialPair> {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-serial-'))
  const tillPath = join(folder, 'till')
  const devicePath = join(folder, 'device')
  let line: Line | null = await plug(tillPath, devicePath)

  return {
    tillPath,
    async write(bytes) {
      if (!line) throw new Error('the serial pair is unplugged')
      const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      let sent = 0
      while (sent < content.length) sent += (await line.device.write(content, sent)).bytesWritten
    },
    read: async () => (line ? line.read() : Buffer.alloc(0)),
    async unplug() {
      await line?.pull()
      line = null
    },
    async replug() {
      line ??= await plug(tillPath, devicePath)
    },
    async close() {
      await line?.pull()
      line = null
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Line {
  readonly device: FileHandle
  read(): Promise<Buffer>
  pull(): Promise<void>
}

async function plug(tillPath: string, devicePath: string): Promise<Line> {
  const ends = [tillPath, devicePath].map((path) => `pty,raw,echo=0,link=${path}`)
  const socat = spawn('socat', ends, { stdio: 'ignore' })
  await started(socat)
  const left = once(socat, 'exit')
  await Promise.all([appeared(tillPath), appeared(devicePath)])
  const device = await open(devicePath, asDevice)
  // Reading a file handle would hold a thread of the pool until something comes; a terminal's stream waits with none.
  const ears = new ReadStream(openSync(devicePath, asDevice))
  ears.on('error', () => ears.destroy())
  ears.pause()
  return {
    device,
    async read() {
      for (;;) {
        const bytes: Buffer | null = ears.read()
        if (bytes) return bytes
        if (ears.destroyed || ears.readableEnded) return Buffer.alloc(0)
        await new Promise<void>((settle) => {
          const heard = () => {
            for (const event of earEvents) ears.off(event, heard)
            settle()
          }
          for (const event of earEvents) ears.on(event, heard)
        })
      }
    },
    async pull() {
      ears.destroy()
      socat.kill('SIGKILL')
      await left
      await device.close()
      // A killed socat leaves its links behind; a pulled cable leaves nothing.
      await Promise.all([rm(tillPath, { force: true }), rm(devicePath, { force: true })])
    },
  }
}

async function started(socat: ChildProcess): Promise<void> {
  try {
    await once(socat, 'spawn')
  } catch (cause) {
    throw new Error('socat is missing: apt-get install -y --no-install-recommends socat', { cause })
  }
}

/** socat says nothing when its links are there, so the folder is looked at until they are. */
async function appeared(path: string): Promise<void> {
  for (let waited = 0; waited < comeUpMs; waited += lookMs) {
    const there = await stat(path).catch(() => null)
    if (there?.isCharacterDevice()) return
    await new Promise((settle) => setTimeout(settle, lookMs))
  }
  throw new Error(`socat made no pty at ${path}`)
}
