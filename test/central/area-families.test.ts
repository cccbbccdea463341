import { expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { mergeMembers } from '../../central/head-office/merge-members.ts'
import { runNightly } from '../../central/nightly/run-nightly.ts'
import { bringMember } from '../../central/online/bring-member.ts'
import { leaveAreas } from '../../central/tables/area.ts'
import { points } from '../../domain/points.ts'
import { dayMs } from '../../domain/time.ts'
import { idOf, memberRow } from '../suites/central-chain.ts'
import { areaRig, everything, noon, privacy, three, two } from './area-rig.ts'

/* Whose points are spent in an area is copied there (loyalty.md 1 and 7). */

const rig = areaRig()
const { change, draw, expectDigests, rules, seen, till } = rig

test('[CE195] whose points a family spends is copied with whoever was seen', async () => {
  const family = { ownerId: idOf('m', 4), monthCap: points(9), month: '2026-10', spent: points(0) }
  await change(memberRow(3, 0, { family, visits: [{ at: noon, storeNumber: 'S03' }] }))
  await draw(privacy)
  const copy = till(three)
  await copy.pull()
  expect(copy.members()).toEqual([3, 4])
  expect((await runNightly({ database: rig.database() }, noon + 20 * dayMs)).membersLeft).toBe(0)
})

test('[CE195] the owner of a family stays where a relative was seen while the night was under way', async () => {
  const family = { ownerId: idOf('m', 4), monthCap: points(9), month: '2026-10', spent: points(0) }
  await change(memberRow(3, 0, { family }))
  await draw(privacy)
  await seen(three, [4], noon)
  const night = noon + 40 * dayMs
  // The list of leavers is made; then the relative comes, before they are hidden.
  let made = false
  const meanwhile: Database = {
    ...rig.database(),
    async query(sql, values) {
      const rows = await rig.database().query(sql, values)
      if (!made && String(sql).includes('FROM area_member a WHERE NOT a."gone"')) {
        made = true
        await seen(three, [3], night)
      }
      return rows as never
    },
  }
  await leaveAreas(meanwhile, night)
  expect(made).toBe(true)
  const copy = till(three)
  await copy.pull()
  expect(copy.members()).toEqual([3, 4])
  // Nobody of the family is seen any more.
  await leaveAreas(rig.database(), night + 40 * dayMs)
  await copy.pull()
  expect(copy.members()).toEqual([])
})

test('[CE195] the owner comes where a member is whom head office puts into a family, or who survives a merge', async () => {
  const family = { ownerId: idOf('m', 4), monthCap: points(9), month: '2026-10', spent: points(0) }
  await draw(privacy)
  await seen(three, [3])
  const copy = till(three)
  await copy.pull()
  expect(copy.members()).toEqual([3])
  await change(memberRow(3, 0, { family }))
  await copy.pull()
  expect(copy.members()).toEqual([3, 4])
  expect(copy.has(4)).toEqual(everything)
  await expectDigests(three, copy)
  await change(memberRow(2, 0, { family: { ...family, ownerId: idOf('m', 1) } }))
  await mergeMembers(rig.database(), { from: idOf('m', 3), into: idOf('m', 2) }, noon)
  await copy.pull()
  expect(copy.members()).toEqual([1, 2, 3, 4])
})

test.each([
  { isLoadedBefore: true, when: 'after' },
  { isLoadedBefore: false, when: 'before' },
])(
  '[CE210] a family follows its owner through a merge $when the relative’s area is loaded, and nothing is left of who went',
  async ({ isLoadedBefore }) => {
    const family = { ownerId: idOf('m', 2), monthCap: points(9), month: '2026-10', spent: points(4) }
    const isOfGone = (row: Readonly<Record<string, unknown>>) => row['memberId'] === idOf('m', 2)
    await change(memberRow(3, 0, { family }))
    if (isLoadedBefore) await draw(privacy)
    else await rules(null)
    // A till that copied the owner before.
    await seen(three, isLoadedBefore ? [2, 3] : [3])
    const copy = till(three)
    if (isLoadedBefore) await copy.pull()
    await mergeMembers(rig.database(), { from: idOf('m', 2), into: idOf('m', 4) }, noon)
    if (!isLoadedBefore) await draw(privacy)
    await copy.pull()
    expect(copy.rows.get(`member ${idOf('m', 3)}`)?.['family']).toEqual({ ...family, ownerId: idOf('m', 4) })
    expect(copy.has(4)).toEqual(everything)
    // The way to the survivor, and the account that is empty.
    expect([...copy.rows.values()].filter(isOfGone)).toMatchObject(
      isLoadedBefore ? [{ mergedInto: idOf('m', 4) }, { principal: 0, gift: 0 }] : [],
    )
    await expectDigests(three, copy)
    // The night takes the one nobody sees and leaves the one who is spent from.
    await seen(three, [3], noon + 20 * dayMs)
    await leaveAreas(rig.database(), noon + 31 * dayMs)
    await copy.pull()
    expect(copy.members()).toEqual([3, 4])
    await expectDigests(three, copy)
    // Looked for in another area they bring the survivor along.
    const far = till(two)
    await bringMember(
      { database: rig.database(), clock: () => noon + 31 * dayMs },
      { storeId: two },
      { kind: 'member_id', value: idOf('m', 3) },
    )
    await far.pull()
    expect(far.members()).toEqual([3, 4])
  },
)

test('[CE210] a relative who is merged stays of the family, unless its owner is who survives', async () => {
  const family = { ownerId: idOf('m', 4), monthCap: points(9), month: '2026-10', spent: points(0) }
  await draw(privacy)
  await change(memberRow(3, 0, { family }))
  await seen(three, [2])
  const copy = till(three)
  await copy.pull()
  await mergeMembers(rig.database(), { from: idOf('m', 3), into: idOf('m', 2) }, noon)
  await copy.pull()
  expect(copy.members()).toEqual([2, 4])
  expect(copy.rows.get(`member ${idOf('m', 2)}`)?.['family']).toEqual(family)
  await mergeMembers(rig.database(), { from: idOf('m', 2), into: idOf('m', 4) }, noon)
  await copy.pull()
  expect(copy.rows.get(`member ${idOf('m', 4)}`)?.['family']).toBeNull()
  await expectDigests(three, copy)
})
