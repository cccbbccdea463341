import { Bug } from '../../domain/assert.ts'

export interface SerialPair {
  /** The till's end; gone while unplugged. */
  readonly tillPath: string
  /** Sends from the device's end. */
  write(bytes: Uint8Array | string): Promise<void>
  unplug(): Promise<void>
  replug(): Promise<void>
  close(): Promise<void>
}

/** A virtual serial device: a pair of ptys held by socat. */
export function openSerialPair(): Promise<SerialPair> {
  throw new Bug('being written')
}
