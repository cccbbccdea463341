import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { JournalBroken } from '../../db/faults.ts'
import { openJournal } from '../../db/open.ts'
import { copyAside, namesAside, setAside } from '../../db/set-aside.ts'
import { key, thrown, tillFolder } from './till-files.ts'

const now = Date.UTC(2026, 10, 22, 3, 15, 0)

test('[DB18] a broken file is moved away whole with what lies beside it, and never over another', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  const names: (string | null)[] = []
  for (const round of ['one', 'two']) {
    for (const suffix of ['', '-wal', '-shm']) writeFileSync(file + suffix, round + suffix)
    names.push(setAside(file, now))
  }
  expect(names).toEqual([`${file}.aside-20261122T031500000Z-1`, `${file}.aside-20261122T031500000Z-2`])
  expect(readdirSync(folder).length).toBe(6)
  for (const [index, round] of ['one', 'two'].entries())
    for (const suffix of ['', '-wal', '-shm'])
      expect(readFileSync(names[index] + suffix, 'utf8')).toBe(round + suffix)
  expect(setAside(file, now)).toBeNull()
})

test('[DB19] cut short after the file itself, its WAL is neither replayed nor lost', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  openJournal({ file, key }).close()
  writeFileSync(`${file}-wal`, 'frames')
  renameSync(file, `${file}.aside-cut`)
  expect(thrown(() => openJournal({ file, key }))).toBeInstanceOf(JournalBroken)
  const aside = setAside(file, now)
  expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('frames')
  openJournal({ file, key }).close()
})

test('[DB46] a copy aside has the file and its WAL as they lie, is named with those set aside, and leaves them there', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  for (const suffix of ['', '-wal', '-shm']) writeFileSync(file + suffix, `one${suffix}`)
  const copy = copyAside(file, now)
  expect(readFileSync(copy, 'utf8')).toBe('one')
  expect(readFileSync(`${copy}-wal`, 'utf8')).toBe('one-wal')
  const aside = setAside(file, now)
  expect(namesAside(file)).toEqual([copy, aside].map((name) => basename(name ?? '')))
})
