import { writeSync } from 'node:fs'
import { createTill } from '../../electron/core/till.ts'
import { codeOfOil } from './demo-chain.ts'
import { depsOf, openPage, payCash, scan } from './till-parts.ts'

/*
 * A till in a process of its own that sells without end, to be killed: `till-process.ts FOLDER`. Says each step on
 * standard output with a blocking write, so that what was said before the kill is known.
 */

/** What the process says, one JSON object a line. */
export type Said =
  | {
      readonly said: 'started'
      readonly basket: string | null
      readonly lines: number
      readonly lastSale: string | null
      readonly recovered: boolean
    }
  | { readonly said: 'tapped'; readonly saleId: string }
  | { readonly said: 'answered'; readonly saleId: string; readonly receiptNumber: string }

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

async function sellForEver(folder: string): Promise<never> {
  const page = openPage(createTill(depsOf(folder)))
  const { saleId, lines } = page.slice('basket_changed')
  const last = page.slice('last_sale_changed')
  say({
    said: 'started',
    basket: saleId,
    lines: lines.length,
    lastSale: last?.sale.saleId ?? null,
    recovered: last?.recovered ?? false,
  })
  for (let number = 0; ; number = (number + 1) % 10) {
    if (page.slice('basket_changed').lines.length === 0) await scan(page, codeOfOil(number + 1))
    const tapped = page.slice('basket_changed').saleId ?? ''
    say({ said: 'tapped', saleId: tapped })
    const answer = await payCash(page)
    if (!('output' in answer)) throw new Error(JSON.stringify(answer))
    say({ said: 'answered', saleId: tapped, receiptNumber: answer.output.receiptNumber })
  }
}

sellForEver(process.argv[2] ?? '').catch((thrown: unknown) => {
  console.error(thrown)
  process.exit(1)
})
