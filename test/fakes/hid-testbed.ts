import {
  closeSync,
  mkdtempSync,
  read,
  readlinkSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import koffi from 'koffi'

/*
 * A machine of make-believe HID scanners: umockdev's testbed in this very process, which was started with its preload
 * library. The real node-hid, hidapi and libudev see the devices in /sys and /dev; what stands in for the kernel is a
 * pty per hidraw node.
 */

/** A HID POS scanner's report descriptor: count (generic desktop), mark, 56 bytes of data, a bit for "more". */
const reportDescriptor = Buffer.from(
  '058c0902a1010912a10285021500 26ff0075089501 0501093b8102 058c9503 09fb09fc09fd8102 953809fe82020175019501 09ff2501 8102 95078103 c0c0'.replaceAll(
    ' ',
    '',
  ),
  'hex',
)

export interface HidTestbed {
  /** Plugs a scanner in under a new node; the same `scanner` is the same device. */
  plug(scanner: number): void
  unplug(scanner: number): void
  /** Writes one input report. A pty keeps no borders: the next one waits until this one was read. */
  send(scanner: number, report: Uint8Array): void
  /** What was written to the device next. */
  received(scanner: number): Promise<Buffer>
  close(): void
}

interface Plugged {
  readonly fd: number
  readonly node: string
  readonly sysPath: string
}

export function hidTestbed(): HidTestbed {
  const library = koffi.load('libumockdev.so.0')
  const create = library.func('void *umockdev_testbed_new()')
  const addFromString = library.func(
    'bool umockdev_testbed_add_from_string(void *bed, const char *text, void *error)',
  )
  const loadIoctl = library.func(
    'bool umockdev_testbed_load_ioctl(void *bed, const char *node, const char *file, void *error)',
  )
  const deviceFd = library.func('int umockdev_testbed_get_dev_fd(void *bed, const char *node)')
  const rootOf = library.func('const char *umockdev_testbed_get_root_dir(void *bed)')
  const uevent = library.func('void umockdev_testbed_uevent(void *bed, const char *path, const char *action)')
  const removeDevice = library.func('void umockdev_testbed_remove_device(void *bed, const char *path)')

  const bed = create() as unknown
  const root = rootOf(bed) as string
  // The library's own environment and Node's are one only where Node reads it anew.
  process.env['UMOCKDEV_DIR'] = root
  const folder = mkdtempSync(join(tmpdir(), 'evertill-hid-'))
  const plugged = new Map<number, Plugged>()
  let nodes = 0

  return {
    plug(scanner) {
      const name = `hidraw${nodes}`
      const node = `/dev/${name}`
      // A testbed never gives a node's name away twice; a kernel does not either while somebody holds the old one.
      nodes += 1
      const device = deviceText(scanner, name, nodes)
      must(addFromString(bed, device.text, null), 'the device is described')
      const file = join(folder, `${name}.ioctl`)
      writeFileSync(file, ioctlText(node))
      must(loadIoctl(bed, node, file, null), 'its ioctls are known')
      plugged.set(scanner, { fd: deviceFd(bed, node) as number, node, sysPath: `/sys${device.path}` })
    },
    unplug(scanner) {
      const gone = plugged.get(scanner)
      if (!gone) return
      plugged.delete(scanner)
      uevent(bed, gone.sysPath, 'remove')
      // The testbed keeps the pty's name, which the next device may be given.
      const pty = readlinkSync(join(root, gone.node))
      closeSync(gone.fd)
      const kept = [
        gone.node,
        gone.node.replace('/dev/', '/dev/.node/'),
        `/dev/.ptymap/${pty.replaceAll('/', '_')}`,
      ]
      for (const path of kept) unlinkSync(join(root, path))
      removeDevice(bed, gone.sysPath)
    },
    send(scanner, report) {
      const at = plugged.get(scanner)
      must(at && writeSync(at.fd, report) === report.length, 'the device is there and takes a report')
    },
    async received(scanner) {
      const buffer = Buffer.alloc(256)
      const { bytesRead } = await promisify(read)(plugged.get(scanner)?.fd ?? -1, buffer, 0, 256, null)
      return buffer.subarray(0, bytesRead)
    },
    close() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`)
}

/** A scanner of one model by its number, on a USB port of its own. */
function deviceText(
  scanner: number,
  name: string,
  minor: number,
): { readonly text: string; readonly path: string } {
  const port = `/devices/pci0000:00/0000:00:14.0/usb1/1-${scanner + 1}`
  const face = `${port}/1-${scanner + 1}:1.0`
  const hid = `${face}/0003:0C2E:0CA1.${String(minor).padStart(4, '0')}`
  const path = `${hid}/hidraw/${name}`
  const serial = `14180B012${scanner}`
  const blocks = [
    [
      `P: ${path}`,
      `N: ${name}`,
      `E: DEVNAME=/dev/${name}`,
      'E: MAJOR=240',
      `E: MINOR=${minor}`,
      'E: SUBSYSTEM=hidraw',
      `A: dev=240:${minor}`,
      `L: device=../../../${hid.split('/').at(-1)}`,
    ],
    [
      `P: ${hid}`,
      'E: SUBSYSTEM=hid',
      'E: DRIVER=hid-generic',
      'E: HID_ID=0003:00000C2E:00000CA1',
      'E: HID_NAME=Scanner HID POS',
      `E: HID_PHYS=usb-0000:00:14.0-${scanner + 1}/input0`,
      `E: HID_UNIQ=${serial}`,
      'E: MODALIAS=hid:b0003g0001v00000C2Ep00000CA1',
      `H: report_descriptor=${reportDescriptor.toString('hex').toUpperCase()}`,
    ],
  ]
  if (minor === 1 || !described.has(scanner)) {
    blocks.push(
      [`P: ${face}`, 'E: DEVTYPE=usb_interface', 'E: SUBSYSTEM=usb', 'A: bInterfaceNumber=00\\n'],
      [
        `P: ${port}`,
        `N: bus/usb/001/00${scanner + 3}`,
        `E: DEVNAME=/dev/bus/usb/001/00${scanner + 3}`,
        'E: DEVTYPE=usb_device',
        'E: SUBSYSTEM=usb',
        'E: MAJOR=189',
        `E: MINOR=${scanner + 2}`,
        `A: dev=189:${scanner + 2}`,
        'A: idVendor=0c2e\\n',
        'A: idProduct=0ca1\\n',
        'A: manufacturer=Acme\\n',
        'A: product=Scanner\\n',
        `A: serial=${serial}\\n`,
        'A: bcdDevice=0100\\n',
        'A: busnum=1\\n',
        `A: devnum=${scanner + 3}\\n`,
      ],
    )
    described.add(scanner)
  }
  return { text: `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n`, path }
}

/** USB ports that are described already. */
const described = new Set<number>()

/** What the kernel would answer about the node's report descriptor. */
function ioctlText(node: string): string {
  const size = Buffer.alloc(4)
  size.writeInt32LE(reportDescriptor.length)
  const whole = Buffer.concat([size, reportDescriptor, Buffer.alloc(4_096 - reportDescriptor.length)])
  const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase()
  return `@DEV ${node}\nHIDIOCGRDESCSIZE 0 ${hex(size)}\nHIDIOCGRDESC 0 ${hex(whole)}\n`
}
