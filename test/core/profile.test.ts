import { expect, test } from 'vitest'
import { putMember } from '../../db/replica/member-table.ts'
import { noon, programme, wang } from './demo-chain.ts'
import { newMemberTill, outputOf } from './member-rig.ts'
import { scan } from './till-parts.ts'

test('[MB8] what ends soon goes by the programme, and badges are shown until they end', async () => {
  const name = { zh: '打卡达人', en: 'Regular guest' }
  const badges = [
    { badgeId: 'guest', name, until: noon + 1_000 },
    { badgeId: null, name, until: noon },
  ]
  const { page, clock } = await newMemberTill({
    programme: { earn: { ...programme.earn, expiringSoonDays: 19 } },
    besides: (tx) => putMember(tx, { ...wang, badges }),
  })
  await scan(page, wang.code)
  const soon = { expiringSoon: 0, expiringSoonDays: 19 }
  expect(page.slice('basket_changed').member).toMatchObject(soon)
  const card = () => page.call('memberProfile', { memberId: wang.memberId }).then(outputOf)
  expect((await card()).points).toMatchObject(soon)
  expect((await card()).badges).toEqual([{ name, until: noon + 1_000 }])
  clock.move(1_000)
  expect((await card()).badges).toEqual([])
})
