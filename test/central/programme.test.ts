import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { demoChainKeys } from '../../central/seed/chain-keys.ts'
import { notableCoupons, notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { demoStores } from '../../central/seed/stores.ts'
import { demoTemplates } from '../../central/seed/templates.ts'
import { openPersonal, phoneHash } from '../../codes/personal.ts'
import {
  campaignsAnswerSchema,
  programmeAnswerSchema,
  suggestionsAnswerSchema,
} from '../../contract/head-office.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import type { Programme } from '../../domain/programme.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import { redemptionOf, restoringOf } from '../suites/central-acts-data.ts'
import { enrolTill, newEventId, postJson, type SuiteTill, tableOf } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import { newestOf, settleAt } from './demo-counter.ts'
import { otherProgramme } from './other-programme.ts'
import { underTest } from './running-central.ts'

const noon = Date.UTC(2026, 10, 25, 4)
const store = demoStores[0] as Store
let central: ReferenceUnderTest
let till: SuiteTill
beforeAll(async () => {
  const keeping = { database: { kind: 'memory' }, copyAway: neverAsked, close: async () => {} } as const
  const demo = { members: 20, products: 60, coupons: 60 }
  central = await underTest(keeping, { clock: () => noon }, { demo })
})
beforeEach(async () => {
  till = await enrolTill(central)
})
afterAll(() => central.close())

const neverAsked = async (): Promise<never> => {
  throw new Error('memory is not copied')
}
const table = async () => tableOf((await till.pull()).rows)
const kinds = async (...events: readonly ReturnType<SuiteTill['sell']>[]) => {
  const result = await till.push(events)
  if (!('answer' in result)) throw new Error(JSON.stringify(result))
  return result.answer.verdicts.map(
    ({ disputes }) => disputes?.map(({ kind, subject }) => [kind, subject]) ?? [],
  )
}
const { rice, peanutOil, festivalTea } = notableProducts
const wish = () => ({
  saleId: newEventId(),
  products: [rice, peanutOil, rice, festivalTea],
  memberId: notableMembers.gold.memberId,
  couponIds: [notableCoupons.goldTwentyOff100.couponId],
  burn: 1_000,
})
const sealed = (sale: SaleCompleted, rules: number) =>
  till.seal('sale.completed', sale, sale.saleId, { time: noon, rules })

test('[CE54] an honest sale comes out the same by the central; one that is off by a fen is disputed and stands', async () => {
  const rows = await table()
  const { sale } = settleAt(rows, store, noon, wish())
  expect(await kinds(sealed(sale, 1))).toEqual([[]])
  const again = settleAt(await table(), store, noon, { ...wish(), couponIds: [] }).sale
  const [first, ...others] = again.lines
  if (!first) throw new Error('a line')
  const forged = { ...again, lines: [{ ...first, net: money(first.net + 1) }, ...others] }
  const before = (await table()).get(`member ${notableMembers.gold.memberId}`)?.['growth'] as number
  const found = await kinds(sealed(forged, 1))
  expect(found[0]?.map(([kind]) => kind)).toEqual(['rules_differ'])
  expect(found[0]?.[0]?.[1]).toMatch(/^lines\.0\./)
  expect((await table()).get(`member ${notableMembers.gold.memberId}`)?.['growth']).toBe(
    before + again.growth,
  )
  const unknown = settleAt(await table(), store, noon, { ...wish(), couponIds: [] }).sale
  expect(await kinds(sealed({ ...unknown, subtotal: money(1) }, 77))).toEqual([[]])
})

test('[CE55] a template with a budget counts what it gave, and takes back what was restored', async () => {
  const { templateId } = demoTemplates.budgetFive
  const coupon = notableCoupons.bearerBudget
  const id = newEventId()
  const redeemed = {
    ...redemptionOf(id, store.storeId, 1, { memberId: null, faceValue: money(500) }),
    couponId: coupon.couponId,
    templateId,
  }
  await kinds(till.seal('coupon.redeemed', redeemed, id))
  expect((await table()).get(`budget ${templateId}`)).toEqual({ templateId, spent: 500 })
  const restored = { ...restoringOf(id, 1, [1]), couponId: coupon.couponId, templateId, memberId: null }
  await kinds(till.seal('coupon.restored', restored))
  expect((await table()).get(`budget ${templateId}`)?.['spent']).toBe(0)
})

test('[CE56] campaigns and suggestions are told back to head office', async () => {
  const sell = (campaigns: SaleCompleted['campaigns'], suggestions: SaleCompleted['suggestions']) =>
    till.sell({ more: { storeId: store.storeId, campaigns, suggestions } })
  const before = await figures()
  await till.push([
    sell({ shown: ['spring', 'member'], used: ['spring'] }, { shown: ['P1', 'P2'], taken: ['P2'] }),
    sell({ shown: ['spring'], used: [] }, { shown: ['P2'], taken: [] }),
  ])
  const after = await figures()
  const found = after.campaigns.find(({ campaignId }) => campaignId === 'spring')
  expect(found).toEqual({ campaignId: 'spring', shown: 2, used: 1, toPay: 1_000 })
  expect(after.campaigns.length).toBe(before.campaigns.length + 2)
  expect(after.suggestions).toContainEqual({ sku: 'P2', shown: 2, taken: 1 })
  expect(after.suggestions).toContainEqual({ sku: 'P1', shown: 1, taken: 0 })
})

async function figures() {
  const campaigns = await (await central.headOffice('campaigns')).json()
  const suggestions = await (await central.headOffice('suggestions')).json()
  return {
    campaigns: campaignsAnswerSchema.parse(campaigns).campaigns,
    suggestions: suggestionsAnswerSchema.parse(suggestions).suggestions,
  }
}

const publish = async (document: unknown) => {
  const response = await central.headOffice('programme', postJson({ document }))
  const body = (await response.json()) as { code?: string; message?: string }
  return { status: response.status, body }
}

test('[CE61] [CE97] a broken programme is refused with where it is broken, and nothing changes', async () => {
  const good = newestOf(await table())
  const [tier] = good.tiers
  const broken: [unknown, RegExp][] = [
    [{ ...good, version: 2, burn: { ...good.burn, step: -1 } }, /burn/],
    [{ ...good, version: 2, form: 3 }, /form/],
    [{ ...good, version: 2, tiers: [] }, /tiers|named/],
    [{ ...good, version: 2, tiers: [tier, tier] }, /twice/],
    [{ ...good, version: 2, enrolment: { ...good.enrolment, tierId: 'nowhere' } }, /not there/],
    [
      {
        ...good,
        version: 2,
        tiers: [
          { ...tier, benefits: [{ kind: 'birthday_gift', giftId: 'rice_bowl' }] },
          ...good.tiers.slice(1),
        ],
      },
      /bronze: the birthday gift rice_bowl/,
    ],
    [{ ...good, version: 2, privacy: { days: 1, areas: [] } }, /privacy.days/],
    [{}, /tiers/],
  ]
  for (const [document, reason] of broken) {
    const { status, body } = await publish(document)
    expect([status, body.code]).toEqual([400, 'programme_broken'])
    expect(body.message).toMatch(reason)
  }
  // Nor by the way of all rows.
  const d = { ...good, version: 2, privacy: { days: 1, areas: [] } } as unknown as Record<string, unknown>
  await expect(central.change([{ c: 'programme', k: '2', d }])).rejects.toThrow('rows_invalid')
  expect(newestOf(await table())).toEqual(good)
})

test('[CE61] versions only go up, stay for ever, and are never changed', async () => {
  const good = newestOf(await table())
  const response = await central.headOffice(
    'programme',
    postJson({ document: { ...good, version: good.version + 1 } }),
  )
  expect(programmeAnswerSchema.parse(await response.json()).version).toBe(good.version + 1)
  expect((await publish({ ...good, version: good.version + 1 })).body.code).toBe('version_taken')
  expect((await publish(good)).body.code).toBe('version_taken')
  const rows = await table()
  expect(rows.get(`programme ${good.version}`)).toEqual(good)
  const changed = { ...good, returnDays: good.returnDays + 1 }
  const row = { c: 'programme', k: String(good.version), d: changed as unknown as Record<string, unknown> }
  await expect(central.change([row])).rejects.toThrow('rows_conflict')
})

test('[CE64] a whole other programme changes every number of the same basket; old sales keep their rules', async () => {
  const before = await table()
  const old = newestOf(before)
  const basket = { ...wish(), couponIds: [notableCoupons.goldTenVoucher.couponId] }
  const one = settleAt(before, store, noon, basket).sale
  expect((await publish(otherProgramme(old, old.version + 1))).status).toBe(200)
  const after = await table()
  const two = settleAt(after, store, noon, basket).sale
  const numbers = (sale: SaleCompleted) => ({
    tierDiscount: sale.tierDiscount,
    campaignDiscount: sale.campaignDiscount,
    coupon: sale.coupons[0]?.amount,
    payable: sale.payable,
    burned: sale.burned?.amount,
    toPay: sale.toPay,
    earned: sale.earned?.gross,
    expiresAt: sale.earned?.expiresAt,
    spendableFrom: sale.earned?.spendableFrom,
    growth: sale.growth,
  })
  const [was, is] = [numbers(one), numbers(two)]
  for (const name of Object.keys(was) as (keyof typeof was)[]) expect(is[name], name).not.toEqual(was[name])
  expect(one.subtotal).toBe(two.subtotal)
  expect(await kinds(sealed(one, old.version))).toEqual([[]])
  const third = settleAt(await table(), store, noon, { ...wish(), couponIds: [] }).sale
  expect(await kinds(sealed(third, old.version + 1))).toEqual([[]])
  const wrong = settleAt(await table(), store, noon, { ...wish(), couponIds: [] }).sale
  expect((await kinds(sealed(wrong, old.version)))[0]?.[0]?.[0]).toBe('rules_differ')
  const transfer = {
    actId: newEventId(),
    fromMemberId: notableMembers.platinum.memberId,
    to: { kind: 'member_code', value: notableMembers.silver.code },
    points: 1_000,
    staffId: newEventId(),
  }
  const refused = await till.ask('/v1/transfers', postJson(transfer))
  expect(((await refused.json()) as { code: string }).code).toBe('transfer_over_month')
})

test('[CE69] the demo chain seals names under its keys, and finds members by the hash of their phone', async () => {
  const rows = await table()
  expect(till.enrolment.keys).toEqual(demoChainKeys)
  for (const { memberId, name, phone, status } of Object.values(notableMembers)) {
    const { sealed: text } = rows.get(`member ${memberId}`) as unknown as Member
    expect(openPersonal(text ?? '', till.enrolment.keys.personal)).toEqual({ name, phone })
    const identifier = rows.get(`identifier phone_hash:${phoneHash(phone, till.enrolment.keys.phone)}`)
    if (status !== 'merged') expect(identifier?.['memberId']).toBe(memberId)
    else expect(identifier?.['memberId']).toBe(notableMembers.sprinter.memberId)
  }
  const { codeKeys } = rows.get('programme 1') as unknown as Programme
  expect([codeKeys.couponSeries.length, codeKeys.memberCertificates.length]).toEqual([1, 1])
})
