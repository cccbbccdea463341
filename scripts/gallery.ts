import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTill } from '../test/rig/till-window.ts'

/*
 * `npm run gallery`: pictures of every state of every screen, both languages, in `.cache/gallery`. A name narrows it:
 * `npm run gallery -- pay` takes the states whose name contains it.
 */

const sizes = [
  { width: 1366, height: 768, only: '' },
  { width: 1920, height: 1080, only: 'zh' },
  { width: 1080, height: 1920, only: 'zh' },
]

const wanted = process.argv[2] ?? ''
const shots = join(import.meta.dirname, '..', '.cache', 'gallery')
mkdirSync(shots, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'evertill-gallery-'))
const { app, page, close } = await openTill({ folder, config: {} })
let taken = 0
try {
  await page.waitForLoadState('load')
  await page.goto('app://till/gallery.html')
  const states = (await page.locator('html').getAttribute('data-states'))?.split(' ') ?? []
  for (const { width, height, only } of sizes) {
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height)
      },
      { width, height },
    )
    for (const state of states.filter((name) => name.includes(wanted)))
      for (const language of only === '' ? ['zh', 'en'] : [only]) {
        await page.goto(`app://till/gallery.html?state=${state}&language=${language}`)
        await page.screenshot({
          path: join(shots, `${state}.${language}.${width}x${height}.png`),
          animations: 'disabled',
        })
        taken += 1
      }
  }
} finally {
  await close()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${taken} pictures in ${shots}`)
