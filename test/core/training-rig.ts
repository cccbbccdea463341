import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandInput } from '../../contract/command.ts'
import { type TillConfig, tillConfigSchema } from '../../contract/config.ts'
import { uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import type { TillDeps } from '../../electron/core/deps.ts'
import { systemChance } from '../../electron/core/ids.ts'
import { createTill, type Till } from '../../electron/core/till.ts'
import { prepareTraining } from '../../electron/core/training/prepare.ts'
import { noon } from './demo-chain.ts'
import { cash, depsOf, openPage, type Page, scan, standingClock } from './till-parts.ts'

/* A training till beside the till of `folder`, and a learner who knows every lesson. Free of the test runner. */

/** Never the keys of the till that sells. */
const trainingKeys = { journal: '44'.repeat(32), replica: '55'.repeat(32), pepper: '66'.repeat(32) }

export interface TrainingRig {
  readonly till: Till
  readonly page: Page
  /** How often it asked for the other till. */
  readonly left: () => number
}

/** Starts it as main does, with the `till.json` of the till that sells. */
export async function startTraining(
  folder: string,
  changed: Partial<Omit<TillDeps, 'config'>> & { readonly config?: Partial<TillConfig> } = {},
): Promise<TrainingRig> {
  mkdirSync(folder, { recursive: true })
  const { config, ...deps } = changed
  if (config) writeFileSync(join(folder, 'till.json'), JSON.stringify(tillConfigSchema.parse(config)))
  const prepared = await prepareTraining(
    {
      kind: 'start',
      folder,
      mode: 'development',
      appVersion: '0.1.0',
      keys: trainingKeys,
      keyTrouble: null,
      restarts: 0,
      training: 'zh',
    },
    () => noon,
  )
  let left = 0
  const till = createTill(
    depsOf(folder, {
      clock: standingClock(),
      ...deps,
      ...prepared,
      changeTill: () => {
        left += 1
      },
    }),
  )
  return { till, page: openPage(till), left: () => left }
}

type Lesson = NonNullable<ReturnType<typeof trainingOf>['lesson']>

export function trainingOf(page: Page) {
  const slice = page.slice('training_changed')
  if (!slice) throw new Error('not a training till')
  return slice
}

export function lessonOf(page: Page): Lesson {
  const { lesson } = trainingOf(page)
  if (!lesson) throw new Error('no lesson')
  return lesson
}

/** What the step at hand hands out. */
export function prop(page: Page, name: Lesson['props'][number]['name']): string {
  const found = lessonOf(page).props.find((one) => one.name === name)
  if (!found) throw new Error(`no ${name} at this step`)
  return found.shown
}

async function must(page: Page, name: Lesson['props'][number]['name']): Promise<void> {
  const answer = await scan(page, prop(page, name))
  if (!('output' in answer)) throw new Error(JSON.stringify(answer))
}

export async function pay(page: Page, more = 0): Promise<void> {
  const { saleId, toPay } = page.slice('basket_changed')
  const answer = await page.call('commitSale', {
    saleId: uuid(saleId ?? ''),
    toPay,
    tenders: [cash(toPay + more)],
  })
  if (!('output' in answer)) throw new Error(JSON.stringify(answer))
}

async function burn(page: Page, wanted: number): Promise<void> {
  const input = { points: wanted } as CommandInput<'burnPoints'>
  const answer = await page.call('burnPoints', input)
  if (!('output' in answer)) throw new Error(JSON.stringify(answer))
}

/** How each lesson is done right, by its id. */
export const played = {
  cash_sale: async (page) => {
    for (const name of ['rice', 'milk', 'toast'] as const) await must(page, name)
    await pay(page, 5_000)
  },
  member_two_ways: async (page) => {
    await must(page, 'member_card')
    await must(page, 'milk')
    await pay(page)
    const tail = prop(page, 'phone_tail')
    const found = await page.call('searchMembers', { query: tail })
    if (!('output' in found)) throw new Error(JSON.stringify(found))
    await page.call('attachMember', { memberId: uuid(found.output.members[0]?.memberId ?? '') })
    await must(page, 'milk')
    await pay(page)
  },
  hold_recall: async (page) => {
    await must(page, 'rice')
    await must(page, 'oil')
    await page.call('holdBasket', {})
    await must(page, 'toast')
    await pay(page)
    await page.call('recallBasket', {
      saleId: uuid(page.slice('basket_changed').held[0]?.saleId ?? ''),
    })
    await pay(page)
  },
  best_price: async (page) => {
    await must(page, 'member_card')
    await must(page, 'formula')
    await page.call('chooseCoupons', { choice: 'best' })
    await pay(page)
  },
  points_and_cash: async (page) => {
    await must(page, 'member_card')
    await must(page, 'oil')
    await burn(page, 1_000)
    await pay(page)
  },
  verify: async (page) => {
    const text = prop(page, 'coupon')
    const seen = await page.call('verifyCoupon', { text })
    if (!('output' in seen)) throw new Error(JSON.stringify(seen))
    const actId = systemChance().newId(noon)
    await page.call('redeemAlone', { actId, couponId: seen.output.couponId, uses: 1 })
    await page.call('verifyCoupon', { text: prop(page, 'coupon') })
  },
  take_back: async (page) => {
    await must(page, 'rice')
    await must(page, 'oil')
    await pay(page)
    const found = await page.call('findSale', { receipt: prop(page, 'receipt') })
    if (!('output' in found)) throw new Error(JSON.stringify(found))
    await page.call('returnSale', {
      actId: systemChance().newId(noon),
      saleId: found.output.saleId,
      lines: [{ place: 0, amount: 1 }],
      reason: 'unwanted',
    })
  },
  offline_unknown: async (page) => {
    await scan(page, prop(page, 'unknown_card'))
    await page.call('enrolMember', {
      // Nobody joins twice.
      phone: `139${prop(page, 'unknown_card').slice(-8)}`,
      name: '试一试',
      birthday: null,
      consents: { service: true, marketing: false, profiling: false },
      referrerCode: null,
    })
    await must(page, 'milk')
    await pay(page)
  },
  step_up: async (page) => {
    await must(page, 'member_card')
    await must(page, 'formula')
    await burn(page, 5_000)
    const { saleId, toPay } = page.slice('basket_changed')
    const asked = await page.call('commitSale', { saleId: uuid(saleId ?? ''), toPay, tenders: [cash(toPay)] })
    const amount = 'refusal' in asked ? Number(asked.refusal.figures?.['amount']) : 0
    await page.call('approveAct', {
      actId: uuid(saleId ?? ''),
      amount: money(amount),
      code: '201',
      pin: '135790',
      reason: '顾客要求',
    })
    await pay(page)
  },
} satisfies Readonly<Record<string, (page: Page) => Promise<void>>>
