import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { expect, test } from 'vitest'
import type { BasketSlice } from '../../contract/notice.ts'
import { createFormat } from '../../renderer/format.ts'
import { burningBasket, memberBasket, noBasket } from '../../renderer/gallery/fixtures.ts'
import { Caution } from '../../renderer/parts/caution.tsx'
import { MemberStrip } from '../../renderer/screens/sale/member-strip.tsx'
import { Totals } from '../../renderer/screens/sale/totals.tsx'
import { createI18n } from '../../renderer/text/i18n.ts'
import { FormatContext, WorkplaceContext } from '../../renderer/use-desk.ts'
import { openCounter } from './counter.ts'

/** What a component says with this basket. */
function shown(basket: BasketSlice, component: ReactElement, language: 'zh' | 'en' = 'zh'): string {
  const { acts, desk } = openCounter({ basket })
  const clock = { now: () => 0, onMinute: () => () => undefined, onSecond: () => () => undefined }
  const formatted = createElement(
    FormatContext,
    { value: createFormat(language, 'Asia/Shanghai') },
    component,
  )
  const placed = createElement(WorkplaceContext, { value: { acts, desk, clock } }, formatted)
  return renderToStaticMarkup(createElement(I18nextProvider, { i18n: createI18n(language) }, placed))
}

test('[CS36] what the rules only warn of is one line beside the sum, in both languages, and nothing without it', () => {
  const warned: BasketSlice = { ...burningBasket, warnings: ['member_redemptions', 'two_tills'] }
  const totals = createElement(Totals)
  expect(shown(warned, totals)).toContain('请留意：会员短时间内多次抵扣或用券 · 会员刚在另一台收银机用过')
  expect(shown(warned, totals, 'en')).toContain('this member was just at another till')
  expect(shown(burningBasket, totals)).not.toContain('caution')
  expect(shown(burningBasket, createElement(Caution, { kinds: ['staff_self'] }))).toContain('本人')
})

test('[CS37] a member can be let go from the strip with nothing in the basket', () => {
  const alone: BasketSlice = { ...noBasket, member: memberBasket.member }
  const strip = createElement(MemberStrip)
  expect(shown(alone, strip)).toContain('leave-member')
  expect(shown(memberBasket, strip)).not.toContain('leave-member')
  expect(shown(noBasket, strip)).not.toContain('leave-member')
})
