import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ballastBytes, saleRoomBytes } from '../../domain/disk-limits.ts'
import type { RoomLevel } from '../../domain/disk-room.ts'
import { type DiskRoom, type DiskRoomOptions, watchDiskRoom } from '../../electron/core/disk-room.ts'
import { codeOfOil } from './demo-chain.ts'
import { furnish, memoryLog, payCash, scan, standingClock } from './till-parts.ts'
import { newFolder, newTill, startTill } from './till-rig.ts'
import { troubledJournal } from './troubled-journal.ts'

/*
 * A till on a disk that fills up: a real, small file system in memory, where this machine lets us mount one (as root).
 * Beside it the same on a disk of which only the figures and the failing commits are played.
 */

const mebibyte = 1_048_576
const diskBytes = 96 * mebibyte

/** A minute of watching passes in 0.6 s. */
const fastClock = () => {
  const clock = standingClock()
  return { ...clock, after: (ms: number, act: () => void) => clock.after(ms / 100, act) }
}

function mounted(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder]).status === 0
}

const unmount = (folder: string) => spawnSync('umount', ['-l', folder])

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-mount-'))
  const may = mounted(folder)
  if (may) unmount(folder)
  rmSync(folder, { recursive: true })
  return may
}

const ballastOf = (folder: string) => join(folder, 'ballast')

function takenBytes(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.blocks ?? 0) * 512
}

/** A till whose folder is a disk of its own, with its ballast made. */
async function tillOnSmallDisk() {
  const folder = newFolder()
  expect(mounted(folder)).toBe(true)
  onTestFinished(() => {
    unmount(folder)
  })
  await furnish(folder)
  const rig = startTill(folder, { clock: fastClock(), watchRoom: watchDiskRoom })
  await expect.poll(() => takenBytes(ballastOf(folder))).toBeGreaterThanOrEqual(ballastBytes)
  return rig
}

/** Somebody else's file takes all that is left, to the last page, or leaves `leave` bytes. */
function fillUp(folder: string, leave = 0): () => void {
  const file = join(folder, `filler-${leave}-${process.hrtime.bigint()}`)
  const filler = openSync(file, 'w')
  for (const piece of [mebibyte, 4_096]) {
    try {
      for (;;) writeSync(filler, Buffer.alloc(piece, 1))
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'ENOSPC' })
    }
  }
  closeSync(filler)
  if (leave > 0) truncateSync(file, statSync(file).size - leave)
  return () => rmSync(file)
}

if (mayMount()) {
  test('[DF1] [DF2] [DF3] on a real disk filled to the brim the sale at hand is recorded, the next refused, and with room all is as before', async () => {
    const { folder, page, log, bugs } = await tillOnSmallDisk()
    await scan(page, codeOfOil(1))
    const { saleId } = page.slice('basket_changed')
    const empty = fillUp(folder)
    expect(await payCash(page)).toMatchObject({ output: { saleId, receiptNumber: 'S01-T1-1-000001' } })
    expect(log.lines.some((line) => line.includes('ballast_freed'))).toBe(true)
    expect(existsSync(ballastOf(folder))).toBe(false)
    expect(page.slice('till_changed')).toMatchObject({ phase: 'selling', room: 'last_sale' })

    expect(await scan(page, codeOfOil(2))).toEqual({ fault: 'disk_full' })
    expect(await page.call('beginAct', {})).toEqual({ fault: 'disk_full' })
    expect(page.slice('basket_changed').lines).toEqual([])

    empty()
    expect(await scan(page, codeOfOil(2))).toHaveProperty('output')
    expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000002' } })
    await expect.poll(() => takenBytes(ballastOf(folder))).toBeGreaterThanOrEqual(ballastBytes)
    await expect.poll(() => page.slice('till_changed').room).toBe('ample')
    expect(startTill(folder).page.slice('sync_changed').waiting).toBe(2)
    expect(bugs).toEqual([])
  })

  test('[DF2] [DF3] with the ballast gone and the real disk full again a sale is refused before anything is written, and stands', async () => {
    const { folder, page, log, bugs } = await tillOnSmallDisk()
    await scan(page, codeOfOil(1))
    const first = fillUp(folder)
    // Goods that come in now take the ballast.
    expect(await scan(page, codeOfOil(2))).toHaveProperty('output')
    expect(page.slice('till_changed').room).toBe('last_sale')
    const second = fillUp(folder, saleRoomBytes / 2)
    const before = log.lines.filter((line) => line.includes('commit_unknown')).length
    expect(await payCash(page)).toEqual({ fault: 'disk_full' })
    expect(await payCash(page)).toEqual({ fault: 'disk_full' })
    expect(log.lines.filter((line) => line.includes('commit_unknown'))).toHaveLength(before)
    expect(page.slice('till_changed')).toMatchObject({ phase: 'selling', room: 'full' })
    expect(page.slice('basket_changed').lines).toHaveLength(2)

    second()
    first()
    expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000001' } })
    expect(startTill(folder).page.slice('sync_changed').waiting).toBe(1)
    expect(bugs).toEqual([])
  })

  test('[DF5] a real disk that others fill is told by itself, at 15 % and at 5 %, and sells on', async () => {
    const { folder, page } = await tillOnSmallDisk()
    const most = fillUp(folder, 10 * mebibyte)
    await expect.poll(() => page.slice('till_changed').room).toBe('low')
    expect(await scan(page, codeOfOil(1))).toHaveProperty('output')
    most()
    const more = fillUp(folder, 3 * mebibyte)
    await expect.poll(() => page.slice('till_changed').room).toBe('scarce')
    expect(await payCash(page)).toHaveProperty('output')
    more()
    await expect.poll(() => page.slice('till_changed').room).toBe('ample')
  })
}

/** A disk of which only the figures are played. */
function playedRoom(): { level: RoomLevel; ballast: boolean; watch: (options: DiskRoomOptions) => DiskRoom } {
  const played = {
    level: 'ample' as RoomLevel,
    ballast: true as boolean,
    watch: ({ onChanged }: DiskRoomOptions): DiskRoom => ({
      level: () => played.level,
      look: () => {
        onChanged()
        return played.level
      },
      spendBallast: () => {
        const had = played.ballast
        if (had) played.level = 'last_sale'
        played.ballast = false
        onChanged()
        return had
      },
      stop: () => undefined,
    }),
  }
  return played
}

test('[DF1] [DF2] [DF3] a commit played to find the disk full is done once more in the ballast’s place, the next sale refused', async () => {
  const disk = troubledJournal()
  const room = playedRoom()
  const { page, folder } = await newTill({ ...disk.files, watchRoom: room.watch })
  await scan(page, codeOfOil(1))
  disk.trouble.push('finds_full')
  expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000001' } })
  expect(room.ballast).toBe(false)
  expect(await scan(page, codeOfOil(2))).toEqual({ fault: 'disk_full' })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'selling', room: 'last_sale' })
  room.level = 'ample'
  expect(await scan(page, codeOfOil(2))).toHaveProperty('output')
  // Full again, and no ballast: told as it is however often, and trading goes on.
  for (let time = 0; time < 3; time++) {
    disk.trouble.push('finds_full')
    expect(await payCash(page)).toEqual({ fault: 'disk_full' })
  }
  expect(page.slice('till_changed').phase).toBe('selling')
  expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000002' } })
  expect(startTill(folder).page.slice('sync_changed').waiting).toBe(2)
})

test('[DF4] a ballast is whole and really taken, or it is none; what a kill left of one goes', async () => {
  const folder = newFolder()
  const ballast = ballastOf(folder)
  writeFileSync(ballast, '')
  truncateSync(ballast, ballastBytes)
  writeFileSync(`${ballast}.new`, 'half')
  const log = memoryLog()
  const room = watchDiskRoom({ folder, clock: fastClock(), log, onChanged: () => undefined })
  onTestFinished(room.stop)
  await expect.poll(() => takenBytes(ballast)).toBeGreaterThanOrEqual(ballastBytes)
  expect(statSync(ballast).size).toBe(ballastBytes)
  expect(existsSync(`${ballast}.new`)).toBe(false)
  expect(room.spendBallast()).toBe(true)
  expect(room.spendBallast()).toBe(false)
})
