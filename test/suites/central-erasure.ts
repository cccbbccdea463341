import { beforeEach, expect, test } from 'vitest'
import { erasureAnswerSchema, eventAnswerSchema } from '../../contract/head-office.ts'
import type { TillEvent } from '../../domain/event.ts'
import { withoutPersonal } from '../../domain/personal.ts'
import { actsBench } from './acts-bench.ts'
import { enrolmentOf } from './central-acts-data.ts'
import { idOf, storeOne } from './central-chain.ts'
import { type SuiteTill, sha256 } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'

/** What is left of a member who was erased: nothing that says who they were, and chains that hold. */
export function erasureContract(start: StartReferenceUnderTest): void {
  const bench = actsBench(start)
  const { running, next, kinds } = bench
  let till: SuiteTill
  beforeEach(() => {
    till = bench.till()
  })

  const report = async (path: string) => (await (await running()).headOffice(path)).json()

  test('[ER4] an erasure is told before all else, and takes the person out of every event kept', async () => {
    const n = next()
    const memberId = idOf('m', n)
    const host = await running()
    const enrolled = till.seal('member.enrolled', enrolmentOf(n, storeOne, `phone ${n}`))
    expect(kinds(await till.push([enrolled]))).toEqual([[]])
    const bodyOf = async () => JSON.stringify(eventAnswerSchema.parse(await report(`events/${enrolled.id}`)))
    expect(await bodyOf()).toContain('138****0001')
    await till.pull()

    await host.change([{ c: 'member', k: memberId, d: null }])
    expect(await bodyOf()).not.toContain('138****0001')
    expect(await bodyOf()).toContain(enrolled.hash)
    const { rows } = await till.pull()
    expect(rows[0]).toMatchObject({ c: 'erasure', k: memberId, d: { memberId } })
    const stranger = erasureAnswerSchema.parse(await report(`erasures/${memberId}`))
    expect(
      stranger.terminals.find(({ terminalId }) => terminalId === till.enrolment.terminalId),
    ).toMatchObject({
      confirmedAt: null,
    })

    // The till has it still and sends it again, or has erased it and sends what is left: the same event either way.
    expect(kinds(await till.push([enrolled]))).toEqual([[]])
    expect(await bodyOf()).not.toContain('138****0001')
    const bare = withoutPersonal(enrolled, sha256) as TillEvent
    const receipt = till.seal('member.erased', { memberIds: [memberId], unreadable: 0 })
    expect(kinds(await till.push([bare, receipt]))).toEqual([[], []])
    const told = erasureAnswerSchema.parse(await report(`erasures/${memberId}`))
    expect(told.terminals.find(({ terminalId }) => terminalId === till.enrolment.terminalId)).toMatchObject({
      confirmedAt: expect.any(Number),
      unreadable: 0,
    })
  })

  test('[ER5] who was erased before the chain ever heard of them is not enrolled by what is left', async () => {
    const n = next()
    const bare = withoutPersonal(
      till.seal('member.enrolled', enrolmentOf(n, storeOne, `phone ${n}`)),
      sha256,
    ) as TillEvent
    expect(kinds(await till.push([bare]))).toEqual([['member_unknown']])
    expect((await bench.table()).has(`member ${idOf('m', n)}`)).toBe(false)
  })

  test('[ER6] of somebody nobody erased there is no report', async () => {
    const response = await (await running()).headOffice(`erasures/${idOf('m', next())}`)
    expect(response.status).toBe(404)
  })
}
