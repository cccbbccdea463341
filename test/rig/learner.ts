import { expect, type Page } from '@playwright/test'
import { approve, lines } from './shop.ts'

/* A learner at the training till in the real window who knows every lesson, by keyboard and by touch. */

const seen = (page: Page, testId: string) => page.getByTestId(testId)

async function keys(page: Page, ...pressed: string[]): Promise<void> {
  for (const key of pressed) await page.keyboard.press(key)
}

async function take(page: Page, ...props: string[]): Promise<void> {
  for (const prop of props) await seen(page, `prop-${prop}`).click()
}

async function atStep(page: Page, step: number): Promise<void> {
  await expect(seen(page, 'training-step')).toHaveAttribute('data-step', `${step}`)
}

/** Takes payment in cash: exactly, or the next round amount. */
async function payCash(page: Page, how: 'quick-exact' | 'quick-next' = 'quick-exact'): Promise<void> {
  await expect(lines(page)).not.toHaveCount(0)
  await keys(page, 'F12')
  await seen(page, how).first().click()
  await seen(page, 'confirm-payment').click()
}

/** How each lesson is done right, by its id. */
export const learned: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  cash_sale: async (page) => {
    await take(page, 'rice', 'milk', 'toast')
    await atStep(page, 1)
    await payCash(page, 'quick-next')
  },
  member_two_ways: async (page) => {
    await take(page, 'member_card', 'milk')
    await atStep(page, 1)
    await payCash(page)
    await atStep(page, 2)
    const tail = await seen(page, 'prop-phone_tail').innerText()
    await keys(page, 'F2')
    await seen(page, 'find-input').fill(tail)
    await expect(seen(page, 'candidate').first()).toBeVisible()
    await keys(page, 'Enter')
    await atStep(page, 3)
    await take(page, 'milk')
    await payCash(page)
  },
  hold_recall: async (page) => {
    await take(page, 'rice', 'oil')
    await atStep(page, 1)
    await keys(page, 'F4')
    await atStep(page, 2)
    await take(page, 'toast')
    await expect(lines(page)).toHaveCount(1)
    await payCash(page)
    await atStep(page, 3)
    await keys(page, 'F4')
    await expect(seen(page, 'held-basket')).toHaveCount(1)
    await keys(page, 'Enter')
    await atStep(page, 4)
    await payCash(page)
  },
  best_price: async (page) => {
    await take(page, 'member_card', 'formula')
    await atStep(page, 1)
    await keys(page, 'F7')
    await atStep(page, 2)
    await payCash(page)
  },
  points_and_cash: async (page) => {
    await take(page, 'member_card', 'oil')
    await atStep(page, 1)
    await keys(page, 'F12')
    await seen(page, 'points-more').click()
    await atStep(page, 2)
    await seen(page, 'quick-exact').click()
    await seen(page, 'confirm-payment').click()
  },
  verify: async (page) => {
    await keys(page, 'F8')
    await take(page, 'coupon')
    await atStep(page, 1)
    await keys(page, 'Enter')
    await atStep(page, 2)
    await take(page, 'coupon')
  },
  take_back: async (page) => {
    await take(page, 'rice', 'oil')
    await expect(lines(page)).toHaveCount(2)
    await payCash(page)
    await atStep(page, 1)
    await take(page, 'receipt')
    await seen(page, 'return-more').first().click()
    await expect(seen(page, 'return-quote')).toHaveAttribute('data-fen', /[1-9]/)
    await keys(page, 'Enter')
  },
  offline_unknown: async (page) => {
    await take(page, 'unknown_card')
    await atStep(page, 1)
    await keys(page, 'F2', 'F2')
    await seen(page, 'join-phone').fill('13912340001')
    await keys(page, 'Enter')
    await seen(page, 'join-name').fill('欧阳晓月')
    await keys(page, 'Enter')
    await expect(seen(page, 'join-consent-service')).toHaveAttribute('aria-checked', 'true')
    await keys(page, 'Enter')
    await expect(seen(page, 'welcome-pack')).toBeVisible()
    await keys(page, 'Enter')
    await atStep(page, 2)
    await take(page, 'milk')
    await expect(lines(page)).toHaveCount(1)
    await payCash(page)
  },
  step_up: async (page) => {
    await take(page, 'member_card', 'formula')
    await atStep(page, 1)
    await keys(page, 'F12')
    await seen(page, 'burn-max').click()
    await atStep(page, 2)
    await seen(page, 'quick-exact').click()
    await seen(page, 'confirm-payment').click()
    await approve(page)
  },
}
