import { writeSync } from 'node:fs'
import { uuid } from '../../domain/ids.ts'
import { createTill } from '../../electron/core/till.ts'
import { wang } from './demo-chain.ts'
import { depsOf, openPage, scan } from './till-parts.ts'

/*
 * A till in a process of its own that draws tickets without end, to be killed: `drawing-process.ts FOLDER [ACT]`. The act
 * whose answer was lost is asked for again first.
 */

/** What the process says, one JSON object a line. */
export type DrawSaid =
  | { readonly said: 'tapped'; readonly actId: string }
  | { readonly said: 'answered'; readonly actId: string; readonly index: number }

function say(said: DrawSaid): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

async function drawForEver(folder: string, lost: string | undefined): Promise<never> {
  const page = openPage(createTill(depsOf(folder)))
  await scan(page, wang.code)
  for (let again = lost; ; again = undefined) {
    const begun = again ? null : await page.call('beginAct', {})
    const actId = again ?? (begun && 'output' in begun ? begun.output.actId : '')
    say({ said: 'tapped', actId })
    const answer = await page.call('drawLottery', { actId: uuid(actId) })
    if (!('output' in answer)) throw new Error(JSON.stringify(answer))
    say({ said: 'answered', actId, index: answer.output.index })
  }
}

const [folder = '', lost] = process.argv.slice(2)
drawForEver(folder, lost).catch((thrown: unknown) => {
  console.error(thrown)
  process.exit(1)
})
