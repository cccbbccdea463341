import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import QRCode from 'qrcode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCodesCommand } from '../../central/codes-command.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { verifyCoupon } from '../../codes/coupon.ts'
import { verifyMemberCode } from '../../codes/member-code.ts'
import { codeKeysSchema } from '../../contract/code-keys.ts'
import type { CodeKeys } from '../../domain/code-keys.ts'
import { idOf, longCoupon, memberCode, shortCoupon } from './code-rig.ts'
import { chain, member, template } from './issue-rig.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-codes-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = join(import.meta.dirname, '..', '..', 'central', 'main.ts')

function codes(...words: string[]): {
  readonly code: number | null
  readonly out: string
  readonly said: string
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, 'codes', ...words],
    { encoding: 'utf8', timeout: 60_000, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  )
  return { code: status, out: stdout, said: stderr }
}

/** What an independent reader sees in an image. */
async function readBack(image: string): Promise<string> {
  // zbar looks for a session bus that a machine without a desktop has not; the code is read all the same.
  const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', '-Sbinary=0', image])
  return stdout.replace(/\n$/, '')
}

test('[CD27] the command issues coupons and a code, and draws what is read back', {
  timeout: 120_000,
}, async () => {
  const data = join(folder, 'central')
  const out = join(folder, 'images')
  mkdirSync(data)
  const kept = await openPglite(join(data, 'database'))
  await chain(kept, [])
  await kept.close()

  const printed = codes('keys', '--data', data)
  expect(printed).toMatchObject({ code: 0, said: '' })
  const keys: CodeKeys = codeKeysSchema.parse(JSON.parse(printed.out))

  const asked = ['--data', data, '--template', template.templateId, '--count', '2', '--out', out]
  const coupons = codes('coupon', ...asked, '--member', member.code)
  expect(coupons).toMatchObject({ code: 0, said: '' })
  const issued = coupons.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; png: string; svg: string; couponId: string })
  expect(issued).toHaveLength(2)
  for (const { text, png, svg, couponId } of issued) {
    expect(verifyCoupon(text, keys, Date.now())).toMatchObject({ ok: true, value: { couponId } })
    expect(await readBack(png)).toBe(text)
    expect(readFileSync(svg, 'utf8')).toContain('<svg')
  }

  const phone = codes('member', '--data', data, '--member', member.code, '--out', out)
  expect(phone).toMatchObject({ code: 0, said: '' })
  const { text, png, svg } = JSON.parse(phone.out) as { text: string; png: string; svg: string }
  expect(verifyMemberCode(text, keys, Date.now())).toMatchObject({ ok: true, value: { memberId: idOf(30) } })
  expect(await readBack(png)).toBe(text)
  expect(statSync(svg).size).toBeGreaterThan(1_000)
})

test('[CD27] the program says how the command is called, and ends as refused', { timeout: 60_000 }, () => {
  const { code, out, said } = codes()
  expect([code, out]).toEqual([2, ''])
  expect(said).toContain('--data DIR')
})

/** What the command says no with. */
async function refusalOf(...words: string[]): Promise<string> {
  const said: string[] = []
  const refusal = runCodesCommand(words, (line) => said.push(line)).then(
    () => 'done',
    (fault: unknown) => `${fault}`,
  )
  expect(await refusal).toMatch(/^CannotIssue: /)
  expect(said).toEqual([])
  return refusal
}

test.each([
  ['nothing to do', []],
  ['no place for its database', ['keys']],
  ['something else to do', ['lottery', '--data', 'nowhere']],
  ['an unknown option', ['keys', '--date', 'nowhere']],
  ['an option without its value', ['keys', '--data']],
  ['both places', ['keys', '--data', 'nowhere', '--postgres', 'postgres://nobody@127.0.0.1:1/none']],
])('[CD27] with %s the command says how it is called', async (_, words) => {
  expect(await refusalOf(...words)).toContain('--data DIR')
})

test.each([
  ['no template', '--template', []],
  ['a template that is no id', '--template', ['--template', 'breakfast']],
  ['a fraction of a fen', '--face', ['--template', template.templateId, '--face', '1.5']],
  ['no coupon', '--count', ['--template', template.templateId, '--count', '0']],
  ['too many coupons', '--count', ['--template', template.templateId, '--count', '10001']],
  ['a folder without a database', '--data', ['--template', template.templateId]],
])('[CD27] for %s the command says what is wrong with %s', async (_, option, words) => {
  const nowhere = join(folder, 'nowhere')
  expect(await refusalOf('coupon', '--data', nowhere, ...words)).toContain(`${option}`)
})

test('[CD27] whose phone it is must be said', async () => {
  expect(await refusalOf('member', '--data', join(folder, 'nowhere'))).toContain('--member')
})

test('[CD22] coupons and codes are symbols of the size the specification says', () => {
  const modules = (text: string) =>
    QRCode.create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' }).modules.size
  expect([shortCoupon, longCoupon, memberCode].map(modules)).toEqual([53, 57, 65])
})
