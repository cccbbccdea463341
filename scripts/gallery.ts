import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openTill } from '../test/rig/till-window.ts'

/*
 * Takes a picture of every state of every screen, in the till's own window under its own content rules:
 * `npm run gallery -- --only sale --language zh --size 1366x768 --theme light --out folder`. Each may be left out.
 */

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    language: { type: 'string', default: 'zh,en' },
    size: { type: 'string', default: '1366x768,1920x1080' },
    theme: { type: 'string', default: 'light' },
    out: { type: 'string', default: 'test-results/gallery' },
  },
})

/** In the page: fonts are there, and every entrance animation is at its end. */
const settled = `document.fonts.ready.then(() => {
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish()
})`

const folder = mkdtempSync(join(tmpdir(), 'evertill-gallery-'))
mkdirSync(values.out, { recursive: true })
const till = await openTill({ folder, mode: 'development' })
try {
  const { app, page } = till
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  await page.goto('app://till/gallery.html')
  const listed = await page.locator('html').getAttribute('data-states')
  const names = (listed ?? '').split(' ').filter((name) => new RegExp(values.only).test(name))
  for (const size of values.size.split(',')) {
    const [width = 1366, height = 768] = size.split('x').map(Number)
    await app.evaluate(
      ({ BrowserWindow }, [w, h]) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.setMinimumSize(1, 1)
        window?.setContentSize(w, h)
      },
      [width, height] as const,
    )
    for (const theme of values.theme.split(',')) {
      for (const language of values.language.split(',')) {
        for (const name of names) {
          await page.goto(`app://till/gallery.html?state=${name}&language=${language}&theme=${theme}`)
          await page.evaluate(settled)
          await page.screenshot({ path: join(values.out, `${name}.${language}.${theme}.${size}.png`) })
        }
      }
    }
  }
  console.log(`${names.length} states in ${values.out}`)
  for (const trouble of new Set(troubles)) console.log(`the page complained: ${trouble}`)
} finally {
  await till.close()
  rmSync(folder, { recursive: true, force: true })
}
