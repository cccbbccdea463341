import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { knownHeadSchema } from '../../../contract/chain-check.ts'
import { FileFault } from '../../../db/faults.ts'
import { journalFile } from '../../../db/journal/file.ts'
import { readWitness } from '../../../db/witness-file.ts'
import type { Finding } from '../../../domain/finding.ts'
import { type Anchors, noAnchors, type VerifyReport, verifyJournal } from './verify-journal.ts'

export const verifyUsage = `verify: checks every event of a till's file, and all that is kept beside it
  --till DIR           the till's folder; a till that is running may go on
  --head FILE          hold the chain against head office's word: the terminal's JSON object, with epoch, seq and head
  --public-key KEY     and against the key it was enrolled with (SPKI DER, base64)
One JSON line for each finding, then one with the sum. Exit code 0: whole, 1: something was found, 2: not looked at.`

/** What the command was asked, or null when its words make no sense. */
export interface VerifyAsked {
  readonly folder: string
  readonly anchors: Anchors
}

/** Understands the command's words. `standardFolder`: where the till is when nothing is said. */
export function askedOf(words: readonly string[], standardFolder: string | null): VerifyAsked | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        till: { type: 'string' },
        head: { type: 'string' },
        'public-key': { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    const folder = values.till ?? standardFolder
    if (values.help || !folder) return null
    const checkpoint = values.head
      ? knownHeadSchema.parse(JSON.parse(readFileSync(values.head, 'utf8')))
      : null
    return { folder, anchors: { ...noAnchors, checkpoint, publicKey: values['public-key'] ?? null } }
  } catch {
    return null
  }
}

/**
 * Runs the check and says what it found, the end of the chain held against the witness beside the file too: a journal that
 * was cut off or put back is found by it. Read first, so that a till that sells meanwhile is never behind it. Answers the
 * exit code.
 */
export async function runVerify(
  { folder, anchors }: VerifyAsked,
  key: Uint8Array,
  how: { readonly entry: URL; readonly say: (line: string) => void },
): Promise<number> {
  try {
    const found = readWitness({ folder, key })
    const witness = found === 'garbled' ? null : found
    const report = await verifyJournal({ file: journalFile(folder), key }, { ...anchors, witness }, how.entry)
    for (const line of linesOf(report, found === 'garbled' ? found : witness && 'read')) how.say(line)
    return report.findings.length === 0 ? 0 : 1
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown
    how.say(JSON.stringify({ notLookedAt: thrown.name }))
    return 2
  }
}

function linesOf(
  { events, head, vouchedUpTo, findings }: VerifyReport,
  /** One that is garbled or gone says nothing (SY85), which is said. */
  witness: 'read' | 'garbled' | null,
): string[] {
  const sum = {
    whole: findings.length === 0,
    events,
    head: head && `${head.epoch}:${head.seq}`,
    hash: head?.hash ?? null,
    vouchedUpTo: vouchedUpTo && `${vouchedUpTo.epoch}:${vouchedUpTo.seq}`,
    witness,
    findings: findings.length,
  }
  return [...findings.map((finding) => JSON.stringify(said(finding))), JSON.stringify(sum)]
}

function said({ what, epoch, seq, detail }: Finding): object {
  return { event: seq > 0 ? `${epoch}:${seq}` : null, what, ...(detail ? { detail } : {}) }
}
