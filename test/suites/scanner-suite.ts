import { afterEach, expect, test } from 'vitest'
import { scanLengthMax } from '../../domain/limits.ts'
import type {
  DeviceState,
  Scanner,
  ScannerAnswers,
  ScannerEvents,
  ScannerNoise,
} from '../../electron/devices/port.ts'
import { type Recorder, recorder } from '../fakes/recorder.ts'

/** One scanner's cable, as its driver is tested with it. */
export interface ScannerBench {
  /** `answers`: what the scanner is set to be told of a scan (hex). */
  open(events: ScannerEvents, answers?: ScannerAnswers): Scanner
  /** What the driver sent the scanner next, in hex. */
  received(): Promise<string>
  send(bytes: Uint8Array | string): Promise<void>
  unplug(): Promise<void>
  replug(): Promise<void>
  close(): Promise<void>
}

interface Listener extends ScannerEvents {
  readonly scans: Recorder<string>
  readonly states: Recorder<DeviceState>
  readonly noises: Recorder<ScannerNoise>
}

function listener(): Listener {
  const scans = recorder<string>()
  const states = recorder<DeviceState>()
  const noises = recorder<ScannerNoise>()
  return { scans, states, noises, onScan: scans.add, onState: states.add, onNoise: noises.add }
}

const ready = (states: readonly DeviceState[]) => states.at(-1) === 'ready'
const absent = (states: readonly DeviceState[]) => states.at(-1) === 'absent'

/** A scanner must be back this soon after it is plugged in again (devices.md 1). */
const backWithinMs = 2_000

/**
 * What every scanner driver must do, whatever its cable. `exclusive`: the port can be held by one reader only;
 * `stream`: its bytes come without borders, a megabyte at a time.
 */
export function scannerSuite(
  name: string,
  makeBench: () => Promise<ScannerBench>,
  traits: { readonly exclusive: boolean; readonly stream: boolean },
): void {
  const none = (_title: string, _body: () => Promise<void>) => undefined
  const streamTest = traits.stream ? test : none
  const exclusiveTest = traits.exclusive ? test : none
  const cleanUps: (() => Promise<void>)[] = []

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  async function bench(): Promise<ScannerBench> {
    const made = await makeBench()
    cleanUps.push(() => made.close())
    return made
  }

  function opened(line: ScannerBench): { heard: Listener; scanner: Scanner } {
    const heard = listener()
    const scanner = line.open(heard)
    cleanUps.push(() => scanner.close())
    return { heard, scanner }
  }

  async function openReady(line: ScannerBench): Promise<{ heard: Listener; scanner: Scanner }> {
    const pair = opened(line)
    await pair.heard.states.until(ready)
    return pair
  }

  test(`[SN2] ${name}: scans arrive in order, each once`, async () => {
    const line = await bench()
    const { heard } = await openReady(line)
    const codes = Array.from({ length: 50 }, (_, index) => `69012345${index}`)
    await line.send(codes.map((code) => `${code}\r`).join(''))
    expect(await heard.scans.until((scans) => scans.length >= 50)).toEqual(codes)
  })

  test(`[SN3] ${name}: a scan without a terminator ends by itself`, async () => {
    const line = await bench()
    const { heard } = await openReady(line)
    await line.send('6901234567892')
    expect(await heard.scans.until((scans) => scans.length > 0)).toEqual(['6901234567892'])
  })

  test(`[SN4] ${name}: Chinese in UTF-8 and GB18030 is read, torn text is marked damaged`, async () => {
    const line = await bench()
    const { heard } = await openReady(line)
    await line.send('会员码\r')
    await line.send(Uint8Array.of(0xbb, 0xe1, 0xd4, 0xb1, 0x0d))
    await line.send(Uint8Array.of(0xbb, 0xe1, 0xd4, 0x0d))
    const scans = await heard.scans.until((all) => all.length >= 3)
    expect(scans.slice(0, 2)).toEqual(['会员码', '会员'])
    expect(scans[2]).toContain('\ufffd')
  })

  streamTest(
    `[SN5] ${name}: 1 MB without a terminator is one overlong scan, and the next one is read`,
    async () => {
      const line = await bench()
      const { heard } = await openReady(line)
      await line.send(new Uint8Array(1_000_000).fill(0x37))
      await line.send('\r6901234567892\r')
      const scans = await heard.scans.until((all) => all.at(-1) === '6901234567892')
      expect(scans.map((scan) => scan.length)).toEqual([scanLengthMax + 1, 13])
      expect(heard.noises.items).toEqual([{ kind: 'overlong', bytes: 1_000_000 }])
    },
  )

  streamTest(
    `[SN6] ${name}: 1 MB of noise ends as a bounded number of scans, and the next second reads again`,
    async () => {
      const line = await bench()
      const { heard } = await openReady(line)
      // A fixed sequence that holds every byte value (a linear congruential generator).
      let seed = 42
      const noise = Uint8Array.from({ length: 1_000_000 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
        return seed >> 16
      })
      await line.send(noise)
      const noises = await heard.noises.until((all) => all.some(({ kind }) => kind === 'flood'))
      expect(noises.some((one) => one.kind === 'flood' && one.scans > 1_000)).toBe(true)
      expect(heard.scans.items.length).toBeLessThan(5_000)
      await line.send('\r\r6901234567892\r')
      await heard.scans.until((all) => all.at(-1) === '6901234567892')
    },
  )

  test(`[SN7] ${name}: unplugged is told, and plugged in again it reads within 2 s`, async () => {
    const line = await bench()
    const { heard } = await openReady(line)
    for (const code of ['111', '222']) {
      await line.unplug()
      await heard.states.until(absent)
      await line.replug()
      await heard.states.until(ready, backWithinMs)
      await line.send(`${code}\r`)
      await heard.scans.until((scans) => scans.at(-1) === code)
    }
    expect(heard.states.items).toEqual(['ready', 'absent', 'ready', 'absent', 'ready'])
  })

  test(`[SN12] ${name}: half a code from a scanner that vanished is no scan`, async () => {
    const line = await bench()
    const { heard } = await openReady(line)
    await line.send('whole\r6901234')
    await heard.scans.until((scans) => scans.length > 0)
    await line.unplug()
    await heard.states.until(absent)
    await line.replug()
    await heard.states.until(ready)
    await line.send('567892\r')
    // Either the half was forgotten, or the silence before the plug was pulled had already ended it.
    const scans = await heard.scans.until((all) => all.at(-1) === '567892')
    expect(scans).not.toContain('6901234567892')
  })

  test(`[SN9] ${name}: absent at the start, it is found when it comes`, async () => {
    const line = await bench()
    await line.unplug()
    const { heard } = opened(line)
    await heard.states.until(absent)
    await line.replug()
    await heard.states.until(ready, backWithinMs)
    expect(heard.states.items).toEqual(['absent', 'ready'])
  })

  exclusiveTest(`[SN8] ${name}: held by another it is faulted, and reads when released`, async () => {
    const line = await bench()
    const { scanner: holder } = await openReady(line)
    const { heard } = opened(line)
    await heard.states.until((states) => states.at(-1) === 'faulted')
    await holder.close()
    await heard.states.until(ready, backWithinMs)
    await line.send('999\r')
    await heard.scans.until((scans) => scans.at(-1) === '999')
  })

  test(`[SN10] ${name}: closed it is silent and free for the next`, async () => {
    const line = await bench()
    const { heard, scanner } = await openReady(line)
    await scanner.close()
    const second = await openReady(line)
    await line.send('777\r')
    await second.heard.scans.until((scans) => scans.at(-1) === '777')
    expect(heard.scans.items).toEqual([])
    expect(heard.states.items).toEqual(['ready'])
  })

  test(`[SN10] ${name}: closing is safe while opening, while absent, after an unplug, and twice`, async () => {
    const line = await bench()
    const opening = line.open(listener())
    await opening.close()
    const { heard, scanner } = await openReady(line)
    await line.unplug()
    await Promise.all([scanner.close(), scanner.close()])
    const { heard: absentHeard, scanner: absentScanner } = opened(line)
    await absentHeard.states.until(absent)
    await absentScanner.close()
    await line.replug()
    const { heard: last } = await openReady(line)
    expect(last.states.items).toEqual(['ready'])
    expect(heard.states.items[0]).toBe('ready')
    expect(absentHeard.states.items).toEqual(['absent'])
  })

  test(`[SN11] ${name}: two scanners do not mix`, async () => {
    const [left, right] = [await bench(), await bench()]
    const [onLeft, onRight] = [await openReady(left), await openReady(right)]
    await Promise.all([left.send('L1\rL2\r'), right.send('R1\rR2\r')])
    expect(await onLeft.heard.scans.until((scans) => scans.length >= 2)).toEqual(['L1', 'L2'])
    expect(await onRight.heard.scans.until((scans) => scans.length >= 2)).toEqual(['R1', 'R2'])
  })

  test(`[SN13] ${name}: the verdict on a scan goes back to the scanner as it is set, and only then`, async () => {
    const line = await bench()
    const heard = listener()
    const scanner = line.open(heard, { bad: '0411' })
    cleanUps.push(() => scanner.close())
    scanner.tell('bad')
    await heard.states.until(ready)
    scanner.tell('good')
    scanner.tell('bad')
    expect(await line.received()).toBe('0411')
    await line.send('666\r')
    await heard.scans.until((scans) => scans.at(-1) === '666')
  })
}
