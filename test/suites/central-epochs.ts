import { afterAll, beforeEach, expect, test } from 'vitest'
import { firstHead } from '../../domain/event.ts'
import { idOf, lotRow, smallChain } from './central-chain.ts'
import {
  checkpointHolds,
  enrolTill,
  type PushResult,
  type SuiteTill,
  tableOf,
  tampered,
} from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

function taken(result: PushResult) {
  if (!('answer' in result)) throw new Error(`the push was not taken: ${JSON.stringify(result)}`)
  return result.answer
}

function refusedAt(result: PushResult) {
  if (!('conflict' in result)) throw new Error(`no conflict: ${JSON.stringify(result)}`)
  return result.conflict
}

const outcomes = (result: PushResult) => taken(result).verdicts.map(({ outcome }) => outcome)

/** Epochs, forks and what stands beside the chain (sync.md 3 and 7). */
export function epochContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest | null = null
  let till: SuiteTill
  let rowNumber = 500

  beforeEach(async () => {
    if (!central) {
      central = await start()
      await central.change(smallChain)
    }
    till = await enrolTill(central)
  })
  afterAll(async () => central?.close())

  const ownLot = async (points: number) => {
    rowNumber += 1
    await central?.change([lotRow(rowNumber, 1, points)])
    return rowNumber
  }
  const table = async () => tableOf((await till.pull()).rows)
  const pointsIn = async (lot: number) => (await table()).get(`lot ${idOf('l', lot)}`)?.['points']
  const mark = async () => (await table()).get(`applied ${till.enrolment.terminalId}`)
  const beginEpoch = (epoch: number) => {
    till.continueAt(firstHead(till.enrolment.terminalId, epoch))
    return till.seal('terminal.epoch_started', { cause: 'rolled_back', last: null })
  }

  test('[CE14] every epoch is a chain of its own that begins at 1; the newest one is the terminal’s', async () => {
    await till.push([till.sell(), till.sell()])
    const first = till.head()
    const begun = beginEpoch(40)
    expect(taken(await till.push([begun, till.sell()])).checkpoint).toMatchObject({ epoch: 40, seq: 2 })
    expect(await mark()).toMatchObject({ epoch: 40, seq: 2 })
    till.continueAt(first)
    const late = till.sell()
    expect(taken(await till.push([late])).checkpoint).toMatchObject({ epoch: 1, seq: 3, head: late.hash })
    expect(await mark()).toMatchObject({ epoch: 40, seq: 2 })
  })

  test('[CE86] two tills by one name each go on in an epoch of their own, and every sale of both counts', async () => {
    const lot = await ownLot(1_000)
    const sell = () => till.sell({ member: 1, burns: [{ lot, points: 10 }] })
    await till.push([sell()])
    const heads = [beginEpoch(7), beginEpoch(90)].map((begun) => ({
      begun,
      head: { ...begun, source: begun.source },
    }))
    for (let round = 0; round < 3; round++) {
      for (const one of heads) {
        till.continueAt(one.head)
        const sale = sell()
        expect(outcomes(await till.push(round === 0 ? [one.begun, sale] : [sale]))).not.toContain('duplicate')
        one.head = { ...one.begun, ...till.head() }
      }
    }
    expect(await pointsIn(lot)).toBe(930)
    expect(await mark()).toMatchObject({ epoch: 90, seq: 4 })
  })

  test('[CE81] the epoch after a fork is named beyond every one that is known', async () => {
    const before = till.head()
    await till.push([till.sell()])
    await till.push([beginEpoch(12)])
    till.continueAt(before)
    const conflict = refusedAt(await till.push([till.sell()]))
    expect(conflict).toMatchObject({
      code: 'fork',
      expected: { epoch: 13, seq: 1 },
      checkpoint: { epoch: 1, seq: 1 },
    })
  })

  test('[CE82] what stands beside the chain counts once, whichever way and however often it is told', async () => {
    const lot = await ownLot(1_000)
    const sell = () => till.sell({ member: 1, burns: [{ lot, points: 10 }] })
    const before = till.head()
    const chain = [sell(), sell()]
    await till.push(chain)
    till.continueAt(before)
    const branch = [sell(), sell(), sell()]
    expect(refusedAt(await till.push(branch)).code).toBe('fork')
    expect(await pointsIn(lot)).toBe(980)
    const told = taken(await till.push([...branch, chain[0] as object, branch[0] as object], true))
    expect(told.verdicts.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'applied',
      'duplicate',
      'duplicate',
    ])
    expect(told.checkpoint).toMatchObject({ epoch: 1, seq: 2, head: chain[1]?.hash })
    expect(await pointsIn(lot)).toBe(950)
    expect(outcomes(await till.push(branch, true))).toEqual(['duplicate', 'duplicate', 'duplicate'])
    expect(refusedAt(await till.push(branch)).code).toBe('fork')
    expect(await pointsIn(lot)).toBe(950)
  })

  test('[CE82] an id another event had, and a broken event, are parked beside the chain as in it', async () => {
    const first = till.sell()
    await till.push([first])
    till.continueAt({ ...till.head(), seq: 8 })
    const copy = till.seal('sale.completed', first.data as never, first.id)
    const honest = till.sell()
    const { verdicts } = taken(await till.push([copy, tampered(honest, { time: 1 })], true))
    expect(verdicts.map(({ code }) => code)).toEqual(['id_taken', 'hash_wrong'])
    till.continueAt(firstHead(till.enrolment.terminalId, 1))
    const again = await enrolTill(central as CentralUnderTest)
    const [late] = taken(
      await again.push([again.seal('sale.completed', honest.data as never, honest.id)]),
    ).verdicts
    expect(late?.code).toBe('id_taken')
  })

  test('[CE83] a gap in an epoch nobody knows is answered with the end of the one before', async () => {
    const [one] = [till.sell()]
    await till.push([one])
    beginEpoch(20)
    const conflict = refusedAt(await till.push([till.sell()]))
    expect(conflict).toMatchObject({
      code: 'gap',
      expected: { epoch: 1, seq: 2 },
      checkpoint: { epoch: 1, seq: 1 },
    })
  })

  test('[CE85] where two tills go by one name, neither spends: not the one that goes on in the old epoch either', async () => {
    const before = till.head()
    await till.push([till.sell()])
    const honest = till.head()
    till.continueAt(before)
    expect(refusedAt(await till.push([till.sell()])).checkpoint.admittedEpoch).toBe(0)
    till.continueAt(honest)
    expect(taken(await till.push([till.sell()])).checkpoint).toMatchObject({ epoch: 1, admittedEpoch: 0 })
    await central?.readmit(till.enrolment.terminalId, 1)
    expect(taken(await till.push([till.sell()])).checkpoint.admittedEpoch).toBe(1)
    const after = till.head()
    await till.push([beginEpoch(9)])
    till.continueAt(after)
    expect(taken(await till.push([till.sell()])).checkpoint).toMatchObject({ epoch: 1, admittedEpoch: 0 })
  })

  test('[CE84] the signed checkpoint says which epoch may spend; head office moves it, and a restart keeps it', async () => {
    const { centralKey, terminalId } = till.enrolment
    expect(taken(await till.push([till.sell()])).checkpoint.admittedEpoch).toBe(1)
    const begun = beginEpoch(5)
    expect(taken(await till.push([begun])).checkpoint).toMatchObject({ epoch: 5, admittedEpoch: 0 })
    await central?.readmit(terminalId, 5)
    await central?.restart()
    const { checkpoint } = taken(await till.push([begun]))
    expect(checkpoint).toMatchObject({ epoch: 5, admittedEpoch: 5 })
    expect(checkpointHolds(checkpoint, centralKey)).toBe(true)
    expect(checkpointHolds({ ...checkpoint, admittedEpoch: 1 }, centralKey)).toBe(false)
  })
}
