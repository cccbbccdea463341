import type { CommandInput } from '../../contract/command.ts'
import { staff } from './demo-chain.ts'
import type { Row } from './refusal-row.ts'

/* Refusals of what is done with receipts on their way to paper. */

/** Inputs that would be right on a till that can sell. */
export const printPlain = {
  listPrints: {},
  previewPrint: { jobId: 1 },
  routePrints: { place: 'backup', later: false },
  settlePrint: { jobId: 1, onPaper: true },
} as const satisfies {
  readonly [N in 'listPrints' | 'previewPrint' | 'routePrints' | 'settlePrint']: CommandInput<N>
}

export const printRows: readonly Row[] = [
  ...(['previewPrint', 'settlePrint'] as const).map(
    (command): Row => ({
      command,
      code: 'print_unknown',
      act: ({ page }) => page.call(command, printPlain[command] as never),
    }),
  ),
  {
    command: 'settlePrint',
    code: 'role_not_allowed',
    act: async ({ page }) => {
      await page.call('signIn', { code: staff.storeIt.code, pin: staff.storeIt.pin })
      return page.call('settlePrint', printPlain.settlePrint)
    },
  },
  {
    command: 'routePrints',
    code: 'printer_none',
    act: ({ page }) => page.call('routePrints', printPlain.routePrints),
  },
]
