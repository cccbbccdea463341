import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { lessons } from '../../domain/training-lessons.ts'
import { learned } from '../rig/learner.ts'
import { openTill, type TillWindow } from '../rig/till-window.ts'

/* All lessons in the real window, on a terminal that belongs to no store and has neither network nor printer. */

let folder = ''
let till: TillWindow

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-lessons-'))
  till = await openTill({ folder, config: {} })
})

test.afterAll(async () => {
  await till.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[WI50] every lesson can be done right at once in the window, on a terminal of no store', async () => {
  const { page } = till
  await page.getByTestId('enrol-url').waitFor({ timeout: 20_000 })
  await page.keyboard.press('F10')
  await expect(page.getByTestId('lesson-list')).toBeVisible({ timeout: 20_000 })
  expect(Object.keys(learned)).toEqual(lessons.map(({ lessonId }) => lessonId))
  for (const [lessonId, learn] of Object.entries(learned)) {
    await test.step(lessonId, async () => {
      await page.getByTestId(`lesson-${lessonId}`).click()
      await learn(page)
      await expect(page.getByTestId('lesson-result')).toHaveAttribute('data-mistakes', '0')
      await expect(page.getByTestId('practise')).toHaveCount(0)
      await page.getByTestId('other-lessons').click()
    })
  }
  await page.keyboard.press('Control+q')
  await page.getByTestId('enrol-url').waitFor({ timeout: 20_000 })
  await expect.poll(() => existsSync(join(folder, 'training'))).toBe(false)
})
