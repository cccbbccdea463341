import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logBytesMax, logFilesMax } from '../../domain/limits.ts'
import { faultFields, logLine, openFileLog } from '../../electron/core/log.ts'
import { noon } from './demo-chain.ts'
import { newFolder } from './till-rig.ts'

test('[CO49] an entry is one line: instant, level, fixed word, plain fields; anything else is a question mark', () => {
  expect(logLine(noon, 'info', 'sale_committed', { saleId: 'abc-1', seq: 7 })).toBe(
    '2026-11-22T04:00:00.000Z info sale_committed saleId=abc-1 seq=7',
  )
  for (const text of ['林小雨', 'a b', 'a\nerror forged', '\u001b[2J', 'x'.repeat(201), ''])
    expect(logLine(noon, 'error', 'word', { reason: text })).toBe(
      '2026-11-22T04:00:00.000Z error word reason=?',
    )
})

test('[CO50] what was thrown is told by class, code and place, never by its words', () => {
  let thrown: unknown = null
  try {
    JSON.parse('{"phone":"13812345678"')
  } catch (cause) {
    thrown = new Error('card 4111111111111111', { cause })
  }
  const fields = faultFields(thrown)
  expect(fields).toMatchObject({ fault: 'Error', cause: 'SyntaxError' })
  expect(fields.at).toMatch(/^log\.test\.ts:\d+:\d+/)
  expect(JSON.stringify(fields)).not.toMatch(/4111|138/)
})

test('[CO51] the log is bounded: the newest files of the newest lines', () => {
  const folder = newFolder()
  const log = openFileLog(folder, () => noon)
  const lines = Math.ceil((logBytesMax * (logFilesMax + 1)) / 130)
  for (let line = 0; line < lines; line++)
    log.write('info', 'sale_committed', { saleId: 'x'.repeat(60), seq: line })
  log.close()
  const files = readdirSync(folder)
  expect(files).toHaveLength(logFilesMax)
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(logBytesMax + 1_000)
  expect(readFileSync(join(folder, 'till.log'), 'utf8').trimEnd()).toMatch(new RegExp(`seq=${lines - 1}$`))
})

test('[CO52] a log that can not be written is silent', () => {
  const folder = join(newFolder(), 'a-file')
  writeFileSync(folder, 'in the place of the folder')
  const log = openFileLog(folder, () => noon)
  expect(() => log.write('info', 'till_started')).not.toThrow()
  log.close()
})

test('[CO81] a log that was closed brings back no file, whatever comes late', () => {
  const folder = newFolder()
  const log = openFileLog(folder, () => noon)
  log.write('info', 'till_started')
  log.close()
  rmSync(join(folder, 'till.log'))
  log.write('error', 'command_faulted')
  expect(readdirSync(folder)).toEqual([])
})
