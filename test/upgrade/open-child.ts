import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal, openReplica } from '../../db/open.ts'
import { keys } from '../core/till-parts.ts'

/* Opens the two files of a till as this version does, recorded meanwhile: `open-child.ts FOLDER`. */

const [folder = ''] = process.argv.slice(2)
const keyOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
writeSync(1, 'START\n')
openJournal({ file: join(folder, 'journal.db'), key: keyOf(keys.journal) }).close()
openReplica({ file: join(folder, 'replica.db'), key: keyOf(keys.replica), access: 'write' }).close()
writeSync(1, 'END\n')
