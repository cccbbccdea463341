import { afterAll, beforeEach, expect } from 'vitest'
import type { Verdict } from '../../contract/wire.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type LotteryPool, ticketNonce } from '../../domain/lottery.ts'
import { burnOf, suiteProgramme } from './central-acts-data.ts'
import { couponRow, idOf, lotRow, smallChain, storeOne } from './central-chain.ts'
import {
  enrolTill,
  newEventId,
  type PushResult,
  postJson,
  type SuiteTill,
  sha256,
  tableOf,
} from './central-till.ts'
import type { ReferenceUnderTest, StartReferenceUnderTest } from './central-under-test.ts'
import type { Table } from './effects-oracle.ts'

/** A central with the suite's chain and rules, two tills at it, and rows of a test's own. */
export interface ActsBench {
  readonly till: () => SuiteTill
  readonly other: () => SuiteTill
  readonly running: () => Promise<ReferenceUnderTest>
  /** A number nobody has used yet. */
  readonly next: () => number
  readonly ownLot: (amount: number, member?: number) => Promise<number>
  readonly ownCoupon: (usesMax?: number) => Promise<number>
  readonly ownAccount: (principal: number, gift: number) => Promise<Uuid>
  readonly stock: (left: number) => Promise<void>
  readonly table: () => Promise<Table>
  /** Kinds of disputes, event by event. */
  readonly kinds: (result: PushResult) => readonly (readonly string[])[]
  readonly taken: (result: PushResult) => readonly Verdict[]
  readonly poolOf: (of: SuiteTill) => Promise<LotteryPool>
  readonly draw: (of: SuiteTill, pool: LotteryPool, index: number, more?: { prizeId?: string }) => TillEvent
}

/** Sets the bench up: one central for the suite, two new tills for each test. */
export function actsBench(start: StartReferenceUnderTest): ActsBench {
  let central: ReferenceUnderTest | null = null
  let till: SuiteTill
  let other: SuiteTill
  let number = 20

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    const published = await central.headOffice('programme', postJson({ document: suiteProgramme }))
    expect(published.status).toBe(200)
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  const next = () => {
    number += 1
    return number
  }
  const ownLot = async (amount: number, member = 1) => {
    const n = next()
    await (await running()).change([lotRow(n, member, amount)])
    return n
  }
  const ownCoupon = async (usesMax = 1) => {
    const n = next()
    const row = couponRow(n, 1, usesMax)
    const code = `C${String(n).padStart(13, '0')}`
    await (await running()).change([{ ...row, d: { ...row.d, code } }])
    return n
  }
  const ownAccount = async (principal: number, gift: number) => {
    const n = next()
    const accountId = idOf('a', n)
    const d = { accountId, code: null, memberId: null, status: 'active', principal, gift }
    await (await running()).change([{ c: 'account', k: accountId, d }])
    return accountId
  }
  const stock = async (left: number) => {
    const d = { storeId: storeOne, giftId: 'rice_bowl', left }
    await (await running()).change([{ c: 'gift_stock', k: `${storeOne}:rice_bowl`, d }])
  }
  const table = async () => tableOf((await till.pull()).rows)
  const taken = (result: PushResult) => {
    if (!('answer' in result)) throw new Error(`the push was not taken: ${JSON.stringify(result)}`)
    return result.answer.verdicts
  }
  const kinds = (result: PushResult) =>
    taken(result).map(({ disputes }) => disputes?.map(({ kind }) => kind) ?? [])
  const poolOf = async (of: SuiteTill): Promise<LotteryPool> => {
    const rows = [...(await table()).values()] as unknown as LotteryPool[]
    const pool = rows.find((row) => row.tickets !== undefined && row.terminalId === of.enrolment.terminalId)
    if (!pool) throw new Error('no pool was dealt')
    return pool
  }
  const draw = (of: SuiteTill, pool: LotteryPool, index: number, more: { prizeId?: string } = {}) => {
    const drawId = newEventId()
    return of.seal(
      'lottery.drawn',
      {
        drawId,
        slipNumber: 'S01-T1-1-000001',
        storeId: storeOne,
        memberId: idOf('m', 1),
        lotteryId: pool.lotteryId,
        poolId: pool.poolId,
        index,
        prizeId: more.prizeId ?? (pool.tickets[index] as string),
        name: { zh: '奖', en: 'Prize' },
        nonce: ticketNonce(pool.seed, index, sha256),
        burned: burnOf(1, []),
        issued: null,
      },
      drawId,
    )
  }
  return {
    till: () => till,
    other: () => other,
    running,
    next,
    ownLot,
    ownCoupon,
    ownAccount,
    stock,
    table,
    kinds,
    taken,
    poolOf,
    draw,
  }
}
