import { expect, test } from 'vitest'
import { forgetPersons } from '../../central/head-office/forget-persons.ts'
import { migrate } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { archiveSegment, type MaybeArchived, withBodies } from '../../central/tables/archive-segment.ts'
import { enrolmentOf } from '../suites/central-acts-data.ts'
import { idOf, storeOne } from '../suites/central-chain.ts'

test('[ER4] a person is taken out of the archive too, and nothing else of it changes', async () => {
  const database = await openPglite(null)
  try {
    await migrate(database, 1)
    const [terminalId, gone, stays] = [idOf('t', 1), idOf('m', 1), idOf('m', 2)]
    await database.query(
      `INSERT INTO store ("storeId", "number", "name", "address", "timeZone", "changeNumber") VALUES ($1, 'S01', '{}', '{}', 'UTC', 1)`,
      [storeOne],
    )
    await database.query(
      `INSERT INTO terminal ("terminalId", "storeId", "number", "publicKey", "appVersion", "enrolledAt", "epoch", "seq", "head")
       VALUES ($1, $2, 'T1', '', '1', 1, 1, 2, '')`,
      [terminalId, storeOne],
    )
    for (const seq of [1, 2]) {
      await database.query(
        `INSERT INTO event ("terminalId", "epoch", "seq", "id", "idTaken", "type", "hash", "body", "verdict", "receivedAt")
         VALUES ($1, 1, $2, $3, false, 'member.enrolled', '', $4, '{}', 1)`,
        [
          terminalId,
          seq,
          idOf('e', seq),
          JSON.stringify({ data: enrolmentOf(seq, storeOne, `phone ${seq}`) }),
        ],
      )
    }
    const places: MaybeArchived[] = [1, 2].map((seq) => ({ terminalId, epoch: 1, seq, body: null }))
    const bodies = async () => (await withBodies(database, places)).map(({ body }) => body)
    await database.transaction((tx) => archiveSegment(tx, { before: 2, now: 3, limit: 10 }))
    const before = await bodies()
    expect(before.every((body) => body.includes('138****0001'))).toBe(true)
    await database.transaction((tx) => forgetPersons(tx, [gone]))
    const [first, second] = await bodies()
    expect(first).toContain(gone)
    expect(first).not.toContain('138****0001')
    expect(second).toBe(before[1])
    expect(second).toContain(stays)
  } finally {
    await database.close()
  }
})
