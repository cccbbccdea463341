import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { SerialPort } from 'serialport'
import { assert } from '../../domain/assert.ts'
import { scansPerSecondMax } from '../../domain/device-limits.ts'
import { money, noMoney } from '../../domain/money.ts'
import { priceBasket } from '../../domain/price.ts'
import { layoutReceipt, type ReceiptInput } from '../../domain/receipt.ts'
import { settleSale } from '../../domain/sale.ts'
import { encodeReceipt } from '../../electron/devices/codec/receipt-encoder.ts'
import { openPrinter } from '../../electron/devices/open-printer.ts'
import { scannerOpener } from '../../electron/devices/open-scanner.ts'
import { startReceiptPrinter } from '../../test/fakes/receipt-printer.ts'
import { openSerialPair } from '../../test/fakes/serial-pair.ts'
import { idAt, store } from '../chain/facts.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { fullBasket, fullWallet } from '../pricing/full-basket.ts'

/*
 * What the product's drivers add to the lines they sit on: a scanner on a pair of pseudo terminals, a printer on a TCP
 * port that answers as ESC/POS printers do. Each in turns with the bare line.
 */

export interface DevicesInput {
  readonly scans: number
  readonly receipts: number
  readonly warmUps: number
}

/** Milliseconds of each sample. */
export interface DeviceTimes {
  /** From the write of a code's last byte to the scan the driver tells of. */
  readonly scan: readonly number[]
  /** From the write of as many bytes to their arrival at a bare serial port. */
  readonly line: readonly number[]
  /** From a sale's record of 40 lines to the bytes of its receipt, 80 mm, GB 18030. */
  readonly encode: readonly number[]
  /** From handing those bytes to the driver to the first that comes to the printer. */
  readonly firstByte: readonly number[]
  /** From connecting to the first byte at the other end of a bare TCP connection. */
  readonly connection: readonly number[]
}

const { receipts, scans, warmUps } = childInput<DevicesInput>()
const chance = seededChance(20_261_205)
const limitMs = 5_000
/** Faster than so no hands scan, and the driver takes it for a fault. */
const betweenScansMs = Math.ceil(1_000 / scansPerSecondMax) + 1
/** `ESC @`, with which every receipt begins. */
const initialise = Buffer.from([0x1b, 0x40])

/** What a listener hears next. */
function ear<T>(): { readonly hear: (value: T) => void; readonly next: () => Promise<T> } {
  let heard: (value: T) => void = () => undefined
  return {
    hear: (value) => heard(value),
    next: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('nothing was heard')), limitMs)
        heard = (value) => {
          clearTimeout(timer)
          resolve(value)
        }
      }),
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await act()
  return performance.now() - from
}

async function measureScans(): Promise<Pick<DeviceTimes, 'scan' | 'line'>> {
  const [pair, bare] = [await openSerialPair(), await openSerialPair()]
  const told = ear<string>()
  const ready = ear<unknown>()
  const isReady = ready.next()
  const scanner = scannerOpener()(
    { kind: 'serial', path: pair.tillPath, baudRate: 115_200 },
    {
      onScan: told.hear,
      onState: (state) => {
        if (state === 'ready') ready.hear(state)
      },
    },
  )
  await isReady
  const port = new SerialPort({ path: bare.tillPath, baudRate: 115_200 })
  await once(port, 'open')
  const came = ear<unknown>()
  port.on('data', came.hear)
  const times = { scan: [] as number[], line: [] as number[] }
  for (let nth = -warmUps; nth < scans; nth++) {
    const code = `69${String(nth + warmUps).padStart(11, '0')}`
    const scan = await timed(async () => {
      const scanned = told.next()
      await pair.write(`${code}\r`)
      assert((await scanned) === code, 'the code comes as it was written')
    })
    const line = await timed(async () => {
      const arrived = came.next()
      await bare.write(`${code}\r`)
      await arrived
    })
    await wait(betweenScansMs)
    if (nth < 0) continue
    times.scan.push(scan)
    times.line.push(line)
  }
  await scanner.close()
  port.close()
  await once(port, 'close')
  await Promise.all([pair.close(), bare.close()])
  return times
}

async function listen(onSocket: (socket: Socket) => void): Promise<{ readonly port: number }> {
  const server = createServer(onSocket)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert(address !== null && typeof address !== 'string', 'a TCP server has a port')
  return { port: address.port }
}

function soldBasket(): ReceiptInput {
  const price = fullBasket(chance, 40, fullWallet(chance, 12, 'free'))
  const { toPay } = priceBasket(price)
  const settled = settleSale({
    price,
    tenders: toPay > 0 ? [{ kind: 'cash', amount: money(toPay + 5_000), accountId: null }] : [],
    accounts: [],
    offline: true,
    spentToday: { [idAt('member', 0)]: noMoney },
    lotId: idAt('lot', 1_000_000),
    receiptNumber: 'S01-T1-1-000001',
  })
  assert(settled.ok, 'a full basket can be sold')
  return {
    sale: settled.value.sale,
    store,
    terminalNumber: 'T1',
    cashierName: '林小雨',
    completedAt: price.now,
    language: 'zh',
    copy: 0,
    mark: 'H',
    memberName: '王**',
    tierName: '金卡',
  }
}

function timedEncoding(sold: ReceiptInput): number {
  const from = performance.now()
  encodeReceipt(layoutReceipt(sold), { columns: 48 })
  return performance.now() - from
}

async function measurePrints(): Promise<Pick<DeviceTimes, 'encode' | 'firstByte' | 'connection'>> {
  const machine = await startReceiptPrinter()
  const began = ear<unknown>()
  // Before the printer, to see when the receipt itself comes: what is asked first begins otherwise.
  const line = await listen((socket) => {
    const onwards = connect({ host: '127.0.0.1', port: machine.port })
    for (const end of [socket, onwards]) end.setNoDelay(true).on('error', () => undefined)
    onwards.pipe(socket)
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes(initialise)) began.hear(chunk)
      onwards.write(chunk)
    })
    socket.on('close', () => onwards.destroy())
  })
  const first = ear<unknown>()
  const bare = await listen((socket) => {
    socket.once('data', first.hear)
    socket.on('error', () => undefined)
  })
  const printer = openPrinter({ kind: 'tcp', host: '127.0.0.1', port: line.port }, {})
  const times = { encode: [] as number[], firstByte: [] as number[], connection: [] as number[] }
  for (let nth = -warmUps; nth < receipts; nth++) {
    const sold = soldBasket()
    // As with a search for the best price, the quickest of three is the work itself.
    const encode = Math.min(...Array.from({ length: 3 }, () => timedEncoding(sold)))
    const bytes = encodeReceipt(layoutReceipt(sold), { columns: 48 })
    let printed: Promise<unknown> = Promise.resolve()
    const firstByte = await timed(async () => {
      const begun = began.next()
      printed = printer.print(bytes)
      await begun
    })
    assert(((await printed) as { kind: string }).kind === 'printed', 'the printer prints')
    const connection = await timed(async () => {
      const arrived = first.next()
      const socket = connect({ host: '127.0.0.1', port: bare.port })
      socket.end(bytes.subarray(0, 1))
      await arrived
    })
    if (nth < 0) continue
    times.encode.push(encode)
    times.firstByte.push(firstByte)
    times.connection.push(connection)
  }
  await printer.close()
  await machine.close()
  return times
}

const output: DeviceTimes = { ...(await measureScans()), ...(await measurePrints()) }
await answerParent(output)
process.exit(0)
