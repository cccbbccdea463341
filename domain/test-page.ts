import { centred, pair, type Receipt, rule } from './receipt.ts'
import type { Store } from './store.ts'
import type { Language } from './text.ts'
import { localStamp } from './time.ts'

const words = {
  zh: { title: '打印测试页', ask: '中文、金额和二维码都清楚，就可以用了。', width: '价格靠右' },
  en: {
    title: 'Printer test page',
    ask: 'If Chinese, amounts and the code are clear, it is ready.',
    width: 'Price at the right',
  },
} as const

/** A page that shows what a receipt needs of a printer: Chinese, columns, rules, a code. The drawer stays shut. */
export function layoutTestPage(of: {
  readonly store: Store
  readonly terminalNumber: string
  /** Epoch ms. */
  readonly at: number
  readonly language: Language
}): Receipt {
  const { store, terminalNumber, at, language } = of
  const said = words[language]
  return {
    openDrawer: false,
    blocks: [
      centred(said.title),
      centred(`${store.name[language]} ${store.number}-${terminalNumber}`),
      centred(localStamp(at, store.timeZone)),
      rule,
      pair(said.width, '1,234.50'),
      pair('东北大米 5kg × 2 AaGgQq', '￥119.80'),
      pair('0123456789', 'EAN 6901234567892'),
      rule,
      { kind: 'qr', payload: `TEST-${store.number}-${terminalNumber}` },
      centred(said.ask),
    ],
  }
}
