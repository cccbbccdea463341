import { keepCodeKey } from '../../central/code-keys.ts'
import type { Database } from '../../central/database.ts'
import { migrate } from '../../central/migrate.ts'
import { demoCodeKeyRows } from '../../central/seed/code-keys.ts'
import { chainTable, upsertSql } from '../../central/tables/chain-rows.ts'
import type { CollectionName } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Member } from '../../domain/member.ts'
import { money, noMoney } from '../../domain/money.ts'
import { noPoints } from '../../domain/points.ts'
import { memberCode as codeOfMember } from '../../domain/scan.ts'
import { idOf, noon } from './code-rig.ts'

const everything = { skus: [], categoryIds: [], brandIds: [], tags: [] }

export const template: CouponTemplate = {
  templateId: idOf(20),
  name: { zh: '早餐次卡', en: 'Breakfast card' },
  terms: { zh: '五次', en: 'Five times' },
  benefit: { kind: 'cash_voucher', amount: money(300) },
  faceValue: money(300),
  scope: { include: everything, exclude: everything },
  minimumSpend: noMoney,
  validity: { kind: 'days', days: 30 },
  usesMax: 5,
  storeIds: [],
  channels: [],
  tierIds: [],
  memberTags: [],
  weekdays: [],
  hours: null,
  dayLimit: null,
  memberLimit: null,
  budget: null,
  stackingGroup: null,
  exclusive: false,
  priority: 50,
  transferable: false,
  restoredOnReturn: false,
  highValue: false,
  offlinePolicy: 'bounded',
  partner: null,
}

export const member: Member = {
  memberId: idOf(30),
  code: codeOfMember(1),
  maskedName: '王*',
  maskedPhone: null,
  initials: 'w',
  sealed: null,
  tierId: 'bronze',
  growth: 0,
  status: 'active',
  statusReason: null,
  mergedInto: null,
  birthday: null,
  joinedAt: 0,
  debt: noPoints,
  subscription: null,
  family: null,
  tags: [],
  lifecycle: 'new',
  valueClass: null,
  visits: [],
  graceUntil: null,
  protectionCards: 0,
  badges: [],
  challenge: null,
  repeatCategoryIds: [],
  staffId: null,
  lastRedemption: null,
  referrerId: null,
  hasBought: false,
  consents: [],
}

export const store = {
  storeId: idOf(40),
  number: 'S01',
  name: { zh: '店', en: 'Shop' },
  address: { zh: '路', en: 'Road' },
  timeZone: 'Asia/Shanghai',
}

/** A chain of one store, one member and one template, with the demo's keys unless a case wants none. */
export async function chain(database: Database, keyRows = demoCodeKeyRows): Promise<void> {
  await migrate(database, noon)
  const rows: readonly (readonly [CollectionName, object])[] = [
    ['store', store],
    ['member', member],
    ['member', { ...member, memberId: idOf(31), code: codeOfMember(2), status: 'merged' }],
    ['identifier', { kind: 'member_code', value: member.code, memberId: member.memberId }],
    ['identifier', { kind: 'member_code', value: codeOfMember(2), memberId: idOf(31) }],
    ['programme', { version: 1, tiers: [], templates: [] }],
    ['programme', { version: 2, tiers: [], templates: [template] }],
  ]
  for (const [collection, row] of rows) {
    const table = chainTable(collection)
    assert(table, collection)
    await database.query(upsertSql(table), [JSON.stringify([row]), 1])
  }
  for (const row of keyRows) await keepCodeKey(database, row)
}
