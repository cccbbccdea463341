import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PushAnswer } from '../../contract/wire.ts'
import { countWaiting, lastCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { placeNumber } from '../../db/journal/place.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { countVerdicts, listVerdicts } from '../../db/journal/verdict-table.ts'
import { pushBytesMax } from '../../domain/limits.ts'
import type { PushOutcome } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { mustProbe, probeNewFeed } from '../../sync/probe.ts'
import { pushOnce } from '../../sync/push.ts'
import { openRig, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

/** The rig's push with its central's outcomes changed on the way. */
function through(change: (outcome: PushOutcome, events: readonly string[]) => PushOutcome) {
  const central = {
    push: async (events: readonly string[]) => change(await rig.central.push(events), events),
  }
  return { ...rig.push, central }
}

const answer = (change: (answer: PushAnswer) => PushAnswer) =>
  through((outcome) =>
    outcome.kind === 'taken' ? { kind: 'taken', answer: change(outcome.answer) } : outcome,
  )

const taken = () =>
  rig.model.terminalByCertificate(rig.enrolment.tls.certificate)?.events.map(({ event }) => event.hash)

test('[SY20] nothing waits, nothing is sent', async () => {
  expect(await pushOnce(rig.push, 500)).toEqual({ kind: 'nothing' })
})

test('[SY20] events go in order, as many as asked, and the checkpoint follows', async () => {
  const events = rig.record(7)
  expect(await pushOnce(rig.push, 5)).toMatchObject({ kind: 'pushed', events: 5, disputed: 0, parked: 0 })
  expect(countWaiting(rig.journal)).toBe(2)
  expect(lastCheckpoint(rig.journal)).toMatchObject({ epoch: 1, seq: 5, head: events[4]?.hash })
  expect(readSetting(rig.journal, 'signedCheckpoint')).toMatchObject({ seq: 5, head: events[4]?.hash })
  expect(await pushOnce(rig.push, 5)).toMatchObject({ kind: 'pushed', events: 2 })
  expect(taken()).toEqual(events.map(({ hash }) => hash))
})

test('[SY20] a batch stays below its size', async () => {
  rig.record(3)
  const sizes: number[] = []
  const big = 'x'.repeat(pushBytesMax / 2)
  rig.access.write(
    (tx) => tx.prepare(`UPDATE event SET body = json_set(body, '$.data.what', ?)`).run(big),
    () => true,
  )
  const central = {
    push: async (events: readonly string[]): Promise<PushOutcome> => {
      sizes.push(events.length)
      throw new CentralFault('unreachable', 'gone')
    },
  }
  await expect(pushOnce({ ...rig.push, central }, 500)).rejects.toMatchObject({ kind: 'unreachable' })
  expect(sizes).toEqual([1])
})

test('[SY21] an answer lost after the central’s commit costs nothing: sent again, the events are duplicates', async () => {
  const events = rig.record(3)
  const lost = through(() => {
    throw new CentralFault('timed_out', 'lost')
  })
  await expect(pushOnce(lost, 500)).rejects.toMatchObject({ kind: 'timed_out' })
  expect(countWaiting(rig.journal)).toBe(3)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'pushed', events: 3 })
  expect(taken()).toEqual(events.map(({ hash }) => hash))
})

test('[SY22] a checkpoint beyond what was sent is kept only up to it, so that no verdict is missed', async () => {
  rig.record(4)
  await rig.central.push(
    rig.journal
      .prepare('SELECT body FROM event ORDER BY place')
      .all<{ body: string }>()
      .map(({ body }) => body),
  )
  expect(await pushOnce(rig.push, 2)).toMatchObject({ kind: 'pushed', events: 2 })
  expect(lastCheckpoint(rig.journal)?.seq).toBe(2)
  expect(countWaiting(rig.journal)).toBe(2)
})

test('[SY23] disputed and parked verdicts are kept with the checkpoint, also from a duplicate, and go when all is well', async () => {
  const [first, second] = rig.record(2)
  const other = rig.newId()
  const spoil = answer(({ verdicts, checkpoint }) => ({
    checkpoint,
    verdicts: verdicts.map((verdict) =>
      verdict.id === first?.id
        ? { ...verdict, outcome: 'duplicate', disputes: [{ kind: 'coupon_use', subject: 'c:1', other }] }
        : { ...verdict, outcome: 'parked', code: 'type_unknown' },
    ),
  }))
  expect(await pushOnce(spoil, 500)).toMatchObject({ kind: 'pushed', events: 2, disputed: 1, parked: 1 })
  expect(countVerdicts(rig.journal)).toEqual({ disputed: 1, parked: 1 })
  expect(listVerdicts(rig.journal, 10)).toContainEqual({
    eventId: first?.id,
    outcome: 'disputed',
    code: null,
    disputes: [{ kind: 'coupon_use', subject: 'c:1', other }],
    heardAt: expect.any(Number),
  })
  probeNewFeed(rig.access, 'another')
  expect(await pushOnce(rig.push, 500)).toMatchObject({ events: 1 })
  expect(listVerdicts(rig.journal, 10).map(({ eventId }) => eventId)).not.toContain(second?.id)
})

test('[SY24] a central put back is sent again what it lost', async () => {
  rig.record(3)
  await pushOnce(rig.push, 500)
  const backup = rig.model.backup()
  const events = rig.record(4)
  await pushOnce(rig.push, 500)
  rig.model.restart(backup)
  rig.record(1)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'resumed', from: { epoch: 1, seq: 4 } })
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'pushed', events: 5 })
  expect(taken()?.slice(3, 7)).toEqual(events.map(({ hash }) => hash))
})

test('[SY25] a till with nothing new finds out too: in each new run of change numbers it sends its last event again', async () => {
  rig.record(3)
  await pushOnce(rig.push, 500)
  const backup = rig.model.backup()
  rig.record(2)
  await pushOnce(rig.push, 500)
  rig.model.restart(backup)
  expect(mustProbe(rig.journal, 'new')).toBe(true)
  probeNewFeed(rig.access, 'new')
  expect(mustProbe(rig.journal, 'new')).toBe(false)
  expect(countWaiting(rig.journal)).toBe(1)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'resumed' })
  await pushOnce(rig.push, 500)
  expect(taken()).toHaveLength(5)
})

test('[SY25] a till that sent nothing yet has nothing to ask', () => {
  probeNewFeed(rig.access, 'first')
  expect(lastCheckpoint(rig.journal)).toBeNull()
  expect(mustProbe(rig.journal, 'first')).toBe(false)
})

test('[SY185] the first event of an epoch takes the last one before along: a central put back between the two misses nothing', async () => {
  rig.record(2)
  await pushOnce(rig.push, 500)
  const backup = rig.model.backup()
  rig.record(2)
  await pushOnce(rig.push, 500)
  rig.model.restart(backup)
  rig.record(2, 5)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'resumed', from: { epoch: 1, seq: 3 } })
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'pushed', events: 2 })
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'pushed', events: 2 })
  expect(countWaiting(rig.journal)).toBe(0)
  expect(taken()).toHaveLength(6)
})

test('[SY26] a chain that differs from the central’s is a fork: another epoch is due, and the whole branch is told beside the chain', async () => {
  rig.record(2)
  await pushOnce(rig.push, 500)
  const terminal = rig.model.terminalByCertificate(rig.enrolment.tls.certificate)
  const last = terminal?.events[1]
  if (!terminal || !last) throw new Error('two events were taken')
  terminal.events[1] = { ...last, event: { ...last.event, hash: 'e'.repeat(64) } }
  rig.record(1)
  expect(await pushOnce(rig.push, 500)).toEqual({
    kind: 'forked',
    at: { epoch: 1, seq: 2 },
    isCurrent: true,
  })
  expect(readSetting(rig.journal, 'epochDue')).toEqual({ cause: 'forked', beyond: 2 })
  expect(countWaiting(rig.journal)).toBe(3)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'pushed', events: 3 })
  expect(terminal.strays).toHaveLength(2)
  expect(await pushOnce(rig.push, 500)).toEqual({ kind: 'nothing' })
})

test('[SY187] a central put back may have lost what was told beside the chain: in each new run of change numbers it is told again', async () => {
  const strayHashes = () =>
    [...rig.model.state().terminals.values()].flatMap(({ strays }) => strays.map(({ event }) => event.hash))
  const pushAll = async () => {
    while ((await pushOnce(rig.push, 500)).kind !== 'nothing');
  }
  rig.record(2)
  await pushOnce(rig.push, 500)
  const terminal = rig.model.terminalByCertificate(rig.enrolment.tls.certificate)
  const last = terminal?.events[1]
  if (!terminal || !last) throw new Error('two events were taken')
  terminal.events[1] = { ...last, event: { ...last.event, hash: 'e'.repeat(64) } }
  rig.record(1)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'forked' })
  const backup = rig.model.backup()
  await pushAll()
  rig.record(1, 5)
  await pushAll()
  const told = strayHashes()
  expect(told).toHaveLength(2)
  rig.model.restart(backup)
  expect(strayHashes()).toEqual([])
  probeNewFeed(rig.access, 'another')
  await pushAll()
  expect(strayHashes()).toEqual(told)
})

test('[SY26] a central that has more than this till ever recorded is a fork: the till was rolled back', async () => {
  rig.record(2)
  await pushOnce(rig.push, 500)
  const first = placeNumber({ epoch: 1, seq: 1 })
  rig.access.write(
    (tx) => {
      tx.prepare('DELETE FROM effect WHERE place > ?').run(first)
      tx.prepare('DELETE FROM event WHERE place > ?').run(first)
      tx.prepare('UPDATE checkpoint SET seq = 1, head = (SELECT hash FROM event WHERE place = ?)').run(first)
    },
    () => true,
  )
  rig.record(2)
  expect(await pushOnce(rig.push, 500)).toMatchObject({ kind: 'forked', isCurrent: true })
})

const spoiledAnswers: readonly [string, (answer: PushAnswer) => PushAnswer][] = [
  [
    'a checkpoint of another till',
    (a) => ({ ...a, checkpoint: { ...a.checkpoint, terminalId: a.verdicts[0]?.id as never } }),
  ],
  ['a checkpoint changed after signing', (a) => ({ ...a, checkpoint: { ...a.checkpoint, serverTime: 1 } })],
  [
    'a signature of nobody',
    (a) => ({ ...a, checkpoint: { ...a.checkpoint, sig: Buffer.alloc(64).toString('base64') } }),
  ],
  ['an event without a verdict', (a) => ({ ...a, verdicts: a.verdicts.slice(1) })],
]

test.each(spoiledAnswers)('[SY27] %s is malformed and moves nothing', async (_name, change) => {
  rig.record(2)
  await expect(pushOnce(answer(change), 500)).rejects.toMatchObject({ kind: 'malformed' })
  expect(countWaiting(rig.journal)).toBe(2)
})
