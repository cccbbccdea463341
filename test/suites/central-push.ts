import { afterAll, beforeEach, expect, test } from 'vitest'
import { idOf, lotRow, smallChain, storeTwo } from './central-chain.ts'
import {
  checkpointHolds,
  enrolTill,
  newEventId,
  newKeys,
  type PushResult,
  resealed,
  type SuiteTill,
  saleOf,
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

export function pushContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest | null = null
  let till: SuiteTill
  let other: SuiteTill
  let rowNumber = 100

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  /** A lot of this test's own, so that tests may share a central. */
  const ownLot = async (points: number) => {
    rowNumber += 1
    await (await running()).change([lotRow(rowNumber, 1, points)])
    return rowNumber
  }
  const ownCoupon = async (usesMax = 1) => {
    rowNumber += 1
    const couponId = idOf('c', rowNumber)
    const row = smallChain.find(({ c }) => c === 'coupon')
    const d = { ...row?.d, couponId, code: `C${String(rowNumber).padStart(13, '0')}`, usesMax }
    await (await running()).change([{ c: 'coupon', k: couponId, d }])
    return rowNumber
  }
  const pointsIn = async (lot: number) =>
    tableOf((await till.pull()).rows).get(`lot ${idOf('l', lot)}`)?.['points']
  const usesDone = async (coupon: number) =>
    tableOf((await till.pull()).rows).get(`coupon ${idOf('c', coupon)}`)?.['usesDone']
  const markOf = async (of: SuiteTill) =>
    tableOf((await till.pull()).rows).get(`applied ${of.enrolment.terminalId}`)

  test('[CE3] events in order are applied, and the signed checkpoint names the last one', async () => {
    const events = [till.sell(), till.seal('staff.signed_in', { staffId: idOf('p', 1) }), till.sell()]
    const { verdicts, checkpoint } = taken(await till.push(events))
    expect(verdicts).toEqual(events.map(({ id }) => ({ id, outcome: 'applied' })))
    const { terminalId, centralKey } = till.enrolment
    expect(checkpoint).toMatchObject({ terminalId, epoch: 1, seq: 3, head: events[2]?.hash })
    expect(checkpointHolds(checkpoint, centralKey)).toBe(true)
    expect(checkpointHolds({ ...checkpoint, seq: 2 }, centralKey)).toBe(false)
    expect(await markOf(till)).toEqual({ terminalId, epoch: 1, seq: 3 })
  })

  test('[CE4] a sale moves points, growth and coupon uses in the rows all tills copy', async () => {
    const lot = await ownLot(1_000)
    const coupon = await ownCoupon(3)
    const before = tableOf((await till.pull()).rows).get(`member ${idOf('m', 1)}`)?.['growth'] as number
    const sale = till.sell({
      member: 1,
      burns: [{ lot, points: 300 }],
      earns: 42,
      growth: 7,
      coupons: [{ coupon, useNumber: 1 }],
    })
    expect(outcomes(await till.push([sale]))).toEqual(['applied'])
    const table = tableOf((await other.pull()).rows)
    expect(table.get(`lot ${idOf('l', lot)}`)?.['points']).toBe(700)
    expect(table.get(`lot ${sale.id}`)).toMatchObject({ memberId: idOf('m', 1), points: 42 })
    expect(table.get(`coupon ${idOf('c', coupon)}`)?.['usesDone']).toBe(1)
    expect(table.get(`member ${idOf('m', 1)}`)?.['growth']).toBe(before + 7)
  })

  test('[CE5] an event pushed again is a duplicate without a second effect, however often', async () => {
    const lot = await ownLot(1_000)
    const events = [till.sell({ member: 1, burns: [{ lot, points: 100 }] }), till.sell()]
    await till.push(events)
    const place = (await till.pull()).place
    for (let i = 0; i < 3; i++) {
      const { verdicts, checkpoint } = taken(await till.push(events))
      expect(verdicts).toEqual(events.map(({ id }) => ({ id, outcome: 'duplicate' })))
      expect(checkpoint.seq).toBe(2)
    }
    expect(await pointsIn(lot)).toBe(900)
    expect((await till.pull(place)).rows).toEqual([])
  })

  test('[CE5] known and new events in one batch, and the same one twice', async () => {
    const [one, two] = [till.sell(), till.sell()]
    await till.push([one])
    expect(outcomes(await till.push([one, two, two]))).toEqual(['duplicate', 'applied', 'duplicate'])
  })

  test('[CE6] a gap is answered with what is expected, and nothing of the batch is taken', async () => {
    const [one, two, three, four] = [till.sell(), till.sell(), till.sell(), till.sell()]
    await till.push([one])
    for (const batch of [[three], [three, four], [two, four]]) {
      const conflict = refusedAt(await till.push(batch))
      expect(conflict).toMatchObject({ code: 'gap', expected: { epoch: 1, seq: 2 } })
      expect(conflict.checkpoint).toMatchObject({ seq: 1, head: one.hash })
      expect(checkpointHolds(conflict.checkpoint, till.enrolment.centralKey)).toBe(true)
    }
    expect(outcomes(await till.push([two, three, four]))).toEqual(['applied', 'applied', 'applied'])
  })

  test('[CE7] another event at a taken place is a fork, and the chain stays as it is', async () => {
    const lot = await ownLot(500)
    const before = till.head()
    const known = till.sell()
    await till.push([known])
    till.continueAt(before)
    const branch = [till.sell({ member: 1, burns: [{ lot, points: 500 }] }), till.sell()]
    const conflict = refusedAt(await till.push(branch))
    expect(conflict).toMatchObject({ code: 'fork', checkpoint: { seq: 1, head: known.hash } })
    expect(await pointsIn(lot)).toBe(500)
  })

  test('[CE8] one bad event is parked whole and blocks no other', async () => {
    const lot = await ownLot(500)
    const stranger = newKeys()
    const good = till.sell()
    const unknown = till.seal('staff.signed_in', { staffId: idOf('p', 1) })
    const unknownType = resealed(till, unknown, { type: 'drone.launched' })
    till.continueAt({ ...till.head(), hash: unknownType.hash })
    const plain = till.sell({ member: 1, burns: [{ lot, points: 100 }] })
    const badData = resealed(till, plain, { data: { ...plain.data, payable: 1.5 } })
    till.continueAt({ ...till.head(), hash: badData.hash })
    const honest = till.sell()
    const badSignature = tampered(honest, { sig: stranger.sealer.sign(honest.hash) })
    const another = till.sell({ member: 1, burns: [{ lot, points: 100 }] })
    const changed = tampered(another, { time: another.time + 1 })
    const last = till.sell({ member: 1, burns: [{ lot, points: 50 }] })

    const batch = [good, unknownType, badData, badSignature, changed, last]
    const { verdicts, checkpoint } = taken(await till.push(batch))
    expect(verdicts.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['applied', undefined],
      ['parked', 'type_unknown'],
      ['parked', 'data_invalid'],
      ['parked', 'signature_wrong'],
      ['parked', 'hash_wrong'],
      ['applied', undefined],
    ])
    expect(checkpoint).toMatchObject({ seq: 6, head: last.hash })
    expect(await pointsIn(lot)).toBe(450)
    const again = taken(await till.push(batch)).verdicts
    expect(again[1]).toEqual({ id: unknownType.id, outcome: 'duplicate', code: 'type_unknown' })
  })

  test('[CE8] fields of a later version are kept and take part in the hash', async () => {
    const event = resealed(till, till.sell(), { weather: 'rain', exposure: 12 })
    expect(outcomes(await till.push([event]))).toEqual(['applied'])
  })

  test('[CE8] a sale of another store is parked', async () => {
    const id = newEventId()
    const sale = till.seal('sale.completed', saleOf(id, storeTwo, {}), id)
    expect(taken(await till.push([sale])).verdicts).toEqual([{ id, outcome: 'parked', code: 'store_wrong' }])
  })

  test('[CE8] an id another event had is parked, also when another till sends it', async () => {
    const lot = await ownLot(500)
    const first = till.sell({ member: 1, burns: [{ lot, points: 100 }] })
    await till.push([first])
    const copy = other.seal('sale.completed', first.data as ReturnType<typeof saleOf>, first.id)
    expect(taken(await other.push([copy])).verdicts).toEqual([
      { id: first.id, outcome: 'parked', code: 'id_taken' },
    ])
    expect(outcomes(await other.push([other.sell()]))).toEqual(['applied'])
    expect(await pointsIn(lot)).toBe(400)
  })

  test('[CE9] the second use of a coupon number is disputed and names the first event; the sale stands', async () => {
    const coupon = await ownCoupon()
    const lot = await ownLot(100)
    const first = till.sell({ member: 1, coupons: [{ coupon, useNumber: 1 }] })
    const second = other.sell({
      member: 1,
      burns: [{ lot, points: 100 }],
      coupons: [{ coupon, useNumber: 1 }],
    })
    expect(outcomes(await till.push([first]))).toEqual(['applied'])
    const dispute = { kind: 'coupon_use', subject: `${idOf('c', coupon)}:1`, other: first.id }
    expect(taken(await other.push([second])).verdicts).toEqual([
      { id: second.id, outcome: 'disputed', disputes: [dispute] },
    ])
    expect(taken(await other.push([second])).verdicts).toEqual([
      { id: second.id, outcome: 'duplicate', disputes: [dispute] },
    ])
    expect(await pointsIn(lot)).toBe(0)
    expect(await usesDone(coupon)).toBe(1)
  })

  test('[CE9] both uses in one batch: the first counts', async () => {
    const coupon = await ownCoupon()
    const use = { member: 1, coupons: [{ coupon, useNumber: 1 }] }
    const [first, second] = [till.sell(use), till.sell(use)]
    const { verdicts } = taken(await till.push([first, second]))
    expect(verdicts[0]).toEqual({ id: first.id, outcome: 'applied' })
    expect(verdicts[1]?.disputes?.[0]?.other).toBe(first.id)
  })

  test('[CE10] a lot never falls below nothing: what is missing is disputed', async () => {
    const lot = await ownLot(300)
    const first = till.sell({ member: 1, burns: [{ lot, points: 200 }] })
    const second = other.sell({ member: 1, burns: [{ lot, points: 200 }] })
    await till.push([first])
    const [verdict] = taken(await other.push([second])).verdicts
    expect(verdict).toEqual({
      id: second.id,
      outcome: 'disputed',
      disputes: [{ kind: 'points_overdraft', subject: idOf('l', lot), other: first.id }],
    })
    expect(await pointsIn(lot)).toBe(0)
  })

  test('[CE11] events of another till are refused whole', async () => {
    expect(await till.push([other.sell()])).toEqual({ status: 403, code: 'source_wrong' })
  })

  test('[CE12] pushes of many tills at once are all taken, each effect once', async () => {
    const lot = await ownLot(1_000)
    const host = await running()
    const tills = await Promise.all(Array.from({ length: 4 }, () => enrolTill(host)))
    const batches = tills.map((one) =>
      Array.from({ length: 5 }, () => one.sell({ member: 1, burns: [{ lot, points: 10 }] })),
    )
    const pushes = [...tills, ...tills].map((one, index) => one.push(batches[index % 4] ?? []))
    const results = await Promise.all(pushes)
    expect(results.flatMap(outcomes).filter((outcome) => outcome === 'applied')).toHaveLength(20)
    expect(results.flatMap(outcomes).filter((outcome) => outcome === 'duplicate')).toHaveLength(20)
    expect(await pointsIn(lot)).toBe(800)
  })

  test('[CE13] a central restored from a backup shows an older checkpoint and takes the events again', async () => {
    const host = await running()
    const lot = await ownLot(1_000)
    const kept = [till.sell({ member: 1, burns: [{ lot, points: 100 }] })]
    await till.push(kept)
    const restore = await host.backup()
    const lost = [
      till.sell({ member: 1, burns: [{ lot, points: 50 }] }),
      till.sell({ member: 1, burns: [{ lot, points: 7 }] }),
    ]
    await till.push(lost)
    expect(await pointsIn(lot)).toBe(843)
    await restore()
    const later = till.sell({ member: 1, burns: [{ lot, points: 1 }] })
    const conflict = refusedAt(await till.push([later]))
    expect(conflict).toMatchObject({
      code: 'gap',
      expected: { epoch: 1, seq: 2 },
      checkpoint: { seq: 1, head: kept[0]?.hash },
    })
    expect(outcomes(await till.push([...kept, ...lost, later]))).toEqual([
      'duplicate',
      'applied',
      'applied',
      'applied',
    ])
    expect(await pointsIn(lot)).toBe(842)
  })
}
