import type { KoffiFunc } from 'koffi'

/*
 * The system's smart card service (PC/SC: pcscd, winscard, the PCSC framework) through koffi. No prebuilt package for it
 * survives a renamed executable on Windows (devices.md 4), so the few functions a till needs are bound here.
 */

/** A failure of the service, by its number. */
export class PcscFault extends Error {
  readonly code: number

  constructor(doing: string, code: number) {
    super(`${doing}: 0x${code.toString(16)}`)
    this.name = 'PcscFault'
    this.code = code
  }
}

export interface ReaderChange {
  readonly reader: string
  readonly present: boolean
  readonly atr: Uint8Array
  /** To be given back with the next question. */
  readonly state: number
}

/** One connection to the service. Every call is made on a thread of its own pool, and none but `close` after `close`. */
export interface PcscContext {
  readers(): Promise<string[]>
  /**
   * Waits until a card or a reader comes or goes, at most `limitMs`; `known` are the states told last. Null after the
   * limit.
   */
  changes(known: ReadonlyMap<string, number>, limitMs: number): Promise<ReaderChange[] | null>
  /** Lends the card on a reader, shared with other programs, and always gives it back as it is. */
  withCard<T>(reader: string, use: (transmit: Transmit) => Promise<T>): Promise<T>
  /** Ends a wait under way. */
  cancel(): void
  close(): void
}

/** Sends a command to a card and brings its whole answer. */
export type Transmit = (command: Uint8Array) => Promise<Uint8Array>

export interface Pcsc {
  open(): Promise<PcscContext>
}

const noReaders = 0x8010002e
const timedOut = 0x8010000a
const cancelled = 0x80100002
const systemScope = 2
const shared = 2
const anyProtocol = 3
const leaveCard = 0
const changed = 0x0002
const present = 0x0020
const atrBytesMax = 36
const answerBytesMax = 258
/** The reader that is none: waiting for it is waiting for readers to come and go. */
const anyReader = '\\\\?PnP?\\Notification'

/** Loads the service's library; rejects where the system has none. */
export async function loadPcsc(): Promise<Pcsc> {
  const { default: koffi } = await import('koffi')
  const onWindows = process.platform === 'win32'
  const onMac = process.platform === 'darwin'
  const library = koffi.load(
    onWindows
      ? 'winscard.dll'
      : onMac
        ? '/System/Library/Frameworks/PCSC.framework/PCSC'
        : 'libpcsclite.so.1',
  )
  const dword = onWindows || onMac ? 'uint32_t' : 'unsigned long'
  const long = onWindows || onMac ? 'int32_t' : 'long'
  const handle = onWindows ? 'uintptr_t' : onMac ? 'int32_t' : 'long'
  const atrBytes = onWindows ? atrBytesMax : 33
  const fields = {
    szReader: 'const char *',
    pvUserData: 'void *',
    dwCurrentState: dword,
    dwEventState: dword,
    cbAtr: dword,
    rgbAtr: koffi.array('uint8_t', atrBytes),
  }
  // The framework of macOS packs its structures.
  const readerState = onMac ? koffi.pack(fields) : koffi.struct(fields)
  const ioRequest = koffi.struct({ dwProtocol: dword, cbPciLength: dword })
  const suffix = onWindows ? 'A' : ''
  const out = (type: string) => koffi.out(koffi.pointer(type))
  const inOut = (type: string) => koffi.inout(koffi.pointer(type))
  const bytes = 'uint8_t *'

  const establish = library.func('SCardEstablishContext', long, [dword, 'void *', 'void *', out(handle)])
  const release = library.func('SCardReleaseContext', long, [handle])
  const cancel = library.func('SCardCancel', long, [handle])
  const list = library.func(`SCardListReaders${suffix}`, long, [handle, 'void *', bytes, inOut(dword)])
  const statusChange = library.func(`SCardGetStatusChange${suffix}`, long, [
    handle,
    dword,
    koffi.inout(koffi.pointer(readerState)),
    dword,
  ])
  const connect = library.func(`SCardConnect${suffix}`, long, [
    handle,
    'const char *',
    dword,
    dword,
    out(handle),
    out(dword),
  ])
  const disconnect = library.func('SCardDisconnect', long, [handle, dword])
  const transmit = library.func('SCardTransmit', long, [
    handle,
    koffi.pointer(ioRequest),
    bytes,
    dword,
    'void *',
    bytes,
    inOut(dword),
  ])

  /** A handle is a number of up to 64 bits, given back as it came. */
  type Handle = number | bigint

  async function openHandle(): Promise<Handle> {
    const opened: Handle[] = [0]
    succeed('SCardEstablishContext', await called(establish, systemScope, null, null, opened))
    return opened[0] as Handle
  }

  async function readersOf(context: Handle): Promise<string[]> {
    const size = [0]
    const code = await called(list, context, null, null, size)
    if (code === noReaders) return []
    succeed('SCardListReaders', code)
    const names = Buffer.alloc(Number(size[0]))
    succeed('SCardListReaders', await called(list, context, null, names, size))
    return names.toString('utf8').split('\0').filter(Boolean)
  }

  return {
    async open() {
      const context = await openHandle()
      return {
        readers: () => readersOf(context),
        async changes(known, limitMs) {
          const told = [...known].map(([reader, state]) => ({ reader, state }))
          // Its state is the number of readers last seen, in the upper half.
          if (!onMac) told.push({ reader: anyReader, state: known.size << 16 })
          const states = told.map(({ reader, state }) => ({
            szReader: reader,
            pvUserData: null,
            dwCurrentState: state,
            dwEventState: 0,
            cbAtr: 0,
            rgbAtr: new Array<number>(atrBytes).fill(0),
          }))
          const code = await called(statusChange, context, limitMs, states, states.length)
          if (code === timedOut || code === cancelled) return null
          succeed('SCardGetStatusChange', code)
          return states
            .filter(({ szReader }) => szReader !== anyReader)
            .map((state) => ({
              reader: state.szReader,
              present: (Number(state.dwEventState) & present) !== 0,
              atr: Uint8Array.from(state.rgbAtr).subarray(0, Number(state.cbAtr)),
              state: Number(state.dwEventState) & ~changed,
            }))
        },
        async withCard(reader, use) {
          // A context of its own: one that waits for changes makes every other call on it wait, too.
          const own = await openHandle()
          try {
            const [card, protocol]: [Handle[], number[]] = [[0], [0]]
            succeed('SCardConnect', await called(connect, own, reader, shared, anyProtocol, card, protocol))
            try {
              return await use(async (command) => {
                const answer = Buffer.alloc(answerBytesMax)
                const length = [answerBytesMax]
                const request = { dwProtocol: Number(protocol[0]), cbPciLength: koffi.sizeof(ioRequest) }
                const sent = Buffer.from(command)
                succeed(
                  'SCardTransmit',
                  await called(transmit, card[0], request, sent, sent.length, null, answer, length),
                )
                return Uint8Array.from(answer.subarray(0, Number(length[0])))
              })
            } finally {
              disconnect(card[0], leaveCard)
            }
          } finally {
            release(own)
          }
        },
        cancel() {
          cancel(context)
        },
        close() {
          release(context)
        },
      }
    },
  }
}

/** Calls on a thread of the pool: every one of these may wait for a daemon, a driver or a card. */
function called(native: KoffiFunc<(...args: unknown[]) => unknown>, ...args: unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    native.async(...args, (fault: unknown, code: unknown) => {
      if (fault) reject(fault)
      else resolve(Number(code) >>> 0)
    })
  })
}

function succeed(doing: string, code: number): void {
  if (code !== 0) throw new PcscFault(doing, code)
}
