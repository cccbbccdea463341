import { writeSync } from 'node:fs'
import { tillConfigSchema } from '../../contract/config.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { createTill } from '../../electron/core/till.ts'
import { codeOfOil, wang } from '../core/demo-chain.ts'
import { depsOf, memoryLog, openPage, payCash, scan, standingClock } from '../core/till-parts.ts'

/*
 * A till in a process of its own that sells under strace: `sell-child.ts FOLDER SALES`. Says `START`, before each sale
 * `TAP <id>`, after its answer `ANSWERED <id>` (or `FAULT <id> <what>`), and `END`, each with one blocking write.
 */

const [folder = '', sales = '0'] = process.argv.slice(2)
const say = (...words: readonly string[]) => writeSync(1, `${words.join(' ')}\n`)
/** Checkpoints come between the sales of a recording that takes a second. */
const clock = {
  ...standingClock(),
  after: (ms: number, act: () => void) => standingClock().after(ms / 50, act),
}

const till = createTill(
  depsOf(folder, {
    clock,
    config: tillConfigSchema.parse({ printer: { kind: 'tcp', host: '127.0.0.1', port: 9, columns: 48 } }),
    openPrinter: () => ({
      print: async () => ({ kind: 'unreachable' as const }),
      status: async () => ({ state: 'unreachable' as const, paperNearEnd: false, drawerPinHigh: null }),
      close: async () => undefined,
    }),
    openCheckpoints: (journal) =>
      startCheckpointThread({
        entry: new URL('./eager-checkpoint-child.ts', import.meta.url),
        journal,
        clock,
        log: memoryLog(),
      }),
  }),
)
const page = openPage(till)
say('START')
for (let sale = 0; sale < Number(sales); sale++) {
  if (page.slice('basket_changed').lines.length === 0) await scan(page, codeOfOil((sale % 9) + 1))
  if (sale % 2 === 0) await scan(page, wang.code)
  const saleId = page.slice('basket_changed').saleId ?? ''
  say('TAP', saleId)
  const answer = await payCash(page)
  if ('output' in answer) say('ANSWERED', saleId)
  else say('FAULT', saleId, 'fault' in answer ? answer.fault : 'refused')
}
await till.stop()
say('END')
process.exit(0)
