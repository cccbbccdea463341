import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { emptyWal } from '../../db/wal.ts'
import { dayMs } from '../../domain/time.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'
import type { JournalAccess } from '../../sync/journal-access.ts'
import { renewOnce } from '../../sync/renewal.ts'
import { noon, storeId, terminalId } from '../core/demo-chain.ts'
import { keys } from '../core/till-parts.ts'
import { testTrust } from '../rig/trust.ts'

/* Renews the certificate of the till in FOLDER as the product does, recorded meanwhile: `renew-child.ts FOLDER`. */

const [folder = ''] = process.argv.slice(2)
const at = { file: join(folder, 'journal.db'), key: Uint8Array.from(Buffer.from(keys.journal, 'hex')) }
const journal = openJournal(at)
const access: JournalAccess = {
  read: () => journal,
  write: (work) => {
    const made: ReturnType<typeof work>[] = []
    transact(journal, (tx) => {
      made[0] = work(tx)
    })
    return made[0] as ReturnType<typeof work>
  },
}
writeSync(1, 'START\n')
await renewOnce(
  {
    journal: access,
    central: {
      renew: async ({ request }) => ({
        tls: testTrust.certify(request, { terminalId, storeId }, noon + 10 * dayMs),
        serverTime: noon + 10 * dayMs,
      }),
    },
    tlsKeys,
  },
  null,
)
emptyWal(journal)
writeSync(1, 'END\n')
