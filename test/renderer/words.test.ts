import { expect, test } from 'vitest'
import { faultCodes } from '../../contract/bridge.ts'
import { commands } from '../../contract/command.ts'
import { type Refusal, refusalCodes } from '../../domain/refusal.ts'
import { createFormat } from '../../renderer/format.ts'
import { shortcutIds } from '../../renderer/keys/shortcuts.ts'
import { createI18n, wordsOf } from '../../renderer/text/i18n.ts'
import { faultText, refusalText } from '../../renderer/text/refusal-text.ts'

const languages = ['zh', 'en'] as const

/** Every word of a language by its path. */
function leaves(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]]
  return Object.entries(words as Record<string, unknown>).flatMap(([key, value]) =>
    leaves(value, path === '' ? key : `${path}.${key}`),
  )
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name as string)
    .toSorted((a, b) => a.localeCompare(b))
}

test('[UI4] both languages have the same keys, none of them empty but where both are', () => {
  const [zh, en] = languages.map((language) => new Map(leaves(wordsOf[language])))
  expect([...(en as Map<string, string>).keys()]).toEqual([...(zh as Map<string, string>).keys()])
  for (const [path, text] of zh as Map<string, string>)
    expect([path, text === '']).toEqual([path, en?.get(path) === ''])
})

test('[UI4] a sentence names the same figures in both languages', () => {
  const en = new Map(leaves(wordsOf.en))
  for (const [path, text] of leaves(wordsOf.zh))
    expect([path, placeholders(en.get(path) ?? '')]).toEqual([path, placeholders(text)])
})

test('[UI4] no word is left in the other language', () => {
  const meant = new Set(['keys.language', 'help.language'])
  for (const [path, text] of leaves(wordsOf.en)) {
    if (!meant.has(path)) expect([path, /\p{Script=Han}/u.test(text)]).toEqual([path, false])
  }
})

test.each(languages)('[UI5] every refusal says why and what to do, in %s', (language) => {
  const format = createFormat(language, 'Asia/Shanghai')
  for (const code of refusalCodes) {
    const { says, todo } = refusalText(wordsOf[language], { code }, format)
    expect([code, says.length > 3, todo.length > 3]).toEqual([code, true, true])
    expect(`${says} ${todo}`).not.toMatch(/\{\{|undefined|_/)
  }
})

test.each(languages)('[UI5] every fault says what happened and what to do, in %s', (language) => {
  for (const code of faultCodes) {
    const { says, todo } = faultText(wordsOf[language], code)
    expect([code, says.length > 3, todo.length > 3]).toEqual([code, true, true])
  }
})

test('[UI5] every refusal a command may answer with has words', () => {
  const answered = new Set(Object.values(commands).flatMap((command) => [...command.refusals]))
  for (const code of answered) expect(Object.hasOwn(wordsOf.zh.refusal, code)).toBe(true)
  expect(answered.size).toBeGreaterThan(30)
})

const told: readonly (readonly [Refusal, string, string])[] = [
  [{ code: 'coupon_spend_more', figures: { missing: 2_050, minimum: 20_000 } }, '¥20.50', '¥200.00'],
  [{ code: 'tender_short', figures: { missing: 5 } }, '¥0.05', ''],
  [{ code: 'points_over_share', figures: { max: 7_600 } }, '7,600', ''],
  [{ code: 'pin_locked', figures: { until: Date.UTC(2026, 10, 21, 7, 42, 1) } }, '15:43', ''],
  [{ code: 'coupon_expired', figures: { expiredAt: Date.UTC(2026, 10, 20, 16) } }, '2026', ''],
  [{ code: 'coupon_wrong_time', figures: { weekdays: '6,7', from: 600, to: 840 } }, '10:00–14:00', ''],
  [{ code: 'basket_full', figures: { max: 500 } }, '500', ''],
  [{ code: 'member_exists', figures: { maskedName: '王*', memberId: 'no word for the screen' } }, '王*', ''],
  [{ code: 'top_up_over', figures: { max: 500_000 } }, '¥5,000.00', ''],
  [{ code: 'value_over_limit', figures: { left: 20_000 } }, '¥200.00', ''],
  [{ code: 'transfer_over_month', figures: { left: 1_200 } }, '1,200', ''],
  [{ code: 'code_expired', figures: { expiredAt: Date.UTC(2026, 10, 20, 16) } }, '2026', ''],
]

test.each(told)('[UI6] %o says its figure', (refusal, says, todo) => {
  for (const language of languages) {
    const said = refusalText(wordsOf[language], refusal, createFormat(language, 'Asia/Shanghai'))
    expect(said.says).toContain(says)
    expect(said.todo).toContain(todo)
  }
})

test('[UI6] why a member is blacklisted is said in the language of the screen', () => {
  const refusal: Refusal = {
    code: 'member_blacklisted',
    figures: { reasonZh: '恶意退货', reasonEn: 'Returned in bad faith' },
  }
  const said = languages.map(
    (language) => refusalText(wordsOf[language], refusal, createFormat(language, undefined)).says,
  )
  expect(said).toEqual(['该会员不能享受权益：恶意退货', 'This member has no benefits: Returned in bad faith'])
})

test('[UI6] a figure that did not come leaves no gap', () => {
  const { says, todo } = refusalText(
    wordsOf.zh,
    { code: 'coupon_spend_more', figures: { missing: 2_050 } },
    createFormat('zh', undefined),
  )
  expect(says).toContain('¥20.50')
  expect(todo).toBe(wordsOf.zh.refusal.coupon_spend_more.todoPlain)
})

test('[UI7] the language turns at once and back', async () => {
  const translator = createI18n('zh')
  expect(translator.t('totals.pay')).toBe('收款')
  await translator.changeLanguage('en')
  expect(translator.t('totals.pay')).toBe('Pay')
  expect(translator.t('bar.till', { number: '3' })).toBe('Till 3')
  await translator.changeLanguage('zh')
  expect(translator.t('totals.pay')).toBe('收款')
})

test('[UI8] every shortcut is explained on the help sheet and named on its button', () => {
  for (const id of shortcutIds) {
    for (const language of languages) {
      expect(wordsOf[language].help[id].length).toBeGreaterThan(1)
      expect(wordsOf[language].keys[id].length).toBeGreaterThan(1 - (language === 'zh' ? 1 : 0))
    }
  }
})
