import { describe } from 'vitest'
import { changesContract } from './central-changes.ts'
import { digestContract } from './central-digests.ts'
import { enrolContract } from './central-enrol.ts'
import { epochContract } from './central-epochs.ts'
import { pushContract } from './central-push.ts'
import { requestContract } from './central-requests.ts'
import { snapshotContract } from './central-snapshot.ts'
import { streamContract } from './central-stream.ts'
import type { StartCentralUnderTest } from './central-under-test.ts'

/** Everything a till relies on a central for. Runs against every central there is: PGlite, PostgreSQL, the model. */
export function centralContract(name: string, start: StartCentralUnderTest): void {
  describe(`a central on ${name}`, () => {
    enrolContract(start)
    pushContract(start)
    epochContract(start)
    changesContract(start)
    snapshotContract(start)
    streamContract(start)
    digestContract(start)
    requestContract(start)
  })
}
