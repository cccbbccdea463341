import type { DiskRoom } from '../../electron/core/disk-room.ts'

/** The room of a till whose disk is not what a test is about. */
export const ampleRoom: DiskRoom = {
  level: () => 'ample',
  look: () => 'ample',
  spendBallast: () => false,
  stop: () => undefined,
}
