import { randomBytes } from 'node:crypto'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ballastBytes, roomCheckedMs } from '../../domain/disk-limits.ts'
import { fitsBallast, mayBegin, type RoomLevel, roomLevel } from '../../domain/disk-room.ts'
import { syncAfterStartMs } from '../../domain/limits.ts'
import type { Clock } from './clock.ts'
import { NoRoom } from './faults.ts'
import { faultFields, type Log } from './log.ts'

const ballastName = 'ballast'
/** Bytes of the ballast written at once. */
const pieceBytes = 1_048_576
/** What `st_blocks` counts in (POSIX leaves it open; Linux and libuv have 512). */
const blockBytes = 512

export interface DiskRoomOptions {
  /** The till's folder: the disk is the one it is on, and the ballast lies in it. */
  readonly folder: string
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  /** The level is another one than before. */
  readonly onChanged: () => void
}

/** The room on the till's disk, watched, and the ballast that holds some of it back (domain/disk-room.ts). */
export interface DiskRoom {
  /** As last looked at. */
  readonly level: () => RoomLevel
  /** Looks now. */
  readonly look: () => RoomLevel
  /** Gives the ballast's room back to the disk. False when there is none to give. */
  readonly spendBallast: () => boolean
  readonly stop: () => void
}

/** Looks at once and then every minute; the ballast is made a moment after the start, and again once there is room. */
export function watchDiskRoom({ folder, clock, log, onChanged }: DiskRoomOptions): DiskRoom {
  const ballast = join(folder, ballastName)
  const unfinished = `${ballast}.new`
  let level: RoomLevel = 'ample'
  let making = false
  let stopped = false
  let callOff = clock.after(syncAfterStartMs, watch)

  /** Whole, and its blocks really taken: a sparse file would hold nothing back. */
  function hasBallast(): boolean {
    const found = statSync(ballast, { throwIfNoEntry: false })
    return found !== undefined && found.size === ballastBytes && found.blocks * blockBytes >= ballastBytes
  }

  function figures(): Parameters<typeof roomLevel>[0] {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { free: bavail * bsize, total: blocks * bsize, hasBallast: hasBallast() }
  }

  function look(): RoomLevel {
    const before = level
    try {
      level = roomLevel(figures())
    } catch (thrown) {
      // A disk that does not even say this shows its trouble at the next commit.
      log.write('error', 'disk_not_looked_at', faultFields(thrown))
    }
    if (level !== before) {
      log.write(level === 'ample' ? 'info' : 'error', 'disk_room', { state: level })
      onChanged()
    }
    return level
  }

  function watch(): void {
    callOff = clock.after(roomCheckedMs, watch)
    look()
    void makeBallast()
  }

  async function makeBallast(): Promise<void> {
    if (making) return
    making = true
    try {
      const now = figures()
      if (now.hasBallast || !fitsBallast(now)) return
      await rm(unfinished, { force: true })
      const file = await open(unfinished, 'w', 0o600)
      try {
        // Chance: a file system that packs or shares equal blocks would hold nothing back for zeros.
        for (let written = 0; written < ballastBytes && !stopped; written += pieceBytes)
          await file.writeFile(randomBytes(pieceBytes))
        await file.sync()
      } finally {
        await file.close()
      }
      if (stopped) await rm(unfinished, { force: true })
      else await rename(unfinished, ballast)
      log.write('info', 'ballast_made')
      look()
    } catch (thrown) {
      log.write('error', 'ballast_not_made', faultFields(thrown))
      await rm(unfinished, { force: true }).catch(() => undefined)
    } finally {
      making = false
    }
  }

  look()
  return {
    level: () => level,
    look,
    spendBallast: () => {
      const had = hasBallast()
      try {
        rmSync(ballast, { force: true })
        rmSync(unfinished, { force: true })
      } catch (thrown) {
        log.write('error', 'ballast_not_freed', faultFields(thrown))
        return false
      }
      if (had) log.write('error', 'ballast_freed')
      look()
      return had
    },
    stop: () => {
      stopped = true
      callOff()
    },
  }
}

/** @throws NoRoom when no sale or other act may be begun: before any money is taken for it. */
export function checkMayBegin(room: Pick<DiskRoom, 'level' | 'look'>): void {
  if (!mayBegin(room.level()) && !mayBegin(room.look())) throw new NoRoom()
}
