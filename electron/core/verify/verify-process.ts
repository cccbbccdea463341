import { writeSync } from 'node:fs'
import { verifyOrderSchema } from '../../../contract/chain-check.ts'
import { askedOf, runVerify, verifyUsage } from './verify-command.ts'

/*
 * Entry of the check as a process. Inside the app main forks it and sends the words and the journal's key, which it
 * alone can unwrap. Outside, with a key that is known (demo, recovery), the words are arguments and the key comes in
 * EVERTILL_JOURNAL_KEY.
 */

interface ParentPort {
  once(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** The worker lies beside this file, built or not. */
const entry = new URL(`./verify-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
const say = (line: string) => writeSync(1, `${line}\n`)

async function verifyAs(order: unknown): Promise<number> {
  const parsed = verifyOrderSchema.safeParse(order)
  const asked = parsed.success ? askedOf(parsed.data.words, parsed.data.folder || null) : null
  if (!parsed.success || !asked) {
    process.stderr.write(`${verifyUsage}\n`)
    return 2
  }
  return runVerify(asked, Buffer.from(parsed.data.key, 'hex'), { entry, say })
}

function runAs(order: unknown): void {
  verifyAs(order).then(
    (code) => process.exit(code),
    (thrown: unknown) => {
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : 'not an error'}\n`)
      process.exit(3)
    },
  )
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }
if (parentPort) parentPort.once('message', ({ data }) => runAs(data))
else runAs({ words: process.argv.slice(2), folder: '', key: process.env['EVERTILL_JOURNAL_KEY'] ?? '' })
